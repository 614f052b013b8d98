"""One node per entity, whatever its texts print: over the versions of a work, over works, over an earlier graph.

Curators' decisions come first; then what the versions of one work show side by side; then what one work or an earlier graph
knows of the spellings that another prints. What one text or a curator tells apart is never joined.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kzgraph.language.tokens import tokenise
from kzgraph.model import Entity, Reason, Unresolved, Version, Work
from kzgraph.resolve.align import renamed, same_names
from kzgraph.resolve.decisions import BY_RULE, Decisions
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.names import key_of, nominative
from kzgraph.resolve.states import entity_of
from kzgraph.resolve.vocabulary import vocabulary
from kzgraph.resolve.works import KnownWork

_SAME = "http://www.w3.org/2002/07/owl#sameAs"
_DIFFERENT = "http://www.w3.org/2002/07/owl#differentFrom"
#: Where the entities of an earlier graph are told apart; no work has such a key.
_EARLIER = ""
_NOWHERE: frozenset[str] = frozenset()
#: A name of so many consonants tells a person from others even where one of them is heard in two ways.
_LEAST_CONSONANTS = 7


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """An actor that a graph given with ``--known`` holds already.

    Args:
        key: Its part of the IRI.
        labels: Kind ("prefLabel", "altLabel"), language and text.
        same: Keys that were given up for this one.
    """

    key: str
    labels: tuple[tuple[str, str, str], ...] = ()
    same: tuple[str, ...] = ()

    def spellings(self) -> frozenset[str]:
        """Return the keys that texts make of its names.

        >>> names = (("prefLabel", "it", "Igor Ciuprina"), ("prefLabel", "nl", "Igor Tsjuprina"))
        >>> sorted(KnownEntity("actor/person-gr-chprn", names).spellings())
        ['actor/person-gr-chprn', 'actor/person-gr-kprn']
        """
        prefix = next((prefix for prefix in BY_RULE if self.key.startswith(prefix)), None)
        found = set(self.same)
        for _, language, name in self.labels if prefix else ():
            words = tuple(token.text for token in tokenise(name, language))
            plain = tuple(nominative(word, language) for word in words)
            found |= {f"{prefix}{key}" for key in (key_of(words, language), key_of(plain, language)) if key}
        return frozenset(found)


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
    earlier = {entity.key: entity for entity in _decided_entities(entities, decisions)}
    favoured = decisions.favoured()
    settled: list[Work] = []
    spellings: list[Mapping[str, str]] = []
    for work in _decided(works, decisions):
        rows = _rows(work, known, decisions)
        chosen = same_names(work, rows, decisions.apart, favoured | frozenset(earlier))
        settled.append(_renamed(work, chosen))
        spellings.append(chosen)
    across = _Across(settled, spellings, earlier, decisions)
    settled = [_renamed(_with_ambiguous(work, across.ambiguous), across.chosen) for work in settled]
    return tuple(_described(settled, decisions, minter, earlier))


def _renamed(work: Work, chosen: Mapping[str, str]) -> Work:
    return renamed(work, lambda key: chosen.get(key, key)) if chosen else work


# ---------------------------------------------------------------- decisions


def _decided(works: Sequence[Work], decisions: Decisions) -> Iterator[Work]:
    """The works with the keys that curators decided; an entity that is given up takes the class of the one that is kept."""
    if not (decisions.kept or decisions.moved):
        yield from works
        return
    classes: dict[str, str] = {}
    for entity in (entity for work in works for _, version in work.versions for entity in version.entities):
        given_up = entity.key in decisions.kept
        if not given_up or decisions.key(entity.key) not in classes:
            classes[decisions.key(entity.key)] = entity.cls
    for work in works:

        def key(old: str, work: Work = work) -> str:
            return decisions.key(old, work.key)

        def named(old: Entity, work: Work = work) -> Entity:
            new = decisions.key(old.key, work.key)
            if new == old.key or old.base is not None:
                return replace(old, key=new, base=None if old.base is None else decisions.key(old.base, work.key))
            if new in vocabulary():
                kept = entity_of(vocabulary()[new])
                return replace(kept, labels=(*kept.labels, *(("altLabel", *label[1:]) for label in old.labels)))
            return replace(old, key=new, cls=classes.get(new, old.cls))

        yield renamed(work, key, named)


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


def _rows(work: Work, known: Sequence[KnownWork], decisions: Decisions) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The names that an earlier graph has in the units of a work, by version."""
    return {
        version: {unit: [decisions.key(key, work.key) for key in keys] for unit, keys in units.items()}
        for one in known
        if one.key == work.key
        for version, units in one.names.items()
    }


# ---------------------------------------------------------------- over works


