"""Known answers: acts, actors, persons and instruments of the specimen, the same in every language."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kzgraph.model import Entity, Unit, Version
from kzgraph.pipeline import build, read_text
from kzgraph.reading.source import read
from kzgraph.resolve.addressees import ACTORS
from kzgraph.resolve.divergences import divergences
from kzgraph.resolve.iri import Minter

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
SPECIMENS = {path.name.split(".")[1]: path for path in sorted(EXAMPLES.glob("2031-2901.*"))}
EXPECTED: Mapping[str, Mapping[str, Any]] = tomllib.loads((EXAMPLES / "expected.toml").read_text("utf-8"))["unit"]

Entities = Mapping[str, Entity]
#: What is read of a unit as a set, beside what the file says of it.
Facts = frozenset[str]


@cache
def version_of(language: str) -> Version:
    return read_text(read(SPECIMENS[language]))


def named(unit: Unit, entities: Entities, classes: tuple[str, ...]) -> Facts:
    """What a unit names of some classes; a provision names its instrument."""
    found = (entities[mention.entity] for mention in unit.mentions)
    return frozenset(entity.key for entity in found if entity.cls in classes)


def acts(unit: Unit, _entities: Entities) -> Facts:
    return frozenset(f"{number}. {act.force} {act.concept}" for number, act in enumerate(unit.acts, 1))


def addressees(unit: Unit, _entities: Entities) -> Facts:
    return frozenset(f"{number}. {key}" for number, act in enumerate(unit.acts, 1) for key in act.addressees)


def recipients(unit: Unit, _entities: Entities) -> Facts:
    return frozenset(f"{number}. {key}" for number, act in enumerate(unit.acts, 1) for key in act.recipients)


def actors(unit: Unit, entities: Entities) -> Facts:
    return named(unit, entities, tuple(cls for cls in ACTORS if cls not in ("Person", "Organisation")))


def persons(unit: Unit, entities: Entities) -> Facts:
    return named(unit, entities, ("Person",))


def organisations(unit: Unit, entities: Entities) -> Facts:
    return named(unit, entities, ("Organisation",))


def instruments(unit: Unit, entities: Entities) -> Facts:
    found = (entities[mention.entity] for mention in unit.mentions)
    return frozenset(entity.base or entity.key for entity in found if entity.cls not in ACTORS)


def pinpoints(unit: Unit, entities: Entities) -> Facts:
    found = (entities[mention.entity] for mention in unit.mentions)
    return frozenset(f"{entity.base} {entity.pinpoint}" for entity in found if entity.pinpoint)


Notion = Callable[[Unit, Entities], Facts]
NOTIONS: Mapping[str, Notion] = {
    notion.__name__: notion for notion in (acts, addressees, recipients, actors, persons, organisations, instruments, pinpoints)
}


def answers(row: Mapping[str, Any], notion: str) -> Facts:
    """What the file says of a unit, in the form in which it is read."""
    if notion == "acts":
        return frozenset(f"{number}. {act['force']} {act['verb']}" for number, act in enumerate(row.get("acts", ()), 1))
    if notion in ("addressees", "recipients"):
        return frozenset(f"{number}. {key}" for number, act in enumerate(row.get("acts", ()), 1) for key in act.get(notion, ()))
    if notion == "pinpoints":
        return frozenset(f"{key} {pin}" for key, pins in row.get("instruments", {}).items() for pin in pins)
    return frozenset(row.get(notion, ()))


@pytest.mark.parametrize("notion", NOTIONS)
@pytest.mark.parametrize("language", SPECIMENS)
def test_specimen_gives_the_known_answers(language: str, notion: str) -> None:
    version = version_of(language)
    entities = {entity.key: entity for entity in version.entities}
    faults = []
    for unit in version.units:
        found, wanted = NOTIONS[notion](unit, entities), answers(EXPECTED[unit.key], notion)
        faults += [f"{unit.key}: missed {one}" for one in sorted(wanted - found)]
        faults += [f"{unit.key}: wrong {one}" for one in sorted(found - wanted)]
    assert not faults, "\n".join([f"{language}, {notion}", *faults])


def test_answers_are_in_the_file() -> None:
    """Every notion but the unknown organisations, of which the specimen has none, is asked for somewhere."""
    asked = {notion for notion in NOTIONS for row in EXPECTED.values() if answers(row, notion)}
    assert asked == set(NOTIONS) - {"organisations"}


def test_specimens_together_agree() -> None:
    """Built as one work, the versions differ in nothing and name nobody and nothing twice."""
    built = build([lambda: [read(path) for path in SPECIMENS.values()]], minter=Minter())
    (work,) = (one.work for one in built.works)
    differing = [(one.unit, one.on, [(reading.version, reading.value) for reading in one.readings]) for one in divergences(work)]
    assert differing == []
    wanted = {key for row in EXPECTED.values() for notion in ("actors", "persons", "instruments") for key in row.get(notion, ())}
    found = {mention.entity for _, version in work.versions for unit in version.units for mention in unit.mentions}
    bases = {entity.key: entity.base or entity.key for _, version in work.versions for entity in version.entities}
    assert {bases[key] for key in found} == wanted
