"""Which files of a folder a site wrote: a later run removes those that it has no more, and nothing that is anybody else's."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from pathlib import Path, PurePosixPath

from kzgraph.errors import OutputError

#: The list, as ``sha256sum --check`` reads it.
NAME = ".kzgraph-files"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>\S.*)")


class Manifest:
    """The list of the files of a site, in its folder.

    Each file is in the list as soon as it is written, so that a run that was killed leaves nothing that nobody knows.

    Args:
        folder: Of the site.

    Raises:
        OutputError: There is a file of that name that is no list of files.
        OSError: The folder cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / NAME
        self._before = self._read()
        self._now: dict[str, str] = {}
        self._file = self._place.open("a", encoding="utf-8", newline="\n", buffering=1)

    def add(self, path: str, content: bytes) -> None:
        """Note a file that was written.

        Args:
            path: Relative to the folder.
            content: Its bytes.
        """
        digest = hashlib.sha256(content).hexdigest()
        self._now[path] = digest
        self._file.write(f"{digest}  {path}\n")

    def close(self) -> int:
        """Remove what an earlier site wrote and this one did not, and write the list of this one.

        A file that somebody changed since is theirs; it stays.

        Returns:
            How many files were removed.
        """
        self._file.close()
        removed = 0
        for path in sorted(self._before.keys() - self._now.keys()):
            file = self._folder / path
            if file.is_symlink() or not file.is_file() or not file.resolve().is_relative_to(self._folder.resolve()):
                continue
            if hashlib.sha256(file.read_bytes()).hexdigest() in self._before[path]:
                file.unlink()
                removed += 1
                self._tidy(file.parent)
        part = self._place.with_name(f"{NAME}.part")
        part.write_text("".join(f"{digest}  {path}\n" for path, digest in sorted(self._now.items())), "utf-8", newline="\n")
        part.replace(self._place)
        return removed

    def _tidy(self, folder: Path) -> None:
        """Remove folders that are empty now."""
        while folder != self._folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def _read(self) -> dict[str, set[str]]:
        """The digests that earlier runs noted for each path."""
        found: dict[str, set[str]] = defaultdict(set)
        if not self._place.exists():
            return found
        try:
            whole, end, torn = self._place.read_text("utf-8").rpartition("\n")
        except UnicodeDecodeError as fault:
            raise self._refusal() from fault
        if torn:  # by the end of a run that was killed
            self._place.write_text(whole + end, "utf-8", newline="\n")
        for line in whole.splitlines():
            match = _LINE.fullmatch(line)
            path = PurePosixPath(match["path"]) if match else None
            if match is None or path is None or path.is_absolute() or ".." in path.parts:
                raise self._refusal()
            found[match["path"]].add(match["digest"])
        return found

    def _refusal(self) -> OutputError:
        return OutputError(str(self._place), "it is no list of the files of a site", "Remove it, or give another folder.")
