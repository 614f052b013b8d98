"""Writes random resolutions with their answers, or reads them back for a score.

    python benchmarks/generate.py --language pl --seed 7 --count 3 -o DIR
    python benchmarks/generate.py --score [--language pl] [--seed 7] [--count 3] [--misses]

A text is in Parliament's form. Its words come from the language pack and from generator/phrases, its names from the
vocabularies and, for persons and organisations that nobody knows, from generator/names.toml. The same seed gives the same
text. Beside each text stand its answers as JSON: citations with texts, pinpoints and dates; recitals with clauses, dates,
figures and actors; paragraphs with acts, addressees, actors and texts. A score compares by the types of the package.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.compose import compose
from generator.phrases import languages
from generator.score import NOTIONS, measure


def write(code: str, seed: int, count: int, folder: Path) -> None:
    """Write texts and answers.

    Args:
        code: Their language.
        seed: Decides what is drawn.
        count: How many.
        folder: Where they go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        made = compose(code, seed, number)
        name = f"{made.known.work}.{code}"
        (folder / f"{name}.txt").write_text(made.text, "utf-8")
        answers = json.dumps(made.known.table(), ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{answers}\n", "utf-8")


def show(codes: Sequence[str], seed: int, count: int, *, misses: bool, full: bool) -> None:
    """Print a table of scores.

    Args:
        codes: The languages.
        seed: The first of the seeds.
        count: How many texts of each language.
        misses: Print each miss too.
        full: Print precision and recall beside F1.
    """
    width = 17 if full else 9
    print(f"{'F1':<4}" + "".join(f"{notion[: width - 1]:>{width}}" for notion in NOTIONS))
    for code in codes:
        score = measure(compose(code, seed, number) for number in range(count))
        tallies = [score.tallies[notion] for notion in NOTIONS]
        cells = [f"{one.precision:.1f}/{one.recall:.1f}={one.f1:.1f}" if full else f"{one.f1:.1f}" for one in tallies]
        print(f"{code:<4}" + "".join(f"{cell:>{width}}" for cell in cells), flush=True)
        if misses:
            print("\n".join(f"  {miss}" for miss in score.misses))


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--language", action="append", choices=languages(), help="its code; all where none is named")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1, help="how many texts of each language")
    parser.add_argument("-o", "--output", type=Path, help="the folder for texts and answers")
    parser.add_argument("--score", action="store_true", help="read the texts back and print how much was found")
    parser.add_argument("--full", action="store_true", help="print precision/recall=F1")
    parser.add_argument("--misses", action="store_true", help="print what was found wrongly or missed")
    given = parser.parse_args()
    codes = given.language or languages()
    if given.output:
        for code in codes:
            write(code, given.seed, given.count, given.output)
    if given.score:
        show(codes, given.seed, given.count, misses=given.misses, full=given.full)
    if not (given.output or given.score):
        parser.error("nothing to do: give -o or --score")
    return 0


if __name__ == "__main__":
    sys.exit(main())
