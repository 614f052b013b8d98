"""The process that fuzzes: the fuzzer chooses inputs by what they reach, and all that goes wrong is written down as it happens.

It ends itself when its time is used up, which is that of the processor: on a busy machine as many inputs are tried.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

#: So many of the slowest inputs are kept, to be measured again without the fuzzer.
_SLOWEST = 12
#: So often it is written down how many were tried.
_COUNTED = 10
#: An input is slow by its seconds per byte; a short one has so many bytes on top.
SHORTEST = 500
#: So often the fuzzer's own damage is done before ours is thought of.
_BLIND = 0.1


def main() -> None:
    """Fuzz a reader: its name, a folder for the results, the seconds it has, and options of libFuzzer."""
    import atheris

    name, folder, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    atheris.enabled_hooks.add("str")
    with atheris.instrument_imports(include=["kzgraph"]):
        import kzgraph.pipeline  # noqa: F401
        from tests.fuzz import readers
    from tests.fuzz.trial import attempt

    reader = readers.READERS[name]
    seen: set[str] = set()
    slowest: list[float] = []
    tried = 0

    def write(kind: str, number: int, data: bytes, **more: object) -> None:
        (folder / f"{kind}-{number}").write_bytes(data)
        with (folder / "log").open("a") as log:
            log.write(json.dumps({"kind": kind, "file": f"{kind}-{number}", **more}) + "\n")

    def try_one(data: bytes) -> None:
        nonlocal tried
        outcome = attempt(reader, data)
        tried += 1
        if tried % _COUNTED == 0:
            (folder / f"tried-{os.getpid()}").write_text(str(tried))
            if time.process_time() > seconds:
                os._exit(0)
        if outcome.fault and outcome.fault.what not in seen:
            seen.add(outcome.fault.what)
            write("fault", len(seen), data, what=outcome.fault.what, told=outcome.fault.told)
        per_byte = outcome.seconds / (reader.size(data) + SHORTEST)
        if len(slowest) < _SLOWEST or per_byte > 1.1 * min(slowest):
            slowest[:] = sorted([*slowest, per_byte])[-_SLOWEST:]
            write("slow", len(list(folder.glob("slow-*"))), data, per_byte=per_byte)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)

        def blind(one: bytes) -> bytes:
            return bytes(atheris.Mutate(one, max(len(one) + 64, 64)))

        if chance.random() < _BLIND:
            return bytes(atheris.Mutate(data, most))
        return reader.mutate(data, chance, blind)[:most]

    for data in reader.seeds():  # what is read once and kept is no fault of the first input
        attempt(reader, data[: reader.longest])
    gc.collect()
    gc.freeze()
    options: list[Any] = [sys.argv[0], *sys.argv[4:]]
    atheris.Setup(options, try_one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
