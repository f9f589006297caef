"""A company that lives its day: what people ask for by commands, and what they wait for."""

import time
from collections.abc import Callable, Collection, Iterable
from csv import writer
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from adapters.stores.sqlite import SqliteStore
from core.case import Mirrored
from core.query import Query
from core.records import PrimeContract, Row
from core.routes import Route
from core.tabs import TAB_OF
from core.vocabulary import ErpStatus, RecordKind, View
from tests.journeys.lake_street import Sides
from tests.journeys.outside import keyed_in, ran

S = ErpStatus
LONGEST = 120.0
"""Seconds until something that has to come is given up."""
PAUSE = 0.1
TRIES = 4
MANY = 10_000
DONE = frozenset({S.SYNCED})


class Day(NamedTuple):
    """A company's own home, its store, and both systems that it reaches over HTTP."""

    home: Path
    store: SqliteStore
    sides: Sides

    def command(self, *words: str) -> str:
        """What a command prints.

        Raises:
            AssertionError: it did not do what it was asked for.
        """
        ended = ran(*words, "--home", str(self.home))
        assert ended.code == 0, (words, ended)
        return ended.out

    def ask(self, action: str, rows: Collection[Row], *more: str) -> None:
        """One action on some records, by a command."""
        assert rows, action
        counted = ("--yes", str(len(rows))) if action in {"accept", "reject", "unlink"} else ()
        self.command(action, *(row.id for row in rows), *counted, *more)

    def of(self, kind: RecordKind, *views: View) -> list[Row]:
        """The records of a kind in some views; all of them, unnamed."""
        found = [
            row
            for view in views or (None,)
            for row in self.store.rows(Query(TAB_OF[kind].name, view), MANY)
        ]
        return [row for row in found if row.kind is kind]

    def send_and_accept(self, kind: RecordKind, *more: str) -> None:
        """Everything of a kind that was not sent yet goes its way, if anything is left."""
        self._ask_again("send", kind, View.NOT_SENT)
        self._ask_again("accept", kind, View.READY_TO_EXPORT, *more)

    def _ask_again(self, action: str, kind: RecordKind, view: View, *more: str) -> None:
        """Something that it names may be read anew at that moment: a person asks once more."""
        for _ in range(TRIES):
            if rows := self.of(kind, view):
                counted = ("--yes", str(len(rows))) if action == "accept" else ()
                ids = [row.id for row in rows]
                ended = ran(action, *ids, *counted, *more, "--home", str(self.home))
                if ended.code:
                    time.sleep(1)
        assert not self.of(kind, view), ended

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Until something holds; meanwhile whatever waits for a person at Sage is keyed in.

        Raises:
            AssertionError: it never did.
        """
        end = time.monotonic() + LONGEST
        while not holds():
            told = [
                (kind.value, row.number, row.status.value, row.remark)
                for kind in TAB_OF
                for row in self.of(kind)
                if row.status not in DONE
            ]
            assert time.monotonic() < end, f"{what}: never. {told}"
            self.key_in()
            time.sleep(PAUSE)

    def key_in(self, route: Route = Route.WORKLIST) -> None:
        """Enter what waits for a person at Sage."""
        refused = keyed_in(self.store, self.sides.ledger, route)
        assert not refused, refused

    def vouch(self, kind: RecordKind) -> None:
        """Of what hh2 tells nothing of, who keyed it in says so (interfaces 2.3)."""
        self.until([kind], {S.OUTCOME_UNKNOWN})
        self.key_in()
        self.ask("vouch", self.of(kind), "--set", "confirmed=yes")

    def until(
        self, kinds: Iterable[RecordKind], statuses: Collection[ErpStatus] = DONE, least: int = 1
    ) -> None:
        """Until every record of these kinds stands so, and there are so many of each."""
        wanted = tuple(kinds)

        def holds() -> bool:
            found = [self.of(kind) for kind in wanted]
            return all(
                len(rows) >= least and all(row.status in statuses for row in rows) for rows in found
            )

        self.wait(holds, f"{', '.join(wanted)} are {' or '.join(sorted(statuses))}")

    def until_there(self, kind: RecordKind, view: View, count: int) -> list[Row]:
        """Until so many of a kind stand in a view."""
        self.wait(lambda: len(self.of(kind, view)) >= count, f"{count} {kind} in {view}")
        return self.of(kind, view)

    def import_file(self, kind: RecordKind) -> list[str]:
        """Write what waits for an import file, and import it as a person at Sage does."""
        rows = self.of(kind, View.EXPORTING)
        self.wait(lambda: self._under_way(kind) == len(rows), f"{kind} wait for a file")
        written = [
            self.command("files", "write", kind, "--job", row.project_number) for row in rows
        ]
        self.key_in(Route.FILE)
        # An imported estimate counts once its batch is posted (financials 1.7).
        self.sides.ledger.post()
        return written

    def _under_way(self, kind: RecordKind) -> int:
        return sum(frozen.payload.kind is kind for frozen in self.store.under_way())

    def takes_table(self, kind: RecordKind) -> None:
        """Somebody takes a table of a kind out of Sage, and it is taken over here."""
        place = self.home.parent / f"{kind}.csv"
        place.write_text(table(self.sides.ledger.documents(kind)))
        self.command("files", "take", kind, str(place))


def table(held: Iterable[Mirrored]) -> str:
    """Prime contracts as a person takes them out of Sage, an item a row."""
    text = StringIO()
    rows = writer(text)
    rows.writerow(("contract", "title", "job", "customer", "billing", "item", "description",
                   "scheduled"))  # fmt: skip
    for one in held:
        body = one.body
        assert isinstance(body, PrimeContract)
        for line in body.lines:
            rows.writerow((one.erp_id, one.title, one.job, body.customer, body.billing,
                           line.item, line.description, f"{line.scheduled / 100:.2f}"))  # fmt: skip
    return text.getvalue()
