"""The readers that are tried: how each reads an input, what it promises, where its inputs come from and how they are damaged."""

from __future__ import annotations

import logging
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

from kzgraph.errors import InputError, NotFoundError
from kzgraph.fetching import references
from kzgraph.fetching.client import Answer, Client, Origin
from kzgraph.fetching.portal import Portal
from kzgraph.fetching.references import Document, Procedure
from kzgraph.graph import known
from kzgraph.graph.check import check, parts, report_graph
from kzgraph.language.pack import languages, pack
from kzgraph.model import MappedText, Source, Version
from kzgraph.pipeline import read_text
from kzgraph.reading import akomantoso, archive, docx, formex, html, mhtml, pdf, pdfium, sdocta, xml
from kzgraph.reading.charset import decode_page
from kzgraph.reading.footnotes import mark_footnotes, unmark
from kzgraph.reading.furniture import mark_furniture
from kzgraph.reading.layout import Glyph, lines_of
from kzgraph.reading.lines import clean, split
from kzgraph.reading.media import media_type_of, read_bytes
from kzgraph.reading.pages import Page
from kzgraph.reading.pages import read as read_pages
from kzgraph.reading.recognise import weigh
from kzgraph.reading.source import decode
from kzgraph.resolve.decisions import load_decisions
from tests.fuzz import mutators, seeds, words
from tests.fuzz.mutators import GLYPH, Blind, Mutator
from tests.fuzz.promises import hold_graph, hold_mapped, hold_parts, hold_text, hold_version
from tests.fuzz.trial import BrokenPromiseError, sampled

#: What is slow about an input is done with one of so many.
_SELDOM = 64


def _nothing(_data: bytes, _result: Any, *, thorough: bool) -> None:
    """There is nothing to hold but that it ends well."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader under trial.

    Args:
        read: Reads an input; raises what the package promises to raise and nothing else.
        seeds: Sound inputs.
        mutate: Damages an input.
        hold: Holds what was read to what is promised.
        tokens: Words that inputs are made of.
        longest: No input is longer, in bytes.
        size: Of an input, for bounds of time and memory.
        starts_programs: True where reading starts a process.
    """

    read: Callable[[bytes], Any]
    seeds: Callable[[], Iterable[bytes]]
    mutate: Mutator
    hold: Callable[..., None] = _nothing
    tokens: Callable[[], Iterable[str]] = tuple
    longest: int = 16_384
    size: Callable[[bytes], int] = field(default=len)
    starts_programs: bool = False


# ---------------------------------------------------------------- plain text


def _read_lines(data: bytes) -> tuple[Source, list[MappedText]]:
    """The reading of a plain text: its encoding, lines, furniture, footnotes and their marks."""
    source = decode(data, "x")
    points = weigh(source.text)
    own = pack(points[0][0] if points else languages()[len(data) % len(languages())])
    lines = mark_furniture(split(source.text), 0, own)
    lines, notes = mark_footnotes(lines, 0, source.text, own)
    markdown = source.media_type == "text/markdown"
    kept = [clean(source.text, [line.span], markdown=markdown) for line in lines if line.part is None and not line.blank]
    return source, unmark(kept, notes, own)


def _hold_lines(data: bytes, read: tuple[Source, list[MappedText]], *, thorough: bool) -> None:
    source, texts = read
    hold_text(source.text, len(data))
    if not source.encoding.startswith(("utf-16", "utf-32")) and source.text.encode(source.encoding) != data.removeprefix(
        b"\xef\xbb\xbf"
    ):
        raise BrokenPromiseError("a text in its encoding is the file")
    for one in texts:
        hold_mapped(source.text, one)


# ---------------------------------------------------------------- markup and archives


def _read_parts(reader: Any) -> Callable[[bytes], list[Any]]:
    return lambda data: list(reader.parts(data, "x"))


def _hold_found(data: bytes, found: list[Any], *, thorough: bool) -> None:
    hold_parts(data, found, len(data), thorough=thorough)


def _hold_unpacked(data: bytes, found: list[Any], *, thorough: bool) -> None:
    hold_parts(data, found, mutators.unpacked_size(data), thorough=thorough)


