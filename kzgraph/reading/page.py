"""A web page as blocks of text: what a browser shows, one paragraph a block, raised numbers tagged, labels before their text.

The page is read as a stream, so its depth costs nothing; no document type, no entity of its own and no address is followed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from kzgraph.errors import InputError
from kzgraph.reading.charset import decode_page
from kzgraph.reading.source import MOST_BYTES as MOST_TEXT

#: No page of Parliament, a day's texts on it, comes near so many elements and stretches of text.
MOST_PIECES = 1_000_000
#: Nor so many bytes, pictures in it included, or so many words in one tag.
MOST_BYTES = 32 * 2**20
_MOST_WORDS = 100_000
#: What is called navigation or footer, or is hidden, and holds more than this is the text itself.
_LONGEST_CHROME = 20_000


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names(
    """address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary table
    tbody td tfoot th thead tr ul"""
)
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_INLINE = _names(
    """a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q s samp small span strike
    strong sub sup time tt u var wbr"""
)
_SKIPPED = _names(
    """applet audio button canvas datalist embed frameset head iframe input map math meter noembed noframes noscript object
    optgroup option progress script select style svg template textarea title video"""
)
_CHROME = _names("aside footer menu nav")
_CHROME_NAME = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|cookies?|footer|menu|nav(?:bar|igation)?|pagination|share|social|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHROME_ROLES = _names("banner contentinfo navigation search")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
#: Word's character styles for the codes of Parliament's templates, and what style sheets call what only a screen reader says.
_HIDDEN_NAMES = _names("HideTWBExt HideTWBInt d-none sr-only visually-hidden")
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_RAISED_NAMES = _names("FootnoteReference MsoFootnoteReference note-tag oj-note-tag oj-super super")
_FILE = re.compile(r"\.(?:pdf|docx?)(?:$|[?#])", re.IGNORECASE)

_BLANKS = re.compile(r"\s+")
_BLANKS_OF_LINE = re.compile(r"[^\S\n]+")
_PARAGRAPH_END = re.compile(r"\n(?:[^\S\n]*\n)+")
_CONTROLS = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r\x85")
_NUMBER = re.compile(r"(\s*)[(\[]?\s*(\d{1,3})\s*[)\]]?\s*\Z")
_ENCLOSED = re.compile(r"[(\[]\s?(<sup>\d{1,3}</sup>)\s?[)\]]")
#: A code of Parliament's template with its hidden value: "<Date>{30/07/2031}", "</Date>".
_TEMPLATE_CODE = re.compile(r"</?[A-Z][A-Za-z-]*>(?:\{[^{}\n]{0,200}\})?")
_TEMPLATE_VALUE = re.compile(r"\s*\{[^{}]{0,200}\}")
LABEL = re.compile(r"(?:[-–—−•\uf02d\uf0b7]|\(?(?:\d{1,3}|[^\W\d_]{1,4})[.)]|<sup>\d{1,3}</sup>|\[\d{1,3}\])(?=\s|\Z)")
_WORDY_TAG = re.compile(rf"<[A-Za-z][^<>\s]*+(?:\s++[^<>\s]++){{{_MOST_WORDS}}}")
_XHTML = re.compile(r"\s*<\?xml\s|<html[^<>]*\sxmlns\s*=", re.IGNORECASE)
_EMPTY_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>")
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_NUMERALS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell or heading of a page.

    Args:
        text: What it shows; lines only where the page breaks them.
        heading: True for a heading.
        linked: True where all of it is links.
        chrome: True for navigation, footers and what is hidden.
    """

    text: str
    heading: bool = False
    linked: bool = False
    chrome: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows.

    Args:
        blocks: In order.
        files: The addresses of PDF and Word files that it links to.
        scripted: True where it holds scripts.
        encoding: Of its characters.
        broken: That bytes of it are in no one encoding; U+FFFD stands in their place, and where the text has none it is whole.
    """

    blocks: tuple[Block, ...]
    files: tuple[str, ...] = ()
    scripted: bool = False
    encoding: str = ""
    broken: InputError | None = None


def read_page(data: bytes, name: str) -> Page:
    """Read a web page.

    Args:
        data: Its bytes.
        name: What to call it in an error.

    Raises:
        InputError: It is damaged, or far larger than a page with a resolution.

    >>> page = read_page("<table><tr><td>А.<td>като има предвид, че<a href='#n1'>(1)</a></table>".encode(), "a.html")
    >>> page.blocks[0].text
    'А. като има предвид, че<sup>1</sup>'
    """
    from lxml import etree

    if len(data) > MOST_BYTES:
        raise InputError(name, f"it has {len(data):,} bytes, no page with a resolution has more than {MOST_BYTES:,}", _AGAIN)
    if data.count(b"<") > 4 * MOST_PIECES:
        raise _too_many(name)
    text, encoding, broken = decode_page(data, name)
    if _WORDY_TAG.search(text):
        raise InputError(name, f"it has a tag of more than {_MOST_WORDS:,} words", _AGAIN)
    if _XHTML.search(text, 0, 4096):
        # HTML knows no element that ends as it begins, only some that never have an end.
        text = _EMPTY_ELEMENT.sub(lambda m: m[0] if m[1].lower() in _VOID else f"<{m[1]}{m[2]}></{m[1]}>", text)
    target = _Blocks(name)
    parser = etree.HTMLParser(
        target=cast("Any", target),
        encoding="utf-8",
        huge_tree=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as fault:
        raise InputError(name, f"it is no web page that can be read ({fault})", _AGAIN) from fault
    if any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise InputError(name, "a text, comment or attribute in it is too long for a web page", _AGAIN)
    return replace(target.page(), encoding=encoding, broken=broken)


_AGAIN = "Save the page again from the browser, or give its text as plain text."


def _too_many(name: str) -> InputError:
    return InputError(name, f"it has more than {MOST_PIECES:,} elements, no page with a resolution has", _AGAIN)


@dataclass(slots=True)
class _Element:
    """An element that is open.

    Args:
        tag: Its name.
        skipped: True where nothing in it is shown.
        link: True where it links to something.
        mark: Where the pieces of a mark begin that it may be, and in which block.
        blocks: The number of blocks before it, where it may be chrome.
        counter: For a list its kind of number and the next one.
    """

    tag: str
    skipped: bool = False
    link: bool = False
    mark: tuple[int, int] | None = None
    blocks: int | None = None
    counter: list[str | int] = field(default_factory=list)


class _Blocks:
    """Takes the events of the parser and makes blocks of them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[_Element] = []
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._files: list[str] = []
        self._scripted = False
        self._count = 0
        self._letters = 0
        self._shown = 0
        self._in_links = 0
        self._hidden = 0
        self._links = 0
        self._preserved = 0
        self._suspects = 0
        self._values = False
        self._marking = False
        self._marker = ""

    # -- events

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count_piece()
        tag = tag.lower()
        self._values = False
        element = _Element(tag, skipped=tag in _SKIPPED)
        self._open.append(element)
        self._scripted |= tag == "script"
        if element.skipped:
            self._hidden += 1
        if self._hidden:
            return
        names = attributes.get("class", "")
        hidden = "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style", "")) or _HIDDEN_NAMES & {*names.split()}
        if hidden and tag not in _BLOCKS:
            element.skipped = True
            self._hidden += 1
            return
        if tag in _BLOCKS:
            self._flush()
            if not self._suspects and (hidden or _is_chrome(tag, names, attributes)):
                element.blocks = len(self._blocks)
                self._suspects += 1
            self._begin_block(element, attributes)
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "a" and "href" in attributes:
            self._links += 1
            element.link = True
            if _FILE.search(attributes["href"]):
                self._files.append(attributes["href"])
        elif tag not in _INLINE:
            self._values = True
        if not self._marking and _may_be_mark(tag, names, attributes):
            element.mark = (len(self._pieces), len(self._blocks))
            self._marking = True

    def end(self, _tag: str) -> None:
        self._values = False
        if not self._open:
            return
        element = self._open.pop()
        if element.skipped:
            self._hidden -= 1
        if element.skipped or self._hidden:
            return
        if element.mark is not None:
            self._end_mark(*element.mark)
        self._links -= element.link
        if element.tag in _BLOCKS:
            self._flush(heading=element.tag in _HEADINGS)
            self._preserved -= element.tag == "pre"
            if element.tag == "li":
                self._marker = ""
            if element.blocks is not None:
                self._suspects -= 1
                self._end_chrome(element.blocks)

    def data(self, text: str) -> None:
        self._count_piece()
        if self._hidden:
            return
        if self._values:
            # An element that is none of HTML's is a template's: what stands in braces is its hidden value.
            text = _TEMPLATE_VALUE.sub("", text, count=1) if _TEMPLATE_VALUE.match(text) else text
            self._values = False
        shown = len(text.strip())
        self._shown += shown
        self._letters += shown
        if self._letters > MOST_TEXT:
            raise InputError(self._name, f"it shows more than {MOST_TEXT:,} characters, no page with a resolution does", _AGAIN)
        self._in_links += shown if self._links else 0
        self._pieces.append(text.replace("\r", "") if self._preserved else _BLANKS.sub(" ", text))

    def close(self) -> None:
        self._flush()

    def page(self) -> Page:
        return Page(tuple(self._blocks), tuple(self._files), self._scripted)

    def _count_piece(self) -> None:
        self._count += 1
        if self._count > MOST_PIECES:
            raise _too_many(self._name)

    # -- what they make

    def _begin_block(self, element: _Element, attributes: Mapping[str, str]) -> None:
        self._preserved += element.tag == "pre"
        if element.tag == "ol":
            element.counter = [attributes.get("type", "1"), _small_number(attributes.get("start")) or 1]
        elif element.tag == "li":
            above = next((one for one in reversed(self._open[-4:-1]) if one.tag in ("ol", "ul")), None)
            if above is not None and above.counter:
                kind, count = str(above.counter[0]), int(above.counter[1])
                count = _small_number(attributes.get("value")) or count
                above.counter[1] = count + 1
                self._marker = f"{_numeral(kind, count)}. "

    def _end_mark(self, at: int, block: int) -> None:
        self._marking = False
        if block != len(self._blocks) or at > len(self._pieces):
            return
        found = _NUMBER.match("".join(self._pieces[at:]))
        if found is not None:
            self._pieces[at:] = [f"{found[1]}<sup>{found[2]}</sup>"]

    def _end_chrome(self, first: int) -> None:
        inside = self._blocks[first:]
        if sum(len(block.text) for block in inside) <= _LONGEST_CHROME:
            self._blocks[first:] = [replace(block, chrome=not block.text.startswith("<sup>")) for block in inside]

    def _flush(self, *, heading: bool = False) -> None:
        if not self._pieces:
            return
        text = "".join(self._pieces)
        linked = self._in_links >= self._shown
        self._pieces.clear()
        self._shown = self._in_links = 0
        if text.isspace():
            return
        text = _TEMPLATE_CODE.sub("", _ENCLOSED.sub(r"\1", text.translate(_CONTROLS)))
        for paragraph in _PARAGRAPH_END.split(text):
            lines = [line for line in (_BLANKS_OF_LINE.sub(" ", line).strip() for line in paragraph.split("\n")) if line]
            if lines:
                self._add("\n".join(lines), heading=heading, linked=linked)

    def _add(self, text: str, *, heading: bool, linked: bool) -> None:
        if self._marker and not LABEL.match(text):
            text = self._marker + text
        self._marker = ""
        last = self._blocks[-1].text if self._blocks else ""
        if last and len(last) < 20 and LABEL.fullmatch(last) and not LABEL.fullmatch(text):
            # A label in a cell or paragraph of its own.
            self._blocks[-1] = Block(f"{last} {text}", heading, linked)
        else:
            self._blocks.append(Block(text, heading, linked))


def _is_chrome(tag: str, names: str, attributes: Mapping[str, str]) -> bool:
    return (
        tag in _CHROME
        or attributes.get("role") in _CHROME_ROLES
        or _CHROME_NAME.search(f"{names[:200]} {attributes.get('id', '')[:200]}") is not None
    )


def _may_be_mark(tag: str, names: str, attributes: Mapping[str, str]) -> bool:
    return (
        tag == "sup"
        or (tag == "a" and "#" in attributes.get("href", ""))
        or not _RAISED_NAMES.isdisjoint(names.split())
        or (tag not in _BLOCKS and _RAISED_STYLE.search(attributes.get("style", "")) is not None)
    )


def _small_number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,3}", text.strip()) else None


def _numeral(kind: str, count: int) -> str:
    """The number of a list item, as browsers print it."""
    if kind in ("a", "A"):
        letters = ""
        while count > 0:
            count, rest = divmod(count - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in ("i", "I"):
        letters = ""
        for value, sign in _NUMERALS:
            letters += sign * (count // value)
            count %= value
        return letters if kind == "i" else letters.upper()
    return str(count)
