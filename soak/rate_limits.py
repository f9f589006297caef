"""A refresh of many vendors within a rate limit: no call wasted, and its end told truly."""

import json
import math
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from adapters.stores.sqlite import SqliteStore
from core.ports import Run
from soak import Figures
from tests.adapters.refreshed import held_by_both
from tests.adapters.sandbox.company import opened
from tests.journeys.hh2_exports import company_at, started
from tests.journeys.outside import ran, serving
from tests.people import ADA

CALLS, SPIKE, PAGE = 25, 10.0, 100
STEP = 0.1
A_QUARTER, THREE_SECONDS = 0.25, 3.0
HELD_UP = 0.05
"""Of the looks: a machine that stands still for a moment is foretold by nobody."""
LONGEST = 600.0
TOO_OFTEN = 429


class Sample(NamedTuple):
    """What everybody could see at a moment."""

    at: datetime
    run: Run


def run(size: int, seed: int) -> Figures:  # noqa: ARG001  # nothing is drawn
    """So many vendors, over HTTP, with processes of their own."""
    with TemporaryDirectory() as folder:
        sage, own, heard = Path(folder) / "sage", Path(folder) / "own", Path(folder) / "heard"
        for home in (sage, own):
            home.mkdir(mode=0o700)
        _held(sage, size)
        with heard.open("w") as told_of, serving(sage, CALLS, told_of) as address:
            store = company_at(own, address, rows_a_page=PAGE, calls_an_hour=1_000_000)
            samples, told = _refreshed(store, own)
            store.close()
            answered = [line.split(" ")[:3] for line in heard.read_text().splitlines()]
    return _figures(size, samples, told, answered)


def _held(sage: Path, size: int) -> None:
    made = opened(sage / "sandbox.sqlite")
    held_by_both(made, size)
    made.ledger.database.close()
    simulated = SqliteStore(sage / "countersign.sqlite")
    simulated.keep("sandbox", "yes")
    simulated.close()


def _refreshed(store: SqliteStore, own: Path) -> tuple[list[Sample], list[dict[str, object]]]:
    """What the store showed of the run all the time, and what a command did now and then."""
    samples, told = list[Sample](), list[dict[str, object]]()
    asked = store.ask_refresh("vendors", ADA)
    connector = started("connector", own)
    try:
        end, again = time.monotonic() + LONGEST, time.monotonic()
        while time.monotonic() < end:
            now = store.last_refresh("vendors")
            assert now is not None
            assert now.id == asked.id
            samples.append(Sample(store.now(), now))
            if now.finished_at is not None:
                break
            if time.monotonic() > again:
                shown = json.loads(ran("tabs", "--json", "--home", str(own)).out)
                told += [tab["refreshing"] for tab in shown if tab["tab"] == "vendors"]
                again = time.monotonic() + SPIKE / 2
            time.sleep(STEP)
    finally:
        connector.kill()
        connector.wait()
    return samples, told


def _figures(
    size: int, samples: list[Sample], told: list[dict[str, object]], answered: list[list[str]]
) -> Figures:
    last = samples[-1].run
    if last.finished_at is None or last.began_at is None:
        return Figures((("samples", len(samples)),), ("the refresh did not end",))
    calls = [path for _, method, path in answered if path.startswith("/rest/")]
    wasted = sum(status == str(TOO_OFTEN) for status, _, _ in answered)
    before = [s for s in samples if s.at < last.finished_at and s.run.ends_at and s.run.seen > PAGE]
    errors = [
        (abs((s.run.ends_at - last.finished_at).total_seconds()), (last.finished_at - s.at))
        for s in before
        if s.run.ends_at is not None
    ]
    wrong = [
        f"with {left.total_seconds():.1f} s left it was {error:.1f} s wrong"
        for error, left in errors
        if error > max(A_QUARTER * left.total_seconds(), THREE_SECONDS)
    ]
    steps = {(s.run.stage, s.run.seen, s.run.total) for s in samples if s.run.finished_at is None}
    counted = (
        ("vendors", size),
        ("calls to Procore", len(calls)),
        ("calls to hh2", sum("/Vendor.svc/" in path for _, _, path in answered)),
        ("calls turned away", wasted),
        ("seconds", (last.finished_at - last.began_at).total_seconds()),
        ("seconds at least", (math.ceil(len(calls) / CALLS) - 1) * SPIKE),
        ("places that it told", len(steps)),
        ("looks by a command that saw it under way", sum(bool(one) for one in told)),
        ("looks at when it ends", len(errors)),
        ("of these wrong by more than allowed", len(wrong)),
        ("seconds that the end was wrong, at most", max((e for e, _ in errors), default=0.0)),
        ("result", last.result),
    )
    bad = [f"{wasted} calls were turned away"] if wasted else []
    if len(wrong) > HELD_UP * len(errors):
        bad += wrong[:3]
    return Figures(counted, (*bad, *([] if errors else ["no end was told"])))
