"""Footnotes: the blocks of notes that page layout puts between units, and the marks that point to them.

Notes count up through a document. So a note is one that continues the count and looks like one (it cites the Official
Journal, stands directly below another note, or a mark with its number was printed before it), and a mark is a number glued
to a word, a year or a closing quote that continues the count of marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kzgraph.language.phrases import any_of
from kzgraph.language.places import matches_at
from kzgraph.language.words import Pack
from kzgraph.model import MappedText, Part, Span
from kzgraph.reading.lines import Line

_NOTE = re.compile(
    r"\s*(?:<sup>\s*(?P<sup>\d{1,3})\s*</sup>|\[(?P<square>\d{1,3})\]|\(\s*(?P<round>\d{1,3})\s*\)"
    r"|(?P<raised>[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?)"
    r"|(?P<bare>\d{1,3})(?=[ \t\u00a0]))[ \t\u00a0]*(?=\S)"
)
_SIGNS = re.compile(r"P\d{1,2}\\?_TA|https?://|www\.|\bC\.?\s?\d+/\d|\bCOM\(\d{4}\)|\bJOIN\(\d{4}\)|[A-Z]/[A-Z]+/")
_ALONE = re.compile(r"\s*[(\[]?(\d{1,3})[)\]]?\s*$")
_SENTENCE_END = re.compile(r"[.!?][\"”»)\]]*\s*$")
_MOST_LINES = 12

_MARK = re.compile(
    r"""\s?<sup>\s*(?P<sup>\d{1,3})\s*</sup>
    | (?P<raised>[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?)
    | (?<=\S)\ ?\[(?P<square>\d{1,3})\]
    | (?:(?<=[^\W\d_])|(?<=(?<!\d)[12][90]\d\d)|(?<=\w[.])|(?<=[”“"»’'‘›)\]%°*]))
      \ ?\(\ ?(?P<round>\d{1,3})\ ?\)(?=[\s,;.:·)”“"»’]|$)
    | (?<=\d)\ ?\(\ ?(?P<digit>\d{1,3})\ ?\)(?=[,;.](?:\s|$)|$)
    | (?:(?<=[^\W\d_][^\W\d_])|(?<=\d[-‐‑][^\W\d_]))(?P<word>\d{1,2})(?=[\s,;.:·)”"»]|$)
    | (?<=[^\W\d_][.])(?P<abbreviation>\d{1,2})(?=[\s,;.:·)”"»]|$)
    | (?<=(?<!\d)[12][90]\d\d)\.?(?P<year>\d{1,2})(?=[\s,;.:·)”"»]|$)
    | (?<=[”“"»«)\]])(?P<quote>\d{1,2})(?=[\s,;.:·]|$)
    """,
    re.VERBOSE,
)
# What every mark holds: a digit or a tag; a bracket and two blanks may stand before it.
_MARK_SIGN = re.compile(r"[\d¹²³⁴⁵⁶⁷⁸⁹<]")
_MARK_LEAD = 3
_GLUED_DIGIT = re.compile(r"\d(?<=[^\W\d_]\d)")
_NUMBERED = re.compile(r"(?<![^\W\d_])[^\W\d_]+\d{1,2}(?!\w)")
_LONGEST_WORD = 40
# How marks are printed, by how the notes are.
_STYLES = {
    "sup": frozenset({"sup", "raised"}),
    "square": frozenset({"square"}),
    "round": frozenset({"round", "digit"}),
    "raised": frozenset({"sup", "raised"}),
    "bare": frozenset({"sup", "raised", "word", "year", "quote", "abbreviation"}),
}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Squares and cubes.
_EXPONENTS = (2, 3)
_LONGEST_SYMBOL = 5
#: Marks may be lost, so the count may skip so many where the notes themselves are there.
_MOST_SKIPPED = 3


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of a document.

    Args:
        numbers: Theirs; empty where a converter dropped the notes and kept the marks.
        marks: The kinds of mark that may point to them.
    """

    numbers: frozenset[int] = frozenset()
    marks: frozenset[str] = frozenset().union(*_STYLES.values())


def mark_footnotes(lines: Sequence[Line], first: int, text: str, pack: Pack) -> tuple[tuple[Line, ...], Notes]:
    """Return the lines with footnotes marked, and the notes.

    Args:
        lines: All lines, page furniture already marked.
        first: Index of the first line behind the head.
        text: The source text.
        pack: The language, for the name of the Official Journal and "texts adopted".
    """
    cites = re.compile(rf"{any_of(pack.head.journal)}|{any_of(pack.head.adopted)}", re.IGNORECASE)
    marked = list(lines)
    numbers: set[int] = set()
    styles: set[str] = set()
    pointers = _Pointers(text, lines[first].start if first < len(lines) else len(text))
    index = first
    below_note = False
    while index < len(lines):
        if lines[index].part is not None or lines[index].blank:
            index += 1
            continue
        note = _note_at(lines, index, len(numbers) + 1, cites, pointers, below_note=below_note)
        below_note = note is not None
        if note is None:
            index += 1
            continue
        numbers.add(len(numbers) + 1)
        end, style = note
        styles |= _STYLES[style]
        for at in range(index, end):
            if not lines[at].blank:
                marked[at] = replace(lines[at], part=Part.FOOTNOTE)
        index = end
    return tuple(marked), Notes(frozenset(numbers), frozenset(styles)) if numbers else Notes()


def _note_at(
    lines: Sequence[Line], index: int, expected: int, cites: re.Pattern[str], pointers: _Pointers, *, below_note: bool
) -> tuple[int, str] | None:
    """The index behind the note that begins at a line, and how its number is printed; None where no note begins."""
    found = _NOTE.match(lines[index].text)
    if found is not None:
        style = found.lastgroup or "bare"
        if int(found.group(style).translate(_RAISED)) != expected or not _is_note(
            lines, index, found.end(), cites, pointers, below_note=below_note
        ):
            return None
        return _end_of_note(lines, index), style
    alone = _ALONE.match(lines[index].text)
    below = next((at for at in range(index + 1, min(index + 3, len(lines))) if not lines[at].blank), None)
    if alone is None or below is None or int(alone.group(1)) != expected:
        return None
    # A converter put the number on a line of its own.
    content = lines[below].text.strip()
    return (_end_of_note(lines, below), "bare") if cites.match(content) or _SIGNS.search(content) else None


class _Pointers:
    """Where a mark stands for a number, searched for once per number and from the mark before on, for marks count up."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = start
        self._ends: dict[int, int] = {}

    def stand_before(self, number: int, end: int) -> bool:
        if number not in self._ends:
            mark = re.compile(rf"(?:[^\W\d_]|[”“\"»]|[12][90]\d\d\.?){number}(?!\d)|[(\[>]\s?{number}\s?[)\]<]")
            found = mark.search(self._text, self._start)
            self._ends[number] = found.end() if found else len(self._text) + 1
            self._start = found.start() if found else self._start
        return self._ends[number] <= end


def _is_note(
    lines: Sequence[Line], index: int, at: int, cites: re.Pattern[str], pointers: _Pointers, *, below_note: bool
) -> bool:
    content = lines[index].text[at:]
    if cites.match(content) or _SIGNS.search(content) or below_note:
        return True
    if _begins_run(lines, index):
        return True
    apart = index == 0 or lines[index - 1].blank
    begins = content[0].isupper() or content[0] in "„“\"«»'(" or "<sup>" in lines[index].text[:at]
    return (
        apart
        and begins
        and pointers.stand_before(int(re.sub(r"\D", "", lines[index].text[:at].translate(_RAISED))), lines[index].start)
    )


def _begins_run(lines: Sequence[Line], index: int) -> bool:
    """True for "(1) …" at the end of a text with nothing but such lines behind it."""
    expected = 0
    for line in (lines[at] for at in range(index, len(lines))):
        if line.blank or line.part is not None:
            continue
        found = _NOTE.match(line.text)
        if found is None or found["round"] is None or int(found["round"]) != expected + 1:
            return False
        expected += 1
    return expected > 1


def _end_of_note(lines: Sequence[Line], index: int) -> int:
    """A note goes on over lines until one ends a sentence, or a blank line or an indented line (a new page) follows."""
    end = index + 1
    while (
        end < len(lines)
        and end - index < _MOST_LINES
        and not _SENTENCE_END.search(lines[end - 1].text)
        and not lines[end].blank
        and lines[end].part is None
        and not lines[end].text[0].isspace()
        and not _NOTE.match(lines[end].text)
    ):
        end += 1
    return end


@cache
def _before_marks(pins: tuple[str, ...], lengths: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a number that is no mark: a word for articles or a conjunction, and a measure of length."""
    # "132 (2) and (4)": behind a pinpoint word or a conjunction a bracket is part of the pinpoint.
    pinned = re.compile(rf"{any_of(pins)}\s*$", re.IGNORECASE)
    return pinned, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, lengths))})\.?$")


def unmark(texts: Iterable[MappedText], notes: Notes, own: Pack) -> list[MappedText]:
    """Return texts without footnote marks.

    Args:
        texts: All texts of a document in printed order, for the marks count up through it.
        notes: The notes that were found.
        own: The language: behind its words for articles a bracket is no mark.

    >>> texts = [MappedText.of("la resolución de 14 de marzo de 20191 sobre Veldoria2,", 0)]
    >>> from kzgraph.language.pack import pack
    >>> unmark(texts, Notes(frozenset({1, 2})), pack("es"))[0].text
    'la resolución de 14 de marzo de 2019 sobre Veldoria,'
    """
    pins = tuple(dict.fromkeys((*(word for words in own.pinpoint.values() for word in words), *own.conjunctions)))
    pinned, length = _before_marks(pins, tuple(own.number.lengths))
    texts = list(texts)
    # A word that is printed twice with one number is a name: "CO2".
    printed = Counter(token for text in texts if _GLUED_DIGIT.search(text.text) for token in _NUMBERED.findall(text.text))
    names = {token for token, count in printed.items() if count > 1}
    last = 0
    cleaned: list[MappedText] = []
    for text in texts:
        cuts: list[Span] = []
        for found in matches_at(_MARK, text.text, _mark_places(text.text)):
            kind = found.lastgroup or ""
            number = int(found.group(kind).translate(_RAISED))
            if (
                kind in ("sup", "raised", "word")
                and number in _EXPONENTS
                and length.search(text.text, max(0, found.start() - _LONGEST_SYMBOL), found.start())
            ):
                # "km²": the exponent stays, without the tags that raise it.
                if kind == "sup":
                    cuts += [Span(found.start(), found.start("sup")), Span(found.end("sup"), found.end())]
                continue
            certain = kind in ("sup", "raised")
            known = number in notes.numbers
            follows = number == last + 1 or (known and last < number <= last + _MOST_SKIPPED)
            if kind == "word" and _word_before(text.text, found.start()) + found.group() in names:
                continue
            # "the article(3),": glued to its word a bracket of a known note is a mark behind a word for articles too.
            glued = kind == "round" and known and found.group()[0] == "("
            if kind in ("round", "digit") and not glued and pinned.search(text.text[max(0, found.start() - 40) : found.start()]):
                continue
            if not certain and not (follows and kind in notes.marks and _is_mark(text.text, found, kind, known=known)):
                continue
            last = max(last, number)
            start = found.start()
            if kind == "year" and text.text[start] == ".":
                start += 1  # the dot belongs to the year, as in "2019.2"
            cuts.append(Span(start, found.end()))
        cleaned.append(text.without(cuts).strip() if cuts else text)
    return cleaned


def _mark_places(text: str) -> list[int]:
    """Where a mark may begin."""
    signs = (found.start() for found in _MARK_SIGN.finditer(text))
    return sorted({place for sign in signs for place in range(max(0, sign - _MARK_LEAD), sign + 1)})


def _word_before(text: str, at: int) -> str:
    found = re.search(r"[^\W\d_]*$", text[max(0, at - _LONGEST_WORD) : at])
    return found.group() if found else ""


def _is_mark(text: str, found: re.Match[str], kind: str, *, known: bool) -> bool:
    if known:
        # "Artikel 3 (1)": a bracket behind a blank is a mark only where the note exists and no number stands before it.
        return True
    if kind == "digit":
        return False
    if kind == "round":
        return found.group()[0] == "("
    if kind == "abbreviation":
        return False
    if kind == "word":
        # Without the notes an abbreviation with a digit ("G7", "PM10") is no mark: three letters, the last one small.
        word = _word_before(text, found.start())
        return len(word) > 2 and word[-1].islower()
    return True
