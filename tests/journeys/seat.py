"""One person at the console: the keys that everybody presses, and what is read off the screen."""

import re

from tests.journeys.terminal import Terminal

TABS = {
    "cost_codes": ("1", "Codes"),
    "vendors": ("2", "Vendors"),
    "jobs": ("3", "Jobs"),
    "sub_jobs": ("4", "SubJobs"),
    "job_costs": ("5", "Costs"),
    "budgets": ("6", "Budgets"),
    "commitments": ("7", "Commit"),
    "change_orders": ("8", "Changes"),
    "invoices": ("9", "Invoices"),
    "prime_contracts": ("0", "Primes"),
}
"""Key and name of each tab."""
VIEWS = {
    "Ready to Import": "To Import",
    "Ready to Export": "To Export",
    "Ready to Update": "To Update",
    "Failed to Export": "Failed",
    "Exporting": "Exporting",
    "Rejected & Retrieved": "Returned",
    "Not Sent": "Not Sent",
    "Synced": "Synced",
    "Archived": "Archived",
    "All": "All",
}
"""The views, and what they are called where the window is narrow."""
FIRST = ("Project", "Number")
"""What the first column of a list may be headed."""
RULE = re.compile(r"^─{20,}$")


REFUSAL = "Up and down scroll Esc back"


