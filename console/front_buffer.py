"""What the terminal shows now, so that a frame sends the cells that differ and nothing else.

Textual keeps no picture of the terminal: it sends again whatever was drawn again. Here each frame
is compared with the last, cell by cell; lines that moved are moved by the terminal.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import is_not

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Offset, Size

from console.cells import BLANK, PLAIN, UNKNOWN, Cell, Inks
from console.pencil import Pencil
from core.values import NamedTuple

Line = list[Cell]
Update = LayoutUpdate | ChopsUpdate
Move = tuple[int, int, int]
"""From this line to before that one, and by how many."""

GAP = 4
"""So many cells that stay are sent again sooner than jumped over."""
MANY = 5
"""Lines from which on it is asked whether they have only moved."""
NEARLY = 3
"""Lines that may have stayed where all the others moved."""
MOVE_COSTS = 30
"""About as many bytes as moving lines takes."""
KNOWN = (
    "xterm", "tmux", "screen", "alacritty", "foot", "ghostty", "gnome", "iterm", "kitty", "konsole",
    "linux", "mlterm", "nsterm", "putty", "rxvt", "st-", "vte", "wezterm",
)  # fmt: skip
"""How the names of terminals begin that move lines and take a pen as all of these do."""
AT_START = 2
"""So often Textual tells the size of a terminal that has only just been opened."""
ERASES_TO_BLACK = "screen"
"""What it erases has no colour; tmux calls itself so, too, and then says that it is there."""


class Try(NamedTuple):
    """What lines would show once some have been moved."""

    move: Move
    fill: Cell
    after: list[Line]
    spared: int
    """Cells that need not be written then."""


class FrontBuffer:
    """The cells of one terminal."""

    def __init__(self, colours: ColorSystem | None, *, erases: bool) -> None:
        """`erases` where the terminal fills what it erases with the ground of the pen."""
        self._inks = Inks(colours)
        self._erases = erases
        self._size = Size()
        self._front: list[Line] = []
        self._cursor: Offset | None = None
        self._used = False
        self._known = False
        """Whether all of its cells are known, and not only those drawn on."""
        self._told: list[Size] = []
        """The sizes that were told while the console started."""
        self._pen = PLAIN
        """The terminal's after the last frame."""
        self._region = (0, 0)
        """The lines that moved last; the terminal keeps to them until it is told others."""

    def forget(self) -> None:
        """Nobody knows what the terminal shows: others have written on it, or it has changed."""
        self._size = Size()

    def resized(self, size: Size, *, in_order: bool) -> None:
        """The terminal tells its size: as it starts, and whenever it has had another one.

        `in_order` where it tells of every size it had. Where a signal tells it may have had
        another one meanwhile, also if this one is the same; none does when there was nothing.
        """
        if self._told[:1] != [size] or (len(self._told) >= AT_START and not in_order):
            self.forget()
            self._told = [size, *self._told[:AT_START]]
        elif not in_order:
            self._told.append(size)

    def frame(self, update: Update, size: Size, cursor: Offset) -> str:
        """What makes the terminal show this, with its own cursor there."""
        fresh = size != self._size
        if fresh:
            self._size, self._cursor, self._known = size, None, False
            self._front = [[UNKNOWN] * size.width for _ in range(size.height)]
        pen = None if fresh else self._pen
        pencil = Pencil(self._inks, pen, self._front, self._region, erases=self._erases)
        lines = self._lines(update)
        if self._inks.doubted:
            for line in lines.values():
                self._inks.mend(line)
        if fresh and (isinstance(update, LayoutUpdate) or not self._used) and lines:
            self._clear(pencil, lines)
        self._used = True
        lines = {y: line for y, line in lines.items() if line != self._front[y]}
        if len(lines) >= MANY and self._erases and self._known:
            lines = self._scroll(pencil, lines)
        for y, line in sorted(lines.items()):
            old, self._front[y] = self._front[y], line
            self._draw(pencil, y, line, old)
        data = pencil.done(cursor, moved=cursor != self._cursor)
        self._pen, self._region, self._cursor = pencil.pen, pencil.region, cursor
        return data

    def _lines(self, update: Update) -> dict[int, Line]:
        """The lines that an update draws on, whole and as they will be."""
        width, height = self._size
        cells, front = self._inks.cells, self._front
        lines: dict[int, Line] = {}
        if isinstance(update, LayoutUpdate):
            left = update.region.x
            for y, strips in enumerate(update.strips, update.region.y):
                if y < height:
                    drawn = [cell for strip in strips for cell in cells(strip)][: width - left]
                    lines[y] = _laid(front[y], left, drawn)
            return lines
        for y, start, stop in update.spans:
            if not 0 <= y < height:
                continue
            line = lines.get(y) or list(front[y])
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x <= stop and end > start:
                    line = _laid(line, x, cells(strip)[: min(end, stop, width) - x])
            lines[y] = line
        return lines

    def _clear(self, pencil: Pencil, lines: dict[int, Line]) -> None:
        """Begin with an empty screen, in the colour that most of it will have."""
        counted = Counter(cell for line in lines.values() for cell in line)
        blank = next((c for c, _ in counted.most_common() if c[0] == BLANK), None)
        if blank is None or not self._erases:
            blank = self._inks.of(PLAIN)[BLANK]
        pencil.clear(blank)
        self._known = True
        self._front[:] = [[blank] * self._size.width for _ in range(self._size.height)]

    # one line

    def _draw(self, pencil: Pencil, y: int, line: Line, old: Line) -> None:
        doubted = self._inks.doubted
        if doubted and not doubted.keys().isdisjoint(line + old):
            # What follows may stand elsewhere than it should: all of it is written again.
            pencil.write_doubted(y, line)
            return
        changed = [x for x, (a, b) in enumerate(zip(line, old, strict=True)) if a is not b]
        tail = _tail(line) if self._erases else len(line)
        erased = [x for x in changed if x >= tail]
        if len(erased) > GAP:
            # The end of a line costs the same however much of it is blank.
            changed[-len(erased) :] = range(erased[0], len(line))
        for start, stop in _runs(changed):
            pencil.write(start, y, line[start:stop])

    # lines that only moved

    def _scroll(self, pencil: Pencil, lines: dict[int, Line]) -> dict[int, Line]:
        """Move what has moved if that is cheaper; the lines that differ then."""
        front = self._front
        wanted = [lines.get(y, old) for y, old in enumerate(front)]
        found = [self._tried(move, wanted) for move in _moved(front, wanted, lines)]
        best = max(found, default=None, key=_spared)
        if best is None or _spared(best) <= MOVE_COSTS:
            return lines
        pencil.scroll(*best.move, best.fill)
        top, stop, _ = best.move
        front[top:stop] = best.after
        return {y: line for y, line in enumerate(wanted) if line != front[y]}

    def _tried(self, move: Move, wanted: list[Line]) -> Try:
        """What a move would leave."""
        top, stop, by = move
        fill = _ground(wanted[stop - 1] if by > 0 else wanted[top]) or self._inks.of(PLAIN)[BLANK]
        new = [[fill] * self._size.width for _ in range(abs(by))]
        region = self._front[top:stop]
        after = [*region[by:], *new] if by > 0 else [*new, *region[:by]]
        stays, moves = _differing(region, wanted[top:stop]), _differing(after, wanted[top:stop])
        return Try(move, fill, after, stays - moves)


