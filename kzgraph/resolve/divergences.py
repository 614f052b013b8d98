"""Where versions of one work differ: in a date, a figure, a name, an act or an addressee.

A divergence is a result, not a fault: it says what each version prints, so that a reader can see which one stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kzgraph.model import Span, Unit, Work
from kzgraph.resolve.align import act_positions

_NAMED = ("actor/person-", "actor/organisation-")


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """What one version prints.

    Args:
        version: Its key.
        value: In language-free form: a date, a figure, the key of an entity, a force.
        printed: As printed.
        evidence: Which node shows it: kind and the end of its IRI.
        span: Where in the unit's clean text.
    """

    version: str
    value: str
    printed: str
    evidence: str
    span: Span


@dataclass(frozen=True, slots=True)
class Divergence:
    """A point on which the versions of a unit do not agree.

    Args:
        unit: Key of the unit.
        number: Its number within the unit, from 1.
        on: "date", "figure", "name", "act" or "addressee".
        readings: What differs, by version; a version that is silent has none.
        silent: Versions of the unit that print nothing at this point.
    """

    unit: str
    number: int
    on: str
    readings: tuple[Reading, ...]
    silent: tuple[str, ...]


def divergences(work: Work) -> tuple[Divergence, ...]:
    """Return the divergences of a work, unit by unit.

    Args:
        work: With at least two versions; of one there are none.
    """
    units: dict[str, dict[str, Unit]] = defaultdict(dict)
    for key, version in work.versions:
        for unit in version.units:
            units[unit.key][key] = unit
    positions = act_positions(work)
    found: list[Divergence] = []
    for unit_key, by_version in units.items():
        if len(by_version) < 2:
            continue
        number = 0
        for on, readings in _kinds(by_version, positions):
            values: dict[str, set[str]] = defaultdict(set)
            for reading in readings:
                values[reading.value].add(reading.version)
            differing = tuple(sorted(r for r in readings if len(values[r.value]) < len(by_version)))
            if differing:
                number += 1
                silent = tuple(sorted(set(by_version) - {reading.version for reading in differing}))
                found.append(Divergence(unit_key, number, on, differing, silent))
    return tuple(found)


def _kinds(by_version: Mapping[str, Unit], positions: Mapping[tuple[str, str, int], int]) -> Iterator[tuple[str, list[Reading]]]:
    yield "date", [r for key, unit in by_version.items() for r in _dates(key, unit)]
    yield "figure", [r for key, unit in by_version.items() for r in _figures(key, unit)]
    yield "name", [r for key, unit in by_version.items() for r in _names(key, unit)]
    acts = [r for key, unit in by_version.items() for r in _acts(key, unit, positions)]
    yield "act", acts
    # Only an act that all versions have can differ in whom it addresses.
    counts: dict[str, int] = defaultdict(int)
    for reading in acts:
        counts[reading.value] += 1
    shared = {value for value, count in counts.items() if count == len(by_version)}
    yield "addressee", [r for key, unit in by_version.items() for r in _addressees(key, unit, positions, shared)]


def _printed(unit: Unit, span: Span) -> str:
    return unit.text.text[span.start : span.end]


def _place(unit: Unit, span: Span) -> str:
    place = unit.text.span(span.start, span.end)
    return f"{place.start}-{place.end}"


def _dates(key: str, unit: Unit) -> Iterator[Reading]:
    for mention in unit.dates:
        yield Reading(key, mention.value, _printed(unit, mention.span), f"date/{_place(unit, mention.span)}", mention.span)


def _figures(key: str, unit: Unit) -> Iterator[Reading]:
    for mention in unit.figures:
        place = f"figure/{_place(unit, mention.span)}"
        yield Reading(key, str(mention.value), _printed(unit, mention.span), place, mention.span)


def _names(key: str, unit: Unit) -> Iterator[Reading]:
    for mention in unit.mentions:
        if mention.entity.startswith(_NAMED) and mention.rule != "pronoun":
            place = f"mention/{_place(unit, mention.span)}"
            yield Reading(key, mention.entity, _printed(unit, mention.span), place, mention.span)


def _acts(key: str, unit: Unit, positions: Mapping[tuple[str, str, int], int]) -> Iterator[Reading]:
    for index, act in enumerate(unit.acts):
        position = positions[key, unit.key, index]
        printed = f"{act.force}: {_printed(unit, act.span)[:60]}"
        yield Reading(key, f"{position} {act.force}", printed, f"passage/{unit.key}/act/{position}", act.span)


def _addressees(key: str, unit: Unit, positions: Mapping[tuple[str, str, int], int], shared: set[str]) -> Iterator[Reading]:
    for index, act in enumerate(unit.acts):
        position = positions[key, unit.key, index]
        if act.force == "Demand" and f"{position} {act.force}" in shared:
            names = ", ".join(sorted(entity.partition("/")[2] for entity in act.addressees)) or "nobody"
            place = f"passage/{unit.key}/act/{position}"
            yield Reading(key, f"{position} {names}", names, place, act.span)
