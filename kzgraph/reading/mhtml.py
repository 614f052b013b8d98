"""Pages saved as one file (MHTML): the page is taken out of the message that holds it with its pictures.

The standard library reads the headers, each within bounds; of the parts only pages are unpacked.
"""

from __future__ import annotations

import binascii
import email
import email.message
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kzgraph.errors import InputError
from kzgraph.model import LeftOut
from kzgraph.reading import html
from kzgraph.reading.media import Part
from kzgraph.reading.recognise import LEAST_POINTS, weigh

#: What stands above a part is a few lines, and a page has some hundred pictures; parts in parts are one or two deep.
_MOST_HEADER = 2**16
_MOST_FIELDS = 200
_MOST_PARTS = 4096
_MOST_DEPTH = 3
#: So many pages of one file, frames and advertisements, are looked into.
_MOST_PAGES = 64
_HEADER_END = re.compile(rb"\r?\n\r?\n|\r\r")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_REMEDY = "Save the page again from the browser, as HTML."
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class _Member:
    """A part that holds no parts: its header, and its bytes as they are packed."""

    header: email.message.Message
    body: bytes

    @property
    def name(self) -> str:
        place = str(
            self.header.get("Content-Location") or _said(self.header.get_filename) or self.header.get("Content-ID") or "a part"
        )
        return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in place[:_LONGEST_NAME])


def parts(data: bytes, name: str) -> Iterator[Part | InputError]:
    r"""Read the resolutions on a saved page.

    Args:
        data: The bytes of the file.
        name: What to call it in an error.

    Raises:
        InputError: It is damaged, holds no page, or more parts than a page has.

    >>> head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
    >>> body = "Content-Transfer-Encoding: quoted-printable\n\n<p>Il-Parlament Ewrop=\new,</p>\n--x--\n"
    >>> next(parts((head + body).encode(), "a.mht")).text
    'Il-Parlament Ewropew,'
    """
    members = _members(data, name)
    pages = [one for one in members if one.header.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise InputError(name, "it is a message or a saved page without a page in it", _REMEDY)
    passed_over = tuple(LeftOut(one.name, one.header.get_content_type()) for one in members if one not in pages)
    for found in _best(pages, name):
        yield found if isinstance(found, InputError) else replace(found, medium=replace(found.medium, passed_over=passed_over))


def _best(pages: list[_Member], name: str) -> list[Part | InputError]:
    """The texts of the first page that holds a resolution: a page may be nothing but a frame of others."""
    first: list[Part | InputError] = []
    fault: InputError | None = None
    for page in pages[:_MOST_PAGES]:
        try:
            found = list(html.parts(_decoded(page), name))
        except InputError as one:
            fault = fault or one
            continue
        first = first or found
        points = [weigh(one.text) for one in found if isinstance(one, Part)]
        if any(rows and rows[0][1] >= LEAST_POINTS for rows in points):
            return found
    if not first and fault is not None:
        raise fault
    return first


def _decoded(page: _Member) -> bytes:
    """The bytes of a page; signs that its packing knows not are passed over, and one that is cut off ends early."""
    packing = str(page.header.get("Content-Transfer-Encoding", "")).strip().lower()
    if packing == "base64":
        letters = _NO_BASE64.sub(b"", page.body)
        whole = letters[:-1] if len(letters) % 4 == 1 else letters
        return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    return binascii.a2b_qp(page.body) if packing == "quoted-printable" else page.body


def _members(data: bytes, name: str) -> list[_Member]:
    """The parts of a message, those in parts too, in order."""
    found: list[_Member] = []
    waiting = [(data, 0)]
    while waiting:
        one, depth = waiting.pop()
        header, body = _header(one, name)
        boundary = _said(header.get_boundary) if header.get_content_maintype() == "multipart" else None
        if boundary is None:
            found.append(_Member(header, body))
            continue
        if depth == _MOST_DEPTH:
            raise InputError(name, f"its parts hold parts, more than {_MOST_DEPTH} deep, as no saved page does", _REMEDY)
        pieces = _pieces(body, boundary)
        if len(pieces) + len(waiting) + len(found) > _MOST_PARTS:
            raise InputError(name, f"it has more than {_MOST_PARTS:,} parts, no saved page has", _REMEDY)
        waiting += [(piece, depth + 1) for piece in reversed(pieces)]
    return found


def _header(data: bytes, name: str) -> tuple[email.message.Message, bytes]:
    """The header of a part and what stands below it."""
    end = _HEADER_END.search(data, 0, _MOST_HEADER)
    header = data[: end.end()] if end else data[:_MOST_HEADER]
    if (end is None and len(data) > _MOST_HEADER) or header.count(b"\n") > _MOST_FIELDS or header.count(b";") > _MOST_FIELDS:
        raise InputError(name, "it has a header far longer than that of a saved page", _REMEDY)
    return email.message_from_bytes(header), data[len(header) :]


def _said(ask: Callable[[], str | None]) -> str | None:
    """What a header says: nothing where the library stumbles over a parameter that is cut into pieces in a wrong way."""
    try:
        return ask()
    except (TypeError, ValueError, LookupError):
        return None


def _pieces(data: bytes, boundary: str) -> list[bytes]:
    """What stands between the lines of a boundary; behind the last one, and before the first, stands nothing."""
    line = re.compile(rb"^--" + re.escape(boundary.encode("ascii", "replace")) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    pieces: list[bytes] = []
    start: int | None = None
    for found in line.finditer(data):
        if start is not None:
            pieces.append(data[start : found.start()])
        start = None if found[1] else found.end()
        if found[1] or len(pieces) > _MOST_PARTS:
            return pieces
    # A file that is cut off ends without the last line.
    return [*pieces, data[start:]] if start is not None else pieces
