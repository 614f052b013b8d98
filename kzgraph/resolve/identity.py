"""One node per entity, whatever its texts print: over the versions of a work, over works, over an earlier graph.

Curators' decisions come first; then what the versions of one work show side by side; then what one work or an earlier graph
knows of the spellings that another prints. What one text or a curator tells apart is never joined.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kzgraph.model import Entity, Reason, Unresolved, Version, Work
from kzgraph.resolve.align import renamed, same_names
from kzgraph.resolve.decisions import BY_RULE, Decisions
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.namecards import KnownEntity, NameCard, Settlement, most, settlement
from kzgraph.resolve.states import entity_of
from kzgraph.resolve.vocabulary import vocabulary
from kzgraph.resolve.works import KnownWork

_SAME = "http://www.w3.org/2002/07/owl#sameAs"
_DIFFERENT = "http://www.w3.org/2002/07/owl#differentFrom"


@dataclass(frozen=True, slots=True)
class Ground:
    """What identity starts from, the same for all works of a run.

    Args:
        decisions: Of the curators.
        known: Works of an earlier graph by key.
        entities: Actors of an earlier graph by key, as curators decided them.
        names: By key and language the preferred names that curators or the earlier graph give.
        links: By key, property and IRI of what curators joined to it or told from it.
    """

    decisions: Decisions
    known: Mapping[str, KnownWork]
    entities: Mapping[str, KnownEntity]
    names: Mapping[str, Mapping[str, str]]
    links: Mapping[str, frozenset[tuple[str, str]]]


def ground(decisions: Decisions, minter: Minter, known: Sequence[KnownWork] = (), entities: Sequence[KnownEntity] = ()) -> Ground:
    """Return what identity starts from.

    Args:
        decisions: Of the curators.
        minter: Mints the IRIs that are given up.
        known: Works of an earlier graph.
        entities: Actors of an earlier graph.
    """
    decided = {entity.key: entity for entity in _decided_entities(entities, decisions)}
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in decided.values():
        if entity.key.startswith(BY_RULE):
            names[entity.key] |= {language: name for kind, language, name in entity.labels if kind == "prefLabel"}
    for (key, language), name in decisions.names.items():
        names[key][language] = name
    links = {key: frozenset(found) for key, found in _links(decisions, minter).items()}
    return Ground(decisions, {work.key: work for work in known}, decided, dict(names), links)


def settle(
    works: Sequence[Work],
    decisions: Decisions,
    minter: Minter,
    known: Sequence[KnownWork] = (),
    entities: Sequence[KnownEntity] = (),
) -> tuple[Work, ...]:
    """Return the works with one key and one set of names per entity.

    Args:
        works: As their texts were read.
        decisions: Of the curators.
        minter: Mints the IRIs that are given up, for they stay known.
        known: Works of an earlier graph.
        entities: Actors of an earlier graph.
    """
    start = ground(decisions, minter, known, entities)
    cards = [name_card(work, start) for work in works]
    common = settlement(cards, start.entities, decisions)
    return tuple(settled(work, card, common, start) for work, card in zip(works, cards, strict=True))


def name_card(work: Work, start: Ground) -> NameCard:
    """Return whom a work names, with what its own versions show side by side.

    Args:
        work: As its texts were read.
        start: What identity starts from.
    """
    decisions = start.decisions
    entities = [entity for _, version in work.versions for entity in version.entities]
    spoken_of = decisions.kept.keys() | set(decisions.kept.values())
    classes = {entity.key: entity.cls for entity in entities if entity.key in spoken_of}
    work = _decided(work, decisions)
    chosen = same_names(work, _rows(work, start), decisions.apart, decisions.favoured() | frozenset(start.entities))
    work = _renamed(work, chosen)
    votes: Counter[str] = Counter()
    names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for _, version in work.versions:
        votes.update({entity.key for entity in version.entities if entity.key.startswith(BY_RULE)})
        for entity in version.entities:
            for kind, language, name in entity.labels:
                if kind == "prefLabel" and entity.key not in vocabulary():
                    names[entity.key, language][name] += 1
    return NameCard(
        work.key,
        tuple(sorted(chosen.items())),
        tuple(sorted(votes.items())),
        tuple(sorted((key, language, most(counts)) for (key, language), counts in names.items())),
        tuple(sorted(classes.items())),
    )


def settled(work: Work, card: NameCard, common: Settlement, start: Ground) -> Work:
    """Return a work with the keys and names that all works together give.

    Args:
        work: As its texts were read.
        card: Of this work.
        common: What all works say.
        start: What identity starts from.
    """
    work = _renamed(_decided(work, start.decisions, common.classes), dict(card.spellings))
    work = _renamed(_with_ambiguous(work, common.ambiguous), common.chosen)
    return _described(work, common.names, start)


def _renamed(work: Work, chosen: Mapping[str, str]) -> Work:
    return renamed(work, lambda key: chosen.get(key, key)) if chosen else work


# ---------------------------------------------------------------- decisions


def _decided(work: Work, decisions: Decisions, classes: Mapping[str, str] = MappingProxyType({})) -> Work:
    """The work with the keys that curators decided; an entity that is given up takes the class of the one that is kept."""
    if not (decisions.kept or decisions.moved):
        return work

    def key(old: str) -> str:
        return decisions.key(old, work.key)

    def named(old: Entity) -> Entity:
        new = key(old.key)
        if new == old.key or old.base is not None:
            return replace(old, key=new, base=None if old.base is None else key(old.base))
        if new in vocabulary():
            kept = entity_of(vocabulary()[new])
            return replace(kept, labels=(*kept.labels, *(("altLabel", *label[1:]) for label in old.labels)))
        return replace(old, key=new, cls=classes.get(new, old.cls))

    return renamed(work, key, named)


def _decided_entities(entities: Sequence[KnownEntity], decisions: Decisions) -> Iterator[KnownEntity]:
    merged: dict[str, KnownEntity] = {}
    for entity in sorted(entities, key=lambda entity: (entity.key in decisions.kept, entity.key)):
        key = decisions.key(entity.key)
        same = entity.same if key == entity.key else (*entity.same, entity.key)
        if key in merged:
            others = tuple(("altLabel", *label[1:]) for label in entity.labels)
            merged[key] = replace(merged[key], labels=(*merged[key].labels, *others), same=(*merged[key].same, *same))
        else:
            merged[key] = replace(entity, key=key, same=same)
    return iter(merged.values())


def _rows(work: Work, start: Ground) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The names that an earlier graph has in the units of a work, by version."""
    known = start.known.get(work.key)
    return {
        version: {unit: [start.decisions.key(key, work.key) for key in keys] for unit, keys in units.items()}
        for version, units in (known.names if known else {}).items()
    }