def _hold_page(data: bytes, read: tuple[str, str, InputError | None], *, thorough: bool) -> None:
    hold_text(read[0], len(data))


def _names(found: Iterable[bytes], *schemas: Any) -> list[str]:
    names = {name.decode() for file in found for name in re.findall(rb"</?([A-Za-z][\w:.-]*)", file)}
    for schema in schemas:
        for field_of in ("units", "labels", "lines", "words", "inline", "headings", "titles", "skipped", "notes", "cells"):
            names |= getattr(schema, field_of)
    return sorted(names)


_HTML = re.findall(
    r"[\w:]+",
    "p div span a br hr b i em strong sup sub table tr td th tbody ul ol li h1 h2 h3 h4 nav footer header main section article script style "
    "noscript template title head body html pre code font center dl dt dd blockquote form input button select option img svg iframe q "
    "aside figure details summary textarea object ruby rt",
)
_WORD = re.findall(
    r"[\w:]+",
    "w:p w:r w:t w:tab w:br w:cr w:sym w:pPr w:rPr w:numPr w:ilvl w:numId w:pStyle w:rStyle w:vanish w:del w:ins w:moveFrom w:moveTo w:tbl w:tr "
    "w:tc w:txbxContent w:fldChar w:fldSimple w:instrText w:footnoteReference w:endnoteReference w:footnote w:sdt w:sdtContent w:hyperlink "
    "w:vertAlign w:noBreakHyphen w:softHyphen w:abstractNum w:num w:lvl w:lvlOverride w:startOverride w:numFmt w:lvlText w:start w:suff "
    "w:style w:basedOn w:link w:docDefaults w:rPrDefault w:lvlRestart w:isLgl w:specVanish w:numStyleLink w:styleLink",
)


def _clark(names: Iterable[str]) -> list[str]:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return [name.replace("w:", space) for name in names]


#: What stands in the headers of messages.
_MESSAGE = (
    "Content-Type: ", "multipart/related; boundary=", "multipart/mixed", "text/html", "text/html; charset=", "application/xhtml+xml",
    "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "Content-Disposition: x; filename*0*=", "name*1*=x",
    "name*=utf-8''%ff", "name*=x'", "name*99999999999=x", "filename*0*=zlib''a", "boundary*0=a; boundary*1=b", 'boundary=""', '"', "'", ";", "=?x?Q?=41?=",
    "=?utf-8?B?////?=", "--", "----x--y--", "\r\n\r\n", "\r\n ", "\r", "\x00", "\xe9", "\u2028", "x" * 300,
)  # fmt: skip


def _of_messages() -> Iterable[str]:
    return [token for token in _MESSAGE if token.isprintable()]


@cache
def _markup(kind: str) -> Mutator:
    if kind == "html":
        held = list(seeds.html())
        return mutators.markup([*_names(held), *_HTML], held, strict=False)
    held = list(seeds.xml())
    return mutators.markup(_names(held, sdocta._SCHEMA, formex._SCHEMA, akomantoso._SCHEMA), held, strict=True)


def _damaged_markup(kind: str) -> Mutator:
    return lambda data, chance, blind: _markup(kind)(data, chance, blind)


def _damaged_member(data: bytes, chance: random.Random, blind: Blind) -> bytes:
    """Damage by what a member of an archive is."""
    if not data.lstrip().startswith(b"<"):
        return mutators.text(data, chance, blind)
    return _markup("html" if b"<html" in data[:300] else "xml")(data, chance, blind)


def _damaged_message(data: bytes, chance: random.Random, blind: Blind) -> bytes:
    """Damage to the headers of a saved page, or to its page."""
    if chance.random() < 0.4:
        return _markup("html")(data, chance, blind)
    lines = data.split(b"\r\n")
    headers = [at for at, line in enumerate(lines) if line[:8] in (b"Content-", b"----x--y", b"\ttype=") or b": " in line[:20]]
    for _ in range(chance.choice((1, 2, 4))):
        at = chance.choice(headers or [0]) % len(lines)
        line, token = lines[at], chance.choice(_MESSAGE).encode()
        cut = chance.randrange(len(line) + 1)
        lines[at] = chance.choice((line[:cut] + token + line[cut:], line[:cut], token, line + b"; " + token, blind(line)))
    return b"\r\n".join(lines)