class Seat:
    """Knows where things stand on the screen of a tab; knows nothing behind it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.press = terminal.press
        self.until = terminal.until

    # going places

    def open(self, tab: str, view: str | None = None) -> None:
        key, name = TABS[tab]
        self.press(key)
        self.until(rf"\[(\d )?{name}\]")
        self.until(r"\n[\[ >]All +\d")
        self.terminal.settle(0.1)
        self.terminal.wait(lambda: self.judged or "No record is" in self.verdict, tab)
        if view is not None:
            self.view(view)

    def view(self, name: str) -> None:
        """Step through the views until this one is listed."""
        self.terminal.wait(lambda: self.active_view != "", "a view")
        for key in (">",) * len(VIEWS) + ("<",) * len(VIEWS):
            here = self.active_view
            if here in {name, VIEWS.get(name)}:
                self.terminal.wait(lambda: self._listing.startswith(f"{name}  "), name)
                return
            self.press(key)
            if key == ">" and here == "All":
                continue
            self.terminal.wait(lambda was=here: self.active_view not in {"", was}, f"past {here!r}")
        raise AssertionError(f"no view {name!r}:\n{self.terminal.text}")

    def filter(self, text: str, count: int | None = None) -> None:
        """Type a filter over whatever was there; wait until it is listed."""
        if "/" in self._listing:
            self.press("\\")
            self.terminal.wait(lambda: "/" not in self._listing, "no filter")
        self.press("/", text, "enter")
        figure = r"[\d,]+" if count is None else f"{count:,}"
        self.until(rf"  {figure}  /{re.escape(text)}")

    def find(self, number: str, id: str = "") -> None:
        """Filter down to one record, and wait for its verdict; by its id where numbers repeat."""
        self.filter(f"id:{id}" if id else f"number:{number}")
        self.rest_on(number)

    def rest_on(self, number: str) -> None:
        """Wait until the cursor is on a record and its verdict is drawn."""
        self.terminal.wait(lambda: self._is_current(number) and self.judged, number)

    def _is_current(self, number: str) -> bool:
        """Whether the row under the cursor is of this number; a long one is cut short there."""
        shown = self.current
        return shown == number or (shown.endswith("…") and number.startswith(shown[:-1]))

    def until_may(self, act: str, sign: str) -> None:
        """Wait until the row under the cursor stands at a sign and the verdict lets one act."""
        may = f"{act} may "

        def holds() -> bool:
            row = next((row for row in self.rows if row.startswith(">")), "")
            return sign in row and self.judged and may in " ".join(self.verdict.split())

        self.terminal.wait(holds, f"{sign}, {may}")
        self.terminal.settle(0.3, 2)  # the row and the verdict are drawn one after the other
        self.terminal.wait(holds, f"{sign}, {may}")

    def until_shown(self, sign: str) -> None:
        """Wait until the row under the cursor stands at one of the signs, or has left the view."""

        def holds() -> bool:
            row = next((row for row in self.rows if row.startswith(">")), sign)
            return any(one in row for one in sign.split("|"))

        self.terminal.wait(holds, sign)

    def until_lifted(self, objection: str) -> None:
        """Wait until the verdict tells an objection no more."""
        self.terminal.wait(lambda: self.judged and objection not in self.verdict, "it is lifted")

    def rest(self) -> str:
        """Wait until the verdict is that of the record under the cursor; returns its number."""
        self.terminal.wait(lambda: self.judged, "a verdict")
        return self.current

    # reading

    @property
    def judged(self) -> bool:
        """Whether the verdict is that of the record under the cursor, and whole."""
        known = any(word in self.verdict for word in (" may ", " not yet ", "Nothing can be done"))
        number = self.verdict.split(" ")[0]
        return known and self.current != "" and self._is_current(number)

    @property
    def _listing(self) -> str:
        """`Ready to Export  238                oldest first`."""
        return self.terminal.lines[3].strip()

    @property
    def active_view(self) -> str:
        """The view in brackets at the side."""
        for line in self.terminal.lines[3 : self._rule]:
            if found := re.match(r"[\[>](\S.*?) +[\d,]+[\] ]", line + " "):
                return found[1]
        return ""

    @property
    def count(self) -> int:
        """How many are listed."""
        found = re.match(r"\D+  ([\d,]+)", self._listing)
        assert found, self.terminal.text
        return int(found[1].replace(",", ""))

    @property
    def rows(self) -> list[str]:
        """The list as drawn, without the views beside it."""
        place, heading = self._rule, self._heading
        left = self._left
        return [line[left:] for line in self.terminal.lines[heading + 1 : place]]

    @property
    def _heading(self) -> int:
        return next(n for n, line in enumerate(self.terminal.lines) if " Number " in line)

    @property
    def _left(self) -> int:
        """Where the rows begin: sub jobs name their project before their number."""
        heading = self.terminal.lines[self._heading]
        return min(heading.index(name) for name in FIRST if f" {name} " in heading) - 2

    @property
    def current(self) -> str:
        """The number of the record under the cursor."""
        at = self.terminal.lines[self._heading].index("Number") - self._left
        row = next((row for row in self.rows if row.startswith(">")), "> ")
        return row[at:].split(" ")[0]

    @property
    def _rule(self) -> int:
        lines = self.terminal.lines
        return next((n for n, line in enumerate(lines) if RULE.match(line)), len(lines))

    @property
    def verdict(self) -> str:
        """What may be done to the record under the cursor, as one text."""
        lines = self.terminal.lines[self._rule + 1 : -2]
        return " ".join(" ".join(lines).split())

    @property
    def notice(self) -> str:
        """The line above the keys."""
        return self.terminal.lines[-2].strip()

    def in_view(self, name: str) -> int:
        """A count of the side list."""
        names = "|".join(re.escape(n) for n in (name, VIEWS.get(name, name)))
        for line in self.terminal.lines[3 : self._rule]:
            if found := re.match(rf"[\[> ](?:{names}) +([\d,]+)[\] ]", line + " "):
                return int(found[1].replace(",", ""))
        raise AssertionError(f"no view {name!r}:\n{self.terminal.text}")

    @property
    def said(self) -> str:
        """The whole screen as one text, its frames left out."""
        return " ".join(re.sub(r"[│╭╮╰╯─▁▂▃▄▅▆▇█]", " ", self.terminal.text).split())

    def until_said(self, text: str, seconds: float = 30) -> str:
        """Wait for a sentence, however it is broken into lines."""
        self.terminal.wait(lambda: text in self.said, text, seconds)
        return self.said

    def close_refusal(self) -> None:
        """Go back from a refusal that was too long for the last line, if one is shown."""
        if "Not " in self.said:
            self.terminal.settle(0.15, 1)  # it opens just after the last line has said so
        if REFUSAL in self.said:
            self.press("escape")
            self.terminal.wait(lambda: REFUSAL not in self.said, "the refusal closed")

    def leave(self) -> int:
        self.press("q")
        return self.terminal.ended()
