"""What stands before the first unit: the enacting formula, the title, the numbers and the stage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kzgraph.extract.dates import begins_with_date, find_dates
from kzgraph.extract.openers import opens
from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.language.words import Pack
from kzgraph.model import Head, MappedText, Span, Stage, UnitKind
from kzgraph.reading.lines import Line, clean

_PROCEDURE = re.compile(r"(\d{4}/\d{4}[A-Z]?)\s?\(\s?([A-Z]{3})\s?\)")
# The bracket at the end of a title, with the procedure and whatever else stands in it.
_NUMBERS = re.compile(r"\([^()]*\d{4}/\d{4}[A-Z]?\s?\(\s?[A-Z]{3}\s?\)[^()]*\)")
#: The mark of a note to the title.
_MARK = re.compile(r"\s?<sup>\s*\d{1,3}\s*</sup>")
_ADOPTED = re.compile(r"\bP(\d{1,2})_TA(-PROV)?\s?\((\d{4})\)\s?(\d{4})(?!\d)")
_CELEX = re.compile(r"\b5(?:19|20)\d\d[A-Z]{2}\d{4}\b")
_JOINT = re.compile(r"\bRC-[A-Z]?\d{1,2}[-‐‑]\d{4}/\d{4}|\bRC\\\d+|[{}]\s*RC\d")
_SINGLE = re.compile(r"(?<!RC-)\bB\d{1,2}[-‐‑]\d{4}/\d{4}|\bRE\\\d+")
_DOCUMENT = re.compile(r"\b((?:RC-[A-Z]?|(?<!RC-)[AB])\d{1,2})[-‐‑](\d{4}/\d{4})(?!\d)")
#: How far from the words of the title its date may stand.
_DATE_REACH = 24
#: What may stand before the opener of a citation.
BULLET_OR_BLANK = " \t-–—−•*"
_BODY = re.compile(r"\s*(?:[-–—−•*+\uf02d\uf0b7]\s*\w|[^\W\d_]{1,2}[.)]\s|1[.)]\s)")


@cache
def _opening(code: str) -> re.Pattern[str]:
    # A line of its own, with what converters put round it: blanks, emphasis, a comma or colon.
    return re.compile(rf"[\s*_#]*{any_of(pack(code).head.opening)}[\s*_]*(?:[,:][\s*_]*)?$", re.IGNORECASE)


def find_opening(lines: Sequence[Line], own: Pack) -> int | None:
    r"""Return the index of the line that is the enacting formula, or None where a motion lacks it.

    >>> from kzgraph.reading.lines import split
    >>> find_opening(split("2031/2901(RSP)\n\n*Europa-Parlamentet,*\n"), pack("da"))
    2
    """
    pattern = _opening(own.code)
    places = [index for index, line in enumerate(lines) if pattern.match(line.text)]
    # Page heads print Parliament's name too: the formula is the one before the first citation or label.
    return next((index for index in places if _begins_body(lines, index + 1, own)), places[0] if places else None)


@cache
def _opening_ahead(code: str) -> re.Pattern[str]:
    return re.compile(rf"[\s*_#]*{any_of(pack(code).head.opening)}(?!\w)[\s*_]*[,:]?[\s*_]*(?=\S)", re.IGNORECASE)


def part_opening(lines: Sequence[Line], own: Pack) -> tuple[Line, ...]:
    r"""Return the lines with the enacting formula on a line of its own, where a tool joined the first citation to it.

    >>> from kzgraph.reading.lines import split
    >>> [line.text for line in part_opening(split("Europos Parlamentas, – atsižvelgdamas į savo rezoliucijas,"), pack("lt"))]
    ['Europos Parlamentas, ', '– atsižvelgdamas į savo rezoliucijas,']
    """
    whole = _opening(own.code)
    if any(whole.match(line.text) and _begins_body(lines, index + 1, own) for index, line in enumerate(lines)):
        return tuple(lines)
    for index, line in enumerate(lines):
        found = _opening_ahead(own.code).match(line.text)
        if found and opens(line.text[found.end() :].lstrip(BULLET_OR_BLANK), own) is UnitKind.CITATION:
            formula = Line(line.start, line.text[: found.end()])
            citation = Line(line.start + found.end(), line.text[found.end() :])
            return (*lines[:index], formula, citation, *lines[index + 1 :])
    return tuple(lines)


def _begins_body(lines: Sequence[Line], index: int, own: Pack) -> bool:
    following = next((line.text for line in lines[index:] if not line.blank), "")
    return _BODY.match(following) is not None or opens(following.strip(), own) is not None


def read_head(source: str, lines: Sequence[Line], opening: int, own: Pack, *, markdown: bool) -> Head:
    """Read title, numbers and stage.

    Args:
        source: The source text.
        lines: All its lines; page feet behind the head show the stage too.
        opening: Index of the enacting formula, 0 where there is no head.
        own: The language.
        markdown: True to undo Markdown's escapes.
    """
    head = lines[:opening]
    text = _paragraphs(source, head, own, markdown=markdown)
    joined = " ".join(piece.text for piece in text)
    title, date = _title(text, own)
    procedure = _PROCEDURE.search(title or "") or _PROCEDURE.search(joined)
    numbers = tuple(dict.fromkeys(f"P{m[1]}_TA{m[2] or ''}({m[3]}){m[4]}" for m in _ADOPTED.finditer(joined)))
    celex = _CELEX.search(joined)
    feet = " ".join(line.text for line in lines[opening:] if line.part is not None)
    return Head(
        title=_PROCEDURE.sub("", _NUMBERS.sub("", _MARK.sub("", title))).replace("()", "").strip(" -–,") if title else None,
        date=date,
        procedure=f"{procedure[1]}({procedure[2]})" if procedure else None,
        adopted_text_numbers=numbers,
        celex=celex.group() if celex else None,
        document_numbers=tuple(dict.fromkeys(f"{m[1]}-{m[2]}" for m in _DOCUMENT.finditer(f"{joined} {feet}"))),
        stage=_stage(
            joined,
            f"{joined} {feet}",
            own,
            numbers=bool(numbers) and not _has_motion_line(head, own),
            dated=date is not None,
        ),
    )


def _paragraphs(source: str, lines: Sequence[Line], own: Pack, *, markdown: bool) -> list[MappedText]:
    """The head as paragraphs: lines between blank ones, put together."""
    paragraphs: list[MappedText] = []
    pieces: list[Span] = []
    # A title begins its own paragraph where no blank line does.
    words = re.compile(rf"[\s#*_]*{any_of(own.head.title)}", re.IGNORECASE)
    for line in [*lines, Line(0, "")]:
        closed = pieces and _PROCEDURE.search(source[pieces[-1].start : pieces[-1].end])
        # In some languages the date of a title stands before its words.
        dated = begins_with_date(line.text.strip("#*_ \t\u00a0"), own) and words.search(line.text[: 2 * _DATE_REACH + 40])
        if pieces and (words.match(line.text) or dated or closed) and not _PROCEDURE.match(line.text.strip(" (")):
            paragraphs.append(clean(source, pieces, markdown=markdown))
            pieces = []
        start = len(line.text) - len(line.text.lstrip("# \t\u00a0"))
        if line.text[start:].strip():
            if pieces and line.text.lstrip().startswith("#"):
                paragraphs.append(clean(source, pieces, markdown=markdown))
                pieces = []
            pieces.append(Span(line.start + start, line.start + len(line.text)))
        elif pieces:
            paragraphs.append(clean(source, pieces, markdown=markdown))
            pieces = []
    return paragraphs


def _title(paragraphs: Sequence[MappedText], own: Pack) -> tuple[str | None, str | None]:
    """The longest paragraph that opens with the words of a title, and the date that stands at those words."""
    words = re.compile(any_of(own.head.title), re.IGNORECASE)
    best: tuple[str, str | None] | None = None
    for paragraph in paragraphs:
        found = words.search(paragraph.text)
        if found is None or found.start() > _DATE_REACH:
            continue
        full = next((m for m in _PROCEDURE.finditer(paragraph.text) if m.start() > found.end()), None)
        text = paragraph.text[: full.end() + 1 if full else None]
        near = [
            mention.value
            for mention in find_dates(text, own)
            if len(mention.value) == 10 and found.start() - _DATE_REACH <= mention.span.start <= found.end() + _DATE_REACH
        ]
        if best is None or len(text) > len(best[0]):
            best = text, near[0] if near else None
    return best if best else (None, None)


def _stage(head: str, with_feet: str, own: Pack, *, numbers: bool, dated: bool) -> Stage:
    """The stage: an adopted text has its number or the date of the vote; motions say what they are in head or page feet."""
    if numbers:
        return Stage.ADOPTED_TEXT
    joint, single = _place(own.head.joint_motion, head), _place(own.head.motion, head)
    if joint is not None or single is not None:
        # The first wins: a motion may name the joint motion that replaced it, and the words for both begin or end alike.
        return Stage.JOINT_MOTION if single is None or (joint is not None and joint <= single) else Stage.MOTION
    if dated:
        return Stage.ADOPTED_TEXT
    if _JOINT.search(with_feet):
        return Stage.JOINT_MOTION
    if _SINGLE.search(with_feet):
        return Stage.MOTION
    return Stage.UNKNOWN if _place(own.head.adopted, head) is None else Stage.ADOPTED_TEXT


def _has_motion_line(lines: Sequence[Line], own: Pack) -> bool:
    """True where a line of the head begins with "MOTION FOR …": such pages name the adopted text's number in a box."""
    words = re.compile(rf"[\s#*_]*{any_of((*own.head.joint_motion, *own.head.motion))}", re.IGNORECASE)
    return any(words.match(line.text) for line in lines)


def _place(phrases: tuple[str, ...], text: str) -> int | None:
    found = re.search(any_of(phrases), text, re.IGNORECASE)
    return found.start() if found else None
