"""Which kind of file it is, told by its content, and the texts in it.

A reader makes of its medium the text that Parliament prints: blocks apart by a blank line, each with its label before it, a
raised number (``<sup>1</sup>``) where a note is, and the notes behind. Offsets count the characters of that text.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from kzgraph.errors import InputError
from kzgraph.model import PLAIN, Medium, Source
from kzgraph.reading.source import MOST_BYTES as MOST_TEXT
from kzgraph.reading.source import decode

#: A resolution with all its pictures is smaller; what is over this is something else.
MOST_BYTES = 64 * 2**20
#: The module of this package that reads a medium, imported when the first such file comes.
READERS: dict[str, str] = {
    "application/pdf": "kzgraph.reading.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "kzgraph.reading.docx",
    "application/xml": "kzgraph.reading.xml",
    "application/zip": "kzgraph.reading.archive",
    "multipart/related": "kzgraph.reading.mhtml",
    "text/html": "kzgraph.reading.html",
}
#: An archive with more files is no set of resolutions; to list very many takes long.
MOST_MEMBERS = 4096
#: What is recognised so that the remedy can be told, and read by none.
_UNREAD = {
    "application/msword": ("an old Word file, or a locked one", "Save it as DOCX, without a password."),
    "application/rtf": ("an RTF file", "Save it as DOCX or plain text."),
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text", "Save it as DOCX or plain text."),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A header may stand so many bytes behind the beginning of a PDF file.
_PDF_REACH = 1024
#: So many bytes tell what kind of markup it is.
_HEAD = 8192
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>)", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(r"\s*<(?:\w+:)?([A-Za-z][\w.-]*)[\s/>]")
_FIELD = re.compile(rb"[A-Za-z][A-Za-z-]{0,60}:[ \t]")
_MIME = (
    re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE),
)
_HTML = frozenset(
    ["html", "head", "body", "div", "p", "table", "section", "article", "main", "span", "h1", "h2", "h3", "center", "font"]
)


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a file.

    Args:
        text: As Parliament prints it, see above.
        name: Of the member of an archive or of the place on a page, for messages; empty where the file is one text.
        data: The bytes of a member; of none where the part has no bytes of its own.
        medium: What else the reader tells of the file.
    """

    text: str
    name: str = ""
    data: bytes | None = None
    medium: Medium = PLAIN


def open_file(path: Path) -> tuple[Source, ...]:
    """Read the texts of a file, whatever its kind; see :func:`read_file`.

    Raises:
        InputError: It, or a part of it, cannot be read.
    """
    return _whole(read_file(path))


def open_bytes(data: bytes, name: str) -> tuple[Source, ...]:
    """Read the texts in some bytes, whatever their kind; see :func:`read_bytes`.

    Raises:
        InputError: They, or a part of them, cannot be read.

    >>> open_bytes("Evropski parlament,".encode(), "a.txt")[0].media_type
    'text/plain'
    """
    return _whole(read_bytes(data, name))


def read_file(path: Path) -> tuple[Source | InputError, ...]:
    """Read what can be read of a file, whatever its kind.

    Args:
        path: The file; its name says nothing about its kind.

    Returns:
        Its texts, and for each part that cannot be read the reason.

    Raises:
        InputError: It cannot be opened, is too large, damaged, or of a kind that is not read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise InputError(str(path), f"it cannot be read ({fault.strerror})", "Check the name and the permissions.") from fault
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> tuple[Source | InputError, ...]:
    """Read what can be read of some bytes, whatever their kind.

    Args:
        data: As they stand in the file.
        name: What to call them in an error.

    Returns:
        Their texts, and for each part that cannot be read the reason.

    Raises:
        InputError: They are too many, damaged, or of a kind that is not read.
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            name, f"it has more than {MOST_BYTES:,} bytes, no resolution has", "Give the text of one resolution a file."
        )
    kind = media_type_of(data)
    if kind is None:
        return (decode(data, name),)
    try:
        found = _read_kind(data, kind, name)
    except InputError as fault:
        fault.media_type = fault.media_type or kind
        raise
    return _told_apart(found)


