"""Where a process writes an answer: a file, no longer than allowed, with a digest of its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO


class TooLongError(OSError):
    """An answer is longer than allowed."""


class Answer:
    """An answer that is being written.

    Args:
        file: Where to.
        most: How many bytes it may have.
    """

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._most = most
        self._digest = hashlib.sha256()
        self.size = 0
        self.full = False

    def write(self, data: bytes) -> int:
        """Write a piece.

        Raises:
            TooLongError: There is no more room.
        """
        self.size += len(data)
        if self.size > self._most:
            self.full = True
            raise TooLongError(f"more than {self._most:,} bytes")
        self._digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Nothing waits: who writes in small pieces is slow, but that is seldom."""

    def etag(self) -> str:
        """Return the entity tag: the same bytes always have the same."""
        return f'"{self._digest.hexdigest()[:32]}"'


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of an answer before its bytes.

    Args:
        status: Of HTTP; 400 or more says that there is no answer, but a reason.
        media_type: Of the bytes.
        etag: Their entity tag.
        reason: Why there is no answer.
        pages: Of how many pages this is one; 1 where it is not paged.
        place: The page that shows what was asked for, relative to the root of the site; there is no answer here then.
    """

    status: int
    media_type: str = ""
    etag: str = ""
    reason: str = ""
    pages: int = 1
    place: str = ""
