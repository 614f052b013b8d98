"""What came so far of a body, kept on disk while it comes: a run that was killed is taken up where it stopped."""

from __future__ import annotations

import json
import os
import struct
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from kzgraph.errors import OutputError
from kzgraph.web.waiting import Clock

#: So many seconds a part waits to be taken up.
KEPT = 7 * 24 * 3600.0
#: No part is read that takes more, and all together take no more, in bytes.
_MOST_OF_ONE = 2**27
_MOST_OF_ALL = 2**28
_FRAME = struct.Struct(">II")
# What is needed to ask for the rest, and what is known of the whole.
_HEADERS = ("ETag", "Last-Modified", "Accept-Ranges", "Content-Type", "Content-Language", "Content-Length")


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a body.

    Args:
        address: That gives it.
        time: When it was begun, in seconds since 1970.
        headers: It came with.
        data: What came, at least one byte less than all.
    """

    address: str
    time: float
    headers: Mapping[str, str]
    data: bytes


class Parts:
    """A folder of bodies that are not whole.

    Each run writes files of its own, so that two at a time do not disturb each other. A file is a series of pieces with their
    checksums, the first of which says what it is: whatever moment a run ends at, what is read back came from the server.

    Args:
        folder: Made with the first part.
        clock: That tells the time.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self._clock = clock

    def part(self, key: str) -> Part:
        """Return the part of one answer.

        Args:
            key: Of the answer.
        """
        return Part(self, key)

    def files(self, key: str) -> list[Path]:
        """Return the files of an answer.

        Args:
            key: Of the answer.
        """
        return sorted(self.folder.glob(f"{key}.*.part"))

    def create(self, key: str, address: str, headers: Mapping[str, str]) -> BinaryIO:
        """Open a new file, behind its first piece, and remove what nobody took up.

        Args:
            key: Of the answer.
            address: That gives the body.
            headers: It comes with.

        Raises:
            OSError: It cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._tidy()
        handle, _ = tempfile.mkstemp(prefix=f"{key}.", suffix=".part", dir=self.folder)
        # Without a buffer: what was written stays, however the process ends.
        file = os.fdopen(handle, "wb", buffering=0)
        about = {
            "address": address,
            "time": self._clock.wall(),
            "headers": {name: headers[name] for name in _HEADERS if name in headers},
        }
        write_piece(file, json.dumps(about).encode())
        return file

    def is_recent(self, begun: Begun) -> bool:
        """True for a part that may still be taken up.

        Args:
            begun: The part.
        """
        return 0 <= self._clock.wall() - begun.time < KEPT

    def _tidy(self) -> None:
        """Remove parts that are too old or damaged, then the oldest until all have room."""
        found = []
        for path in self.folder.glob("*.part"):
            begun = read_part(path, whole=False)
            if begun is None or not self.is_recent(begun):
                path.unlink(missing_ok=True)
            else:
                found.append((begun.time, path.name, path))
        left = _MOST_OF_ALL
        for _, _, path in sorted(found, reverse=True):
            try:
                left -= path.stat().st_size
            except FileNotFoundError:
                continue  # another run has finished with it
            if left < 0:
                path.unlink(missing_ok=True)


class Part:
    """What came so far of one answer.

    Args:
        parts: Where it is kept.
        key: Of the answer.
    """

    def __init__(self, parts: Parts, key: str) -> None:
        self._parts = parts
        self._key = key
        self._file: BinaryIO | None = None
        self._whole = False

    def saved(self, address: str) -> Begun | None:
        """Return what an earlier run was given by an address: the longest, None where there is none.

        Args:
            address: That is about to be asked.
        """
        found = [begun for path in self._parts.files(self._key) if (begun := read_part(path))]
        own = [begun for begun in found if begun.address == address and self._parts.is_recent(begun) and begun.data]
        return max(own, key=lambda begun: len(begun.data), default=None)

    def begin(self, address: str, headers: Mapping[str, str], data: bytes = b"") -> None:
        """Keep what follows, in place of all before.

        Args:
            address: That gives the body.
            headers: It comes with.
            data: What came of it before.

        Raises:
            OutputError: It cannot be written.
        """
        self.close()
        self._whole = False
        before = self._parts.files(self._key)
        try:
            self._file = self._parts.create(self._key, address, headers)
        except OSError as fault:
            raise self._unwritable(fault) from fault
        if data:
            self.add(data)
        for path in before:
            path.unlink(missing_ok=True)

    @property
    def is_open(self) -> bool:
        """True while what follows is kept."""
        return self._file is not None

    def add(self, piece: bytes) -> None:
        """Keep a piece that came.

        Args:
            piece: Behind those before it.

        Raises:
            OutputError: It cannot be written.
        """
        if self._file is not None:
            try:
                write_piece(self._file, piece)
            except OSError as fault:
                raise self._unwritable(fault) from fault

    def close(self, *, whole: bool = False) -> None:
        """Keep nothing more; what is kept stays.

        Args:
            whole: Nothing is missing.
        """
        self._whole = self._whole or whole
        if self._file is not None:
            self._file.close()
            self._file = None

    def release(self) -> None:
        """Leave what is not whole to the next run; of what is whole nobody needs the part."""
        self.close()
        if self._whole:
            self.drop()

    def drop(self) -> None:
        """Forget the answer."""
        self.close()
        for path in self._parts.files(self._key):
            path.unlink(missing_ok=True)

    def _unwritable(self, fault: OSError) -> OutputError:
        return OutputError(
            str(self._parts.folder), f"it cannot be written ({fault.strerror})", "Check the folder and its free space."
        )


def write_piece(file: BinaryIO, piece: bytes) -> None:
    """Write a piece behind its length and checksum.

    Args:
        file: Without a buffer.
        piece: At most 64 MiB.

    Raises:
        OSError: It cannot be written.
    """
    left = memoryview(_FRAME.pack(len(piece), crc32(piece)) + piece)
    while left:
        left = left[file.write(left) :]


def read_part(path: Path, *, whole: bool = True) -> Begun | None:
    """Return what a file holds, up to the first piece that is not as it was written; None where not even the first is.

    Args:
        path: The file.
        whole: The data too; else only what they are.
    """
    try:
        if path.stat().st_size > _MOST_OF_ONE:
            return None
        with path.open("rb") as file:
            pieces = _pieces(file)
            about = json.loads(next(pieces, b""))
            came = list(pieces) if whole else []
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(about, dict):
        return None
    address, time, headers = about.get("address"), about.get("time"), about.get("headers")
    if not (isinstance(address, str) and isinstance(time, float) and isinstance(headers, dict)):
        return None
    if not all(isinstance(value, str) for value in headers.values()):
        return None
    length = headers.get("Content-Length", "")
    data = b"".join(came)
    if length.isdecimal() and len(data) >= int(length):
        # Of a body that is whole the end is asked for again: so the server confirms that it is still the same.
        data = data[: -len(came[-1])] if came else b""
    return Begun(address, time, headers, data)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while len(frame := file.read(_FRAME.size)) == _FRAME.size:
        length, checksum = _FRAME.unpack(frame)
        piece = file.read(length)
        if len(piece) != length or crc32(piece) != checksum:
            return
        yield piece
