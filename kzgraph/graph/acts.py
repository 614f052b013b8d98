"""Statements about speech acts, entities and their mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from kzgraph.graph.terms import KZ, RDF, SKOS, VERB, Row, date, integer, iri, text
from kzgraph.model import Act, Entity, Unit, Version, Work
from kzgraph.resolve.iri import Minter

#: Classes that are stated beside the special one.
_GENERAL = dict.fromkeys(("Person", "Organisation", "Institution", "Office", "State", "Collective"), KZ.Actor)


def act_rows(
    work: Work, key: str, version: Version, unit: Unit, act: Act, position: int, verb: str, minter: Minter
) -> Iterator[Row]:
    """Yield the statements about one act as one version shows it; the evidence is not among them.

    Args:
        work: The work.
        key: Of the version.
        version: The version that shows the act.
        unit: The paragraph.
        act: The act.
        position: Its place in the paragraph, from 1.
        verb: Its verb, as named in the vocabulary, or empty where the versions do not agree on one.
        minter: Mints the IRIs.
    """
    node = iri(minter.act(work.key, unit.key, position))
    yield node, RDF.type, KZ[act.force]
    yield node, RDF.type, KZ.SpeechAct
    yield node, KZ.inUnit, iri(minter.unit(work.key, unit.key))
    yield node, KZ.position, integer(position)
    yield node, KZ.content, text(unit.text.text[act.span.start : act.span.end], version.language)
    yield node, KZ.attestedIn, iri(minter.version(work.key, key))
    if verb:
        yield node, KZ.verb, VERB[verb]
    for predicate, keys in ((KZ.addressee, act.addressees), (KZ.concerns, act.concerns), (KZ.recipient, act.recipients)):
        for entity in keys:
            yield node, predicate, iri(minter.entity(entity))
    for day in act.deadlines:
        yield node, KZ.deadline, date(day)


def entity_rows(work: Work, minter: Minter) -> Iterator[tuple[str, list[Row]]]:
    """Yield each entity's key with the statements about it: classes, names, links."""
    found: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for key, version in work.versions:
        for entity in version.entities:
            found[entity.key].append((key, entity))
    for key in sorted(found):
        yield key, list(_entity(key, [entity for _, entity in found[key]], minter))


def _entity(key: str, entities: list[Entity], minter: Minter) -> Iterator[Row]:
    node = iri(minter.entity(key))
    first = entities[0]
    if first.base is not None and first.pinpoint is not None:
        yield node, RDF.type, KZ.Provision
        yield node, KZ.provisionOf, iri(minter.entity(first.base))
        yield node, KZ.pinpoint, text(first.pinpoint)
        return
    yield node, RDF.type, KZ[first.cls]
    yield node, RDF.type, _GENERAL.get(first.cls, KZ.Instrument)
    for predicate, language, label in _labels(entities):
        yield node, predicate, text(label, language)
    for predicate, target in sorted({link for entity in entities for link in entity.links}):
        yield node, iri(predicate), iri(target)


def _labels(entities: list[Entity]) -> Iterator[tuple[str, str, str]]:
    """One preferred name per language, the one that most versions give; all others beside it."""
    preferred: Mapping[str, Counter[str]] = defaultdict(Counter)
    others: set[tuple[str, str]] = set()
    for entity in entities:
        for kind, language, label in entity.labels:
            if kind == "prefLabel":
                preferred[language][label] += 1
            else:
                others.add((language, label))
    for language, counts in sorted(preferred.items()):
        best = min(counts, key=lambda label: (-counts[label], label))
        yield SKOS.prefLabel, language, best
        others |= {(language, label) for label in counts if label != best}
        others.discard((language, best))
    for language, label in sorted(others):
        yield SKOS.altLabel, language, label
