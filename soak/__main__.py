"""Run goals: `python -m soak [G1 G3 ...] --size ci|soak|N [--seed N] [--json]`; all, unnamed."""

import argparse
import importlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from soak import Figures, Goal

LONGEST = 300
"""Seconds of a goal that every change is tried with."""
GOALS: tuple[Goal, ...] = (
    Goal("G1", "writers that are killed", "soak.killed_writers", 1_000, 20_000),
    Goal("G2", "writers beside checkpointers", "soak.checkpoints", 20, 7_200),
    Goal("G3", "power cuts, simulated from the real calls", "soak.power_cuts", 100, 20_000),
    Goal("G8", "approvers at the same records", "soak.concurrent", 16, 40),
    Goal("G9", "SSH sessions that drop in mid-decision", "soak.drops", 50, 2_000),
    Goal("G10", "who may decide, and straight SQL", "soak.privileges", 200, 20_000),
    Goal("G11", "text of thirteen classes through the door", "soak.text_fuzz", 20_000, 1_000_000),
    Goal("G12", "hostile text through a real terminal", "soak.terminals", 3, 500),
    Goal("G13", "markup on every screen, clicked", "soak.markup", 1, 11),
    Goal("G14", "a history that is tampered with", "soak.tampering", 2, 1_000),
    Goal("G15", "answers that are malformed, huge or cut", "soak.answers", 20_000, 2_000_000),
    Goal("G15d", "answers as Procore describes them", "soak.described", 1_500, 200_000),
    Goal("G16", "many renew a grant that works once", "soak.tokens", 25, 200),
    Goal("G20", "planted secrets, in nothing that is left", "soak.canaries", 1, 50),
    Goal("G17", "a disk that is full, closed or bad", "soak.full_disk", 6, 1_000),
    Goal("G4", "death at every named point, every kind in hand", "soak.crash_points", 2, 200),
    Goal("G5", "faults of the network, every sort of receiver", "soak.network_faults", 200, 5_000),
    Goal("G6", "every way through the protocol; without each guard", "soak.protocol_model", 1, 2),
    Goal("G7", "the real code against the model", "soak.stateful", 60, 20_000),
    Goal("G18", "a backup is put back", "soak.restores", 20, 500),
    Goal("G19", "clocks that jump, connectors that sleep", "soak.clocks", 100, 1_000),
    Goal("G24", "all connectors die at once", "soak.recovery", 30, 500),
    Goal("G23", "what the program is made of", "soak.supplies", 1, 1),
    Goal("G25", "nothing accepted out of sight", "soak.unseen", 200, 5_000),
    Goal("K1", "kills at random moments on a bad line", "soak.random_kills", 4, 1_000),
    Goal("K2", "kills at every stage of an export through hh2", "soak.hh2_exports", 1, 100),
    Goal("K3", "a refresh of many vendors within a rate limit", "soak.rate_limits", 2_500, 10_000),
)


class Ran(NamedTuple):
    """One goal's figures, and with what they were made."""

    goal: Goal
    size: int
    seed: int
    seconds: float
    figures: Figures

    def as_json(self) -> dict[str, object]:
        return {
            "goal": self.goal.id,
            "title": self.goal.title,
            "size": self.size,
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "figures": dict(self.figures.counted),
            "violations": list(self.figures.violations),
            "note": self.figures.note,
        }

    def as_text(self) -> str:
        head = f"{self.goal.id}  {self.goal.title}  (size {self.size}, seed {self.seed})"
        width = max((len(name) for name, _ in self.figures.counted), default=0)
        rows = [f"    {name:<{width}}  {shown(value)}" for name, value in self.figures.counted]
        bad = [f"    VIOLATION (seed {self.seed}): {each}" for each in self.figures.violations]
        note = [f"    note: {self.figures.note}"] if self.figures.note else []
        verdict = f"    {'FAILED' if bad else 'held'} in {self.seconds:.1f} s"
        return "\n".join([head, *rows, *bad, *note, verdict])


def shown(value: object) -> str:
    match value:
        case float():
            return f"{value:,.2f}"
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def chosen(names: Sequence[str]) -> list[Goal]:
    by_id = {goal.id: goal for goal in GOALS}
    unknown = [name for name in names if name not in by_id]
    if unknown:
        raise SystemExit(f"There is no goal {unknown[0]!r}; there are {', '.join(by_id)}.")
    return [by_id[name] for name in names] if names else list(GOALS)


def size_of(goal: Goal, size: str) -> int:
    match size:
        case "ci":
            return goal.ci
        case "soak":
            return goal.soak
        case _ if size.isdecimal() and int(size) > 0:
            return int(size)
    raise SystemExit(f"A size is ci, soak or a number above 0, not {size!r}.")


def run(goal: Goal, size: int, seed: int) -> Ran:
    began = time.monotonic()
    figures: Figures = importlib.import_module(goal.module).run(size, seed)
    return Ran(goal, size, seed, time.monotonic() - began, figures)


def alone(goal: Goal, size: str, seed: int, *, json: bool) -> bool:
    """Run a goal in a process of its own, and end it when it hangs. Whether it held."""
    words = [sys.executable, "-m", "soak", goal.id, "--size", size, "--seed", str(seed)]
    try:
        within = LONGEST if size == "ci" else None
        words += ["--json"] if json else []
        return subprocess.run(words, timeout=within, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        print(f"{goal.id}  hangs: ended after {LONGEST} s", flush=True)
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("goals", nargs="*", metavar="GOAL", help="G1, G3, ...; all where none is")
    parser.add_argument("--size", default="ci", help="ci, soak, or a number")
    parser.add_argument("--seed", type=int, help="the seed of an earlier run, to repeat it")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each goal")
    asked = parser.parse_args(arguments)
    goals = chosen(asked.goals)
    seed = random.SystemRandom().randrange(1_000_000) if asked.seed is None else asked.seed
    failed = []
    if len(goals) > 1:
        failed = [goal.id for goal in goals if not alone(goal, asked.size, seed, json=asked.json)]
        goals = []
    for goal in goals:
        ran = run(goal, size_of(goal, asked.size), seed)
        print(json.dumps(ran.as_json()) if asked.json else ran.as_text() + "\n", flush=True)
        if ran.figures.violations:
            failed.append(goal.id)
    if failed:
        print(f"Not held: {', '.join(failed)}. Repeat with --seed {seed}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