# ---------------------------------------------------------------- what stays open, names and links


def _with_ambiguous(work: Work, ambiguous: Mapping[str, tuple[str, ...]]) -> Work:
    """What fits several keeps its own key, and is counted at each place."""
    if not ambiguous:
        return work

    def version(old: Version) -> Version:
        found = tuple(
            Unresolved(unit.key, mention.span, Reason.AMBIGUOUS_SPELLING, ambiguous[mention.entity])
            for unit in old.units
            for mention in unit.mentions
            if mention.entity in ambiguous
        )
        return replace(old, unresolved=(*old.unresolved, *found))

    return replace(work, versions=tuple((key, version(old)) for key, old in work.versions))


def _described(work: Work, shared: Mapping[str, Mapping[str, str]], start: Ground) -> Work:
    """The work with the preferred names and links that its entities have in all works."""
    if not (shared or start.names or start.links):
        return work

    def described(old: Entity) -> Entity:
        own = shared.get(old.key, {})
        wanted = {language: own[language] for _, language, _ in old.labels if language in own}
        wanted |= start.names.get(old.key, {})
        more = start.links.get(old.key, frozenset()) - set(old.links)
        if not wanted and not more:
            return old
        labels = [
            ("altLabel" if language in wanted else kind, language, name)
            for kind, language, name in old.labels
            if wanted.get(language) != name
        ]
        labels += [("prefLabel", language, name) for language, name in sorted(wanted.items())]
        return replace(old, labels=tuple(labels), links=(*old.links, *sorted(more)))

    return renamed(work, lambda key: key, described)


def _links(decisions: Decisions, minter: Minter) -> Mapping[str, set[tuple[str, str]]]:
    """What curators joined and told apart, by key."""
    links: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for given_up, key in decisions.kept.items():
        links[key].add((_SAME, minter.entity(given_up)))
    for one, other in decisions.apart:
        links[one].add((_DIFFERENT, minter.entity(other)))
        links[other].add((_DIFFERENT, minter.entity(one)))
    return links
