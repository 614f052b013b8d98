"""Tables that are made of data files, kept on disk so that the next process need not make them again.

What is kept is JSON under the digest of all that it is made of, so that a changed file or a changed program makes it anew. It
saves time and holds nothing else: any file of it may be deleted at any time, and one that is damaged is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

#: So many states of a table are kept, those of other versions of the program among them.
_KEPT = 8


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the cache: as KZGRAPH_CACHE names it, else where the platform keeps caches.

    Args:
        environment: Of the process.

    >>> cache_folder({"XDG_CACHE_HOME": "/var/cache"}).as_posix()
    '/var/cache/kzgraph'
    """
    if own := environment.get("KZGRAPH_CACHE"):
        return Path(own)
    # An XDG folder that is not absolute is to be ignored, says its specification.
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if (folder := environment.get(name)) and Path(folder).is_absolute():
            return Path(folder) / "kzgraph"
    return Path.home() / ".cache" / "kzgraph"


def digest_of(paths: Iterable[Path]) -> str:
    """Return one digest of some files; Python's version counts too, for letters are folded by its tables.

    Args:
        paths: In a fixed order.
    """
    whole = hashlib.sha256(sys.version.encode())
    for path in paths:
        data = path.read_bytes()
        whole.update(f"{path.name} {len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()


def kept(name: str, digest: str, make: Callable[[], Any]) -> Any:
    """Return a table, from disk where it is kept, else made and kept.

    Args:
        name: Of the table.
        digest: Of all that it is made of.
        make: Makes it; what it returns consists of lists, of tables with texts for keys, texts and numbers.

    Returns:
        The table as JSON gives it back: tuples are lists.
    """
    try:
        folder = cache_folder(os.environ) / "tables"
    except RuntimeError:  # nobody's home is known, and no folder was named
        return json.loads(json.dumps(make()))
    path = folder / f"{name}-{digest[:40]}.json"
    with suppress(OSError, ValueError):
        check, _, data = path.read_bytes().partition(b"\n")
        if check.decode("ascii") == hashlib.sha256(data).hexdigest():
            return json.loads(data)
    data = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
    # Where nothing can be kept, the next process makes it again: that costs time and nothing else.
    with suppress(OSError):
        _write(path, hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        others = sorted(folder.glob(f"{name}-*.json"), key=lambda other: other.stat().st_mtime, reverse=True)
        for old in others[_KEPT:]:
            old.unlink(missing_ok=True)
    return json.loads(data)


def _write(path: Path, data: bytes) -> None:
    """Write a file that takes its name when it is complete; of two processes that write the same the last one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