def front_buffer_of(
    environment: Mapping[str, str], colours: ColorSystem | None
) -> FrontBuffer | None:
    """That of the terminal there; None where nobody knows what it can do."""
    name = environment.get("TERM", "")
    if not name.startswith(KNOWN):
        return None
    erases = not name.startswith(ERASES_TO_BLACK) or "TMUX" in environment
    return FrontBuffer(colours, erases=erases)


def _laid(line: Line, x: int, drawn: Line) -> Line:
    return line[:x] + drawn + line[x + len(drawn) :]


def _tail(line: Line) -> int:
    """From where on the line is blank."""
    last, start = line[-1], len(line)
    if last[0] == BLANK and not last[1].attributes:
        while start and line[start - 1] is last:
            start -= 1
    return start


def _runs(changed: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches to be written: what lies close together in one."""
    runs: list[tuple[int, int]] = []
    for x in changed:
        if runs and x - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((x, x + 1))
    return runs


def _unlike(line: Line, old: Line) -> int:
    """Where the first cell stands that differs."""
    return next(x for x, cell in enumerate(line) if cell is not old[x])


def _differing(old: Sequence[Line], new: Sequence[Line]) -> int:
    return sum(sum(map(is_not, a, b)) for a, b in zip(old, new, strict=True))


def _ground(line: Line) -> Cell | None:
    """The blank that most of a line is made of."""
    cell, _ = Counter(line).most_common(1)[0]
    return cell if cell[0] == BLANK and not cell[1].attributes else None


def _spared(tried: Try) -> int:
    return tried.spared


def _moved(front: list[Line], wanted: list[Line], lines: dict[int, Line]) -> list[Move]:
    """The regions that may have moved, and by how many lines; upwards if that is above 0.

    Beside what moves something else may stand that does not: the right half is looked at, too.
    """
    first, last = len(front[0]), 0
    for y, line in lines.items():
        first = min(first, _unlike(line, front[y]))
        last = max(last, len(line) - 1 - _unlike(line[::-1], front[y][::-1]))
    # The last column may be a scroll bar's, which moves otherwise.
    ys = range(min(lines), max(lines) + 1)
    right = _moved_between(front, wanted, ys, len(front[0]) // 2, last)
    if right is not None and right[1] - right[0] >= len(ys) - NEARLY:
        return [right]
    found = _moved_between(front, wanted, ys, first, last)
    return [move for move in (found, right) if move is not None]


def _moved_between(
    front: list[Line], wanted: list[Line], ys: range, first: int, last: int
) -> Move | None:
    if first >= last:
        return None
    before, after = ([lines[y][first:last] for y in ys] for lines in (front, wanted))
    steps = _by_one(before, after) or _by_any(before, after)
    votes = Counter(by for _, by in steps if by)
    if not votes:
        return None
    by = votes.most_common(1)[0][0]
    moved = [ys[place] for place, step in steps if step == by]
    top, stop = min(moved), max(moved) + 1
    return (top, stop + by, by) if by > 0 else (top + by, stop, by)


def _by_one(before: list[Line], after: list[Line]) -> list[tuple[int, int]]:
    """Where lines stand that moved up or down by one, if nearly all of them did."""
    for by in (1, -1):
        pairs = zip(*((after, before[1:]) if by > 0 else (after[1:], before)), strict=False)
        found = [
            (place, by)
            for place, (now, then) in enumerate(pairs, int(by < 0))
            if now and now == then and now.count(now[0]) < len(now)
        ]
        if len(found) >= len(after) - NEARLY:
            return found
    return []


def _by_any(before: list[Line], after: list[Line]) -> list[tuple[int, int]]:
    """Where lines stand that stood elsewhere before, and by how many they moved."""
    places: dict[tuple[int, ...], int] = {}
    for place, line in enumerate(before):
        sign = tuple(map(id, line))
        if len(set(sign)) > 1:
            places.setdefault(sign, place)
    signs = enumerate(tuple(map(id, line)) for line in after)
    return [(place, places[sign] - place) for place, sign in signs if sign in places]
