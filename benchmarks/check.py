"""The check of every commit: is a build slower than it was, and does its cost grow faster than the archive?

    python benchmarks/check.py            compare with expected.json; exit code 1 where it got worse
    python benchmarks/check.py --record   write expected.json anew, after a change that is meant

Two things fail: a work, or the start of a build, costs more than 1.5 times what expected.json says, in units of the hand-written
script (baseline.py) in the same run; or 100 works cost more than 12 times what 10 cost, start-up taken off.

So that other work on the machine raises no alarm, times are those of the processor, each the least of some runs: what disturbs a
run only makes it dearer. Ours and the script's take turns. What looks too dear is measured again, up to four times in all, and
fails only if it still is. It takes about half a minute, at most two.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import corpus
from scaling.growth import MOST, growth, start_up
from scaling.runs import KZGRAPH
from scaling.watch import TOP

EXPECTED = Path(__file__).resolve().parent / "expected.json"
#: So many times as dear as recorded a work may be.
SLOWER = 1.5
#: Works of each archive, their languages, and how many of them the script reads.
SIZES, LANGUAGES, SCRIPT_WORKS = (1, 10, 100), ("mt", "el"), 3
#: Of each work: all are of one size, so that ten times the works are ten times the text.
UNITS = 30
#: What looks too dear is measured so often at most.
ROUNDS = 4


@dataclass
class Figures:
    """Seconds of the processor, each the least that was seen.

    Args:
        builds: Of a build, by number of works.
        script: Of the script for a work, when it is warm.
    """

    builds: dict[int, float] = field(default_factory=dict)
    script: float = float("inf")

    def add(self, works: int, seconds: float) -> None:
        """Note a build."""
        self.builds[works] = min(seconds, self.builds.get(works, seconds))

    def ratios(self) -> dict[str, float]:
        """What a work costs when all is warm, and the start of a build, in units of a work of the script."""
        most = max(self.builds)
        start = start_up(self.builds)
        return {"work": (self.builds[most] - start) / most / self.script, "start": start / self.script}

    def faults(self, expected: dict[str, float]) -> list[str]:
        """Return what got worse, one sentence each.

        Args:
            expected: Ratios that were recorded.
        """
        found = [
            f"{name}: {ratio:.3f} of the script's time for a work, {ratio / expected[name]:.2f} times the {expected[name]:.3f} "
            f"that expected.json has; {SLOWER} are allowed"
            for name, ratio in self.ratios().items()
            if ratio > SLOWER * expected[name]
        ]
        found += [
            f"{many} works cost {times:.1f} times what {few} cost, start-up taken off; {MOST:.0f} are allowed"
            for few, many, _, times in growth([(works, works, seconds) for works, seconds in self.builds.items()])
            if times > MOST
        ]
        return found


def seconds_of(command: Sequence[str]) -> tuple[float, bytes]:
    """Run a command that must succeed; return its seconds of the processor and what it printed."""
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH")]))
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, printed


def build(folder: Path, works: int, figures: Figures) -> None:
    """Build an archive and note what it cost."""
    with tempfile.TemporaryDirectory() as output:
        texts = str(folder / f"{works}" / "texts")
        command = [*KZGRAPH, "build", texts, "--out-dir", f"{output}/out", "--jobs", "1", "-q"]
        figures.add(works, seconds_of(command)[0])


def script(folder: Path, figures: Figures) -> None:
    """Let the script read some works, and note what one cost when it was warm."""
    texts = sorted(map(str, (folder / f"{SIZES[1]}" / "texts").rglob("*.txt")))[: (SCRIPT_WORKS + 1) * len(LANGUAGES)]
    with tempfile.TemporaryDirectory() as output:
        command = [sys.executable, str(TOP / "benchmarks" / "baseline.py"), "--each", output, *texts]
        figures.script = min(figures.script, *json.loads(seconds_of(command)[1])["seconds"][1:])


def once(folder: Path, figures: Figures) -> None:
    """Measure everything, by turns: what disturbs the machine for a while disturbs more than one figure."""
    few, some, many = SIZES
    for works in (few, some):
        build(folder, works, figures)
    script(folder, figures)
    build(folder, many, figures)
    script(folder, figures)
    for works in (some, few):
        build(folder, works, figures)


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write what is measured into expected.json")
    options = parser.parse_args()
    expected = {} if options.record else json.loads(EXPECTED.read_text("utf-8"))
    figures = Figures()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for works in SIZES:
            corpus.write(folder / f"{works}", works, LANGUAGES, processes=1, units=UNITS)
        for done in range(1, ROUNDS + 1):
            once(folder, figures)
            ratios = figures.ratios()
            ((_, _, _, times),) = growth([(works, works, seconds) for works, seconds in figures.builds.items()])
            told = ", ".join(f"{name} {ratio:.3f}" for name, ratio in ratios.items())
            print(
                f"of the script's {figures.script:.2f} s for a work: {told}; ten times the works: {times:.1f} times", flush=True
            )
            faults = [] if options.record else figures.faults(expected)
            if not faults and (done > 1 or not options.record):
                break
    if options.record:
        EXPECTED.write_text(json.dumps({name: round(ratio, 3) for name, ratio in ratios.items()}, indent=1) + "\n", "utf-8")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
