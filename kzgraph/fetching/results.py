"""The folder of results: a file per text and language, and the portal's metadata; nothing good is replaced by something worse."""

from __future__ import annotations

from pathlib import Path

from kzgraph.fetching.bodies import BEST_FIRST, rank_of
from kzgraph.fetching.cache import write_whole


class Results:
    """A folder with what was fetched.

    Args:
        folder: Made with the first file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, work: str, language: str, ending: str, data: bytes) -> Path:
        """Write a text, unless there is one in a better form; return where the best one is.

        Args:
            work: Its identifier.
            language: Its code.
            ending: Of the file, without a dot.
            data: The file.

        Raises:
            OutputError: It cannot be written.
        """
        for medium in BEST_FIRST[: rank_of(ending)]:
            better = self.folder / f"{work}.{language}.{medium.ending}"
            if medium.ending != ending and better.is_file():
                return better
        return self._write(f"{work}.{language}.{ending}", data)

    def put_metadata(self, work: str, data: bytes) -> Path:
        """Write the metadata of a work; return where.

        Args:
            work: Its identifier.
            data: As the portal gave them.

        Raises:
            OutputError: They cannot be written.
        """
        return self._write(f"{work}.json", data)

    def _write(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        try:
            same = path.read_bytes() == data
        except OSError:
            same = False  # it is not there; what else hinders will hinder writing, and be told
        if not same:
            write_whole(path, data)
        return path
