"""From letters with places to the lines of a page, in the order in which they are read.

Nothing is believed but places and sizes: files store the words of a page in any order, and most store no lines at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

#: All measures are shares of the size of the letters. On one line stand letters whose feet differ by less:
_LEVEL = 0.2
#: a raised or lowered one differs by less than
_NEAR = 0.55
#: and a mark is raised by more than
_RAISED = 0.12
#: Words are apart by a gap wider than
_BLANK = 0.15
#: and columns, cells and labels by one wider than
_GAP = 1.0
#: A letter printed twice in nearly the same place is a bold one.
_TWICE = 0.1
#: Two columns meet in the middle part of a page, and each has so many lines.
_MIDDLE = (0.35, 0.65)
_FEWEST_LINES = 5
#: Not more of the lines go across the gutter, and a column is filled at least so far.
_MOST_ACROSS = 0.2
_FILLED = 0.6
_STEPS = 200
_DIGITS = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed letter.

    Args:
        text: The letter.
        left: Where it begins, in points.
        right: Where the next one would begin.
        base: The height of its foot above the lower edge of the page.
        size: Of its font, as printed.
    """

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or the part of it that stands in one column.

    Args:
        text: Its words, with raised numbers in tags.
        left: Where it begins.
        right: Where it ends.
        base: The height of its foot.
        size: Of most of its letters.
    """

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class _Row:
    """Letters on one level, and what is raised or lowered beside them."""

    glyphs: list[Glyph]
    raised: list[Glyph]
    base: float
    size: float

    @property
    def left(self) -> float:
        return min(glyph.left for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)


def lines_of(glyphs: Sequence[Glyph], hint: float | None = None) -> tuple[list[Line], float | None]:
    """Return the lines of a page, those of a left column before those of the right one, and where the columns meet.

    Args:
        glyphs: Its letters in any order.
        hint: Where the columns of the page before met.

    >>> word = [Glyph(letter, 10.0 * at, 10.0 * at + 10, 700, 12) for at, letter in enumerate("Orm")]
    >>> [line.text for line in lines_of([Glyph("2", 30, 34, 704, 7), *word])[0]]
    ['Orm<sup>2</sup>']
    """
    rows = [(row, list(_pieces(row))) for row in _rows(glyphs)]
    gutter = _gutter(rows, hint)
    if gutter is None:
        return _lines(glyphs), None
    lines: list[Line] = []
    left: list[Glyph] = []
    right: list[Glyph] = []
    for row, pieces in rows:
        if any(begin < gutter < end for begin, end in pieces):
            lines += [*_lines(left), *_lines(right), *_lines(row.glyphs)]
            left, right = [], []
            continue
        for glyph in row.glyphs:
            (left if glyph.left < gutter else right).append(glyph)
    return [*lines, *_lines(left), *_lines(right)], gutter


def _lines(glyphs: Iterable[Glyph]) -> list[Line]:
    return [_line(row) for row in _joined(_rows(glyphs))]


def _rows(glyphs: Iterable[Glyph]) -> Iterator[_Row]:
    """Letters on one level, from the top of the page down; blanks alone are no row."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: (-one.base, one.left)):
        if row and row[0].base - glyph.base > _LEVEL * max(row[0].size, glyph.size):
            yield from _row(row)
            row = []
        row.append(glyph)
    yield from _row(row)


def _row(glyphs: list[Glyph]) -> Iterator[_Row]:
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if printed:
        size = Counter(round(glyph.size, 1) for glyph in printed).most_common(1)[0][0]
        yield _Row(glyphs, [], printed[0].base, size)


def _joined(rows: Iterable[_Row]) -> list[_Row]:
    """Rows with the letters above and below their level put among their own: the larger row is the line."""
    joined: list[_Row] = []
    for row in rows:
        last = joined[-1] if joined else None
        if last is None or last.base - row.base > _NEAR * max(last.size, row.size) or not _touch(last, row):
            joined.append(row)
            continue
        main, other = (last, row) if (last.size, len(last.glyphs)) >= (row.size, len(row.glyphs)) else (row, last)
        raised = other.glyphs if other.base - main.base > _RAISED * main.size else []
        joined[-1] = _Row([*main.glyphs, *other.glyphs], [*main.raised, *other.raised, *raised], main.base, main.size)
    return joined


