"""The store: C1 to C5 of docs/performance.md, each beside what SQLite alone does in the same run.

`python -m benchmarks.store [--records N]`. The bounds write the very rows that the store wrote,
prepared beforehand, with nothing read, judged or chained.
"""

import argparse
import gc
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.debts import ADD_OWED
from adapters.stores.opening import prepare
from adapters.stores.shelf import ADD_ENTRY, ADD_RECORD, MOVE, MOVED
from adapters.stores.sqlite import BLOCK, SqliteStore
from benchmarks import Figure, table
from core.approvals import CHUNK, Approvals
from core.canonical import digest
from core.case import Answers, Case, Mirrored
from core.decide import decide
from core.people import CONNECTOR, Actor
from core.ports import Asked
from core.query import Query
from core.records import Commitment, Company, Project, ProjectCode, Record, SovLine
from core.vocabulary import Action, Effect, ErpStatus, Level, RecordId, RecordKind, Tool, View

K, S = RecordKind, ErpStatus
ANN = Actor("ann", "Ann Approver", {Tool.ERP: Level.STANDARD}, can_push=True)
READY = Query("commitments", View.READY_TO_EXPORT)
BULK = 10_000
SINGLES = 500
START = datetime(2025, 12, 11, tzinfo=UTC)
CODES = tuple(ProjectCode(f"0{n}-100", "", ("S",), ("S",)) for n in range(1, 6))


