"""A whole archive of generated works in a folder: any number, each text the same whoever writes it."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from generator.joint import compose_work

#: So many works are in a folder.
_TOGETHER = 100


def write(
    folder: Path, works: int, languages: Sequence[str], seed: int = 1, processes: int | None = None, units: int | None = None
) -> int:
    """Write the texts of so many works, unless they are there, and return their bytes.

    Args:
        folder: Of this archive alone; texts go into "texts" in it.
        works: How many.
        languages: Of each work; its versions say the same.
        seed: Decides all that is drawn.
        processes: That write; as many as there are processors where none is given.
        units: Of each work, where all shall be of one size.

    Raises:
        ValueError: The folder holds another archive.
    """
    asked = {"works": works, "languages": list(languages), "seed": seed, "units": units}
    record = folder / "corpus.json"
    if record.is_file():
        held = json.loads(record.read_text("utf-8"))
        if {name: held.get(name) for name in asked} != asked:
            raise ValueError(f"{folder} holds another archive: name another folder")
        return int(held["bytes"])
    step = partial(_some, folder / "texts", works, tuple(languages), seed, units)
    starts = range(0, works, _TOGETHER)
    count = min(len(starts), processes or os.cpu_count() or 1)
    if count == 1:
        size = sum(map(step, starts))
    else:
        with multiprocessing.get_context("spawn").Pool(count) as pool:
            size = sum(pool.imap_unordered(step, starts))
    record.write_text(json.dumps(asked | {"bytes": size}) + "\n", "utf-8")
    return size


def _some(folder: Path, works: int, languages: Sequence[str], seed: int, units: int | None, start: int) -> int:
    """Write the works of one folder."""
    place = folder / f"{start // _TOGETHER:04}"
    place.mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(start, min(start + _TOGETHER, works)):
        work = compose_work(languages, seed, number, units)
        for code, made in work.texts.items():
            data = made.text.encode()
            (place / f"{work.key}.{code}.txt").write_bytes(data)
            size += len(data)
    return size


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",")))