_damaged_word = mutators.archive(mutators.markup(_clark(_WORD), [b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"], strict=True))


def _damaged_any(data: bytes, chance: random.Random, blind: Blind) -> bytes:
    """Damage by what a file seems to be."""
    kind = media_type_of(data)
    if kind and "wordprocessingml" in kind:
        return _damaged_word(data, chance, blind)
    if data.startswith(b"PK"):
        return mutators.archive(_damaged_member)(data, chance, blind)
    return _damaged_member(data, chance, blind)


def _read_media(data: bytes) -> Sequence[Source | InputError]:
    """Any file, but not in another process."""
    if media_type_of(data) == "application/pdf":
        raise InputError("x", "it is a PDF file", "Try it as such.")
    return read_bytes(data, "x")


def _any_files() -> Iterable[bytes]:
    for kind in (seeds.encoded, seeds.html, seeds.xml, seeds.archives, seeds.word_files):
        yield from islice(kind(), 6)


# ---------------------------------------------------------------- pages


def _pages_of(data: bytes) -> list[list[Glyph]]:
    """Letters as the library may give them, within what the reader lets pass."""
    found: list[list[Glyph]] = [[]]
    for code, left, right, base, size in GLYPH.iter_unpack(data[: len(data) // GLYPH.size * GLYPH.size]):
        if code == 0:
            found.append([])
            continue
        letter = pdfium._letter(code)
        if letter and 0 < size < 500 and all(abs(place) < 3e38 for place in (left, right, base)):
            found[-1].append(Glyph(letter, min(left, right), max(left, right), base, size))
    return found


def _read_placed(data: bytes) -> str:
    pages: list[Page] = []
    gutter: float | None = None
    for glyphs in _pages_of(data):
        lines, gutter = lines_of(glyphs, gutter) if glyphs else ([], gutter)
        pages.append(Page(tuple(lines), 0, 842))
    return read_pages(pages)[0]


def _hold_placed(data: bytes, read: str, *, thorough: bool) -> None:
    """Nothing is printed that stands on no page; notes may be numbered anew."""
    hold_text(read, len(data))
    there = Counter(glyph.text for page in _pages_of(data) for glyph in page)
    printed = Counter(re.sub(r"</?sup>|\s|\d", "", read))
    more = {letter: count for letter, count in printed.items() if count > there[letter]}
    if more:
        raise BrokenPromiseError("each printed letter stands on a page", more)


def _read_portable(data: bytes) -> str:
    """A PDF file in this process, and now and then in one of its own, as users have it."""
    if not sampled(data, _SELDOM):
        return pdfium.read_file(data)[0]
    return "".join(part.text for part in pdf.parts(data, "x"))


# ---------------------------------------------------------------- the whole chain


def _read_chain(data: bytes) -> Version:
    """A text to all that is found in it; where its language does not show, in one that is named."""
    source = Source(
        "x", data.decode("utf-8", "replace"), "0" * 64, "text/markdown" if sampled(data, 3) else "text/plain", "utf-8"
    )
    if not source.text.strip() or "\x00" in source.text:
        raise InputError("x", "it is empty", "Give a text.")
    try:
        return read_text(source)
    except InputError:
        return read_text(source, languages()[len(data) % len(languages())])


def _hold_chain(data: bytes, version: Version, *, thorough: bool) -> None:
    hold_version(version)
    if not version.recognition.given and (thorough or sampled(data, _SELDOM)):
        hold_graph(version.source)


# ---------------------------------------------------------------- data beside texts


@cache
def _folder() -> Path:
    """A folder for files that only paths can name; small, and gone with the process."""
    held = tempfile.TemporaryDirectory(prefix="kzgraph-fuzz-")
    _KEPT.append(held)
    return Path(held.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def _read_decisions(data: bytes) -> object:
    path = _folder() / "decisions.toml"
    path.write_bytes(data)
    return load_decisions(path)


def _read_graph(data: bytes) -> object:
    """A graph as ``validate`` and ``--known`` take it."""
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # as the command line does
    path = _folder() / f"graph{seeds.FORMATS[(data[:1] or b'0')[0] % len(seeds.FORMATS)]}"
    path.write_bytes(data[1:])
    graph = known.load(path)
    found = [len(part) for part in parts(graph)]
    if sampled(data, _SELDOM):
        report_graph(check(part) for part in parts(graph)).serialize(format="turtle")
    return found, known.known_works(graph), known.known_entities(graph)


class _Canned:
    """A client to which every address answers the same."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(self, address: str, _accept: str, *, check: Callable[[str, bytes], object]) -> Answer:
        check(address, self._data)
        return Answer(address, 200, self._data, "", next(iter(Origin)))


def _read_record(data: bytes) -> object:
    portal = Portal(cast(Client, _Canned(data)), media_type_of)
    listing = portal.look_up(Document("TA", 11, 2031, 144))
    try:
        return listing.files, portal.documents(Procedure(2031, 2901, "RSP"))
    except NotFoundError:
        return listing.files


def _read_reference(data: bytes) -> object:
    found = references.parse(data.decode("utf-8", "replace"))
    return found, str(found)


def _of_packs() -> Iterable[str]:
    """Formulas of all languages, some of each kind."""
    chance = random.Random(1)
    for language in languages():
        for found in words.formulas(language).values():
            yield from (words.bare(phrase, chance) for phrase in found[:3])
    yield from (*words.ODD, *words.FURNITURE)


def _of_markup() -> Iterable[str]:
    yield from (f"<{name}>" for name in [*_names(seeds.xml()), *_HTML])
    yield from (
        "</",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE x [",
        "<!ENTITY y 'z'>",
        "&y;",
        "&#0;",
        "&#55296;",
        "<?x?>",
        "xml:space=",
    )


def _of_json() -> Iterable[str]:
    yield from (
        "{",
        "[",
        "]",
        "}",
        "null",
        "-1",
        "1e999",
        '"\\ud800"',
        '""',
        '"data"',
        '"@id"',
        '"is_realized_by"',
        '"involved_work"',
        '"format"',
    )


#: All readers under trial, by the name that the command has for them.
READERS: dict[str, Reader] = {
    "text": Reader(_read_lines, seeds.encoded, mutators.text, _hold_lines, _of_packs),
    "charset": Reader(lambda data: decode_page(data, "x"), seeds.coded_html, _damaged_markup("html"), _hold_page, _of_markup),
    "html": Reader(_read_parts(html), seeds.html, _damaged_markup("html"), _hold_found, _of_markup),
    "mhtml": Reader(_read_parts(mhtml), seeds.saved_pages, _damaged_message, _hold_found, _of_messages),
    "xml": Reader(_read_parts(xml), seeds.xml, _damaged_markup("xml"), _hold_found, _of_markup),
    "archive": Reader(
        _read_parts(archive),
        seeds.archives,
        mutators.archive(_damaged_member),
        _hold_unpacked,
        longest=32_768,
        size=mutators.unpacked_size,
    ),
    "docx": Reader(
        _read_parts(docx),
        seeds.word_files,
        _damaged_word,
        _hold_unpacked,
        _of_markup,
        longest=65_536,
        size=mutators.unpacked_size,
    ),
    "media": Reader(
        _read_media, _any_files, _damaged_any, _hold_unpacked, _of_markup, longest=65_536, size=mutators.unpacked_size
    ),
    "layout": Reader(_read_placed, seeds.placed, mutators.glyphs, _hold_placed, longest=40_000),
    "pdf": Reader(
        _read_portable,
        seeds.portable,
        lambda data, chance, _: mutators.blindly(data, chance),
        longest=2**18,
        starts_programs=True,
    ),
    "chain": Reader(_read_chain, seeds.texts, mutators.text, _hold_chain, _of_packs, longest=6_000),
    "decisions": Reader(
        _read_decisions,
        seeds.decisions,
        mutators.text,
        tokens=lambda: ("[[same]]", "keep", "also", "actor/person-", "2031-07-01"),
    ),
    "graph": Reader(
        _read_graph, seeds.graphs, lambda data, chance, blind: mutators.text(data, chance, blind), tokens=_of_json, longest=32_768
    ),
    "records": Reader(_read_record, seeds.records, mutators.text, tokens=_of_json),
    "references": Reader(_read_reference, seeds.references, mutators.text, longest=512),
}
