"""What a body must be to count as the file that was asked for: the right kind, complete, and no wall in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kzgraph.errors import FetchError

#: Tells the media type of a file by its bytes, None for plain text.
KindOf = Callable[[bytes], str | None]

#: The shortest resolution of all is longer, in any medium.
_LEAST_BYTES = 200
#: A page that only asks for a script or a riddle is small, and shows less than a resolution does.
_MOST_OF_WALL = 2**16
_LEAST_SHOWN = 400
_NAME = re.compile(rb"[a-z]+")
#: What stands in these no reader sees.
_UNSEEN = frozenset({b"script", b"style", b"noscript", b"title"})
#: A header of the firewall before Parliament's and EUR-Lex's sites.
_WALL_HEADER = "x-amzn-waf-action"
#: What a user can do where a program is not let in.
BY_HAND = "Open the address in a browser, save the file, and give it to `kzgraph build`."


@dataclass(frozen=True, slots=True)
class Medium:
    """A form in which texts are published.

    Args:
        ending: Of the files.
        kind: Media type that the bytes show, None for plain text.
        name: For people.
        formats: What the portal calls it.
        accept: How CELLAR is asked for it.
    """

    ending: str
    kind: str | None
    name: str
    formats: tuple[str, ...]
    accept: str


XML = Medium("xml", "application/xml", "an XML file", ("XML", "FMX4"), "application/xml")
DOCX = Medium(
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a DOCX file", ("DOCX",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip
XHTML = Medium("html", "text/html", "a web page", ("HTML", "XHTML"), "application/xhtml+xml")
HTML = Medium("html", "text/html", "a web page", (), "text/html")
FORMEX = Medium("zip", "application/zip", "a zip archive", (), "application/zip;mtype=fmx4")
PDF = Medium("pdf", "application/pdf", "a PDF file", ("PDF", "PDFA1A", "PDFA2A"), "application/pdf")
TEXT = Medium("txt", None, "plain text", ("TXT", "PLAIN"), "text/plain")
#: From the one that keeps most of the text's structure to the one that keeps least.
BEST_FIRST = (XML, FORMEX, DOCX, XHTML, PDF, TEXT)
_NAMES = {medium.kind: medium.name for medium in BEST_FIRST}


def rank_of(ending: str) -> int:
    """Return the place of a medium in the order of preference, by the ending of its files.

    Args:
        ending: Without a dot.

    >>> rank_of("xml") < rank_of("pdf")
    True
    """
    endings = [medium.ending for medium in BEST_FIRST]
    return endings.index(ending) if ending in endings else len(endings)


def check_kind(address: str, data: bytes, medium: Medium, kind_of: KindOf) -> None:
    """Raise a fault where a body is not of the medium that was asked for.

    Args:
        address: Where it came from.
        data: The body.
        medium: That was asked for.
        kind_of: Tells the kind of a file.

    Raises:
        FetchError: It is something else, or hardly anything.
    """
    if len(data) < _LEAST_BYTES:
        raise FetchError(address, f"only {len(data)} bytes came, no resolution is so short", BY_HAND)
    kind = kind_of(data)
    if kind != medium.kind or (kind is None and b"\0" in data):
        came = _NAMES.get(kind, "a file of another kind") if kind else "something unknown"
        raise FetchError(address, f"{came} came in place of {medium.name}", BY_HAND)


def wall_in(status: int, headers: Mapping[str, str], data: bytes) -> str:
    """Return what shows that a firewall answered in place of the server, empty where nothing does.

    Args:
        status: Of the answer.
        headers: Of the answer, names in any case.
        data: Its body.

    >>> wall_in(200, {}, b"<html><body><script>challenge()</script></body></html>")
    'a page without text came, which wants a browser'
    """
    action = headers.get(_WALL_HEADER, "")
    if action:
        return f"a firewall answers in place of the server ({action})"
    if status == 202:
        return "the server answers 202, which is a firewall's way to ask for a browser"
    if status == 200 and len(data) <= _MOST_OF_WALL:
        start = data[: _LEAST_BYTES * 10].lower()
        if b"<html" in start and b"<script" in data.lower() and _shown(data) < _LEAST_SHOWN:
            return "a page without text came, which wants a browser"
    return ""


def _shown(page: bytes) -> int:
    """How much of a page a reader sees, in bytes without blanks; each byte is looked at so many times, whatever the page."""
    low = page.lower()
    count, at = 0, 0
    while (start := low.find(b"<", at)) >= 0:
        count += len(b"".join(page[at:start].split()))
        end = low.find(b">", start)
        if end < 0:
            return count
        name = _NAME.match(low, start + 1, end)
        at = end + 1
        if name and name.group() in _UNSEEN and low[end - 1 : end] != b"/":
            at = low.find(b"</" + name.group(), at)
            if at < 0:
                return count
    return count + len(b"".join(page[at:].split()))
