"""Times whole archives: one work, ten, a hundred and so on, with generated texts; every command from its start to its end.

    python benchmarks/scale.py [--works 1,10,100] [--languages mt,el,hr,fi] [--jobs 1,2] [--check] [--json FILE]

Texts come from generator/: four languages of each work, drawn each by itself, so that every unit of a work differs between its
versions; that is the dearest case for aligning and for divergences. All is done in a temporary folder.

- "seconds" are those of the processor, where one process does all (the system does not tell those of a pool); "clock" is from
  start to end; "peak" the most memory that one of the processes held.
- "again" is a second run over the same folder, in which nothing changed.
- "copying" is the clock of copying the same bytes, in and out: no program can be faster.
- Outputs of different --jobs are compared byte by byte.

--check fails where ten times the works cost more than twelve times the seconds, the seconds of one work being start-up.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.compose import compose

TOP = Path(__file__).resolve().parent.parent
KZGRAPH = [sys.executable, "-m", "kzgraph.cli"]
#: Ten times the works may cost so many times the seconds.
MOST = 12.0


@dataclass(frozen=True)
class Row:
    """What an archive cost.

    Args:
        works: How many.
        versions: How many texts.
        jobs: Processes.
        read: Bytes of the texts.
        written: Bytes of the shards and the manifest.
        seconds: Of the processor.
        clock: From start to end.
        peak: The most resident memory of one process, in bytes.
        again: Clock of a run in which nothing changed.
        copying: Clock of copying the same bytes.
    """

    works: int
    versions: int
    jobs: int
    read: int
    written: int
    seconds: float
    clock: float
    peak: int
    again: float
    copying: float


def texts(folder: Path, works: int, languages: Sequence[str]) -> int:
    """Write the texts of so many works and return their bytes.

    Args:
        folder: Where they go.
        works: How many works.
        languages: In which each is written.
    """
    size = 0
    for number in range(works):
        place = folder / f"{number // 100:04}"
        place.mkdir(parents=True, exist_ok=True)
        for code in languages:
            made = compose(code, 1, number)
            # The generator's own numbers recur in a large archive.
            text = made.text.replace(made.known.work.replace("-", "/"), f"{2031 + number // 9000}/{1000 + number % 9000}")
            data = text.encode()
            (place / f"{number}.{code}.txt").write_bytes(data)
            size += len(data)
    return size


def run(command: Sequence[str]) -> tuple[float, float, int]:
    """Run a command that must succeed, and return the seconds of its processes, its clock and their peak memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH")]))
    subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, check=True)
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Grows over all commands; the largest comes last, so it is that of the command in every row that matters.
    return seconds, clock, after.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def same(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files with the same bytes."""
    names = [sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()) for folder in (one, other)]
    return names[0] == names[1] and all(filecmp.cmp(one / name, other / name, shallow=False) for name in names[0])


def measure(folder: Path, works: int, languages: Sequence[str], jobs: Sequence[int]) -> list[Row]:
    """Build an archive with each number of processes.

    Args:
        folder: An empty one.
        works: How many.
        languages: Of each.
        jobs: Numbers of processes.
    """
    read = texts(folder / "texts", works, languages)
    rows = []
    for count in jobs:
        output = folder / f"out-{count}"
        command = [*KZGRAPH, "build", str(folder / "texts"), "--out-dir", str(output), "--jobs", str(count), "-q"]
        seconds, clock, peak = run(command)
        _, again, _ = run(command)
        written = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
        start = time.perf_counter()
        shutil.copytree(folder / "texts", folder / "copy" / "texts")
        shutil.copytree(output, folder / "copy" / "out")
        copying = time.perf_counter() - start
        shutil.rmtree(folder / "copy")
        rows.append(Row(works, works * len(languages), count, read, written, seconds, clock, peak, again, copying))
        if not same(output, folder / f"out-{jobs[0]}"):
            sys.exit(f"{works} works: --jobs {count} writes other bytes than --jobs {jobs[0]}")
    return rows


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    print(f"{'works':>7}{'versions':>9}{'jobs':>5}{'in MB':>8}{'out MB':>8}{'seconds':>9}{'clock':>8}{'ms/version':>11}"
          f"{'peak MB':>9}{'again':>7}{'copying':>8}")  # fmt: skip
    for row in rows:
        seconds = f"{row.seconds:.1f}" if row.jobs == 1 else "–"
        each = f"{1000 * row.seconds / row.versions:.1f}" if row.jobs == 1 else "–"
        print(
            f"{row.works:>7,}{row.versions:>9,}{row.jobs:>5}{row.read / 1e6:>8.1f}{row.written / 1e6:>8.1f}{seconds:>9}"
            f"{row.clock:>8.1f}{each:>11}{row.peak / 2**20:>9.0f}{row.again:>7.1f}{row.copying:>8.2f}"
        )


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", default="1,10,100")
    parser.add_argument("--languages", default="mt,el,hr,fi")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--check", action="store_true", help="fail where the cost grows faster than the archive")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    rows: list[Row] = []
    for works in map(int, options.works.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            rows += measure(Path(folder), works, options.languages.split(","), [int(count) for count in options.jobs.split(",")])
    show(rows)
    if options.json:
        Path(options.json).write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")
    if options.check:
        by_size = {row.works: row.seconds for row in rows if row.jobs == 1}
        start = min(by_size.values())
        for works, seconds in by_size.items():
            if works * 10 in by_size and works > 1:
                growth = (by_size[works * 10] - start) / max(seconds - start, 0.001)
                print(f"{works} to {works * 10} works: {growth:.1f} times the seconds")
                if growth > MOST:
                    sys.exit(f"more than {MOST} times: the cost does not grow with the archive alone")


if __name__ == "__main__":
    main()
