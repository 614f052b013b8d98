"""Names over many works: small cards of each work, and what all of them together say of whom a spelling means.

No text is needed here, so that a whole archive can be settled at once, and the same however its texts were split.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kzgraph.language.tokens import tokenise
from kzgraph.resolve.decisions import BY_RULE, Decisions
from kzgraph.resolve.names import key_of, nominative

Value = TypeVar("Value")

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


@dataclass(frozen=True, slots=True)
class NameCard:
    """Whom one work names, so small that the cards of a whole archive fit into memory: what identity over works needs of it.

    Args:
        work: Its key.
        spellings: Keys that its versions show to be spellings, and of whom.
        votes: Keys of persons and organisations found by rule, and how many versions name each.
        names: Key, language and the name that the work prefers in it, where no vocabulary has settled it.
        classes: Keys that curators speak of, and their classes.
    """

    work: str
    spellings: tuple[tuple[str, str], ...] = ()
    votes: tuple[tuple[str, int], ...] = ()
    names: tuple[tuple[str, str, str], ...] = ()
    classes: tuple[tuple[str, str], ...] = ()

    def keys(self) -> frozenset[str]:
        """All keys that the card speaks of."""
        return frozenset(row[0] for rows in (self.spellings, self.votes, self.names, self.classes) for row in rows)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What all works together say of the names in each.

    Args:
        chosen: Spelling and the key that stands for it.
        ambiguous: Spellings that fit several who are told apart, and their keys.
        names: By key and language the preferred name, where works do not agree.
        classes: Of entities that curators speak of.
    """

    chosen: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Mapping[str, str]]
    classes: Mapping[str, str]

    def of(self, card: NameCard, decisions: Decisions) -> Settlement:
        """Return what concerns one work.

        Args:
            card: Of the work.
            decisions: Of the curators.
        """
        old = card.keys()
        kept = old | {decisions.key(key, card.work) for key in old}
        new = kept | {self.chosen[key] for key in kept & self.chosen.keys()}

        def some(rows: Mapping[str, Value]) -> dict[str, Value]:
            return {key: rows[key] for key in sorted(new & rows.keys())}

        return Settlement(some(self.chosen), some(self.ambiguous), some(self.names), some(self.classes))


def settlement(cards: Sequence[NameCard], earlier: Mapping[str, KnownEntity], decisions: Decisions) -> Settlement:
    """Return what all works together say of the names in each; the same in whatever order they come.

    Args:
        cards: Of all works.
        earlier: The actors of an earlier graph by key.
        decisions: Of the curators.
    """
    ordered = sorted(cards, key=lambda card: card.work)
    across = _Across(ordered, earlier, decisions)
    classes: dict[str, str] = {}
    for card in ordered:
        for key, cls in card.classes:
            new = decisions.key(key)
            if key not in decisions.kept or new not in classes:
                classes[new] = cls
    return Settlement(across.chosen, across.ambiguous, _shared_names(ordered, across.chosen), classes)


class _Across:
    """Spellings that one work or an earlier graph has shown to be somebody's, applied to the other works.

    Args:
        cards: Of all works.
        earlier: The actors of an earlier graph by key.
        decisions: Of the curators.
    """

    def __init__(
        self,
        cards: Sequence[NameCard],
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
        for card in cards:
            for key, count in card.votes:
                self._votes[key] += count
                self._places[key].add(card.work)
        for key in earlier:
            self._places[key].add(_EARLIER)
        self._join(_fits(cards, earlier))
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


def _fits(cards: Sequence[NameCard], earlier: Mapping[str, KnownEntity]) -> Mapping[str, set[str]]:
    """Whom each spelling has been shown to mean."""
    fits: dict[str, set[str]] = defaultdict(set)
    for card in cards:
        for spelling, key in card.spellings:
            fits[spelling].add(key)
    for entity in earlier.values():
        for spelling in entity.spellings():
            # A spelling that is somebody's own key is that one's.
            if spelling not in earlier:
                fits[spelling].add(entity.key)
    return fits


def _shared_names(cards: Sequence[NameCard], chosen: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The names that works do not agree on: by key and language the one that most works prefer."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for card in cards:
        for key, language, name in card.names:
            votes[chosen.get(key, key), language][name] += 1
    shared: dict[str, dict[str, str]] = defaultdict(dict)
    for (key, language), counts in votes.items():
        if len(counts) > 1:
            shared[key][language] = most(counts)
    return shared


def most(counts: Counter[str]) -> str:
    """Return the name that is given most often, of several the first in order."""
    return min(counts, key=lambda name: (-counts[name], name))
