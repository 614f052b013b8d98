"""Page furniture: what printing, page layout and converters put between the words of a resolution.

The marks here belong to Parliament's document templates and to Markdown, not to a language; the two things that do (the
motto and the words "texts adopted") come from the pack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kzgraph.language.phrases import any_of
from kzgraph.language.words import Pack
from kzgraph.model import Part
from kzgraph.reading.lines import Line

_TEMPLATES = re.compile(
    r"""\s*(?:\#{1,6}\s+)?(?:
      [A-Z]{2,3}\\[\w.\\-]+\.(?:docx?|pdf|rtf)\b.*            # RC\1247433RO.docx 10/11 PE702.845v01-00 }
    | PE\s?\d{3}[.]\d{3}(?:v\d\d-\d\d)?(?:\s*[{}].*)?        # PE702.852v01-00 }
    | [{}]\s*RC\d*                                            # } RC1
    | (?:RC-)?[AB]\d{1,2}[-‐‑]\d{4}/\d{4}\s*[{}].*            # B9-0065/2022 }
    | \d{1,3}\s*/\s*\d{1,3}                                   # 10/11
    | [-–—]\s?\d{1,3}\s?[-–—]                                # - 12 -
    | P\d{1,2}\\?_TA(?:-PROV)?\(\d{4}\)\d{4}                  # P9_TA(2022)0012
    | </?[A-Z][A-Za-z-]+>                                     # pseudo-tags of the document template
    )\s*$""",
    re.VERBOSE,
)
#: The file name in page feet, which tells the stage of a text.
FILE_NAME = re.compile(r"\s*[A-Z]{2,3}\\[\w.\\-]+\.(?:docx?|pdf|rtf)\b")
_RULES = re.compile(r"\s*(?:[-*_=](?:\s*[-*_=]){2,}|[°º˚o*∗⁎•◦○●](?:\s*[°º˚o*∗⁎•◦○●]){0,4})\s*$")
#: What heads and feet of pages are put together of, and which of it stands nowhere else.
_CERTAIN = (
    r"[A-Z]{2,3}\\[\w.\\-]+\.(?:docx?|pdf|rtf)\b|PE\s?\d{3}[.]\d{3}(?:v\d\d-\d\d)?|P\d{1,2}\\?_TA(?:-PROV)?\(\d{4}\)\d{4}"
    r"|(?:CE|CA|[CL])\s?\d{1,3}(?:\s?[A-Z])?\s?/\s?\d{1,4}|ELI:\s?https?://\S*[^\s.,;]"
)
_POSSIBLE = (
    r"[A-Z]{2}(?!\w)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?|[CL]/\d{4}/\d{1,5},?|[CL],|\d{1,4}(?:\s?/\s?\d{1,4})?(?![\w./-])|[|{}–—-]"
)
#: No head or foot of a page is longer.
_LONGEST_FOOT = 160
_ENDED = ";,.·:!?"
_FIRST_NUMBER = re.compile(r"\s*(?:[-–—•*]\s*)?[*_]{0,2}1\\?[.)]")
#: Longer than a number or the code of a language.
_LONGEST_NUMBER = 5
#: So many pages in a row may end without a number between.
_MOST_SKIPPED = 3
_PAGE_NUMBER = re.compile(r"\s*(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?\s*$")
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"\s*(?:[-–—−•*+\uf02d\uf0b7]\s*[^\W\d]|\(?[^\W_]{1,3}[.)]\s*\w)")
#: A line that comes back so often, digits aside, is a page head or foot.
_REPEATS = 3
_LONGEST_REPEATED = 90


def mark_furniture(lines: Sequence[Line], first: int, pack: Pack) -> tuple[Line, ...]:
    r"""Return the lines with page furniture marked.

    Args:
        lines: All lines of the source.
        first: Index of the first line behind the head; before it nothing is furniture.
        pack: The language, for the motto and the page head.

    >>> from kzgraph.language.pack import pack
    >>> from kzgraph.reading.lines import split
    >>> page = split("se vedno\n\nRC\\1225410SL.docx 7/12 PE688.900v01-00 }\nPE688.901v01-00 } RC1\n\nSL\n\nprestajajo")
    >>> [line.text for line in mark_furniture(page, 0, pack("sl")) if line.part is None and not line.blank]
    ['se vedno', 'prestajajo']
    """
    words = re.compile(
        rf"[\s#*_]*(?:[A-Z]{{2}}\s+)?{any_of((*pack.head.motto, *pack.head.adopted))}(?:\s+[A-Z]{{2}})?[\s*_]*$",
        re.IGNORECASE,
    )
    repeated = _repeated(lines[first:])
    composed = _Composed(pack)
    marked = list(lines)
    possible: set[int] = set()
    for index in range(first, len(lines)):
        text = lines[index].text
        if not text:
            continue
        if _TEMPLATES.match(text) or _RULES.match(text) or words.match(text) or _DIGITS.sub("0", text.strip()) in repeated:
            marked[index] = replace(lines[index], part=Part.FURNITURE)
        elif (certain := composed.is_foot(text)) is not None:
            if certain:
                marked[index] = replace(lines[index], part=Part.FURNITURE)
            else:
                possible.add(index)
    again = Counter(lines[index].text.strip() for index in possible)
    # What may be a part of a head or foot is one beside another part, above or below.
    beside = False
    for index in (*range(first, len(lines)), *range(len(lines) - 1, first - 1, -1)):
        if index in possible and (beside or _comes_back(lines[index].text.strip(), again)):
            marked[index] = replace(lines[index], part=Part.FURNITURE)
        beside = marked[index].part is Part.FURNITURE or (beside and lines[index].blank)
    own_code = pack.code.upper()
    pages = _counted_pages(marked, first, re.compile(any_of((*pack.head.journal, *pack.head.adopted)), re.IGNORECASE))
    for index in range(first, len(lines)):
        text = lines[index].text
        if marked[index].part is None and (
            (text.strip() == own_code and (again[own_code] > 1 or _stands_alone(marked, index)))
            or (_PAGE_NUMBER.match(text) and (index in pages or _stands_alone(marked, index)))
        ):
            marked[index] = replace(lines[index], part=Part.FURNITURE)
    return tuple(marked)


class _Composed:
    """Heads and feet that are put together of numbers of documents and pages, dates, codes of languages and known words."""

    def __init__(self, pack: Pack) -> None:
        head = pack.head
        names = any_of((*head.gazette, *head.motto, *head.adopted))
        self._part = re.compile(rf"(?P<certain>{_CERTAIN})|(?P<name>(?i:{names}))|{any_of(head.journal)}(?=\s[CL],)|{_POSSIBLE}")

    def is_foot(self, text: str) -> bool | None:
        """Return True where a line holds such parts alone, False where it may be one of them, None where it is none."""
        line = text.strip("# \t\u00a0*_")
        if not 0 < len(line) <= _LONGEST_FOOT:
            return None
        at = parts = 0
        certain = named = False
        while at < len(line):
            found = self._part.match(line, at)
            if found is None or found.end() == at:
                return None
            certain |= found["certain"] is not None
            named |= found["name"] is not None
            parts += found.group() not in "|{}–—-"
            at = found.end()
            while at < len(line) and line[at].isspace():
                at += 1
        return None if not parts else certain or (named and parts > 1)


def _comes_back(text: str, again: Counter[str]) -> bool:
    """True for a date that is printed alone on so many lines: that of a page head."""
    return len(text) > _LONGEST_NUMBER and again[text] >= _REPEATS


def _counted_pages(lines: Sequence[Line], first: int, cites: re.Pattern[str]) -> frozenset[int]:
    """Numbers alone on their lines that count up where no label can stand: the numbers of pages.

    Where labels have dots, a number without one is none; else it is none in the middle of a sentence, or above a label. Nor is
    it the number of a note, which stands above what the note cites.
    """
    texts = [index for index in range(first, len(lines)) if not lines[index].blank and lines[index].part is None]
    dotted = any(_FIRST_NUMBER.match(lines[index].text) for index in texts)
    pages: set[int] = set()
    chain: list[tuple[int, bool]] = []
    last = 0
    for before, index, after in zip(texts, texts[1:], texts[2:], strict=False):
        if not _PAGE_NUMBER.match(lines[index].text):
            continue
        behind = lines[after].text.lstrip()
        inside = dotted or (lines[before].text.rstrip()[-1] not in _ENDED and behind[0].islower())
        if cites.match(behind) or not (inside or _BULLET.match(behind)):
            continue
        number = int(re.sub(r"\D", "", lines[index].text))
        if not last < number <= last + _MOST_SKIPPED or not chain:
            pages |= _of_pages(chain)
            chain = []
        chain.append((index, inside))
        last = number
    return frozenset(pages | _of_pages(chain))


def _of_pages(chain: Sequence[tuple[int, bool]]) -> set[int]:
    return {index for index, _ in chain} if len(chain) > 1 and sum(inside for _, inside in chain) * 2 >= len(chain) else set()


def _repeated(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines without an end mark that come back: running heads and feet that no template explains."""
    counts = Counter(
        _DIGITS.sub("0", line.text.strip())
        for line in lines
        if 0 < len(line.text.strip()) <= _LONGEST_REPEATED
        and line.text.rstrip()[-1] not in ";,.·:"
        and not _BULLET.match(line.text)
    )
    # Units begin alike, and a lone label ("A.", "1") repeats in every list: it must hold a word.
    return frozenset(text for text, count in counts.items() if count >= _REPEATS and re.search(r"[^\W\d_]{3}", text))


def _neighbours(lines: Sequence[Line], index: int) -> tuple[Line | None, Line | None]:
    """The nearest lines on either side that are not blank."""
    before = next((lines[i] for i in range(index - 1, -1, -1) if not lines[i].blank), None)
    after = next((lines[i] for i in range(index + 1, len(lines)) if not lines[i].blank), None)
    return before, after


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """True for a line with blank lines on both sides, the text going on in small letters: a page number, no label."""
    if not (0 < index < len(lines) - 1 and lines[index - 1].blank and lines[index + 1].blank):
        return False
    before, after = _neighbours(lines, index)
    return before is not None and after is not None and before.text.rstrip()[-1] not in _ENDED
