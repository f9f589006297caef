"""`python -m mutation core/guards`: how many wrong lines the tests notice, module by module."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from mutation import anew, lines, quick, report
from mutation.mutants import Mutant, drawn, mutants_of
from mutation.settings import Settings, settings
from mutation.trial import SURVIVED, warm


def main(words: Sequence[str]) -> int:
    asked, chosen = _asked(words), settings()
    folder = Path(chosen.folder)
    if not asked.report:
        warm()
        known = lines.learnt(folder, chosen.suites)
        paths = list(_modules(asked.only or chosen.modules, chosen))
        if asked.drawn:
            print(*_by_lot(paths, known, chosen, asked.drawn), sep="\n")
            return 0
        for path in paths:
            _module(path, known, chosen, asked)
    same = report.equivalents(Path(chosen.equivalents).read_text(encoding="utf-8"))
    found = list(report.scores(folder, asked.only, same))
    for line in report.lines_of(found, survivors=asked.survivors):
        print(line)
    return 0


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("only", nargs="*", help="modules or folders; all of the core if left out")
    parser.add_argument("--report", action="store_true", help="only print what was found before")
    parser.add_argument("--survivors", action="store_true", help="name every wrong line unnoticed")
    parser.add_argument("--again", action="store_true", help="only those not noticed before")
    parser.add_argument("--functions", action="store_true", help="leave tables out: much quicker")
    parser.add_argument("--drawn", type=int, default=0, help="try so many, drawn from all by lot")
    return parser.parse_args(words)


def _modules(only: Sequence[str], chosen: Settings) -> Iterator[Path]:
    for name in only:
        found = sorted(Path(name).rglob("*.py")) if Path(name).is_dir() else [Path(name)]
        yield from (path for path in found if not str(path).startswith(chosen.skipped))


def _module(path: Path, known: lines.Lines, chosen: Settings, asked: argparse.Namespace) -> None:
    folder, began = Path(chosen.folder), time.monotonic()
    before = report.read(folder, str(path)) if asked.again else {}
    noticed = {key: one["outcome"] for key, one in before.items() if one["outcome"] != SURVIVED}
    mutants = list(mutants_of(path))
    wanted = [mutant for mutant in mutants if mutant.key not in noticed]
    outcomes = noticed | _outcomes(wanted, known, chosen, tables=not asked.functions)
    found = {
        m.key: report.Answer(
            outcome=outcomes[m.key], line=m.line,
            operator=m.operator, was=m.was, now=m.now,
        )
        for m in mutants
        if m.key in outcomes
    }  # fmt: skip
    report.write(folder, str(path), found)
    counts = Counter(one["outcome"] for one in found.values())
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    took = time.monotonic() - began
    print(f"{path}: {said or 'nothing to make wrong'} ({took:.0f} s)", flush=True)


def _by_lot(
    paths: Sequence[Path], known: lines.Lines, chosen: Settings, count: int
) -> Iterator[str]:
    """A share of all that is true within a few in a hundred, and takes minutes, not hours."""
    mutants = drawn(paths, count)
    outcomes = _outcomes(mutants, known, chosen, tables=True)
    same = report.equivalents(Path(chosen.equivalents).read_text(encoding="utf-8"))
    asked = [m for m in mutants if m.key in outcomes and (m.path, m.was, m.now) not in same]
    survivors = [m for m in asked if outcomes[m.key] == SURVIVED]
    for m in survivors:
        yield f"{m.path}:{m.line}: {m.operator}\n  - {m.was}\n  + {m.now}"
    share = 1 - len(survivors) / len(asked) if asked else 1.0
    within = 1.96 * (share * (1 - share) / len(asked)) ** 0.5 if asked else 1.0
    yield f"{len(asked)} drawn, {len(survivors)} unnoticed: {share:.1%} noticed, ± {within:.1%}"


def _outcomes(
    mutants: Sequence[Mutant], known: lines.Lines, chosen: Settings, *, tables: bool
) -> dict[str, str]:
    """In place where that can be done, loaded anew where it cannot."""
    if not mutants:
        return {}
    folder = Path(chosen.folder)
    found = quick.outcomes(mutants, known, chosen.suites, folder)
    left = [mutant for mutant in mutants if mutant.key not in found]
    return found | (anew.outcomes(left, known, folder) if left and tables else {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
