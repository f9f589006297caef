"""What was found, kept by module, and how it is told."""

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict

from mutation.trial import SURVIVED


class Answer(TypedDict):
    """What the tests said of one wrong line."""

    outcome: str
    line: int
    operator: str
    was: str
    now: str


Found = dict[str, Answer]
Same = frozenset[tuple[str, str, str]]
"""Wrong lines that mean what the right ones mean: module, line as it is, line as made."""


class Score(NamedTuple):
    """Of one module: how many wrong lines there are, and how many nothing noticed."""

    path: str
    wrong: int
    same: int
    survivors: tuple[Answer, ...]

    @property
    def share(self) -> float:
        noticeable = self.wrong - self.same
        return 1 - len(self.survivors) / noticeable if noticeable else 1.0


def read(folder: Path, path: str) -> Found:
    kept = _file(folder, path)
    found: Found = json.loads(kept.read_text(encoding="utf-8"))["found"] if kept.exists() else {}
    return found


def write(folder: Path, path: str, found: Found) -> None:
    text = json.dumps({"path": path, "found": found}, indent=1, ensure_ascii=False)
    _file(folder, path).write_text(text, encoding="utf-8")


def equivalents(text: str) -> Same:
    """Read from blocks of a module's path, `- line`, `+ line as made`, `= reason`."""
    found, path, was = [], "", ""
    for line in text.splitlines():
        if line.startswith("- "):
            was = line[2:]
        elif line.startswith("+ "):
            found.append((path, was, line[2:]))
        elif line.endswith(".py"):
            path = line
    return frozenset(found)


def scores(folder: Path, only: Sequence[str], same: Same) -> Iterator[Score]:
    for kept in sorted(folder.glob("core*.json")):
        said = json.loads(kept.read_text(encoding="utf-8"))
        path, found = said["path"], said["found"]
        if Path(path).exists() and (not only or path.startswith(tuple(only))):
            yield _score(path, list(found.values()), same)


def _score(path: str, answers: Collection[Answer], same: Same) -> Score:
    equal = [a for a in answers if (path, a["was"], a["now"]) in same]
    unnoticed = [a for a in answers if a["outcome"] == SURVIVED and a not in equal]
    return Score(path, len(answers), len(equal), tuple(unnoticed))


def lines_of(found: Sequence[Score], *, survivors: bool) -> Iterator[str]:
    """A table of modules, the sum below; each wrong line that survived, if wanted."""
    yield f"{'module':<34}{'wrong':>7}{'same':>6}{'unnoticed':>11}{'noticed':>9}"
    for score in found:
        yield _row(score)
        if survivors:
            for one in sorted(score.survivors, key=lambda a: a["line"]):
                yield f"    {one['line']}: {one['operator']}"
                yield f"      - {one['was']}"
                yield f"      + {one['now']}"
    unnoticed = tuple(one for score in found for one in score.survivors)
    yield _row(Score("all", sum(s.wrong for s in found), sum(s.same for s in found), unnoticed))


def _row(score: Score) -> str:
    unnoticed = len(score.survivors)
    return f"{score.path:<34}{score.wrong:>7}{score.same:>6}{unnoticed:>11}{score.share:>9.1%}"


def _file(folder: Path, path: str) -> Path:
    return folder / (path.removesuffix(".py").replace("/", ".") + ".json")
