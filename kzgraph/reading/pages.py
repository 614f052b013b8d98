"""From the lines of all pages to one text: heads and feet taken away, notes put behind, paragraphs joined over pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kzgraph.model import LeftOut
from kzgraph.reading.furniture import FILE_NAME
from kzgraph.reading.layout import Line

#: The parts of a page in which its head and foot may stand.
_HEAD, _FOOT = 0.15, 0.25
#: Heads and feet come back in the same place, give or take so many points, within so many pages.
_SHIFT = 4.0
_REACH = 4
#: Notes are smaller than the text, paragraphs farther apart than lines, and a new margin begins a paragraph.
_SMALLER = 0.93
_APART = 1.35
_MARGIN = 0.6
#: A line ends early where so much of the width stays empty.
_EARLY = 0.1
_CENTRED = 0.03
_NUMBERS = re.compile(r"\d+")
_NOTE = re.compile(r"<sup>(\d{1,3})</sup>\s*|(\d{1,3})[ \u00a0]+(?=\S)")
_MARK = re.compile(r"<sup>(\d{1,3})</sup>")
_ENDED = re.compile(r"[;,.:·\u0387!?][\"”“»’')\]]{0,3}(?:<sup>\d{1,3}</sup>)?$")
_STOPPED = re.compile(r"[.!?][\"”“»’')\]]{0,3}$")
_LABEL = re.compile(r"[-–—−•\uf02d\uf0b7]|\(?\w{1,4}\)|[^\W\d_]{1,4}\.\s|\d{1,3}\.\s")
#: A word cut at a line end, and what may go on in the next line.
_CUT = re.compile(r"([^\W\d_]{2,})-$")
_REST = re.compile(r"([^\W\d_]{2,})\S*\s?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMPOUND = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})-([^\W\d_])(?=[^\W\d_])")
#: A text with so many times more strange words before hyphens at line ends than chance would put there is hyphenated.
_HYPHENATED = 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its lines.

    Args:
        lines: In reading order.
        bottom: Height of its lower edge.
        top: Height of its upper edge.
    """

    lines: tuple[Line, ...]
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line and the page that it stands on."""

    page: int
    line: Line


def read(pages: Sequence[Page]) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the text of a document, and the heads and feet of pages that are no part of it.

    Args:
        pages: In order.

    >>> line = Line("Parlamento europeo,", 70, 200, 700, 12)
    >>> read([Page((line, Line("3/7", 300, 320, 40, 9)), 0, 842), Page((Line("4/7", 300, 320, 40, 9),), 0, 842)])
    ('Parlamento europeo,', (LeftOut(place='page 1', text='3/7'), LeftOut(place='page 2', text='4/7')))
    """
    body, feet, left_out = _without_furniture(pages)
    size = _body_size(body)
    body, notes = _without_notes(body, size)
    blocks = _blocks(body)
    lines = _whole_words([*blocks, *([note] for note in notes)])
    return "\n\n".join(_as_text(block) for block in [*lines, *([foot] for foot in feet)]), tuple(left_out)


def _as_text(block: Sequence[str]) -> str:
    """A paragraph line by line; what stands like a label at the begin of a line within a sentence stands in the line."""
    pieces = [block[0]]
    for before, after in pairwise(block):
        pieces += [" " if _LABEL.match(after) and not _ENDED.search(before) else "\n", after]
    return "".join(pieces)


# ---------------------------------------------------------------- heads and feet


def _without_furniture(pages: Sequence[Page]) -> tuple[list[_Placed], list[str], list[LeftOut]]:
    """The lines that belong to the text, the file names of the page feet, and the lines that go."""
    groups: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages):
        height = page.top - page.bottom
        for at, line in enumerate(page.lines):
            in_foot = line.base < page.bottom + _FOOT * height
            if (in_foot or line.base > page.top - _HEAD * height) and not line.text.startswith("<sup>"):
                groups[_NUMBERS.sub("0", line.text)].append((number, at))
    removed: set[tuple[int, int]] = set()
    for places in groups.values():
        for index, place in enumerate(places):
            for other in places[index + 1 : index + 1 + _REACH]:
                if _comes_back(pages, place, other):
                    removed |= {place, other}
    feet: dict[str, None] = {}
    body: list[_Placed] = []
    left_out: list[LeftOut] = []
    for number, page in enumerate(pages):
        middle = (page.top + page.bottom) / 2
        for at, line in enumerate(page.lines):
            if (number, at) not in removed:
                body.append(_Placed(number, line))
            elif line.base > middle and number == 0 and re.search(r"[^\W\d_]{2}", line.text):
                # The head of the first page is that of the document too: its numbers stand there.
                body.append(_Placed(number, line))
            elif FILE_NAME.match(line.text) and not feet:
                feet[line.text] = None
            else:
                left_out.append(LeftOut(f"page {number + 1}", line.text))
    return body, list(feet), left_out