class _Across:
    """Spellings that one work or an earlier graph has shown to be somebody's, applied to the other works.

    Args:
        works: With the keys that their own versions decided.
        spellings: Of each work, the keys that its versions showed to be spellings of another.
        earlier: The actors of an earlier graph by key.
        decisions: Of the curators.
    """

    def __init__(
        self,
        works: Sequence[Work],
        spellings: Sequence[Mapping[str, str]],
        earlier: Mapping[str, KnownEntity],
        decisions: Decisions,
    ) -> None:
        #: Spelling and the key that stands for it.
        self.chosen: dict[str, str] = {}
        #: Spellings that fit several who are told apart, and their keys.
        self.ambiguous: dict[str, tuple[str, ...]] = {}
        self._apart = decisions.apart
        self._votes: Counter[str] = Counter()
        self._groups: dict[str, set[str]] = {}
        # Where a key is told from all others: works and the earlier graph.
        self._places: dict[str, set[str]] = defaultdict(set)
        for work in works:
            for _, version in work.versions:
                for key in {entity.key for entity in version.entities if entity.key.startswith(BY_RULE)}:
                    self._votes[key] += 1
                    self._places[key].add(work.key)
        for key in earlier:
            self._places[key].add(_EARLIER)
        self._join(_fits(spellings, earlier))
        favoured = decisions.favoured()
        for group in {id(group): group for group in self._groups.values()}.values():
            best = min(group, key=lambda key: (key not in favoured, key not in earlier, -self._votes[key], key))
            self.chosen |= {key: best for key in group if key != best}

    def _join(self, fits: Mapping[str, set[str]]) -> None:
        for spelling in sorted(fits):
            targets = {key for key in fits[spelling] if not self._told_apart({spelling}, {key})}
            several = any(self._told_apart({one}, {other}) for one in targets for other in targets if one < other)
            if several:
                if spelling in self._places:
                    self.ambiguous[spelling] = tuple(sorted(targets))
                continue
            self._unite(targets | ({spelling} if spelling in self._places else set()))
        by_sound: dict[str, set[str]] = defaultdict(set)
        for key in self._places:
            by_sound[_sound(key)].add(key)
        for alike in by_sound.values():
            if len(alike) > 1 and not any(self._told_apart({one}, {other}) for one in alike for other in alike if one < other):
                self._unite(alike)

    def _unite(self, keys: set[str]) -> None:
        members = sorted(keys)
        for other in members[1:]:
            first, second = (self._groups.setdefault(key, {key}) for key in (members[0], other))
            if first is not second and not self._told_apart(first, second):
                first |= second
                self._groups.update(dict.fromkeys(second, first))

    def _told_apart(self, one: set[str], other: set[str]) -> bool:
        return any(
            (min(a, b), max(a, b)) in self._apart or not self._places.get(a, _NOWHERE).isdisjoint(self._places.get(b, _NOWHERE))
            for a in one
            for b in other
            if a != b
        )


def _sound(key: str) -> str:
    """A person's full name without the difference of "s" and "z", in which translators of one text differ.

    A short name stays as it is: there is too little in it to tell persons by.
    """
    names = key.removeprefix(BY_RULE[0]).split("-")
    long = key.startswith(BY_RULE[0]) and len(names) > 1 and sum(map(len, names)) >= _LEAST_CONSONANTS
    return key.replace("z", "s") if long else key


def _fits(spellings: Sequence[Mapping[str, str]], earlier: Mapping[str, KnownEntity]) -> Mapping[str, set[str]]:
    """Whom each spelling has been shown to mean."""
    fits: dict[str, set[str]] = defaultdict(set)
    for of_work in spellings:
        for spelling, key in of_work.items():
            fits[spelling].add(key)
    for entity in earlier.values():
        for spelling in entity.spellings():
            # A spelling that is somebody's own key is that one's.
            if spelling not in earlier:
                fits[spelling].add(entity.key)
    return fits


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


# ---------------------------------------------------------------- names and links


def _described(works: Sequence[Work], decisions: Decisions, minter: Minter, earlier: Mapping[str, KnownEntity]) -> Iterator[Work]:
    """The works with the same preferred names and links in all of them."""
    shared = _shared_names(works)
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in earlier.values():
        if entity.key.startswith(BY_RULE):
            names[entity.key] |= {language: name for kind, language, name in entity.labels if kind == "prefLabel"}
    for (key, language), name in decisions.names.items():
        names[key][language] = name
    links: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for given_up, key in decisions.kept.items():
        links[key].add((_SAME, minter.entity(given_up)))
    for one, other in decisions.apart:
        links[one].add((_DIFFERENT, minter.entity(other)))
        links[other].add((_DIFFERENT, minter.entity(one)))

    def described(old: Entity) -> Entity:
        own = shared.get(old.key, {})
        wanted = {language: own[language] for _, language, _ in old.labels if language in own} | names.get(old.key, {})
        more = links.get(old.key, set()) - set(old.links)
        if not wanted and not more:
            return old
        labels = [
            ("altLabel" if language in wanted else kind, language, name)
            for kind, language, name in old.labels
            if wanted.get(language) != name
        ]
        labels += [("prefLabel", language, name) for language, name in sorted(wanted.items())]
        return replace(old, labels=tuple(labels), links=(*old.links, *sorted(more)))

    for work in works:
        yield renamed(work, lambda key: key, described) if shared or names or links else work


def _shared_names(works: Sequence[Work]) -> Mapping[str, Mapping[str, str]]:
    """The names that works do not agree on: by key and language the one that most works prefer."""
    if len(works) < 2:
        return {}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for work in works:
        of_work: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for entity in (entity for _, version in work.versions for entity in version.entities):
            for kind, language, name in entity.labels:
                if kind == "prefLabel":
                    of_work[entity.key, language][name] += 1
        for place, counts in of_work.items():
            votes[place][_most(counts)] += 1
    shared: dict[str, dict[str, str]] = defaultdict(dict)
    for (key, language), counts in votes.items():
        if len(counts) > 1:
            shared[key][language] = _most(counts)
    return shared


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))