def _touch(one: _Row, other: _Row) -> bool:
    reach = max(one.size, other.size)
    return one.left - reach <= other.right and other.left - reach <= one.right


def _line(row: _Row) -> Line:
    raised = {id(glyph) for glyph in row.raised}
    words: list[str] = []
    mark: list[str] = []
    last: Glyph | None = None
    for glyph in sorted(row.glyphs, key=lambda one: one.left):
        if last is not None and glyph.text == last.text and glyph.left - last.left < _TWICE * glyph.size:
            continue
        up = id(glyph) in raised and not glyph.text.isspace()
        if mark and not up:
            words.append(_mark(mark))
            mark = []
        if last is not None and glyph.left - last.right > _BLANK * row.size:
            words.append("  " if glyph.left - last.right > _GAP * row.size else " ")
        (mark if up else words).append(glyph.text)
        last = glyph
    words.append(_mark(mark))
    text = re.sub(r" {2,}", "  ", "".join(words)).strip(" ")
    return Line(text, row.left, row.right, row.base, row.size)


def _mark(raised: list[str]) -> str:
    text = "".join(raised)
    return f"<sup>{text}</sup>" if _DIGITS.fullmatch(text) else text


def _gutter(rows: Sequence[tuple[_Row, list[tuple[float, float]]]], hint: float | None) -> float | None:
    """Where two columns of running text meet, None on a page with one."""
    pieces = [piece for _, row in rows for piece in row]
    if not pieces:
        return None
    if hint is not None and sum(begin < hint < end for begin, end in pieces) <= _MOST_ACROSS * len(rows):
        return hint
    left, right = min(begin for begin, _ in pieces), max(end for _, end in pieces)
    width = right - left
    if len(rows) < _FEWEST_LINES or width <= 0:
        return None
    # How many pieces go across each of some places: one more where a piece begins, one less behind its end.
    counts = [0] * (_STEPS + 2)
    for begin, end in pieces:
        counts[int((begin - left) / width * _STEPS)] += 1
        counts[int((end - left) / width * _STEPS) + 1] -= 1
    across = list(accumulate(counts))
    places = range(int(_MIDDLE[0] * _STEPS), int(_MIDDLE[1] * _STEPS))
    fewest = min(across[place] for place in places)
    if fewest > _MOST_ACROSS * len(rows):
        return None
    # Behind the gutter there may be a second free strip, between the labels of the right column and their texts.
    first = next(place for place in places if across[place] == fewest)
    end = next((place for place in range(first, _STEPS) if across[place] != fewest), _STEPS)
    gutter = left + (first + end) / 2 * width / _STEPS
    sizes: Counter[float] = Counter()
    for row, _ in rows:
        sizes[row.size] += len(row.glyphs)
    size = sizes.most_common(1)[0][0]
    for low, high in ((left, gutter), (gutter, right)):
        filled = [sum(end - begin for begin, end in own if low <= begin and end <= high) for row, own in rows if row.size >= size]
        filled = sorted(one for one in filled if one)
        # Most lines of running text are full.
        if len(filled) < _FEWEST_LINES or filled[len(filled) // 2] < _FILLED * (high - low):
            return None
    return gutter


def _pieces(row: _Row) -> Iterator[tuple[float, float]]:
    """The stretches of a row between wide gaps."""
    begin: float | None = None
    end = 0.0
    for glyph in sorted(row.glyphs, key=lambda one: one.left):
        if glyph.text.isspace():
            continue
        if begin is not None and glyph.left - end > _GAP * row.size:
            yield begin, end
            begin = None
        if begin is None:
            begin, end = glyph.left, glyph.right
        end = max(end, glyph.right)
    if begin is not None:
        yield begin, end