class Spans(NamedTuple):
    """Measured times in milliseconds, in order."""

    times: list[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p99(self) -> float:
        return self.times[int(len(self.times) * 0.99)]


def spans(work: Callable[[int], object], count: int) -> Spans:
    found = []
    for place in range(count):
        begun = time.perf_counter()
        work(place)
        found.append((time.perf_counter() - begun) * 1000)
    return Spans(sorted(found))


def surroundings() -> list[Record]:
    """A fifth as many jobs as commitments, and nearly as many vendors, as in the real contracts."""
    jobs = [
        head(K.PROJECT, n, S.SYNCED, Project(codes=CODES), number=f"J{n:05}", erp_id=f"J{n:05}")
        for n in range(2000)
    ]
    vendors = [
        head(K.COMPANY, n, S.SYNCED, Company(), number=f"V{n:05}", erp_id=f"V{n:05}")
        for n in range(1500)
    ]
    return [*jobs, *vendors]


def head(kind: RecordKind, n: int, status: ErpStatus, body: object, **more: object) -> Record:
    sent = START + timedelta(seconds=n, microseconds=n * 7919 % 1_000_000)
    return Record(
        RecordId(f"{kind[:4].upper()}{n:06}-0000"), kind, status, 1, title=f"Work package {n}",
        body=body, created_by="Sam", created_at=sent, sent_by="Sam", sent_at=sent,
        changed_at=sent, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def commitments(count: int) -> list[Record]:
    return [
        head(
            K.COMMITMENT, n, S.READY_TO_EXPORT,
            Commitment(
                dated=START.date(), retainage=1000,
                lines=tuple(
                    SovLine(i, f"0{i}-100", "S", n * 100 + i, f"Description of line {i}")
                    for i in range(1, 6)
                ),
            ),
            number=f"SC{n:07}", project=f"PROJ{n % 2000:06}-0000", project_number=f"J{n % 2000:05}",
            vendor=f"COMP{n % 1500:06}-0000", vendor_name=f"Firm {n % 1500}",
            amount=n * 7_919 % 900_000_000,
        )
        for n in range(count)
    ]  # fmt: skip


def arriving(
    store: SqliteStore, found: list[Record], aside: Database, bound: Database
) -> list[Figure]:
    """C1: records with their audit entries, and the mirror with its upserts."""
    begun = time.perf_counter()
    store.arrive(found, CONNECTOR)
    ours = len(found) / (time.perf_counter() - begun)
    entries = aside.rows(f"SELECT {rows.ENTRY} FROM audit ORDER BY seq")[-len(found) :]
    of = [rows.of_record(record, digest(record)) for record in found]
    begun = time.perf_counter()
    for start in range(0, len(of), BLOCK):
        with bound.write() as connection:
            connection.executemany(ADD_ENTRY, entries[start : start + BLOCK])
            connection.executemany(ADD_RECORD, of[start : start + BLOCK])
    floor = len(found) / (time.perf_counter() - begun)
    seen = [
        Mirrored(K.COMMITMENT, "", f"M{r.number}", r.title, r.amount, body=r.body) for r in found
    ]
    begun = time.perf_counter()
    for start in range(0, len(seen), BLOCK):
        store.mirror(K.COMMITMENT, seen[start : start + BLOCK], START, mark=start)
    mirrored = len(seen) / (time.perf_counter() - begun)
    return [
        Figure("C1", "SQLite alone, the same rows", f"{floor:,.0f} rows/s"),
        Figure(
            "C1", "records arrive, each with a chained entry", f"{ours:,.0f} rows/s",
            "60,000 rows/s", ours >= 60_000,
        ),
        Figure("C1", "beside SQLite alone", f"{ours / floor:.2f}", "0.60", ours / floor >= 0.6),
        Figure("C1", "the mirror takes rows in", f"{mirrored:,.0f} rows/s"),
    ]  # fmt: skip


def reading(store: SqliteStore) -> list[Figure]:
    """C2 and C3: pages from all over the list, and the counts of all tabs."""
    edges = [None, *store.rows(READY, 5000)[::50]]
    pages = spans(lambda n: store.rows(READY, 50, after=edges[n % len(edges)]), 2000)
    counts = spans(lambda _: store.counts(), 2000)
    wrong = [fault for fault in store.verify() if "count" in fault]
    return [
        Figure("C2", "a page of 50, p50", f"{pages.p50:.3f} ms", "0.250 ms", pages.p50 <= 0.25),
        Figure("C2", "a page of 50, p99", f"{pages.p99:.3f} ms", "1.000 ms", pages.p99 <= 1),
        Figure(
            "C3", "counts of all tabs, p50", f"{counts.p50:.3f} ms", "0.100 ms", counts.p50 <= 0.1
        ),
        Figure("C3", "counts that differ from a recount", str(len(wrong)), "0", not wrong),
    ]


def single(store: SqliteStore, asked: Sequence[Asked]) -> list[Figure]:
    """C4: one decision, durable, beside the smallest durable write there is."""
    smallest = spans(lambda n: store.keep("benchmark", str(n)), SINGLES)
    approvals = Approvals(store)
    ours = spans(lambda n: approvals.perform(Action.ACCEPT, asked[n], ANN), SINGLES)
    beyond = ours.p50 - smallest.p50
    return [
        Figure("C4", "the smallest durable write, p50", f"{smallest.p50:.3f} ms"),
        Figure(
            "C4", "one decision beyond that, p50", f"{beyond:.3f} ms", "0.500 ms", beyond <= 0.5
        ),
        Figure("C4", "one decision, p99", f"{ours.p99:.3f} ms", "3.000 ms", ours.p99 <= 3),
    ]


class Judging:
    """The judge, timed apart: what is left of a bulk decision is the store's."""

    def __init__(self) -> None:
        self.spent = 0.0

    def __call__(self, case: Case, _: object) -> object:
        begun = time.perf_counter()
        decision = decide(case, Action.ACCEPT)
        self.spent += time.perf_counter() - begun
        return decision


def bulk(
    store: SqliteStore, asked: Sequence[Asked], aside: Database, bound: Database
) -> list[Figure]:
    """C5: ten thousand judged by every rule, in chunks, while somebody else pages through."""
    judge, meanwhile, over = Judging(), list[float](), threading.Event()

    def page() -> None:
        while not over.wait(0.02):
            begun = time.perf_counter()
            store.rows(READY, 50)
            meanwhile.append((time.perf_counter() - begun) * 1000)

    reader = threading.Thread(target=page)
    reader.start()
    begun = time.perf_counter()
    done = []
    for start in range(0, len(asked), CHUNK):
        chunk = asked[start : start + CHUNK]
        done += store.decide(chunk, ANN, Answers(), judge, Action.ACCEPT, batch="B-1")  # type: ignore[arg-type]  # a judge that is timed
    whole = time.perf_counter() - begun
    over.set()
    reader.join()
    allowed = [o.decision.record for o in done if hasattr(o.decision, "record")]
    floor = alone(aside, allowed, bound)
    ours, hold = whole - judge.spent, store.longest_hold * 1000
    return [
        Figure("C5", "accepted", f"{len(allowed):,} of {len(asked):,}"),
        Figure("C5", "in all", f"{whole * 1000:,.0f} ms", "1,000 ms", whole <= 1),
        Figure("C5", "every rule, of that", f"{judge.spent * 1000:,.0f} ms"),
        Figure("C5", "the store, of that", f"{ours * 1000:,.0f} ms", "350 ms", ours <= 0.35),
        Figure("C5", "SQLite alone, the same writes", f"{floor * 1000:,.0f} ms"),
        Figure("C5", "the store beside SQLite alone", f"{ours / floor:.2f}"),
        Figure("C5", "the lock was held at most", f"{hold:.1f} ms", "50.0 ms", hold <= 50),
        Figure("C5", "a page meanwhile, at most", f"{max(meanwhile):.1f} ms"),
    ]


def alone(aside: Database, allowed: Sequence[Record], bound: Database) -> float:
    """Seconds that SQLite takes to write the same, in the same chunks."""
    last = bound.rows("SELECT max(seq) FROM audit")[0][0]
    entries = [
        (last + place, *row[1:])
        for place, row in enumerate(
            aside.rows(f"SELECT {rows.ENTRY} FROM audit WHERE batch = 'B-1' ORDER BY seq"),
            1,
        )
    ]
    moved = ", ".join(name.removesuffix(" = ?") for name in MOVED.split(", "))
    moves = aside.rows(
        f"SELECT {moved}, id, version - 1 FROM records "
        "WHERE id IN (SELECT record FROM audit WHERE batch = 'B-1') "
        "ORDER BY (SELECT seq FROM audit WHERE record = records.id AND batch = 'B-1')"
    )
    owed = [(Effect.EXPORT.value, r.id, r.version, 0, 0, "") for r in allowed]
    begun = time.perf_counter()
    for start in range(0, len(moves), CHUNK):
        with bound.write() as connection:
            connection.executemany(ADD_ENTRY, entries[start : start + CHUNK])
            connection.executemany(MOVE, moves[start : start + CHUNK])
            connection.executemany(ADD_OWED, owed[start : start + CHUNK])
    return time.perf_counter() - begun


def main() -> list[Figure]:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=30_000)
    count = asked.parse_args().records
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        store, aside = SqliteStore(path), Database(path)
        bound = Database(Path(folder) / "bound.sqlite")
        prepare(bound)
        store.arrive(surroundings(), CONNECTOR)
        with bound.write() as connection:
            found = aside.rows(f"SELECT {rows.ENTRY} FROM audit ORDER BY seq")
            connection.executemany(ADD_ENTRY, found)
            around = [rows.of_record(r, digest(r)) for r in surroundings()]
            connection.executemany(ADD_RECORD, around)
        figures = arriving(store, commitments(count), aside, bound)
        gc.collect()
        gc.freeze()
        figures += reading(store)
        waiting = store.ids(READY, SINGLES + BULK)
        figures += single(store, waiting[:SINGLES])
        figures += bulk(SqliteStore(path), waiting[SINGLES:], aside, bound)
        store.close()
        bound.close()
    return figures


if __name__ == "__main__":
    print(table(main()))
