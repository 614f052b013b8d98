"""Works whose versions say the same, but where a divergence was planted; and what an archive of them says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from correct import build
from generator import archive
from generator.answers import KnownUnit
from generator.archive import Archive, compare
from generator.joint import SIZES, Planted, Written, compose_work
from generator.meaning import people
from generator.phrases import languages
from generator.score import NOTIONS, measure

TOP = Path(__file__).resolve().parents[2]
FOUR = ("mt", "el", "hr", "fi")
NEAR_PERFECT = 95.0


def content(unit: KnownUnit) -> dict[str, object]:
    """What a unit says, without how."""
    return {
        "clauses": unit.clauses,
        "acts": [act.force for act in unit.acts],
        "addressee": [sorted(act.addressees) for act in unit.acts],
        "actors": sorted(unit.actors),
        "date": sorted(unit.dates),
        "figure": sorted(unit.figures),
        "instruments": {ident: sorted(pins) for ident, pins in unit.instruments.items()},
    }


def differing(work: Written) -> list[tuple[str, str]]:
    """Unit and language of each unit that one language writes otherwise than most."""
    found = []
    units = {code: text.known.units for code, text in work.texts.items()}
    for key in next(iter(units.values())):
        said = {code: repr(content(own[key])) for code, own in units.items()}
        most = Counter(said.values()).most_common(1)[0][0]
        found += [(key, code) for code, one in said.items() if one != most]
    return found


@pytest.mark.parametrize("spoken", [FOUR, languages()], ids=["four", "all"])
@pytest.mark.parametrize("number", range(4))
def test_all_languages_say_the_same(spoken: Sequence[str], number: int) -> None:
    work = compose_work(spoken, 1, number, units=40, astray=0)
    assert (differing(work), work.planted) == ([], ())
    assert len({tuple(text.known.units) for text in work.texts.values()}) == 1
    assert len({text.text for text in work.texts.values()}) == len(spoken)


@pytest.mark.parametrize("number", range(8))
def test_only_what_is_planted_diverges(number: int) -> None:
    work = compose_work(FOUR, 3, number, units=25, astray=100)
    (planted,) = work.planted
    assert differing(work) == [(planted.unit, planted.language)]


def test_all_kinds_of_divergences_are_planted() -> None:
    found = Counter(one.on for number in range(60) for one in compose_work(FOUR, 4, number, units=20, astray=100).planted)
    assert set(found) == {"date", "figure", "name", "addressee"}


def test_sizes_and_numbers_vary() -> None:
    works = [compose_work(("mt",), 5, number) for number in range(60)]
    sizes = [len(work.texts["mt"].known.units) - 1 for work in works]
    assert min(sizes) < 33
    assert max(sizes) > 79
    assert all(SIZES[0][1] <= size <= SIZES[-1][2] for size in sizes)
    assert len({work.key for work in works}) == len(works)
    assert len({work.texts["mt"].text.splitlines()[0] for work in works}) == len(works)


def test_persons_recur_and_are_many() -> None:
    counts: Counter[str] = Counter()
    for number in range(60):
        known = compose_work(FOUR, 6, number, units=40).texts["mt"].known
        counts.update(ident for ident, (cls, _) in known.entities.items() if cls == "Person")
    assert max(counts.values()) > 1
    assert len(counts) > 100
    assert len({person.latin for person in people()}) == len(people()) > 300


def test_a_seed_decides_the_work_whatever_the_hash_seed() -> None:
    program = (
        "import sys; sys.path.insert(0, 'benchmarks'); from generator.joint import compose_work;"
        "w = compose_work(('mt', 'el'), 7, 3, astray=100); print(''.join(t.text for t in w.texts.values()), w.planted)"
    )
    texts = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TOP)}
        done = subprocess.run([sys.executable, "-c", program], cwd=TOP, env=environment, capture_output=True, check=True)
        texts.append(done.stdout)
    assert texts[0] == texts[1]
    assert compose_work(("mt", "el"), 8, 3).texts["mt"].text.encode() not in texts[0]


# ---------------------------------------------------------------- what an archive says


@pytest.fixture(scope="module")
def works() -> list[Written]:
    four = [compose_work(FOUR, 2, number, units=25, astray=100 * (number % 2)) for number in range(4)]
    return [*four, compose_work(languages(), 2, 4, units=18, astray=100)]


@pytest.fixture(scope="module")
def built(works: list[Written], tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive.read(build(works, tmp_path_factory.mktemp("archive"), 1))


def test_an_archive_says_what_was_written(works: list[Written], built: Archive) -> None:
    score = compare(built, works)
    assert score.misses == []
    assert score.tallies["divergences"].right == 3
    assert score.tallies["persons"].right > 10
    assert score.tallies["versions"].right == 16 + len(languages())


def test_texts_are_read_as_well_as_alone(works: list[Written]) -> None:
    for code in languages():
        score = measure(work.texts[code] for work in works if code in work.texts)
        weak = {notion: score.tallies[notion] for notion in NOTIONS if score.tallies[notion].f1 < NEAR_PERFECT}
        assert not weak, "\n".join(score.misses)


def test_what_an_archive_says_wrongly_costs_points(works: list[Written], built: Archive) -> None:
    """Each notion is turned against a fault: what is known is changed, or what is said."""
    unplanted = [replace(works[1], planted=()), *works[:1], *works[2:]]
    assert compare(built, unplanted).tallies["divergences"].wrong == 1
    other = replace(works[1], planted=(Planted("citation/1", "figure", "mt"),))
    assert compare(built, [other, works[0], *works[2:]]).tallies["divergences"].missed == 1
    fewer = compare(built, works[1:])
    assert (fewer.tallies["resolutions"].wrong, fewer.tallies["versions"].wrong) == (1, 4)
    assert fewer.tallies["units"].wrong > 20
    one = next(iri for found in built.named.values() for iri in found if "/person-" in iri)
    place = next(place for place, found in built.named.items() if one in found)
    split = replace(built, named={**built.named, place: {f"{one}-2"}})
    assert compare(split, works).tallies["persons"].wrong + compare(split, works).tallies["persons"].missed >= 1
    everybody = {
        place: {"one for all"} if any("/person-" in iri for iri in found) else found for place, found in built.named.items()
    }
    assert compare(replace(built, named=everybody), works).tallies["persons"].missed > 5
