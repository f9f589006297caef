"""G14: whoever has the file in hand changes the history; chain, fold or anchor must see it."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from adapters.sqlite import Connection, Database
from adapters.stores import rows
from adapters.stores.sqlite import SqliteStore
from core.anchors import Anchor, disagreements
from core.approvals import Approvals
from core.audit import GENESIS, chained
from core.case import Answers
from core.ports import Asked
from core.vocabulary import Action, RecordId, View
from soak import Figures
from soak.company import founded
from tests.people import ANA

RECORDS = 40
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
LAST = 5


class Chance(NamedTuple):
    """What an attack works with."""

    connection: Connection
    entries: int
    random: random.Random


Attack = Callable[[Chance], None]


def some(chance: Chance) -> int:
    """An entry that is neither the first nor one of the last."""
    return chance.random.randrange(2, chance.entries - LAST)


def edit(chance: Chance) -> None:
    word = f"said so {chance.random.random()}"
    chance.connection.execute("UPDATE audit SET said = ? WHERE seq = ?", (word, some(chance)))


def delete(chance: Chance) -> None:
    chance.connection.execute("DELETE FROM audit WHERE seq = ?", (some(chance),))


def edit_and_compute_anew(chance: Chance) -> None:
    edit(chance)
    before = GENESIS
    for found in chance.connection.execute(
        f"SELECT {rows.ENTRY} FROM audit ORDER BY seq"
    ).fetchall():
        entry = rows.entry(found)
        before = chained(before, entry)
        chance.connection.execute("UPDATE audit SET hash = ? WHERE seq = ?", (before, entry.seq))


def drop(chance: Chance) -> None:
    end = chance.entries - LAST
    chance.connection.execute("DELETE FROM audit WHERE seq > ?", (end,))


def drop_and_put_back(chance: Chance, kept: int | None = None) -> None:
    """Records, counts and what is owed as they were, so that the fold sees nothing."""
    end = chance.entries - LAST if kept is None else kept
    run = chance.connection.execute
    dropped = run("SELECT record, source, version FROM audit WHERE seq > ?", (end,)).fetchall()
    for name, source, version in reversed(dropped):
        record = run("SELECT kind FROM records WHERE id = ?", (name,)).fetchall()[0]
        tray = rows.TRAY_NUMBER[_tray(record[0], source)]
        is_now = run("SELECT tray FROM records WHERE id = ?", (name,)).fetchall()[0][0]
        run("UPDATE counts SET n = n - 1 WHERE tray = ?", (is_now,))
        run("UPDATE counts SET n = n + 1 WHERE tray = ?", (tray,))
        run(
            "UPDATE records SET status = ?, version = ?, tray = ? WHERE id = ?",
            (source, version - 1, tray, name),
        )
        run("DELETE FROM owed WHERE record = ?", (name,))
    run("DELETE FROM audit WHERE seq > ?", (end,))


def an_older_copy(chance: Chance) -> None:
    """All decisions are gone; what arrived is there, as in a copy of the day before."""
    drop_and_put_back(chance, RECORDS + 2)


def move_without_an_entry(chance: Chance) -> None:
    number = chance.random.randrange(RECORDS)
    found = chance.connection.execute("SELECT id, version FROM records ORDER BY id").fetchall()
    name, version = found[number]
    chance.connection.execute("UPDATE records SET version = ? WHERE id = ?", (version + 1, name))


def forge(chance: Chance) -> None:
    """A new last entry in another person's name, chained and folded as it should be."""
    run = chance.connection.execute
    found = run(f"SELECT {rows.ENTRY} FROM audit ORDER BY seq DESC LIMIT 1").fetchall()[0]
    last = rows.entry(found)
    name, version, status = run(
        "SELECT id, version, status FROM records WHERE status = 'ready_to_export' LIMIT 1"
    ).fetchall()[0]
    entry = last._replace(
        seq=last.seq + 1, actor="Somebody Else", action=Action.ARRIVE, record=RecordId(name),
        source=rows.STATUS[status], target=rows.STATUS[status], version=version + 1, batch="",
        said="", at=datetime.now(UTC),
    )  # fmt: skip
    entry = entry._replace(hash=chained(last.hash, entry))
    run(
        f"INSERT INTO audit ({rows.ENTRY}) VALUES ({rows.places(rows.ENTRY)})", rows.of_entry(entry)
    )
    run("UPDATE records SET version = ? WHERE id = ?", (version + 1, name))


