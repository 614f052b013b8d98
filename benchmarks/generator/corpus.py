"""A whole archive of generated texts in a folder: any number of works, each text the same whoever writes it."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from generator.compose import compose

#: So many works are in a folder.
_TOGETHER = 100
#: Numbers of four digits that a year has; the years that follow one another begin here.
_PER_YEAR, _FIRST_YEAR = 9000, 2031


def numbered(number: int) -> str:
    """Return the number of a procedure, another for each work.

    Args:
        number: Of the work, from 0.

    >>> numbered(0), numbered(8999), numbered(9000)
    ('2031-1000', '2031-9999', '2032-1000')
    """
    return f"{_FIRST_YEAR + number // _PER_YEAR}-{1000 + number % _PER_YEAR}"


def write(folder: Path, works: int, languages: Sequence[str], seed: int = 1, processes: int | None = None) -> int:
    """Write the texts of so many works, unless they are there, and return their bytes.

    Args:
        folder: Of this archive alone; texts go into "texts" in it.
        works: How many.
        languages: In which each is written.
        seed: Decides all that is drawn.
        processes: That write; as many as there are processors where none is given.

    Raises:
        ValueError: The folder holds another archive.
    """
    asked = {"works": works, "languages": list(languages), "seed": seed}
    record = folder / "corpus.json"
    if record.is_file():
        held = json.loads(record.read_text("utf-8"))
        if {name: held[name] for name in asked} != asked:
            raise ValueError(f"{folder} holds another archive: name another folder")
        return int(held["bytes"])
    step = partial(_some, folder / "texts", works, tuple(languages), seed)
    starts = range(0, works, _TOGETHER)
    count = min(len(starts), processes or os.cpu_count() or 1)
    if count == 1:
        size = sum(map(step, starts))
    else:
        with multiprocessing.get_context("spawn").Pool(count) as pool:
            size = sum(pool.imap_unordered(step, starts))
    record.write_text(json.dumps(asked | {"bytes": size}) + "\n", "utf-8")
    return size


def _some(folder: Path, works: int, languages: Sequence[str], seed: int, start: int) -> int:
    """Write the works of one folder."""
    place = folder / f"{start // _TOGETHER:04}"
    place.mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(start, min(start + _TOGETHER, works)):
        for code in languages:
            made = compose(code, seed, number)
            data = made.text.replace(made.known.work.replace("-", "/"), numbered(number).replace("-", "/")).encode()
            (place / f"{numbered(number)}.{code}.txt").write_bytes(data)
            size += len(data)
    return size


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",")))
