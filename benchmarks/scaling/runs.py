"""Builds archives of generated texts, watches them, and keeps what they cost in a file."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator import corpus

from scaling.watch import TOP, Watched, import_time, watch

KZGRAPH = [sys.executable, "-m", "kzgraph.cli"]
#: Seconds of a work of four versions, where no earlier run tells.
_USUAL = 0.5


@dataclass(frozen=True)
class Row:
    """What an archive cost.

    Args:
        works: How many.
        versions: How many texts.
        jobs: Processes.
        read: Bytes of the texts.
        written: Bytes of the shards and the manifest.
        statements: How many quads.
        seconds: Of the processor, all processes together.
        clock: From start to end.
        steps: Clock of each step.
        main: Most memory of the process that was started, in bytes.
        worker: Most memory of one of its workers, in bytes; 0 where it does the work itself.
        again: Clock of a run in which nothing changed; 0 where it was not tried.
        copying: Clock of copying the same bytes, in and out.
        digest: Of all that was written.
        resumed: Clock of the run that took up a killed one, None where none was killed; its output was the same.
        killed: How many works the killed run had written.
        compress: Whether what was written is packed.
    """

    works: int
    versions: int
    jobs: int
    read: int
    written: int
    statements: int
    seconds: float
    clock: float
    steps: dict[str, float]
    main: int
    worker: int
    again: float
    copying: float
    digest: str
    resumed: float | None = None
    killed: int = 0
    compress: bool = False


@dataclass(frozen=True)
class Plan:
    """What is asked for.

    Args:
        works: How many.
        languages: Of each.
        jobs: Numbers of processes, each with a run of its own.
        seed: Of the texts.
        kill: Whether a run with the most processes is killed once and taken up.
        again: Whether each archive is built once more without changes.
        compress: Whether shards are packed: a large archive takes a twentieth of the disk.
    """

    works: int
    languages: tuple[str, ...]
    jobs: tuple[int, ...]
    seed: int
    kill: bool
    again: bool
    compress: bool = False

    def expected(self, results: Results) -> float:
        """Return about how many seconds it will take.

        Args:
            results: Of earlier runs: the largest tells best.
        """
        known = [row for row in results.rows if row.jobs == 1 and row.works > 1]
        each = max(known, key=lambda row: row.works) if known else None
        one = each.clock / each.works if each else _USUAL * len(self.languages) / 4
        runs = [*self.jobs, *([max(self.jobs), max(self.jobs)] if self.kill else [])]
        return self.works * one * sum(1 / min(count, os.cpu_count() or 1) for count in runs)


class Results:
    """The figures of several runs, in a file of JSON, each size once.

    Args:
        path: Of the file; what is in it is kept. Nothing is kept where there is none.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.data: dict[str, Any] = json.loads(path.read_text("utf-8")) if path and path.is_file() else {"rows": []}

    @property
    def rows(self) -> list[Row]:
        """All rows, by size and processes."""
        return sorted((Row(**row) for row in self.data["rows"]), key=lambda row: (row.works, row.jobs))

    def add(self, row: Row) -> None:
        """Keep a row, in place of an earlier one of the same size and processes."""
        others = [one for one in self.rows if (one.works, one.jobs) != (row.works, row.jobs)]
        rows = sorted([*others, row], key=lambda one: (one.works, one.jobs))
        self.data["rows"] = [asdict(one) for one in rows]
        self.save()

    def put(self, name: str, figures: Any) -> None:
        """Keep other figures under a name."""
        self.data[name] = figures
        self.save()

    def save(self) -> None:
        """Write the file."""
        if self._path:
            self._path.write_text(json.dumps(self.data, indent=1) + "\n", "utf-8")


