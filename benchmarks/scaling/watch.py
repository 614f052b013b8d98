"""Watches a build from outside: its clock, the memory and processor time of its processes, and when each step began.

Memory and processor time of each process come from /proc; where there is none, from what the system tells of ended children.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
_PROC = Path("/proc")
#: Seconds between two looks: at first, and when a run has lasted some time.
_OFTEN, _SELDOM, _LONG = 0.03, 0.25, 30.0
#: Steps of a bulk run, in order, each with what is in its output from then on.
_SIGNS = (
    ("read", "unfinished/settings"),
    ("names", "unfinished/names"),
    ("write", "unfinished/blocks"),
    ("shards", "works-*"),
)


@dataclass
class Watched:
    """What a run cost.

    Args:
        clock: Seconds from start to end.
        seconds: Of the processor, all processes together; the main process alone where the system does not tell more.
        main: Most memory of the process that was started, in bytes.
        worker: Most memory of one of the others, in bytes; 0 where there are none or the system does not tell.
        began: Clock at which each step began, "start" at 0.
        code: Exit code; negative where a signal ended it.
    """

    clock: float = 0.0
    seconds: float = 0.0
    main: int = 0
    worker: int = 0
    began: dict[str, float] = field(default_factory=dict)
    code: int = 0

    def steps(self) -> dict[str, float]:
        """Return the seconds of the clock of each step."""
        names = list(self.began)
        ends = [*list(self.began.values())[1:], self.clock]
        return {name: end - self.began[name] for name, end in zip(names, ends, strict=True)}


@dataclass
class _Seen:
    """Peak memory and processor time of each process of a session, as last seen."""

    session: int
    memory: dict[int, int] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        """Note what the system tells of all processes of the session."""
        ticks = os.sysconf("SC_CLK_TCK")
        for place in _PROC.iterdir() if _PROC.is_dir() else ():
            if not place.name.isdigit():
                continue
            try:
                fields = (place / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
                if int(fields[3]) != self.session:
                    continue
                rows = (place / "status").read_text("ascii", "replace").splitlines()
            except OSError:
                continue  # it has ended since it was listed
            pid = int(place.name)
            self.seconds[pid] = (int(fields[11]) + int(fields[12])) / ticks
            peak = next((int(row.split()[1]) * 1024 for row in rows if row.startswith("VmHWM:")), 0)
            self.memory[pid] = max(peak, self.memory.get(pid, 0))


def watch(command: Sequence[str], output: Path, until: Callable[[], bool] | None = None) -> Watched:
    """Run a build and watch it.

    Args:
        command: Program and arguments.
        output: The folder into which it writes.
        until: Asked now and then; once it is true the run and its processes get SIGKILL.

    Returns:
        What it cost; a run that failed has its exit code.
    """
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH")]))
    found = Watched(began={"start": 0.0})
    waiting = list(_SIGNS)
    start = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL, start_new_session=True)
    seen = _Seen(process.pid)
    try:
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            clock = time.perf_counter() - start
            if ended:
                break
            seen.look()
            while waiting and any(output.glob(waiting[0][1])):
                found.began[waiting.pop(0)[0]] = clock
            if until is not None and until():
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(_OFTEN if clock < _LONG else _SELDOM)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    process.returncode = found.code = os.waitstatus_to_exitcode(status)
    found.clock = clock
    others = {pid: seconds for pid, seconds in seen.seconds.items() if pid != process.pid}
    found.seconds = usage.ru_utime + usage.ru_stime + sum(others.values())
    found.main = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    found.worker = max((memory for pid, memory in seen.memory.items() if pid in others), default=0)
    return found


def import_time(module: str) -> float:
    """Return the seconds of the processor that a bare import takes, the least of three.

    Args:
        module: What is imported.
    """
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(seconds)
