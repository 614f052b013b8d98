"""The formats a graph can be written in, and writing one so that a killed run leaves the old file whole."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kzgraph.errors import OutputError
from kzgraph.graph.build import WorkGraph, union_groups
from kzgraph.graph.jsonld import jsonld
from kzgraph.graph.ntriples import nquads, ntriples
from kzgraph.graph.turtle import trig, turtle

Writer = Callable[[Iterable[WorkGraph], str], Iterator[str]]

#: Format name and writer; the name is also the ending of its files.
FORMATS: dict[str, Writer] = {"ttl": turtle, "nt": ntriples, "trig": trig, "nq": nquads, "jsonld": jsonld}


#: Those of them that keep works apart in named graphs.
NAMED = ("trig", "nq")


def format_of(path: str) -> str:
    """Return the format that a file's ending names.

    Raises:
        OutputError: The ending names none.

    >>> format_of("grafas.nq")
    'nq'
    """
    ending = Path(path).suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        raise OutputError(
            path,
            f"'.{ending}' is no ending of a format",
            f"Use one of {', '.join('.' + name for name in FORMATS)}, or give --format.",
        )
    return ending


def write(graphs: Iterable[WorkGraph], path: str, base: str, form: str) -> int:
    """Write works to a file or, for "-", to standard output.

    The file appears under its name only when it is complete.

    Args:
        graphs: The works, in order.
        path: Where to.
        base: Base IRI of the data.
        form: A name in :data:`FORMATS`.

    Returns:
        How many bytes were written.

    Raises:
        OutputError: The file cannot be written.
    """
    pieces = (piece.encode() for piece in FORMATS[form](graphs, base))
    if path == "-":
        return sum(sys.stdout.buffer.write(piece) for piece in pieces)
    return write_bytes(pieces, Path(path))


def statements(graphs: Iterable[WorkGraph], form: str) -> str:
    """Return how many statements a file of some works holds, in words: what they share counts once, but in each named graph.

    Args:
        graphs: The works.
        form: A name in :data:`FORMATS`.
    """
    if form in NAMED:
        return f"{sum(len(group.rows) for graph in graphs for group in graph.groups):,} quads"
    return f"{sum(len(group.rows) for group in union_groups(graphs)):,} triples"


def write_bytes(pieces: Iterable[bytes], path: Path) -> int:
    """Write pieces to a file that takes its name when it is complete; see :func:`write`.

    A link stays and what it leads to is written; an existing file keeps its mode; into a device, a pipe or an open descriptor
    the pieces go as they come.
    """
    temporary: str | None = None
    try:
        mode = _mode(path)
        if mode is not None and (not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or _is_descriptor(path)):
            with path.open("wb") as file:
                return sum(file.write(piece) for piece in pieces)
        path = Path(os.path.realpath(path))
        handle, temporary = _nameless(path)
        with os.fdopen(handle, "wb") as file:
            count = sum(file.write(piece) for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
            if temporary is None:
                name = f"{path.parent / f'.{path.name}.'}{os.getpid()}"
                # A folder makes os.link follow the link of /proc; the path is absolute, so that any descriptor will do.
                os.link(f"/proc/self/fd/{file.fileno()}", name, src_dir_fd=file.fileno(), follow_symlinks=True)
                temporary = name
        # mkstemp makes private files; a graph is as readable as any file the user makes.
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask if mode is None else stat.S_IMODE(mode))
        Path(temporary).replace(path)
    except BrokenPipeError:
        raise  # The reader of a pipe left: not a fault of the place.
    except OSError as fault:
        raise OutputError(
            str(path), f"it cannot be written ({fault.strerror})", "Check the folder and its free space."
        ) from fault
    else:
        temporary = None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
    return count


def _mode(path: Path) -> int | None:
    """Kind and permissions of what a name leads to, None where it leads to nothing yet."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _is_descriptor(path: Path) -> bool:
    """True for the name of a file that is open already, such as /dev/stdout: its offset is not ours to lose."""
    while True:
        if re.fullmatch(r"/proc/\d+(?:/task/\d+)?/fd", os.path.realpath(path.parent)):
            return True
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()


def _nameless(path: Path) -> tuple[int, str | None]:
    """Open a file that has no name yet, so that a killed run leaves nothing; with a name where the system knows no other."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is not None and Path("/proc/self/fd").is_dir():
        try:
            return os.open(path.parent, flag | os.O_WRONLY, 0o600), None
        except OSError as fault:
            if fault.errno not in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):
                raise
    return tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
