"""Zip archives: members read one by one in memory, within bounds that no header can move; nothing is ever unpacked to disk.

A name in an archive is only a label here, so one that climbs out of its folder leads nowhere. What a member is, its content
tells; pictures and notices are passed over, and a bad member costs only itself.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

from kzgraph.errors import InputError
from kzgraph.model import LeftOut, Source
from kzgraph.reading import formex, xml
from kzgraph.reading.media import MOST_MEMBERS, media_type_of, members_of, read_bytes, source_of
from kzgraph.reading.schema import name_of
from kzgraph.reading.source import MOST_BYTES

#: So much is unpacked of one archive, whatever it promises: every language of a long resolution is far less.
MOST_UNPACKED = 128 * 2**20
#: Text shrinks to a tenth, XML with much markup to a fiftieth; what shrinks more is made to.
MOST_RATIO = 200
_RATIO_FROM = 2**20
_CHUNK = 2**16
_ENCRYPTED = 0x1
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, OverflowError,
)  # fmt: skip
#: How pictures begin, and what a desktop leaves in archives.
_NO_TEXTS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00",
    b"\x00\x05\x16\x07", b"\x00\x05\x16\x00", b"\x00\x00\x00\x01Bud1",
)  # fmt: skip
#: Files of one issue of the Official Journal are called so, with their page: "C_2031301EN.01014401.xml".
_JOURNAL = re.compile(r"(?:.*/)?([A-Z]{1,3}_\w+)\.\d+\.xml", re.IGNORECASE)
_LONGEST_NAME = 200


@dataclass(slots=True)
class _Resolution:
    """A resolution whose annexes may still come."""

    file: xml.File
    data: bytes
    annexes: list[xml.File] = field(default_factory=list)


def parts(data: bytes, name: str) -> Iterator[Source | InputError]:
    """Yield the texts of an archive, and for each member that cannot be read the reason.

    Args:
        data: Its bytes.
        name: What to call it in an error.

    Raises:
        InputError: The archive itself cannot be read.
    """
    if members_of(data) > MOST_MEMBERS:
        raise InputError(name, f"it holds more than {MOST_MEMBERS:,} files", "Give an archive of resolutions only.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS as fault:
        raise InputError(name, f"it is a damaged or cut off archive ({_said(fault)})", "Fetch it again.") from fault
    with archive:
        found = tuple(_members(archive, name))
    passed_over = tuple(one for one in found if isinstance(one, LeftOut))
    for one in found:
        if isinstance(one, Source):
            yield replace(one, medium=replace(one.medium, passed_over=passed_over))
        elif isinstance(one, InputError):
            yield one


def _members(archive: zipfile.ZipFile, name: str) -> Iterator[Source | InputError | LeftOut]:
    left = MOST_UNPACKED
    waiting: _Resolution | None = None
    for info in sorted(archive.infolist(), key=lambda one: one.filename):
        if info.filename.endswith("/"):
            continue
        member = _shown(info.filename)
        place = f"{name}#{member}"
        try:
            data, used = _read(archive, info, place, left)
        except InputError as fault:
            yield fault
            left -= _RATIO_FROM  # what a bad member cost is spent
        else:
            left -= used
            if data.startswith(_NO_TEXTS):
                yield LeftOut(member, "no text, by its first bytes")
                continue
            kind = media_type_of(data)
            if kind == "application/zip":
                yield InputError(place, "it is an archive in an archive, which is not opened", "Unpack it and give its files.")
            elif kind != "application/xml":
                try:
                    yield from read_bytes(data, place)
                except InputError as fault:
                    yield fault
            else:
                waiting = yield from _xml(data, member, name, waiting)
        if left <= 0:
            yield InputError(
                name, f"it holds more than {MOST_UNPACKED:,} bytes; the rest is not read", "Give fewer files at a time."
            )
            break
    if waiting is not None:
        yield from _printed(waiting, name)


def _xml(
    data: bytes, member: str, name: str, waiting: _Resolution | None
) -> Generator[Source | InputError | LeftOut, None, _Resolution | None]:
    """Read a member of XML: an annex goes to the resolution before it, which is printed once the next one comes."""
    place = f"{name}#{member}"
    try:
        file = xml.parse(data, place, member)
        role = xml.role_of(file.root)
        if role is xml.Role.NOTICE:
            yield LeftOut(member, "a notice about a text")
            return waiting
        if role is xml.Role.ANNEX and waiting is not None and _one_issue(waiting.file.member, member):
            waiting.annexes.append(file)
            return waiting
        if role is xml.Role.TEXT and name_of(file.root) in formex.ROOTS:
            if waiting is not None:
                yield from _printed(waiting, name)
            return _Resolution(file, data)
        for part in xml.parts(data, place):
            yield source_of(part, data, "application/xml", place)
    except InputError as fault:
        fault.media_type = "application/xml"
        yield fault
    return waiting


def _one_issue(one: str, other: str) -> bool:
    names = [_JOURNAL.fullmatch(member) for member in (one, other)]
    if names[0] and names[1]:
        return names[0][1] == names[1][1]
    return one.rpartition("/")[0] == other.rpartition("/")[0]


def _printed(resolution: _Resolution, name: str) -> Iterator[Source | InputError]:
    place = f"{name}#{resolution.file.member}"
    try:
        for part in xml.texts(resolution.file, place, resolution.annexes):
            yield source_of(part, resolution.data, "application/xml", place)
    except InputError as fault:
        yield fault


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str, left: int) -> tuple[bytes, int]:
    """The bytes of a member, counted while they are unpacked."""
    if info.flag_bits & _ENCRYPTED:
        raise InputError(place, "it is encrypted", "Unpack it with its password and give the file.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError(place, "it is a link to a file, not a file", "Give that file itself.")
    if info.compress_type not in _PACKINGS:
        raise InputError(place, "it is packed in a way that is not read", "Pack it again, or give the file itself.")
    held = bytearray()
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                held += chunk
                if len(held) > min(MOST_BYTES, left):
                    raise InputError(
                        place,
                        f"it has more than {min(MOST_BYTES, left):,} bytes unpacked",
                        "Give the text of one resolution a file.",
                    )
                if len(held) > _RATIO_FROM and len(held) > MOST_RATIO * info.compress_size:
                    raise InputError(
                        place, f"it unpacks to more than {MOST_RATIO} times its size, no text does", "Give the file itself."
                    )
    except _FAULTS as fault:
        raise InputError(place, f"it is damaged or cut off ({_said(fault)})", "Fetch the archive again.") from fault
    return bytes(held), len(held)


def _shown(member: str) -> str:
    """A name as it can be printed on any terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in member[:_LONGEST_NAME])


def _said(fault: BaseException) -> str:
    return _shown(str(fault)) or type(fault).__name__
