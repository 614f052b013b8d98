"""Web pages: Parliament's and the Official Journal's, one resolution or the texts of a whole day, and copies of them.

No page form is known by its address. What a page shows is cut by Parliament's own formulas: each enacting formula with the
title above it is a text, and what stands behind its last paragraph under a heading of its own belongs to it no more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kzgraph.errors import InputError
from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of, finder
from kzgraph.language.words import Pack
from kzgraph.model import LeftOut, Medium
from kzgraph.reading.media import Part
from kzgraph.reading.page import Block, Page, read_page
from kzgraph.reading.recognise import LEAST_POINTS, weigh

_ENDED = re.compile(r"[.,;:!?·\u0387][\"”“»’')\]]{0,3}(?:\s?(?:<sup>\d{1,3}</sup>|\(\d{1,3}\)))?$")
_NOTE = re.compile(r"<sup>(\d{1,3})</sup>\s?\S|\((\d{1,3})\)\s?\S")
_MARKS = re.compile(r"\S\s?<sup>(\d{1,3})</sup>|\S\s?\((\d{1,3})\)")
_ADOPTED = re.compile(r"\bP\d{1,2}_TA(?:-PROV)?\s?\(\d{4}\)\s?\d{4}(?!\d)")
_NUMBERED = re.compile(r"\d{1,3}\s?[.)]\s*")
_BULLET = re.compile(r"[-–—−•*\uf02d\uf0b7]\s*\w|(?:[^\W\d_]{1,2}|1)[.)]\s*\w")
#: "Last updated: 3 March 2031", in whatever language.
_UPDATED = re.compile(r"[^\d:;]{3,60}:\s?\d{1,2}\S{0,3}\s?[^\d:;]{1,20}\s?\d{4}\D{0,6}$|©")
_SQUARE = re.compile(r"\[(\d{1,3})\]")
#: Notes in double brackets, as the Official Journal's oldest pages print them.
_DOUBLE = re.compile(r"\s?\(\(([^()]{1,600}(?:\([^()]{0,200}\)[^()]{0,600}){0,4})\)\)")
_MOST_NOTES = 999
#: A page of a day holds fewer.
MOST_TEXTS = 500
#: A title has so many lines above its enacting formula at most.
_MOST_TITLE_LINES = 12
#: A page that shows so little and links to files has no text of its own.
_LITTLE = 5_000


@dataclass(frozen=True, slots=True)
class _Words:
    """The formulas of a language that cut a page, compiled."""

    opening: re.Pattern[str]
    title: re.Pattern[str]
    begins: re.Pattern[str]
    instruction: re.Pattern[str]


def parts(data: bytes, name: str) -> Iterator[Part | InputError]:
    r"""Read the resolutions on a web page.

    Args:
        data: The bytes of the page.
        name: What to call it in an error.

    Raises:
        InputError: It is damaged, or says itself that it holds no text.

    >>> page = "<nav>Sitzung</nav><h1>Entschließung</h1><p>Das Europäische Parlament,</p><p>–&nbsp;&nbsp;gestützt auf …</p>"
    >>> next(parts(page.encode(), "a.html")).text
    'Entschließung\n\nDas Europäische Parlament,\n\n– gestützt auf …'
    """
    page = read_page(data, name)
    for part in _texts(page, name):
        if page.broken is not None and "\ufffd" in part.text:
            yield InputError(f"{name}#{part.name}" if part.name else name, page.broken.reason, page.broken.remedy)
        else:
            yield part


def _texts(page: Page, name: str) -> Iterator[Part]:
    """The texts that are resolutions, or all where nothing tells which of them are."""
    blocks, points = _shown(page)
    hidden = () if blocks and any(block.chrome for block in blocks) else (block for block in page.blocks if block.chrome)
    left_out = [LeftOut("navigation", block.text) for block in hidden]
    text = _joined(blocks)
    if not points or points[0][1] < LEAST_POINTS:
        _refuse_without_text(page, text, name)
        yield Part(text, medium=Medium(encoding=page.encoding, left_out=tuple(left_out)))
        return
    words = _words(pack(points[0][0]))
    blocks = _lines_apart(blocks, words)
    texts = _split(blocks, words)
    if len(texts) == 1:
        kept = _trimmed(texts[0], words)
        yield Part(_joined(kept), medium=Medium(encoding=page.encoding, left_out=(*left_out, *_behind(texts[0], kept))))
        return
    if len(texts) > MOST_TEXTS:
        raise InputError(name, f"it holds {len(texts):,} texts, no day of Parliament has so many", "Give fewer texts at a time.")
    titled = [one for one in texts if any(words.title.match(block.text) for block in one.head)] or texts
    inside = {id(block) for one in titled for block in (*one.head, *one.body)}
    left_out += [LeftOut("outside the texts", block.text) for block in blocks if id(block) not in inside]
    numbers = Counter(found for one in texts for found in _numbers(one.head))
    for place, one in enumerate(titled, 1):
        own, head = _numbers(one.head), one.head
        if not own and len(numbers) == 1:
            # One number above several acts.
            head = (*(Block(number) for number in numbers), *one.head)
        kept = _trimmed(replace(one, head=head), words)
        text = _joined(kept)
        label = own[0] if len(own) == 1 and numbers[own[0]] == 1 else f"text {place}"
        # What belongs to none of the texts is told with the first.
        medium = Medium(encoding=page.encoding, left_out=(*left_out, *_behind(one, kept)))
        left_out = []
        yield Part(text, label if len(titled) > 1 else "", text.encode() if len(titled) > 1 else None, medium)


def _shown(page: Page) -> tuple[list[Block], tuple[tuple[str, int], ...]]:
    """The blocks that may be text and the points of each language; chrome is text where nothing else is."""
    blocks = _raised([block for block in page.blocks if not block.chrome])
    points = weigh(_joined(blocks))
    if len(blocks) < len(page.blocks) and (not points or points[0][1] < LEAST_POINTS):
        every = _raised(list(page.blocks))
        all_points = weigh(_joined(every))
        if all_points and all_points[0][1] >= LEAST_POINTS:
            return every, all_points
    return blocks, points


def _joined(blocks: Sequence[Block]) -> str:
    return _with_notes_behind("\n\n".join(block.text for block in blocks))


def _raised(blocks: list[Block]) -> list[Block]:
    """The same blocks, with "[1]" raised where a block begins with it: the note to which it points."""
    notes = {found[1] for block in blocks if (found := _SQUARE.match(block.text))}
    if not notes:
        return blocks

    def mark(found: re.Match[str]) -> str:
        return f"<sup>{found[1]}</sup>" if found[1] in notes else found[0]

    return [replace(block, text=_SQUARE.sub(mark, block.text)) for block in blocks]


def _with_notes_behind(text: str) -> str:
    """Put notes that stand in the text in double brackets behind it."""
    notes = [found[1].strip() for found in _DOUBLE.finditer(text)]
    if not 0 < len(notes) <= _MOST_NOTES:
        return text
    numbers = iter(range(1, len(notes) + 1))
    text = _DOUBLE.sub(lambda _: f"<sup>{next(numbers)}</sup>", text)
    return text + "".join(f"\n\n<sup>{number}</sup> {note}" for number, note in enumerate(notes, 1))


def _words(own: Pack) -> _Words:
    subject = rf"(?:{any_of(own.subject)}\s+)?"
    return _Words(
        opening=re.compile(rf"{any_of(own.head.opening)}\s*(?:[,:]\s*)?$", re.IGNORECASE),
        title=re.compile(rf"(?:\d{{1,3}}\.\s*)?{any_of(own.head.title)}", re.IGNORECASE),
        begins=finder((*own.citation_openers, *own.recital.openers)),
        instruction=re.compile(rf"{subject}{any_of(own.verbs_of('Instruction'))}", re.IGNORECASE),
    )


def _refuse_without_text(page: Page, text: str, name: str) -> None:
    """Refuse a page that cannot hold a resolution, with the reason; of any other the formulas will say that it is none."""
    if not text.strip() and page.scripted:
        raise InputError(
            name,
            "it holds scripts and no text: the site asked for a browser before it gave the page",
            "Open its address in a browser and save the page from there.",
        )
    if page.files and len(text) < _LITTLE:
        raise InputError(
            name,
            f"the page has no text, only links to files such as {page.files[0][:200]}",
            "Fetch that file and give it instead.",
        )


# ---------------------------------------------------------------- several texts on a page


@dataclass(frozen=True, slots=True)
class _Text:
    """The blocks above an enacting formula, and those from it on."""

    head: tuple[Block, ...]
    body: tuple[Block, ...]


def _lines_apart(blocks: Sequence[Block], words: _Words) -> list[Block]:
    """The same blocks, with the enacting formula in one of its own where the page only breaks lines."""
    apart: list[Block] = []
    for block in blocks:
        lines = block.text.split("\n")
        places = [at for at, line in enumerate(lines) if words.opening.match(line)] if len(lines) > 1 else []
        cuts = sorted({0, len(lines), *places, *(at + 1 for at in places)})
        apart += [replace(block, text="\n".join(lines[start:end])) for start, end in pairwise(cuts) if start < end]
    return apart


def _split(blocks: Sequence[Block], words: _Words) -> list[_Text]:
    openings = [
        at for at, block in enumerate(blocks[:-1]) if words.opening.match(block.text) and _begins_body(blocks[at + 1].text, words)
    ]
    if len(openings) < 2:
        at = openings[0] if openings else 0
        return [_Text(tuple(blocks[:at]), tuple(blocks[at:]))]
    heads = [0, *(_head_of(blocks, at, before, words) for before, at in pairwise(openings))]
    # A list of all titles may stand above the first text.
    heads[0] = next((at for at in range(openings[0]) if not blocks[at].linked), openings[0])
    ends = [*heads[1:], len(blocks)]
    return [
        _Text(tuple(block for block in blocks[head:opening] if not block.linked), tuple(blocks[opening:end]))
        for head, opening, end in zip(heads, openings, ends, strict=True)
    ]


def _begins_body(text: str, words: _Words) -> bool:
    return _BULLET.match(text) is not None or words.begins.match(text) is not None


def _head_of(blocks: Sequence[Block], opening: int, before: int, words: _Words) -> int:
    """The first line of the head above an enacting formula: behind it no unit or note of the text before ends."""
    first = opening
    while first - 1 > before and opening - first < _MOST_TITLE_LINES:
        block = blocks[first - 1]
        if not words.title.match(block.text) and (_NOTE.match(block.text) or _ENDED.search(block.text)):
            break
        first -= 1
    return first


def _numbers(head: Sequence[Block]) -> list[str]:
    return list(dict.fromkeys(found.group() for block in head for found in _ADOPTED.finditer(block.text)))


# ---------------------------------------------------------------- what stands behind the text


def _trimmed(text: _Text, words: _Words) -> list[Block]:
    """The blocks of a text without what a page puts behind it."""
    body = list(text.body)
    end = next((at + 1 for at, block in enumerate(body) if _instructs(block.text, words)), None)
    if end is not None:
        heading = next((at for at in range(end, len(body)) if body[at].heading), len(body))
        body = body[:heading] + _notes_of(body[:heading], body[heading:])
    while body and not _NOTE.match(body[-1].text) and (body[-1].linked or _UPDATED.match(body[-1].text)):
        body.pop()
    return [*text.head, *body]


def _behind(text: _Text, kept: Sequence[Block]) -> Iterator[LeftOut]:
    """The blocks of a text that are not kept."""
    texts = {block.text for block in kept}
    return (LeftOut("behind the text", block.text) for block in text.body if block.text not in texts)


def _instructs(text: str, words: _Words) -> bool:
    numbered = _NUMBERED.match(text)
    return numbered is not None and _ENDED.search(text) is not None and words.instruction.match(text, numbered.end()) is not None


def _notes_of(kept: Sequence[Block], rest: Sequence[Block]) -> list[Block]:
    """The notes, among what is cut off, to which marks in what is kept point."""
    wanted = {next(filter(None, found.groups())) for block in kept for found in _MARKS.finditer(block.text)}
    wanted -= {next(filter(None, found.groups())) for block in kept if (found := _NOTE.match(block.text))}
    notes = []
    for block in rest:
        found = _NOTE.match(block.text)
        number = next(filter(None, found.groups())) if found else None
        if number in wanted:
            notes.append(replace(block, heading=False))
            wanted.discard(number)
    return notes
