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
    | P\d{1,2}\\?_TA(?:-PROV)?\(\d{4}\)\d{4}                  # P9_TA(2022)0012
    | </?[A-Z][A-Za-z-]+>                                     # pseudo-tags of the document template
    )\s*$""",
    re.VERBOSE,
)
#: The file name in page feet, which tells the stage of a text.
FILE_NAME = re.compile(r"\s*[A-Z]{2,3}\\[\w.\\-]+\.(?:docx?|pdf|rtf)\b")
_RULES = re.compile(r"\s*(?:[-*_=](?:\s*[-*_=]){2,}|[°o*•](?:\s*[°o*•]){0,4})\s*$")
_LANGUAGE_CODE = re.compile(r"\s*[A-Z]{2}\s*$")
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
    marked = list(lines)
    for index in range(first, len(lines)):
        text = lines[index].text
        if text and (
            _TEMPLATES.match(text) or _RULES.match(text) or words.match(text) or _DIGITS.sub("0", text.strip()) in repeated
        ):
            marked[index] = replace(lines[index], part=Part.FURNITURE)
    for index in range(first, len(lines)):
        text = lines[index].text
        if marked[index].part is None and (
            (_LANGUAGE_CODE.match(text) and _beside_furniture(marked, index))
            or (_PAGE_NUMBER.match(text) and (_beside_furniture(marked, index) or _stands_alone(marked, index)))
        ):
            marked[index] = replace(lines[index], part=Part.FURNITURE)
    return tuple(marked)


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


def _beside_furniture(lines: Sequence[Line], index: int) -> bool:
    return any(line is not None and line.part is Part.FURNITURE for line in _neighbours(lines, index))


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """True for a line with blank lines on both sides, the text going on in small letters: a page number, no label."""
    if not (0 < index < len(lines) - 1 and lines[index - 1].blank and lines[index + 1].blank):
        return False
    before, after = _neighbours(lines, index)
    return before is not None and after is not None and before.text.rstrip()[-1] not in ";,.·:"
