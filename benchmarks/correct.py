"""Builds a generated archive and counts what it says rightly: the texts one by one, and the works that they are versions of.

    python benchmarks/correct.py [--works 20] [--languages mt,el,hr,fi] [--whole 1] [--astray 25] [--jobs 2] [--misses]

Versions of a work say the same, but that a known share of works has one planted divergence: one version prints another date,
figure, person or addressee. Persons recur in many works. Counted is, in percent of precision and recall:

- of each text what generate.py --score counts: units, acts, addressees, dates, names and so on;
- in the shards of the archive, all works together: resolutions, versions and units; divergences (found against planted);
  persons and organisations (each one node in all works and languages, none shared by two).

Exit code 1 where something is below 95.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator import archive
from generator.joint import ASTRAY, Written, compose_work
from generator.phrases import languages
from generator.score import NOTIONS, Tally, measure
from scaling.watch import TOP

#: So good must everything be, in percent.
LEAST = 95.0


def build(works: Sequence[Written], folder: Path, jobs: int) -> Path:
    """Write the texts of some works and build an archive of them.

    Args:
        works: What is written.
        folder: For texts and archive.
        jobs: Processes.
    """
    for work in works:
        for code, text in work.texts.items():
            path = folder / "texts" / f"{work.key}.{code}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.text, "utf-8")
    command = [sys.executable, "-m", "kzgraph.cli", "build", str(folder / "texts"), "--out-dir", str(folder / "out"), "-q"]
    subprocess.run([*command, "--jobs", str(jobs)], cwd=TOP, check=True)
    return folder / "out"


def show(name: str, notions: Sequence[str], tallies: dict[str, Tally]) -> bool:
    """Print precision and recall of each notion; return whether all are good enough."""
    told = "  ".join(f"{notion} {tallies[notion].precision:.1f}/{tallies[notion].recall:.1f}" for notion in notions)
    print(f"{name:<8} {told}", flush=True)
    return all(tallies[notion].f1 >= LEAST for notion in notions)


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=20)
    parser.add_argument("--languages", default="mt,el,hr,fi")
    parser.add_argument("--whole", type=int, default=1, metavar="N", help="further works, in all 24 languages (default: 1)")
    parser.add_argument("--astray", type=int, default=ASTRAY, metavar="PERCENT", help="of works with a planted divergence")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="print what was found wrongly or missed")
    options = parser.parse_args()
    some = options.languages.split(",")
    works = [
        compose_work(some if number < options.works else languages(), options.seed, number, astray=options.astray)
        for number in range(options.works + options.whole)
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = archive.compare(archive.read(build(works, Path(folder), options.jobs)), works)
    planted = sum(len(work.planted) for work in works)
    texts = sum(len(work.texts) for work in works)
    print(f"{len(works):,} works, {texts:,} texts, {planted:,} planted divergences; precision/recall")
    good = show("archive", archive.NOTIONS, found.tallies)
    misses = found.misses
    for code in sorted({code for work in works for code in work.texts}):
        score = measure(work.texts[code] for work in works if code in work.texts)
        good = show(code, NOTIONS, score.tallies) and good
        misses = misses + score.misses
    if options.misses:
        print("\n".join(misses))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
