"""What came from the web, kept on disk: a body and what is known of it, each written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from kzgraph.errors import OutputError


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one answer.

    Args:
        address: That was asked.
        final: That answered, behind all redirects.
        status: 200, or 300 for a list of addresses.
        content_type: As the server named it.
        language: As the server named it.
        etag: To ask whether it changed.
        last_modified: Likewise.
        checked: When the server last said so, in seconds since 1970.
        sha256: Hex digest of the body.
    """

    address: str
    final: str
    status: int
    content_type: str
    language: str
    etag: str
    last_modified: str
    checked: float
    sha256: str


class Cache:
    """A folder of answers.

    Args:
        folder: Made when the first is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, key: str) -> tuple[Entry, bytes] | None:
        """Return an answer, None where there is none or what there is was damaged.

        Args:
            key: Under which it was kept.
        """
        try:
            entry = Entry(**json.loads(self._entry(key).read_text("utf-8")))
            data = self._body(key, entry.sha256).read_bytes()
        except (OSError, ValueError, TypeError):
            return None
        return (entry, data) if hashlib.sha256(data).hexdigest() == entry.sha256 else None

    def write(self, key: str, entry: Entry, data: bytes) -> None:
        """Keep an answer in place of an earlier one.

        Args:
            key: Under which.
            entry: What is known of it.
            data: Its body.
        """
        body = self._body(key, entry.sha256)
        # The body has its digest in its name, so that the earlier entry stays true until the new one is written.
        write_whole(body, data)
        write_whole(self._entry(key), json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode())
        for other in self._folder(key).glob(f"{key}.*.body"):
            if other != body:
                other.unlink(missing_ok=True)

    def _folder(self, key: str) -> Path:
        return self.folder / "answers" / key[:2]

    def _entry(self, key: str) -> Path:
        return self._folder(key) / f"{key}.json"

    def _body(self, key: str, digest: str) -> Path:
        return self._folder(key) / f"{key}.{digest[:16]}.body"


def key_of(address: str, accept: str, language: str) -> str:
    """Return the key of an answer, which depends on all that was asked for.

    Args:
        address: That was asked.
        accept: The media type wanted.
        language: The language wanted.

    >>> key_of("http://example.eu/", "text/html", "ell")[:8]
    'e1006211'
    """
    return hashlib.sha256("\n".join((address, accept, language)).encode()).hexdigest()[:40]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that takes its name when it is complete.

    Args:
        path: Where to; its folder is made.
        data: All of it.

    Raises:
        OutputError: It cannot be written.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
        temporary = ""
    except OSError as fault:
        raise OutputError(
            str(path), f"it cannot be written ({fault.strerror})", "Check the folder and its free space."
        ) from fault
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