def _comes_back(pages: Sequence[Page], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True for a line in the place of an earlier page's, with the same words, numbers the same or counting pages."""
    if one[0] == other[0]:
        return False
    first, second = pages[one[0]].lines[one[1]], pages[other[0]].lines[other[1]]
    if abs(first.base - pages[one[0]].bottom - second.base + pages[other[0]].bottom) > _SHIFT:
        return False
    steps = {
        int(after[:9]) - int(before[:9])
        for before, after in zip(_NUMBERS.findall(first.text), _NUMBERS.findall(second.text), strict=True)
    }
    return steps <= {0, other[0] - one[0]}


# ---------------------------------------------------------------- notes


def _body_size(lines: Iterable[_Placed]) -> float:
    sizes: Counter[float] = Counter()
    for placed in lines:
        sizes[round(placed.line.size, 1)] += len(placed.line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _without_notes(lines: Sequence[_Placed], size: float) -> tuple[list[_Placed], list[str]]:
    """The lines of the text, and the notes: runs of smaller lines, of which one begins with a number.

    Where numbers begin anew on a page, notes and marks count on.
    """
    body: list[_Placed] = []
    notes: list[str] = []
    renumbered: defaultdict[int, dict[int, int]] = defaultdict(dict)
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].page == lines[at].page and lines[end].line.size < _SMALLER * size:
            end += 1
        if end == at:
            body.append(lines[at])
            at += 1
            continue
        last_of_page = end == len(lines) or lines[end].page != lines[at].page
        taken = _take_notes(lines[at:end], notes, renumbered[lines[at].page], goes_on=last_of_page)
        body += lines[at : end - taken] if taken < end - at else []
        at = end
    marked = [
        _Placed(one.page, replace(one.line, text=_renumbered(one.line.text, renumbered[one.page])))
        if one.page in renumbered
        else one
        for one in body
    ]
    return marked, [f"<sup>{number}</sup> {text}" for number, text in enumerate(notes, 1)]


def _take_notes(run: Sequence[_Placed], notes: list[str], numbers: dict[int, int], *, goes_on: bool) -> int:
    """Add the notes in a run of small lines to those before; return how many of its last lines belong to notes."""
    last: int | None = None
    taken = 0
    for index, placed in enumerate(run):
        found = _NOTE.match(placed.line.text)
        number = int(found.group(1) or found.group(2)) if found else 0
        if found and (number == (len(notes) + 1 if last is None else last + 1) or (last is None and number == 1)):
            if last is None and index and goes_on and notes and not _STOPPED.search(notes[-1]):
                # Above it stands the end of a note that the page before had no room for.
                notes[-1] = "\n".join([notes[-1], *(one.line.text for one in run[:index])])
                taken = len(run)
            last = number
            taken = taken or len(run) - index
            notes.append(placed.line.text[found.end() :])
            numbers[number] = len(notes)
        elif last is not None:
            notes[-1] = f"{notes[-1]}\n{placed.line.text}"
    if last is None and goes_on and notes and not _STOPPED.search(notes[-1]):
        notes[-1] = "\n".join([notes[-1], *(placed.line.text for placed in run)])
        return len(run)
    return taken


def _renumbered(text: str, numbers: dict[int, int]) -> str:
    return _MARK.sub(lambda mark: f"<sup>{numbers.get(int(mark.group(1)), int(mark.group(1)))}</sup>", text)


# ---------------------------------------------------------------- paragraphs


def _blocks(lines: Sequence[_Placed]) -> list[list[str]]:
    """The lines as paragraphs, on one page or over two."""
    leading = _leading(lines)
    blocks: list[list[str]] = []
    last: Line | None = None
    for column in _columns(lines):
        left, right = min(line.left for line in column), max(line.right for line in column)
        for at, line in enumerate(column):
            if last is None:
                begins = True
            elif at == 0:
                begins = _begins_behind_join(last.text, line.text)
            else:
                apart = last.base - line.base > _APART * leading * max(line.size, last.size)
                begins = apart or _begins_by_shape(last, line, left, right)
            if begins:
                blocks.append([])
            blocks[-1].append(line.text)
            last = line
    return blocks


def _columns(lines: Iterable[_Placed]) -> list[list[Line]]:
    """The lines of each page, or of each column of a page."""
    columns: list[list[Line]] = []
    last: _Placed | None = None
    for one in lines:
        if last is None or one.page != last.page or one.line.base > last.line.base:
            columns.append([])
        columns[-1].append(one.line)
        last = one
    return columns


def _leading(lines: Sequence[_Placed]) -> float:
    """How far lines of a paragraph are apart, in sizes."""
    steps = [
        (before.line.base - after.line.base) / after.line.size
        for before, after in pairwise(lines)
        if before.page == after.page and after.line.size > 0
    ]
    near = [step for step in steps if 0.8 < step < 2]
    return median(near) if near else 1.2


def _begins_behind_join(before: str, after: str) -> bool:
    if _LABEL.match(after) and _ENDED.search(before):
        return True
    return not after[:1].islower() and _ENDED.search(before) is not None


def _begins_by_shape(before: Line, after: Line, left: float, right: float) -> bool:
    size = max(after.size, 1.0)
    if abs(before.size - after.size) > (1 - _SMALLER) * size:
        return True
    width = right - left
    centre = (before.left + before.right) / 2 - (after.left + after.right) / 2
    if abs(centre) < _CENTRED * width and before.left > left + size:
        return False
    if after.left < before.left - _MARGIN * size:
        return True
    # Behind a label the margin is that of the words.
    indented = after.left > before.left + _MARGIN * size and not _LABEL.match(before.text)
    return indented and before.right < right - _EARLY * width


def _whole_words(blocks: Sequence[Sequence[str]]) -> list[list[str]]:
    """Paragraphs with words put together that the end of a line cut; what is printed with a hyphen elsewhere keeps it."""
    whole = [line.split("\n") for block in blocks for line in ["\n".join(block)]]
    words: Counter[str] = Counter()
    for block in whole:
        for line in block:
            words.update(word.casefold() for word in _WORD.findall(_CUT.sub("", line)))
    # What stands before a hyphen and a small letter within a line, as articles and prefixes do in some languages.
    before = Counter(
        found.group(1).casefold()
        for block in whole
        for line in block
        for found in _COMPOUND.finditer(line)
        if found.group(2).islower()
    )
    cuts = [
        (cut.group(1), rest.group(1))
        for block in whole
        for above, below in pairwise(block)
        if (cut := _CUT.search(above)) and (rest := _REST.match(below))
    ]
    strange = sum(one.casefold() not in words and one.casefold() not in before for one, _ in cuts)
    once = sum(count == 1 for count in before.values())
    lines = sum(map(len, whole))
    hyphenated = strange > 1 + _HYPHENATED * once * lines / max(words.total(), 1)
    for block in whole:
        for at in range(len(block) - 1):
            cut, rest = _CUT.search(block[at]), _REST.match(block[at + 1])
            if (
                cut
                and rest
                and _is_cut(cut.group(1), rest.group(1), words, hyphenated=hyphenated and cut.group(1).casefold() not in before)
            ):
                block[at] = block[at][:-1] + rest.group().rstrip()
                block[at + 1] = block[at + 1][rest.end() :]
    return [[line for line in block if line] for block in whole]


def _is_cut(one: str, other: str, words: Counter[str], *, hyphenated: bool) -> bool:
    """True where the hyphen between two parts is only the printer's."""
    if f"{one}-{other}".casefold() in words or not other[0].islower() or one.isupper():
        return False
    return hyphenated or f"{one}{other}".casefold() in words
