"""Reads Procore list by list, each from where it was left, and keeps what is read."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from adapters.procore import budgets
from adapters.procore.calls import PROJECT_CODES
from adapters.procore.contracts import (
    CCO_LIST,
    PCCO_LIST,
    PRIME_LIST,
    PURCHASE_ORDER_LIST,
    WORK_ORDER_LIST,
)
from adapters.procore.directory import (
    BUDGET_CODE_LIST,
    PROJECT_LIST,
    SUB_JOB_LIST,
    TYPE_LIST,
    VENDOR_LIST,
    project_code,
)
from adapters.procore.fields import Row, number, of_call, text
from adapters.procore.invoices import APPLICATION_LIST, REQUISITION_LIST
from adapters.procore.keeping import Keeping, Kept, Mark
from adapters.procore.listing import AHEAD, Listing, asked_of, changed_since, kept
from adapters.procore.progress import A_PROJECT, Course
from adapters.procore.session import Session
from adapters.wire.failures import Declined, NotUnderstood, TooOften, WireFailure
from core.watching import Watch

WHOLE = 24 * 3600.0
"""Seconds after which a list is read from its beginning: for what no stamp told of."""
TURN = 8
"""Projects of which the lists are read at a time."""
MOST_ODD = 10
"""Rows of a list that may be other than published; with more of them it is the list that is."""
MOST_MISSING = 10
"""Rows that a reading asks for by themselves."""
LATER = 3600.0
"""Seconds by which a project that is not linked stands back behind one that is."""
NOT_THERE = frozenset({403, 404})
"""A project has this tool switched off, or we may not look into it."""

OF_COMPANY = (VENDOR_LIST, PROJECT_LIST)
OF_PROJECT = (
    WORK_ORDER_LIST, PURCHASE_ORDER_LIST, PRIME_LIST, CCO_LIST, PCCO_LIST, REQUISITION_LIST,
    APPLICATION_LIST,
)  # fmt: skip
"""In the order in which they name one another."""
LISTS = {
    listing.name: listing
    for listing in (*OF_COMPANY, SUB_JOB_LIST, TYPE_LIST, BUDGET_CODE_LIST, *OF_PROJECT)
}


Step = Callable[[], Iterator[None]]
"""Reads one list, a page at a time."""


class Reader:
    """Keeps a copy of Procore's rows up to date."""

    def __init__(
        self,
        session: Session,
        keeping: Keeping,
        calls_an_hour: float = float("inf"),
        clock: Callable[[], float] = time.time,
        watch: Watch | None = None,
    ) -> None:
        self._session = session
        self._watch = watch or Watch()
        self._course = Course(session, clock)
        self._turning: Iterator[None] | None = None
        self._failures: list[WireFailure] = []
        self._odd: set[tuple[str, int]] = set()
        """Lists with rows that were not understood when they were read last, and their projects."""
        self._seconds_a_call = 3600.0 / calls_an_hour
        self._not_before = 0.0
        self._keeping = keeping
        self._clock = clock

    def go_on(self) -> bool:
        """Read one page more of the company's lists, or of the projects whose turn it is.

        Returns False where that ended a turn, or it is not time for one.
        """
        if self._turning is None:
            if self._clock() < self._not_before:
                return False
            self._failures = []
            self._turning = self._turn()
        # One that is broken off, by whoever listens, begins anew.
        turning, self._turning = self._turning, None
        for _ in turning:
            self._turning = turning
            return True
        return False

    def failed(self) -> list[WireFailure]:
        """What of the turn that ended failed, told once; what could be read is kept."""
        if self._turning is not None:
            return []
        failures, self._failures = self._failures, []
        return failures

    def has_read_all(self) -> bool:
        """Whether every list of the company, and of each of its projects, was read once."""
        keeping = self._keeping
        read = all(
            keeping.mark(listing.name, 0) is not None and (listing.name, 0) not in self._odd
            for listing in OF_COMPANY
        )
        return read and all(keeping.mark("turn", name) is not None for name in self._active())

    def read(self, listing: Listing, project: int) -> Iterator[None]:
        """Read a list from where it was left, a page at a time.

        Raises:
            NotUnderstood: some rows are not as they are published; the others are kept.
            WireFailure: as Session.pages; the list is read again from there.
        """
        mark = self._keeping.mark(listing.name, project)
        now = self._clock()
        whole = mark is None or not listing.since or now - mark.whole > WHOLE
        names, query = asked_of(listing.call, self._session, project)
        query |= dict(listing.query)
        if listing is TYPE_LIST:
            query["company_id"] = self._session.company
        if not whole and mark and mark.at:
            query["filters[updated_at]"] = changed_since(mark.at, self._clock())
        newest, seen = mark.at if mark else "", set[int]()
        odd: list[NotUnderstood] = []
        pages = self._session.pages(
            listing.call, names=names, query=query, progress=self._course.heard
        )
        for page in pages:
            rows = list(self._rows(listing, project, page, odd, anew=whole and listing.since))
            self._keep(rows)
            newest = max([newest, *(row.at for row in rows)])
            seen |= {row.id for row in rows}
            yield
            # By now whoever asked has dealt with the page: it belongs to what a page takes.
            self._watch.tell(self._course.reading())
        since = now if whole or mark is None else mark.whole
        if odd:
            # Read from its beginning until it is mended: no stamp tells when that is.
            self._keeping.keep_mark(listing.name, project, Mark("", since))
            self._odd.add((listing.name, project))
            raise odd[0]
        self._odd.discard((listing.name, project))
        if whole and mark is not None:
            self._missing(listing, project, seen)
        self._keeping.keep_mark(listing.name, project, Mark(newest, since))

    def _missing(self, listing: Listing, project: int, seen: set[int]) -> None:
        """What a whole reading did not show is asked for by itself: a list may leave something out.

        Raises:
            WireFailure: as Session.ask.
        """
        if listing.kind is None or listing.one is None:
            return
        for row in self._keeping.missing(listing.name, project, seen)[:MOST_MISSING]:
            try:
                there = self.one(row)
            except Declined:
                continue  # we may not look at it, and it may be there
            if there is None:
                self._keeping.end(row)

    def one(self, row: Kept, *, news: bool = True) -> Kept | None:
        """A row as it is now; None where it is not there any more.

        Without `news` it was we who changed it.

        Raises:
            WireFailure: as Session.ask.
        """
        if row.list == budgets.LIST:
            self.budget(row.project, news=news)
            return self._keeping.find(budgets.LIST, row.id)
        listing = LISTS[row.list]
        if listing.one is None:
            return row
        names, query = asked_of(listing.one, self._session, row.project)
        if listing.query.get("view") == "items":
            query["view"] = "items"
        try:
            answer = self._session.ask(
                listing.one,
                names={**names, "id": row.id},
                query=query,
                waits=self._session.patience,
            )
        except Declined as no:
            if no.status == 404:  # noqa: PLR2004  # not found
                return None
            raise
        value = answer.value if isinstance(answer.value, dict) else {}
        self._keep([self._row(listing, row.project, value, anew=True)], news=news)
        self.codes_of(row, news=news)
        return self._keeping.find(row.list, row.id)

    def codes_of(self, row: Kept, *, news: bool = True) -> None:
        """Read the cost codes of a project or a sub job.

        Raises:
            WireFailure: as Session.pages.
        """
        if row.list == PROJECT_LIST.name:
            self._project_codes(row.id, news=news)
        elif row.list == SUB_JOB_LIST.name:
            self._sub_job_codes(row.project, row.id, news=news)

    def budget(
        self, project: int, *, news: bool = True, linked: dict[str, str] | None = None
    ) -> None:
        """Read one, which is `linked` from now on; no field there can say so.

        Raises:
            WireFailure: as Session.ask.
        """
        content = budgets.read(self._session, project)
        if content is not None:
            at = datetime.fromtimestamp(self._clock(), UTC).isoformat()
            before = self._keeping.find(budgets.LIST, project)
            origin = linked or (before.origin if before else {})
            row = Kept(budgets.LIST, project, project, at, origin, content)
            self._keeping.keep([row], news=news)

    # inside

    def _turn(self) -> Iterator[None]:
        """One turn, a page at a time."""
        before = self._session.asked
        self._course.begin()
        for step in self._steps():
            yield from self._tried(step)
            self._course.ended()
            if self._failures and isinstance(self._failures[-1], TooOften):
                break
        calls = self._session.asked - before
        self._not_before = self._clock() + calls * self._seconds_a_call

    def _steps(self) -> Iterator[Step]:
        """Every reading of a turn, in order."""
        for place, listing in enumerate(OF_COMPANY, 1):
            known = min(len(self._active()), TURN)
            self._course.later = len(OF_COMPANY) - place + known * A_PROJECT
            yield lambda listing=listing: self.read(listing, 0)  # type: ignore[misc]  # the loop's own
        turn = self._whose_turn()
        self._course.later = len(turn) * A_PROJECT
        if turn:
            # They are the company's, but are asked for by way of a project.
            yield lambda: self.read(TYPE_LIST, turn[0])
        for place, project in enumerate(turn, 1):
            self._course.later = (len(turn) - place) * A_PROJECT
            yield from self._of(project)
            self._keeping.keep_mark("turn", project, Mark("", self._clock()))

    def _of(self, project: int) -> Iterator[Step]:
        """Every reading of a project, in order."""
        yield lambda: _at_once(lambda: self._project_codes(project))
        yield lambda: self.read(SUB_JOB_LIST, project)
        for row in self._keeping.of_project(SUB_JOB_LIST.name, project):
            codes = partial(self._sub_job_codes, project, row.id)
            yield partial(_at_once, codes)
        yield lambda: self.read(BUDGET_CODE_LIST, project)
        for listing in OF_PROJECT:
            yield lambda listing=listing: self.read(listing, project)  # type: ignore[misc]  # likewise
        yield lambda: _at_once(lambda: self.budget(project))

    def _tried(self, step: Step) -> Iterator[None]:
        try:
            yield from step()
        except Declined as no:
            self._failures += [] if no.status in NOT_THERE else [no]
        except WireFailure as why:
            self._failures.append(why)

    def _active(self) -> list[int]:
        rows = self._keeping.all(PROJECT_LIST.name)
        return [row.id for row in rows if row.content["active"] and not row.gone]

    def _whose_turn(self) -> list[int]:
        """The active projects that were read longest ago; those that are linked come sooner."""
        linked = {row.id for row in self._keeping.all(PROJECT_LIST.name) if row.origin}
        marks = {name: self._keeping.mark("turn", name) for name in self._active()}
        # What is in a project that Sage does not know cannot be sent before that is.
        due = {
            name: (mark.whole if mark else 0.0) + (0.0 if name in linked else LATER)
            for name, mark in marks.items()
        }
        return sorted(due, key=lambda name: due[name])[:TURN]

    def _rows(
        self,
        listing: Listing,
        project: int,
        page: list[Row],
        odd: list[NotUnderstood],
        *,
        anew: bool,
    ) -> Iterator[Kept]:
        """The rows that are understood; why the others are not is told to `odd`, up to a limit."""
        for raw in page:
            try:
                row = self._row(listing, project, raw, anew=anew)
            except NotUnderstood as why:
                odd.append(why)
                if len(odd) >= MOST_ODD:
                    raise
            else:
                yield row

    def _row(self, listing: Listing, project: int, raw: Row, *, anew: bool) -> Kept:
        with of_call(listing.call.call.name, raw.get("id")):
            row = kept(listing, project, raw)
        before = self._keeping.find(listing.name, row.id)
        content = {**_carried(before), **row.content}
        if listing.parts is not None and (anew or self._may_differ(before, row)):
            asked = {**content, "id": row.id}
            content |= listing.parts(self._session, project, asked)
        return row._replace(content=content)

    def _may_differ(self, before: Kept | None, row: Kept) -> bool:
        """Whether its lines may have changed since they were read; some stamps name only a day."""
        if before is None or before.at != row.at or not row.at:
            return True
        if not row.at.endswith("T00:00:00+00:00"):
            return False
        yesterday = datetime.fromtimestamp(self._clock(), UTC) - 2 * AHEAD
        return row.at >= yesterday.isoformat()

    def _keep(self, rows: list[Kept], *, news: bool = True) -> None:
        """Projects and sub jobs are news as soon as their codes are known, too."""
        told = [row for row in rows if news and _is_told(row)]
        self._keeping.keep(told, news=True)
        self._keeping.keep([row for row in rows if row not in told], news=False)

    def _project_codes(self, project: int, *, news: bool = True) -> None:
        found = self._codes({"project_id": project})
        ours = [code for code in found if not code["sub_job"]]
        self._with_codes(self._keeping.find(PROJECT_LIST.name, project), ours, news=news)

    def _sub_job_codes(self, project: int, sub_job: int, *, news: bool = True) -> None:
        found = self._codes({"project_id": project, "sub_job_id": sub_job})
        ours = [code for code in found if code["sub_job"] in (None, sub_job)]
        self._with_codes(self._keeping.find(SUB_JOB_LIST.name, sub_job), ours, news=news)

    def _codes(self, query: Row) -> list[Row]:
        rows = self._session.rows(PROJECT_CODES, query={**query, "view": "default"})
        with of_call(PROJECT_CODES.call.name):
            codes = [(number(row), text(row, "updated_at"), project_code(row)) for row in rows]
        self._keeping.keep(
            (Kept("project_codes", name, query["project_id"], "", {}, code)
             for name, _, code in codes),
            news=False,
        )  # fmt: skip
        return [code for _, _, code in codes if not code["gone"]]

    def _with_codes(self, row: Kept | None, codes: list[Row], *, news: bool) -> None:
        if row is not None:
            told = [{name: code[name] for name in ("code", "name", "types")} for code in codes]
            content = {**row.content, "codes": sorted(told, key=lambda code: code["code"])}
            self._keeping.keep([row._replace(content=content)], news=news)


def _at_once(read: Callable[[], None]) -> Iterator[None]:
    """What is read without pages, as a step."""
    read()
    yield


def _is_told(row: Kept) -> bool:
    """Whether what changes of it is news."""
    waits = row.list in (PROJECT_LIST.name, SUB_JOB_LIST.name)
    return LISTS[row.list].kind is not None and not (waits and "codes" not in row.content)


def _carried(before: Kept | None) -> Row:
    """What was asked for besides, of a row that is read again."""
    if before is None:
        return {}
    return {name: before.content[name] for name in ("codes", "lines") if name in before.content}