def machine() -> dict[str, str]:
    """Return of what kind this machine is, and how busy."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30 if hasattr(os, "sysconf") else 0
    return {
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "0",
        "day": time.strftime("%Y-%m-%d", time.gmtime()),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "python": platform.python_version(),
    }


def files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, in order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def digest(folder: Path) -> str:
    """Return one digest of the names and bytes of all files of a folder."""
    whole = hashlib.sha256()
    for path in files(folder):
        with path.open("rb") as file:
            own = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {own}\n".encode())
    return whole.hexdigest()


def copying(folders: Sequence[Path], place: Path) -> float:
    """Return the seconds of copying all files of some folders; of the copies no more than one is kept at a time."""
    target = place / "copy"
    start = time.perf_counter()
    for folder in folders:
        for path in files(folder):
            shutil.copyfile(path, target)
    seconds = time.perf_counter() - start
    target.unlink(missing_ok=True)
    return seconds


def measure(plan: Plan, folder: Path) -> Iterator[Row]:
    """Build an archive with each number of processes, and yield what each cost.

    Args:
        plan: What is asked for.
        folder: Of this archive; texts that are there already are taken.

    Raises:
        SystemExit: A build fails, or two outputs differ.
    """
    read = corpus.write(folder, plan.works, plan.languages, plan.seed)
    first = ""
    for count in plan.jobs:
        output = folder / "out"
        shutil.rmtree(output, ignore_errors=True)
        command = [*KZGRAPH, "build", str(folder / "texts"), "--out-dir", str(output), "--jobs", str(count), "-q"]
        command += ["--compress"] if plan.compress else []
        watched = succeeded(watch(command, output), command)
        again = succeeded(watch(command, output), command).clock if plan.again else 0.0
        copied = copying([folder / "texts", output], folder)
        written = sum(path.stat().st_size for path in files(output))
        statements = json.loads((output / "manifest.json").read_bytes())["counts"]["statements"]
        own = digest(output)
        first = first or own
        if own != first:
            sys.exit(f"{plan.works} works: --jobs {count} writes other bytes than --jobs {plan.jobs[0]}")
        resumed, killed = _killed(plan, command, output, first) if plan.kill and count == max(plan.jobs) else (None, 0)
        shutil.rmtree(output)
        yield Row(
            works=plan.works, versions=plan.works * len(plan.languages), jobs=count, read=read, written=written,
            statements=statements, seconds=watched.seconds, clock=watched.clock, steps=watched.steps(), main=watched.main,
            worker=watched.worker, again=again, copying=copied, digest=own, resumed=resumed, killed=killed,
            compress=plan.compress,
        )  # fmt: skip


def _killed(plan: Plan, command: Sequence[str], output: Path, wanted: str) -> tuple[float, int]:
    """Kill a run when half of its works are written, take it up, and return how long the rest took and what was there."""
    shutil.rmtree(output)

    def blocks() -> int:
        return sum(1 for path in (output / "unfinished" / "blocks").glob("*/*") if not path.name.startswith("."))

    looked = [0.0]

    def half() -> bool:
        # Counting takes its time in a large archive.
        if time.perf_counter() - looked[0] < plan.works / 2000:
            return False
        looked[0] = time.perf_counter()
        return blocks() * 2 >= plan.works

    watched = watch(command, output, until=half)
    if watched.code >= 0:
        sys.exit(f"{plan.works} works: the run ended ({watched.code}) before it was killed")
    there = blocks()
    rest = succeeded(watch([*command, "--resume"], output), command)
    if digest(output) != wanted:
        sys.exit(f"{plan.works} works: a run that was killed and taken up writes other bytes")
    return rest.clock, there


def succeeded(watched: Watched, command: Sequence[str]) -> Watched:
    """Return a run that came to its end.

    Raises:
        SystemExit: It did not.
    """
    if watched.code:
        sys.exit(f"{' '.join(command)} ended with exit code {watched.code}")
    return watched


def baseline(folder: Path, works: int) -> dict[str, Any]:
    """Run the hand-written script over the first works of an archive.

    Args:
        folder: Of the archive.
        works: How many works it reads.
    """
    texts = list(files(folder / "texts"))
    names = sorted({path.name.partition(".")[0] for path in texts})[:works]
    chosen = [str(path) for path in texts if path.name.partition(".")[0] in names]
    output = folder / "script"
    output.mkdir(exist_ok=True)
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, str(TOP / "benchmarks" / "baseline.py"), "--each", str(output), *chosen]
    start = time.perf_counter()
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(command[:3])} … ended with exit code {process.returncode}")
    shutil.rmtree(output)
    figures: dict[str, Any] = json.loads(printed)
    return figures | {
        "works": len(names),
        "bytes": sum(Path(name).stat().st_size for name in chosen),
        "clock": clock,
        "memory": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        "import rdflib": import_time("rdflib"),
    }
