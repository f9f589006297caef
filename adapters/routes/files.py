"""Import files for Sage: each record in one of them, each file written once and whole."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.routes.layout import Layout, LayoutUnusable, Trouble, read, written
from adapters.routes.tables import Tables
from adapters.whole_files import append, put
from core.ports import StoreUnusable
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind, with_article, words
from core.worklist import CannotBeWritten, Task

SHIPPED = Path(__file__).parent / "layouts"


def _against(kind: RecordKind, troubles: Sequence[Trouble]) -> CannotBeWritten:
    count = "one value does" if len(troubles) == 1 else f"{len(troubles):,} values do"
    first, *others = map(_told, troubles)
    return CannotBeWritten(
        f"Nothing was written, since {count} not fit: {first}. Mend the layout where Sage "
        f"takes more, or key it in: `countersign settings set routes.{kind} worklist`.",
        tuple(others),
    )


def _told(trouble: Trouble) -> str:
    """`J1200, line 2, phase: it is missing`."""
    where = f"line {trouble.line}, " if trouble.line else ""
    return f"{trouble.number}, {where}{trouble.column}: {trouble.why}"


class Batch(NamedTuple):
    """A file that was written."""

    name: str
    hash: str
    """SHA-256 of its bytes."""
    kind: RecordKind
    at: datetime
    by: str
    records: tuple[RecordId, ...]
    versions: tuple[int, ...]
    """At which each was approved: what is approved anew may be written anew."""


class Files:
    """The folder of a home that holds its import files, their layouts and what is in which."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "exports"
        self._layouts = home / "layouts"
        self._journal = self._folder / "batches.jsonl"
        self.tables = Tables(home)
        """What goes the other way: taken out of Sage by hand."""

    def layout(self, kind: RecordKind) -> Layout:
        """The layout that the company uses for a kind.

        Raises:
            LayoutUnusable: it uses none yet.
        """
        place = self._layouts / f"{kind}.toml"
        if not place.exists():
            raise LayoutUnusable(
                f"There is no layout for a {kind} yet; see `countersign files layouts`, compare "
                f"one with Sage's Import Format window, then `countersign files use {kind} FILE`."
            )
        return read(place)

    def layout_name(self, kind: RecordKind) -> str:
        """What the layout of a kind is called; empty where the company uses none."""
        try:
            return self.layout(kind).name
        except LayoutUnusable:
            return ""

    def use(self, kind: RecordKind, place: Path) -> Layout:
        """Take a layout over for a kind.

        Raises:
            LayoutUnusable: it is unsound, or for another kind.
        """
        layout = read(place)
        if layout.kind is not kind:
            is_for, asked = words(layout.kind), words(kind)
            raise LayoutUnusable(
                f"{place} is a layout for {with_article(is_for)}, not for {with_article(asked)}; "
                f"say `countersign files use {layout.kind} {place}`."
            )
        self._layouts.mkdir(mode=0o700, exist_ok=True)
        put(self._layouts / f"{kind}.toml", place.read_bytes())
        return layout

    def batches(self) -> list[Batch]:
        """Every file that was written, the oldest first."""
        try:
            lines = self._journal.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [self._noted(number, line) for number, line in enumerate(lines, 1) if line.strip()]

    def _noted(self, number: int, line: str) -> Batch:
        try:
            return _batch(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as why:
            raise StoreUnusable(
                f"{self._journal}, line {number}, cannot be read. Look in {self._folder} which "
                "file it was for and whether it was imported, then take the line out."
            ) from why

    def unwritten(self, tasks: Sequence[Task]) -> list[Task]:
        """Those that are in no file yet, as they were approved."""
        there = {
            pair
            for batch in self.batches()
            for pair in zip(batch.records, batch.versions, strict=True)
        }
        return [task for task in tasks if (task.record.id, task.record.version) not in there]

    def write(self, kind: RecordKind, tasks: Sequence[Task], by: str) -> Batch:
        """Write what is in no file yet into one.

        Raises:
            LayoutUnusable: there is none for the kind.
            CannotBeWritten: some value does not fit; each is named.
        """
        layout = self.layout(kind)
        records: list[str] = []
        troubles: list[Trouble] = []
        for task in tasks:
            made, against = written(layout, task)
            records += made
            troubles += against
        if troubles:
            raise _against(kind, troubles)
        content = "".join(f"{record}\r\n" for record in records).encode("ascii")
        digest = hashlib.sha256(content).hexdigest()
        now = datetime.now(UTC)
        name = f"{kind}-{now:%Y%m%d-%H%M%S}-{digest[:8]}.{layout.extension}"
        batch = Batch(
            name, digest, kind, now, by, tuple(t.record.id for t in tasks),
            tuple(t.record.version for t in tasks),
        )  # fmt: skip
        self._folder.mkdir(mode=0o700, exist_ok=True)
        # The journal first: a file that it names and that is missing is seen; one that it does not
        # name would be written a second time.
        self._note(batch)
        put(self._folder / name, content)
        return batch

    def place(self, batch: Batch) -> Path:
        """Where a file lies."""
        return self._folder / batch.name

    def amiss(self, batch: Batch) -> str:
        """Why a file is not what was written; empty where it is."""
        try:
            content = self.place(batch).read_bytes()
        except FileNotFoundError:
            return "it is missing"
        return "" if hashlib.sha256(content).hexdigest() == batch.hash else "it was changed"

    def _note(self, batch: Batch) -> None:
        append(self._journal, json.dumps(batch._asdict() | {"at": batch.at.isoformat()}))


def shipped() -> list[tuple[Path, str]]:
    """Layouts to start from, with their names; none is used before somebody took it over."""
    return [(place, read(place).name) for place in sorted(SHIPPED.glob("*.toml"))]


def _batch(said: dict[str, object]) -> Batch:
    return Batch(
        str(said["name"]), str(said["hash"]), RecordKind(str(said["kind"])),
        datetime.fromisoformat(str(said["at"])), str(said["by"]),
        tuple(RecordId(str(one)) for one in _list(said["records"])),
        tuple(int(str(one)) for one in _list(said["versions"])),
    )  # fmt: skip


def _list(said: object) -> list[object]:
    return said if isinstance(said, list) else []
