"""The units of a resolution, found by label and sequence, then by opener.

A label counts when it continues its series and is no date: A, B, C … for recitals, 1, 2, 3 … for paragraphs. Openers decide
where labels were lost. What begins no unit continues the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kzgraph.extract.dates import begins_with_date
from kzgraph.extract.labels import BARE_NUMBER, DASH, LETTERS, NUMBER, first_number, loose_paragraph, loose_recital, printed, sign
from kzgraph.extract.openers import ends, openers, opens
from kzgraph.extract.units import RawUnit, Start
from kzgraph.language.words import Pack
from kzgraph.model import Part, Span, UnitKind
from kzgraph.reading.lines import Line

_ENDED = re.compile(r"[;,.:·\u0387!?][\"”“»’')\]*_\d]{0,3}\s*$")
_STOPPED = re.compile(r"[.·;\u0387!?][\"”“»’')\]*_\d]{0,3}\s*$")
_SENTENCE_ENDED = re.compile(r"[.!][\"”“»’')\]*_\d]{0,3}\s*$")
_HEADING_MARK = re.compile(r"\s*#{1,6}\s")
_LONGEST_HEADING = 120
_LONGEST_DATE = 40
#: A phrase runs over so many lines at most.
_MOST_LINES = 12
#: Headings may stand in a stack of so many lines, blank ones included.
_MOST_HEADINGS = 30
#: So many labels in a row may be lost before a label no longer continues its series.
_MOST_LOST = 3


@dataclass(frozen=True, slots=True)
class Structure:
    """The units of a text, the lines with all that is none marked, and the labels that the series lacks."""

    units: tuple[RawUnit, ...]
    lines: tuple[Line, ...]
    gaps: tuple[str, ...]


class _Reader:
    """Walks over the lines once and knows what may come next."""

    def __init__(self, source: str, lines: Sequence[Line], first: int, own: Pack) -> None:
        self._source = source
        self._lines = list(lines)
        self._first = first
        self._pack = own
        self._openers = openers(own.code)
        self.units: list[RawUnit] = []
        self.gaps: list[str] = []
        self._zone = UnitKind.CITATION
        self._ranks = dict.fromkeys(UnitKind, 0)
        self._labelled = dict.fromkeys(UnitKind, False)
        self._done = False
        self._closed = False
        self._annexed = False
        self._watched: RawUnit | None = None
        self._listing: RawUnit | None = None
        self._seen = 0
        self._instructs = False
        # A first letter somewhere: then recitals have letters, and what has none is a citation worded like a recital.
        self._lettered = any(line.part is None and self._is_first_letter(line.text) for line in self._lines[first:])
        # No first number anywhere: then a verb may open the first paragraph behind lettered recitals.
        self._dotted = any(line.part is None and first_number(line.text, dotted=True) for line in self._lines[first:])
        self._numbered = self._dotted or any(line.part is None and first_number(line.text) for line in self._lines[first:])

    def read(self) -> Structure:
        blank_before = True
        for index in range(self._first, len(self._lines)):
            line = self._lines[index]
            if line.part is not None:
                continue
            if line.blank:
                blank_before = True
                continue
            self._read_line(index, line, apart=blank_before)
            blank_before = False
        self._find_lost_end()
        return Structure(tuple(self.units), tuple(self._lines), tuple(self.gaps))

    # -- one line

    def _read_line(self, index: int, line: Line, *, apart: bool) -> None:
        text = line.text
        indent = len(text) - len(text.lstrip())
        dash = DASH.match(text, indent)
        lead = dash.end() if dash else indent
        self._annexed = self._annexed or self._begins_annex(index, text, apart=apart)
        if self._annexed:
            self._lines[index] = replace(line, part=Part.ANNEX)
            return
        start = None if self._closed else self._start(index, text, indent, lead, dashed=dash is not None, apart=apart)
        if start is None and dash is None and not self._closed and (behind := sign(text, indent)) > indent:
            start = self._behind_sign(index, text, behind, apart=apart)
        if start is not None:
            self._begin(start, line)
        elif _HEADING_MARK.match(text) or self._is_heading(index):
            self._lines[index] = replace(line, part=Part.HEADING)
        elif not self.units or self._done:
            self._lines[index] = replace(line, part=Part.UNEXPLAINED)
            self._closed = self._closed or self._done
        else:
            unit = self.units[-1]
            if (apart or dash) and self._could_begin(text[lead:]):
                unit.starts.append(len(unit.pieces))
            # A bullet that begins nothing is a page join drawn as a list item: the mark goes, the words stay. In a
            # paragraph a dash is a list's own; a hyphen or star is Markdown's.
            keep_mark = dash is None or (unit.kind is UnitKind.PARAGRAPH and dash.group()[0] not in "-*+")
            unit.pieces.append(Span(line.start + (indent if keep_mark else lead), line.start + len(text)))
        self._done = self._done or self._is_last()

    def _begin(self, start: Start, line: Line) -> None:
        expected = self._ranks[start.kind] + 1
        if start.rank > expected:
            self._find_lost(start.kind, expected, start.rank)
        self._zone = start.kind
        self._ranks[start.kind] = start.rank
        self._labelled[start.kind] |= start.printed_label is not None
        self._done = False
        piece = Span(line.start + start.at, line.start + len(line.text))
        self.units.append(RawUnit(start.kind, start.rank, start.printed_label, start.rule, [piece]))

    def _find_lost(self, kind: UnitKind, expected: int, found: int) -> None:
        """Labels are missing: cut the unit before where a line could have begun them, and name what stays missing."""
        last = self.units[-1] if self.units and self.units[-1].kind is kind else None
        for rank in range(expected, found):
            if last is None or not last.starts:
                self.gaps.append(f"{kind.value}/{RawUnit(kind, rank, None, '').label}")
                continue
            # As many cuts as labels are lost, the last possible ones.
            at = last.starts[max(0, len(last.starts) - (found - rank))]
            lost = RawUnit(kind, rank, None, "opener", last.pieces[at:], [n - at for n in last.starts if n > at])
            del last.pieces[at:]
            last.starts = [n for n in last.starts if n < at]
            first = lost.pieces[0]
            dash = DASH.match(self._source, first.start)
            lost.pieces[0] = Span(dash.end() if dash else first.start, first.end)
            self.units.append(lost)
            last = lost

    def _find_lost_end(self) -> None:
        """The last paragraph has a wording of its own, so it is found where its number is lost."""
        last = self.units[-1] if self.units else None
        if last is None or last.kind is not UnitKind.PARAGRAPH or not last.starts:
            return
        if self._openers.instruction.match(self._source, last.pieces[last.starts[-1]].start):
            self._find_lost(last.kind, last.rank + 1, last.rank + 2)

    # -- what a line begins

    def _start(self, index: int, text: str, indent: int, lead: int, *, dashed: bool, apart: bool) -> Start | None:
        free = apart or self._ended() or not self.units
        for at in dict.fromkeys((lead, indent)):
            start = self._recital_start(text, at, free=free) or self._paragraph_start(index, text, at, free=free)
            if start is not None:
                return start
        if start := self._loose_start(index, text, lead, free=free, apart=apart):
            return start
        return self._opener_start(text, lead, dashed=dashed, free=free, apart=apart)

    def _behind_sign(self, index: int, text: str, at: int, *, apart: bool) -> Start | None:
        """What begins behind a sign that may be a bullet: only what a label or an opener shows."""
        if opens(text[at : at + 200], self._pack) is None and not (LETTERS.match(text, at) or NUMBER.match(text, at)):
            return None
        return self._start(index, text, at, at, dashed=True, apart=apart)

    def _loose_start(self, index: int, text: str, at: int, *, free: bool, apart: bool) -> Start | None:
        """What begins behind a label that is damaged, or of another form in the whole text: the next unit and no other."""
        below = next((line.text for line in self._lines[index + 1 : index + _MOST_LINES] if not line.blank and not line.part), "")
        if not self._lettered and self._zone is not UnitKind.PARAGRAPH and free:
            rank = self._ranks[UnitKind.RECITAL] + 1
            if end := loose_recital(text, at, below, rank, self._openers):
                return Start(UnitKind.RECITAL, rank, printed(text, at, end), "label", end)
        rank = self._ranks[UnitKind.PARAGRAPH] + 1
        if free and (
            end := loose_paragraph(text, at, below, rank, self._openers, bare=not self._dotted, free=apart and rank > 1)
        ):
            return Start(UnitKind.PARAGRAPH, rank, printed(text, at, end), "label", end)
        return None

    def _recital_start(self, text: str, at: int, *, free: bool) -> Start | None:
        if self._zone is UnitKind.PARAGRAPH:
            return None
        found = LETTERS.match(text, at)
        if found is None:
            return None
        expected = self._ranks[UnitKind.RECITAL] + 1
        opener = self._openers.recital.match(text, found.end()) is not None
        ranks = self._openers.ranks.get(found.group(1), ())
        if (expected in ranks and (opener or free)) or (opener and not ranks and found.group(1).isupper()):
            rank = expected
        else:
            rank = next(
                (r for r in ranks if expected < r <= expected + _MOST_LOST and opener and self._labelled[UnitKind.RECITAL]),
                0,
            )
        if not rank:
            return None
        return Start(UnitKind.RECITAL, rank, printed(text, at, found.end()), "label", found.end())

    def _paragraph_start(self, index: int, text: str, at: int, *, free: bool) -> Start | None:
        found = NUMBER.match(text, at) or BARE_NUMBER.match(text, at)
        if found is None or self._is_date(index, text[at:]):
            return None
        number = int(found.group(1))
        unlettered = self._zone is not UnitKind.PARAGRAPH and not self._lettered
        if unlettered and opens(text[found.end() :], self._pack) is UnitKind.RECITAL:
            # "1. whereas": a converter numbered the recitals.
            expected = self._ranks[UnitKind.RECITAL] + 1
            return Start(UnitKind.RECITAL, expected, printed(text, at, found.end()), "opener", found.end()) if free else None
        expected = self._ranks[UnitKind.PARAGRAPH] + 1
        verb = self._openers.verb(text, found.end()) is not None
        dotted = NUMBER.match(text, at) is not None
        whole_line = found.end() == len(text.rstrip())
        if number == expected:
            fits = verb or (free and (dotted or whole_line)) or (dotted and self._only_one(index, number))
        else:
            fits = expected < number <= expected + _MOST_LOST and verb and free and self._labelled[UnitKind.PARAGRAPH]
        if not fits:
            return None
        return Start(UnitKind.PARAGRAPH, number, printed(text, at, found.end()), "label", found.end())

    def _opener_start(self, text: str, at: int, *, dashed: bool, free: bool, apart: bool) -> Start | None:
        kind = opens(text[at : at + 200], self._pack)
        if self._is_empty():
            return None  # a dash or label on a line of its own, whose text this is
        if self._zone is UnitKind.CITATION:
            if kind is UnitKind.CITATION and dashed and not free:
                # The end mark of the citation before was lost: dash and opener are enough.
                return Start(UnitKind.CITATION, self._ranks[UnitKind.CITATION] + 1, None, "opener", at)
            if dashed and kind is None and self._lists():
                return None
            if kind is UnitKind.RECITAL and free and not self._openers.sentences and not self._lettered:
                return Start(UnitKind.RECITAL, self._ranks[UnitKind.RECITAL] + 1, None, "opener", at)
            if kind is UnitKind.PARAGRAPH and apart and self._ended():
                return Start(UnitKind.PARAGRAPH, 1, None, "opener", at)
            if (kind in (UnitKind.CITATION, UnitKind.RECITAL) and free) or (
                dashed and self._ended() and self._ranks[UnitKind.CITATION]
            ):
                return Start(UnitKind.CITATION, self._ranks[UnitKind.CITATION] + 1, None, "opener" if kind else "label", at)
            return None
        if self._labelled[self._zone] or not free or not (apart or dashed):
            # With labels about, an opener without one goes on: a page join made two items of one unit.
            first = self._zone is UnitKind.RECITAL and kind is UnitKind.PARAGRAPH and apart and self._ended()
            if first and (dashed or not self._numbered):
                return Start(UnitKind.PARAGRAPH, 1, None, "opener", at)
            return None
        if kind is UnitKind.RECITAL and self._zone is UnitKind.RECITAL:
            return Start(UnitKind.RECITAL, self._ranks[UnitKind.RECITAL] + 1, None, "opener", at)
        if kind is UnitKind.PARAGRAPH:
            return Start(UnitKind.PARAGRAPH, self._ranks[UnitKind.PARAGRAPH] + 1, None, "opener", at)
        return None

    def _is_empty(self) -> bool:
        """True where of the current unit no more than a label is printed so far."""
        return bool(self.units) and not any(self._source[one.start : one.end].strip() for one in self.units[-1].pieces)

    def _lists(self) -> bool:
        """True within a list that the current citation holds: behind a colon, unless that stands behind the opener alone."""
        unit = self.units[-1] if self.units else None
        if unit is None or unit is self._listing:
            return unit is not None
        words = " ".join(self._source[one.start : one.end] for one in unit.pieces[:_MOST_LINES]).strip()
        opener = self._openers.citation.match(words)
        if opener is None or not self._tail().rstrip().endswith(":") or not words[opener.end() :].strip(" :"):
            return False
        self._listing = unit
        return True

    def _only_one(self, index: int, number: int) -> bool:
        """True where no other line begins with this number before the next number, or the end, comes."""
        for after in range(index + 1, len(self._lines)):
            line = self._lines[after]
            if line.part is not None or line.blank:
                continue
            found = NUMBER.match(line.text, len(line.text) - len(line.text.lstrip()))
            if found is None or self._is_date(after, line.text.lstrip()):
                continue
            if int(found.group(1)) == number:
                return False
            if int(found.group(1)) == number + 1:
                return True
        return True

    # -- tests

    def _is_first_letter(self, text: str) -> bool:
        stripped = text.lstrip()
        dash = DASH.match(stripped)
        found = LETTERS.match(stripped, dash.end() if dash else 0)
        return found is not None and 1 in self._openers.ranks.get(found.group(1), ())

    def _tail(self) -> str:
        """The end of what the current unit holds so far."""
        if not self.units:
            return ""
        last = self.units[-1].pieces[-1]
        return self._source[max(last.start, last.end - 40) : last.end].replace("</sup>", "").replace("<sup>", "")

    def _ended(self) -> bool:
        return bool(self.units) and _ENDED.search(self._tail()) is not None

    def _is_date(self, index: int, text: str) -> bool:
        """True where a text begins with a date; it may go on in the next line."""
        if len(text) < _LONGEST_DATE:
            behind = (self._lines[at] for at in range(index + 1, len(self._lines)))
            after = next((line for line in behind if not line.blank and line.part is None), None)
            text = f"{text} {after.text.strip() if after else ''}"
        return begins_with_date(re.sub(r"\s+", " ", text[: 2 * _LONGEST_DATE]), self._pack)

    def _could_begin(self, text: str) -> bool:
        if self._zone is UnitKind.CITATION or not self._ended():
            return False
        return opens(text[:200], self._pack) is self._zone

    def _is_heading(self, index: int) -> bool:
        """A short line that no mark ends, behind a finished unit and before the next label; headings may stand in a stack."""
        text = self._lines[index].text.strip().strip("*_")
        if not (
            text
            and self.units
            and len(text) <= _LONGEST_HEADING
            and (_STOPPED.search(self._tail()) or _ENDED.search(self._tail()))
        ):
            return False
        if text[-1] == ":" and (opens(text, self._pack) or not (index and self._lines[index - 1].blank)):
            return False
        if _ENDED.search(text.rstrip(":")) or not (text[0].isupper() or text[0].isdigit()):
            return False
        for after in range(index + 1, min(index + _MOST_HEADINGS, len(self._lines))):
            line = self._lines[after]
            if line.blank or line.part is not None:
                continue
            if self._is_next_label(after, line.text) or _HEADING_MARK.match(line.text):
                return True
            short = line.text.strip().strip("*_") or "*"
            if len(short) > _LONGEST_HEADING or _ENDED.search(short) or not short[0].isupper():
                return False
        return False

    def _begins_annex(self, index: int, text: str, *, apart: bool) -> bool:
        """True for the heading of an annex behind a finished paragraph; one with the next paragraph below is a heading within."""
        if self._zone is not UnitKind.PARAGRAPH or not ends(text, self._pack):
            return False
        below = next((n for n in range(index + 1, len(self._lines)) if not (self._lines[n].blank or self._lines[n].part)), None)
        inside = below is not None and self._is_next_label(below, self._lines[below].text)
        return (apart or text.isupper()) and _STOPPED.search(self._tail()) is not None and not inside

    def _is_next_label(self, index: int, text: str) -> bool:
        stripped = text.lstrip()
        number = NUMBER.match(stripped)
        if number is not None and not self._is_date(index, stripped):
            return int(number.group(1)) == self._ranks[UnitKind.PARAGRAPH] + 1
        letters = LETTERS.match(stripped) if self._zone is not UnitKind.PARAGRAPH else None
        return letters is not None and self._ranks[UnitKind.RECITAL] + 1 in self._openers.ranks.get(letters.group(1), ())

    def _is_last(self) -> bool:
        """True once the paragraph that instructs the President is printed to its full stop."""
        unit = self.units[-1] if self.units else None
        if unit is None or unit.kind is not UnitKind.PARAGRAPH or not _SENTENCE_ENDED.search(self._tail()):
            return False
        # Only the lines that are new since the last full stop are looked at, and a few before them.
        if self._watched is not unit:
            self._watched, self._seen, self._instructs = unit, 0, False
        text = " ".join(self._source[piece.start : piece.end] for piece in unit.pieces[max(0, self._seen - _MOST_LINES) :])
        self._instructs |= self._openers.instruction.search(re.sub(r"\s+", " ", text)) is not None
        self._seen = len(unit.pieces)
        return self._instructs


def find_units(source: str, lines: Sequence[Line], first: int, own: Pack) -> Structure:
    r"""Find the units of a resolution.

    Args:
        source: The source text.
        lines: Its lines, with furniture and footnotes marked.
        first: Index of the first line behind the enacting formula.
        own: The language.

    Returns:
        Citations, recitals and paragraphs in printed order, as stretches of the source.

    >>> from kzgraph.language.pack import pack
    >>> from kzgraph.reading.lines import split
    >>> text = "– ottaa huomioon SEU 2 artiklan,\n\nA. ottaa huomioon, että vesi on kaikkien;\n\n1. kehottaa toimimaan."
    >>> [(unit.kind.value, unit.label) for unit in find_units(text, split(text), 0, pack("fi")).units]
    [('citation', '1'), ('recital', 'A'), ('paragraph', '1')]
    """
    return _Reader(source, lines, first, own).read()
