"""What was pressed, what the screen said and where the record stood, as a text to compare."""

import re
import time
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

from adapters.stores.sqlite import SqliteStore
from console.screens.overview import POLL
from core.records import Record
from core.vocabulary import Action, ErpStatus, RecordId
from tests.journeys.conftest import Company
from tests.journeys.seat import Seat

GOLDEN = Path(__file__).parent.parent.parent / "snapshots" / "journeys"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC")
COMMAND = "python -m pytest tests/journeys -k workflows --snapshot-update"
SHOWS = {
    "Sent": "S sent|U to update",
    "Resent": "S sent",
    "Rejected": "X rejected",
    "Retrieved": "R retrieved",
    "Unlinked": "~ unlinked",
    "Archived": "archived",
    "Restored": "I to import|= synced",
    "Imported": "= synced",
    "Linked": "= synced",
}
"""What a row shows once it is said that something was done to it; one of several."""
PATIENCE = 30
"""Seconds in which the connector brings a piece of news, however busy the machine is."""
PAUSE = 0.1
"""Seconds between two looks: whoever looks without end keeps the processor from the connector."""


class Journal:
    """Follows one record from hand to hand."""

    def __init__(self, company: Company, record: str, name: str) -> None:
        self._company = company
        self._store = SqliteStore(company.home / "countersign.sqlite")
        self._path = GOLDEN / f"{name}.txt"
        self._lines: list[str] = []
        self._names: dict[str, str] = {}
        self.record = record
        self.call(company.json("show", record)["number"], "NUMBER")

    @property
    def shown(self):
        return self._company.json("show", self.record)

    @property
    def _kept(self) -> Record:
        """The record as the store has it, without a process to ask."""
        found = self._store.find(RecordId(self.record))
        assert found is not None
        return found

    def call(self, value: str, name: str) -> str:
        """From here on a value of the data is told by a name."""
        if len(value) > 1:  # a single sign stands for too much else
            self._names.setdefault(value, name)
        return value

    def press(self, who: str, seat: Seat, keys: str, said: str) -> None:
        """Somebody presses keys; the screen says it, and the record stands where it stands."""
        seat.close_refusal()
        for key in keys.split():
            seat.terminal.settle(0.1, 0.5)  # a person looks before each
            seat.press(key)
        seat.until_said(said)
        if (shows := SHOWS.get(said.split(" ", maxsplit=1)[0])) is not None:
            seat.until_shown(shows)
        self._tell(f"{who} presses {keys}", said)

    def refreshes(self, who: str, seat: Seat, title: str) -> None:
        """Somebody refreshes the tab; where that would bring old data, the key says go on."""
        done = f"{title}: 0 new,"
        seat.close_refusal()
        seat.press("R")
        seat.terminal.wait(lambda: "R again refreshes" in seat.said or done in seat.said, title)
        if "R again refreshes" in seat.said:
            seat.press("R")
        seat.until_said(done)
        self._tell(f"{who} refreshes", done)

    def opens(self, who: str, seat: Seat, key: str, said: str) -> None:
        """Somebody presses a key that asks something before it acts."""
        self.press(who, seat, key, "Never mind (Esc)")
        seat.until_said(said)
        self._lines[-1] = f"    {said}"

    def writes(self, who: str, seat: Seat, text: str) -> None:
        """Somebody types text into the field that has the focus, and sees it there."""
        seat.press(text)
        seat.until_said(text)
        self._tell(f"{who} types", text)

    def overwrites(self, who: str, seat: Seat, text: str) -> None:
        """Somebody types text over what a field suggests."""
        seat.press("ctrl+u")
        self.writes(who, seat, text)

    def reads(self, who: str, seat: Seat, said: str) -> None:
        """Somebody sees a sentence without pressing anything."""
        seat.until_said(said)
        self._tell(f"{who} reads", said)

    def types(self, who: str, *words: str, code: int = 0) -> str:
        """Somebody gives a command; its exit code is told."""
        out = self._company.run(*words, code=code)
        ended = f"exit {code}" if code else "done"
        self._tell(f"{who} runs `{' '.join(words)}`", ended)
        return out

    def mends(self, who: str, change: str, record: str = "") -> None:
        """Somebody of the project edits a record, once it is free there, and it arrives here."""
        one = record or self.record
        before = self._arrivals(one)
        words = ("sandbox", "edit", one, change)
        self._wait(lambda: "Edited" in self._company.run(*words, code=None), change)
        self._tell(f"{who} runs `{' '.join(words)}`", "done")
        self._wait(lambda: self._arrivals(one) > before, f"{change} arrives")

    def bars(self, who: str, change: str) -> None:
        """Somebody of the project edits the record in vain, once the project knows who has it."""
        same = ("sandbox", "edit", self.record, f"title={self.shown['title']}")
        self._wait(lambda: "Edited" not in self._company.run(*same, code=None), "it is barred")
        self.types(who, "sandbox", "edit", self.record, change, code=5)

    def until_told(self, before: int, seat: Seat) -> None:
        """Wait until the connector has told more of the record, and a seat has read it anew."""
        self._wait(lambda: self._arrivals(self.record) > before, "what was asked for arrives")
        seat.terminal.settle(1.5 * POLL, 10)

    def told(self) -> int:
        """How often the record's content was told so far."""
        return self._arrivals(self.record)

    def _arrivals(self, record: str) -> int:
        history = self._store.history(RecordId(record))
        return sum(entry.action in {Action.ARRIVE, Action.VOID} for entry in history)

    def _wait(self, holds: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"{what}: never came. {self.shown}"
            time.sleep(PAUSE)

    def refuses(self, who: str, *words: str, code: int) -> None:
        """Somebody gives a command that is refused; what stands against it is told."""
        told = self._company.json(*words, code=code)
        against = [text for no in told["refused"] for text in no["reasons"]]
        self._tell(f"{who} runs `{' '.join(words)}`", f"exit {code}: {' '.join(against)}")

    def objections(self, action: str, *person: str) -> None:
        """What stands against an action now, as `why` tells it."""
        (offer,) = self._company.json("why", self.record, action, *person)["offers"]
        for o in offer["objections"]:
            self._tell(f"why {action}", f"{o['text']} [{o['rule']}]")
        if not offer["objections"]:
            self._tell(f"why {action}", "nothing stands against it")

    def stands(self) -> str:
        """Note the record's status."""
        status = self.shown["status"]
        self._tell("the record is", status)
        return status

    def notes(self, what: str, value: object) -> None:
        """Note something else that the record shows."""
        self._tell(f"its {what}", str(value))

    def until(self, status: str, seat: Seat) -> None:
        """Wait for the connector to bring the record somewhere, and note it."""
        seat.terminal.wait(lambda: self._kept.status is ErpStatus(status), status)
        self.stands()

    def ends(self, request) -> None:
        """Write the history below, and compare everything with what was looked at once."""
        self._lines += ["", "history"]
        for entry in self.shown["history"]:
            if entry["from"] == entry["to"] and entry["action"] == "arrive":
                continue  # news of its content, which comes when it comes
            came = f"{entry['from']} > " if entry["from"] else ""
            self._lines.append(f"  {entry['actor']}: {entry['action']}, {came}{entry['to']}")
        now = self._named("\n".join(self._lines)) + "\n"
        if request.config.getoption("update_snapshots", default=False):
            self._path.parent.mkdir(exist_ok=True)
            self._path.write_text(now, encoding="utf-8")
        known = self._path.read_text(encoding="utf-8") if self._path.exists() else ""

        lines = unified_diff(known.splitlines(), now.splitlines(), lineterm="", n=1)
        assert now == known, "\n".join((f"Look at the difference, then: {COMMAND}", *lines))

    def _tell(self, did: str, said: str) -> None:
        self._lines += [did, f"    {said}"]

    def _named(self, text: str) -> str:
        for value in sorted(self._names, key=len, reverse=True):
            whole = rf"(?<!\w){re.escape(value)}(?!\w)"
            text = re.sub(whole, f"<{self._names[value]}>", text)
        return MOMENT.sub("<MOMENT>", text.replace(self.record, "<ID>"))
