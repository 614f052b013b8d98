"""Where a run reads and writes: folders on this machine, and stores of objects behind an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import unquote

from kzgraph.errors import InputError, KzgraphError, OutputError
from kzgraph.graph.serialise import write_bytes

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_CHECK = "Check the address and your rights."


class Folder(Protocol):
    """A place of files; a file appears under its name only when it is whole."""

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes | None:
        """Return the bytes of a file, or a stretch of them; None where there is no such file.

        Args:
            name: Of the file.
            start: First byte, from 0.
            length: How many bytes; by default all that follow.
        """
        ...

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file."""
        ...

    def names(self, below: str) -> list[str]:
        """Return the names of all files in a folder below this one, sorted."""
        ...

    def remove(self, below: str) -> None:
        """Remove a file, or a folder below this one with all that is in it."""
        ...


def is_address(name: str) -> bool:
    """Return whether a name is an address of a store and no path.

    >>> is_address("s3://ep/texts"), is_address("texts/2031-2901.mt.txt")
    (True, False)
    """
    return bool(_ADDRESS.match(name))


def folder(name: str) -> Folder:
    """Return the folder of a name.

    Args:
        name: A path, or an address that fsspec knows.

    Raises:
        KzgraphError: What reads addresses is not installed, or does not know this kind.
    """
    return _Remote(name) if is_address(name) else _Local(Path(unquote(name.removeprefix("file:"))))


class _Local:
    """A folder on this machine, or on a disk that all machines see."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes | None:
        try:
            with (self._path / name).open("rb") as file:
                return _stretch(file, start, length)
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise OutputError(str(self._path / name), f"it cannot be read ({fault.strerror})", "Check the folder.") from fault

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self._path / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise OutputError(str(path.parent), f"it cannot be made ({fault.strerror})", "Check the folder.") from fault
        write_bytes(pieces, path)

    def names(self, below: str) -> list[str]:
        root = self._path / below
        found = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
        return sorted(path.relative_to(root).as_posix() for path in found)

    def remove(self, below: str) -> None:
        import shutil

        path = self._path / below
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


class _Remote:
    """A folder behind an address; stores of objects show a file only when it is whole."""

    def __init__(self, address: str) -> None:
        try:
            import fsspec
        except ImportError as fault:
            remedy = "Install kzgraph with its extra: pip install 'kzgraph[cluster]'."
            raise KzgraphError(address, "fsspec, which reads addresses, is not installed", remedy) from fault
        try:
            self._system, self._root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as fault:
            raise KzgraphError(address, f"this kind of address cannot be read ({fault})", "Install what it names.") from fault
        self._address = address.rstrip("/")

    def _at(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}" if name else self._root

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes | None:
        try:
            with self._system.open(self._at(name), "rb") as file:
                return _stretch(file, start, length)
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise OutputError(f"{self._address}/{name}", f"it cannot be read ({fault})", _CHECK) from fault

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self._at(name)
        try:
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            with self._system.transaction, self._system.open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)
        except OSError as fault:
            raise OutputError(f"{self._address}/{name}", f"it cannot be written ({fault})", _CHECK) from fault

    def names(self, below: str) -> list[str]:
        root = self._at(below)
        try:
            found = self._system.find(root)
        except FileNotFoundError:
            return []
        return sorted(path[len(root) :].lstrip("/") for path in found)

    def remove(self, below: str) -> None:
        if self._system.exists(self._at(below)):
            self._system.rm(self._at(below), recursive=True)


def _stretch(file: IO[bytes] | Any, start: int, length: int | None) -> bytes:
    if start:
        file.seek(start)
    return bytes(file.read() if length is None else file.read(length))


def texts(names: Iterable[str], endings: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of the texts behind some addresses: a file itself, a folder's files whose endings are those of texts.

    Args:
        names: Addresses.
        endings: Of texts, in small letters.

    Raises:
        InputError: There is nothing.
    """
    wanted = tuple(endings)
    for name in names:
        place = folder(name)
        below = [one for one in place.names("") if one and one.lower().endswith(wanted)]
        if below:
            yield from (f"{name.rstrip('/')}/{one}" for one in below)
        elif place.read("", 0, 1) is not None:
            yield name
        else:
            raise InputError(name, "there is nothing", _CHECK)


def read_input(name: str, most: int) -> bytes:
    """Return the bytes of an input.

    Args:
        name: A path or an address.
        most: So many are read at most, in bytes; one more tells that there are more.

    Raises:
        InputError: It cannot be read.
    """
    if not is_address(name):
        try:
            with Path(name).open("rb") as file:
                return file.read(most + 1)
        except OSError as fault:
            raise InputError(name, f"it cannot be read ({fault.strerror})", "Check the name and the permissions.") from fault
    try:
        data = folder(name).read("", 0, most + 1)
    except OutputError as fault:
        raise InputError(name, fault.reason, fault.remedy) from fault
    if data is None:
        raise InputError(name, "there is nothing", _CHECK)
    return data