def _read_kind(data: bytes, kind: str, name: str) -> tuple[Source | InputError, ...]:
    if kind not in READERS:
        what, remedy = _UNREAD[kind]
        raise InputError(name, f"it is {what}, which is not read", remedy)
    parts: Iterable[Part | Source | InputError] = import_module(READERS[kind]).parts(data, name)
    found = tuple(source_of(part, data, kind, name) if isinstance(part, Part) else part for part in parts)
    if not any(isinstance(one, InputError) or one.text.strip() for one in found):
        raise InputError(
            name, "it holds no text", "Give a file that holds the text of a resolution, not a picture or a link to it."
        )
    return found


def _whole(found: tuple[Source | InputError, ...]) -> tuple[Source, ...]:
    for one in found:
        if isinstance(one, InputError):
            raise one
    return tuple(one for one in found if isinstance(one, Source))


def media_type_of(data: bytes) -> str | None:
    """Return the kind of a file by its content, None for what is text or nothing known.

    Args:
        data: Its bytes.

    >>> media_type_of(b"<!DOCTYPE html><html lang='ga'><body>")
    'text/html'
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(data)
    if data.startswith(_OLD_OFFICE):
        return "application/msword"
    if b"%PDF-" in data[:_PDF_REACH]:
        return "application/pdf"
    if data.startswith(b"{\\rtf"):
        return "application/rtf"
    if _is_message(data):
        return "multipart/related"
    return _kind_of_markup(data)


def _is_message(data: bytes) -> bool:
    """True for a message with a header of its own, as browsers save a page with its pictures."""
    head = data[:_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _FIELD.match(head) is not None and all(field.search(head) for field in _MIME)


def members_of(data: bytes) -> int:
    """Return how many files an archive may list at most, told before the list is read.

    Args:
        data: Its bytes.
    """
    return data.count(b"PK\x01\x02")


def _kind_of_archive(data: bytes) -> str:
    if members_of(data) > MOST_MEMBERS:
        return "application/zip"  # its reader refuses it
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"  # its reader says what is wrong
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return "application/vnd.oasis.opendocument.text" if {"mimetype", "content.xml"} <= names else "application/zip"


def _kind_of_markup(data: bytes) -> str | None:
    """HTML or XML, by the first element; a text that only begins with a tag of a template is neither."""
    head = data[:_HEAD]
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.removeprefix(mark)
    # Names of elements are ASCII, so UTF-16 shows them when its zeros are taken out.
    text = head.replace(b"\x00", b"").decode("latin-1")
    at = 0
    declared = re.match(r"\s*<\?xml\s", text) is not None
    while prologue := _PROLOGUE.match(text, at):
        if re.match(r"\s*<!DOCTYPE\s+html", prologue.group(), re.IGNORECASE):
            return "text/html"
        at = prologue.end()
    element = _ELEMENT.match(text, at)
    if element is None:
        return "application/xml" if declared else None
    if element.group(1).lower() in _HTML:
        return "text/html"
    closed = re.search(
        rf"</(?:\w+:)?{re.escape(element.group(1))}\s*>\s*\Z", data[-_HEAD:].replace(b"\x00", b"").decode("latin-1")
    )
    return "application/xml" if declared or closed else None


def source_of(part: Part, data: bytes, kind: str, name: str) -> Source:
    """Return a part as a source.

    Args:
        part: Of a file.
        data: The bytes of the file.
        kind: Its media type.
        name: What to call it.

    Raises:
        InputError: Its text is too long.
    """
    if len(part.text) > MOST_TEXT:
        raise InputError(name, f"its text has {len(part.text):,} characters, no resolution has", "Give one resolution at a time.")
    digest = hashlib.sha256(data if part.data is None else part.data).hexdigest()
    return Source(f"{name}#{part.name}" if part.name else name, part.text, digest, kind, "utf-8", part.medium)


def _told_apart(found: tuple[Source | InputError, ...]) -> tuple[Source | InputError, ...]:
    """Several texts of one file without bytes of their own are known by the digest of their text."""
    count = Counter(one.sha256 for one in found if isinstance(one, Source))
    return tuple(
        replace(one, sha256=hashlib.sha256(one.text.encode()).hexdigest())
        if isinstance(one, Source) and count[one.sha256] > 1
        else one
        for one in found
    )