def _tray(kind: str, status: str) -> tuple[str, View]:
    from adapters.stores.filing import TRAY

    return TRAY[rows.KIND[kind], rows.STATUS[status]]


class Kind(NamedTuple):
    """One row: an attack, and who has to see it."""

    name: str
    attack: Attack
    seen_by: str
    """`chain`, `fold` or `anchor`; empty where only the anchor window covers it."""


ATTACKS = (
    Kind("edit an entry", edit, "chain"),
    Kind("delete an entry", delete, "chain"),
    Kind("edit an entry and compute every later hash anew", edit_and_compute_anew, "anchor"),
    Kind("drop the last entries", drop, "fold"),
    Kind("drop the last entries and put the records back", drop_and_put_back, "anchor"),
    Kind("drop the last decisions after the last anchor", drop_and_put_back, ""),
    Kind("put an older copy back", an_older_copy, "anchor"),
    Kind("move a record without an entry", move_without_an_entry, "fold"),
    Kind("forge a new entry in another's name", forge, ""),
)


class Seen(NamedTuple):
    """Who saw an attack."""

    by: frozenset[str]
    first: str
    """The first sentence that was said about it."""


def attacked(path: Path, kind: Kind, chance: random.Random) -> Seen:
    """Make one company, decide, anchor, attack, and ask all who may see it."""
    store = founded(path, RECORDS)
    approvals = Approvals(store)
    for number in range(1, RECORDS // 2):
        approvals.perform(Action.ACCEPT, Asked(RecordId(f"commitment-{number:05}")), ANA)
    anchored = store.head()
    if not kind.seen_by:
        # Decided after the last anchor: what is in this window only the next anchor holds.
        for number in range(RECORDS // 2, RECORDS // 2 + LAST + 1):
            asked = Asked(RecordId(f"commitment-{number:05}"))
            approvals.perform(Action.REJECT, asked, ANA, Answers(reason="Not yet."))
    entries = store.head().seq
    store.close()
    database = Database(path)
    connection = database.connection
    connection.execute("PRAGMA foreign_keys = 0")
    for (trigger,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    kind.attack(Chance(connection, entries, chance))
    database.close()
    return _looked(SqliteStore(path), Anchor(anchored, datetime.now(UTC), ""))


def _looked(store: SqliteStore, anchor: Anchor) -> Seen:
    parts = {part.value: list(found) for part, found in store.examine().items()}
    hashes = {e.seq: e.hash for e in store.outbox().entries(1, 1_000_000)}
    anchors = disagreements([anchor], store.head().seq, hashes.get)
    store.close()
    seen = {"chain": parts["chain"], "fold": parts["records"], "anchor": anchors}
    first = next((sentence for found in seen.values() for sentence in found), "")
    return Seen(frozenset(name for name, found in seen.items() if found), first)


def run(size: int, seed: int) -> Figures:
    """Each attack, `size` times over on stores of its own."""
    chance = random.Random(seed)
    wrong: list[str] = []
    counted: list[tuple[str, object]] = []
    with TemporaryDirectory() as folder:
        for place, kind in enumerate(ATTACKS):
            told: dict[str, int] = {}
            for time in range(size):
                seen = attacked(Path(folder) / f"{place}-{time}.sqlite", kind, chance)
                words = ", ".join(sorted(seen.by)) or "nobody: inside the anchor window"
                told[words] = told.get(words, 0) + 1
                if kind.seen_by and kind.seen_by not in seen.by:
                    wrong.append(f"{kind.name} was not seen by the {kind.seen_by}")
            counted.append((kind.name, "; ".join(f"{n} x {who}" for who, n in told.items())))
    note = "A forged new entry shows nowhere before its anchor: it takes a person's own signature."
    return Figures(tuple(counted), tuple(wrong), note)
