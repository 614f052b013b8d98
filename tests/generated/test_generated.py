"""Random resolutions with known answers: drawn anew from a seed, and read back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from generator.compose import compose
from generator.phrases import languages
from generator.score import NOTIONS, measure

from kzgraph.language.pack import languages as packs

TOP = Path(__file__).resolve().parents[2]
SEEDS = (11, 12, 13)
#: What every language reaches in every notion, in percent; most reach it all.
NEAR_PERFECT = 95.0


def test_every_language_can_be_generated() -> None:
    assert languages() == packs()


def test_a_seed_decides_the_text_and_its_answers() -> None:
    one, same, other = compose("pl", 7, 1), compose("pl", 7, 1), compose("pl", 8, 1)
    assert (one.text, one.known) == (same.text, same.known)
    assert one.text != other.text


def test_the_command_writes_texts_and_answers(tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/generate.py", "--language", "mt", "--seed", "7", "--count", "2", "-o", str(tmp_path)]
    subprocess.run(command, cwd=TOP, check=True)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        f"203{number}-2007.mt.{ending}" for number in (1, 2) for ending in ("json", "txt")
    ]
    answers = json.loads((tmp_path / "2031-2007.mt.json").read_text("utf-8"))
    assert list(answers) == ["work", "language", "entities", "citations", "recitals", "paragraphs"]
    assert answers["paragraphs"]["18"]["acts"] == [
        {"force": "Instruction", "verb": "instructs", "addressees": ["president-of-the-european-parliament"]}
    ]


@pytest.mark.parametrize("language", languages())
def test_what_was_written_is_read(language: str) -> None:
    score = measure(compose(language, seed) for seed in SEEDS)
    weak = {notion: score.tallies[notion] for notion in NOTIONS if score.tallies[notion].f1 < NEAR_PERFECT}
    assert not weak, "\n".join(score.misses)


def test_every_notion_is_measured() -> None:
    score = measure(compose("en", seed) for seed in SEEDS)
    assert all(score.tallies[notion].right for notion in NOTIONS)


def test_what_is_not_read_costs_points() -> None:
    made = compose("en", 11)
    unit = made.known.units["paragraph/1"]
    for found in (unit.acts, unit.actors, unit.dates, unit.figures):
        found.clear()
    unit.instruments.clear()
    known = measure([compose("en", 11)])
    score = measure([made])
    assert score.misses
    assert sum(score.tallies[notion].wrong for notion in NOTIONS) > sum(known.tallies[notion].wrong for notion in NOTIONS)
