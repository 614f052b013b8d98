"""Versions of one work side by side: which acts are the same act, which names the same person.

The same numbered unit in another version supplies the candidates; order, office and the key of the name decide. What is
decided here is only ever within one work.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from kzgraph.model import Act, Entity, Unit, Version, Work
from kzgraph.resolve.decisions import BY_RULE

#: Keys that differ in so large a part are still spellings of one name, where order confirms it.
_MOST_DIFFERENT = 0.5
_PERSON = BY_RULE[0]


def act_positions(work: Work) -> Mapping[tuple[str, str, int], int]:
    """Return the position of each act over all versions.

    Versions may have an act more or less. Acts are aligned by force, in order, with the sequence that most versions print;
    an act that this sequence lacks comes behind it.

    Returns:
        By version key, unit key and index in the unit: the position, from 1.
    """
    positions: dict[tuple[str, str, int], int] = {}
    by_unit: dict[str, list[tuple[str, Unit]]] = defaultdict(list)
    for key, version in work.versions:
        for unit in version.units:
            if unit.acts:
                by_unit[unit.key].append((key, unit))
    for unit_key, rows in by_unit.items():
        forces = [tuple(act.force for act in unit.acts) for _, unit in rows]
        counts = Counter(forces)
        reference = min(counts, key=lambda sequence: (-counts[sequence], -len(sequence), sequence))
        extra: dict[tuple[str, int], int] = {}
        for key, unit in rows:
            own = tuple(act.force for act in unit.acts)
            matched = dict(_common(own, reference))
            seen: Counter[str] = Counter()
            for index, force in enumerate(own):
                if index in matched:
                    positions[key, unit_key, index] = matched[index] + 1
                else:
                    place = extra.setdefault((force, seen[force]), len(reference) + len(extra) + 1)
                    seen[force] += 1
                    positions[key, unit_key, index] = place
    return positions


def act_verbs(work: Work, positions: Mapping[tuple[str, str, int], int]) -> Mapping[tuple[str, int], str]:
    """Return the verb of each act: the one that most versions print.

    Args:
        work: The work.
        positions: Of its acts, see :func:`act_positions`.
    """
    votes: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for key, version in work.versions:
        for unit in version.units:
            for index, act in enumerate(unit.acts):
                votes[unit.key, positions[key, unit.key, index]][act.concept] += 1
    return {place: min(counts, key=lambda concept: (-counts[concept], concept)) for place, counts in votes.items()}


def _common(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The longest common subsequence of two sequences, as pairs of indexes; what they begin with alike needs no search."""
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return [(at, at) for at in range(alike)] + [(alike + i, alike + j) for i, j in _searched(one[alike:], other[alike:])]


def _searched(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The same by the table of all lengths: its cost is that of both lengths multiplied."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            best[i][j] = best[i + 1][j + 1] + 1 if one[i] == other[j] else max(best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i] == other[j] and best[i][j] == best[i + 1][j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def unify_names(work: Work) -> Work:
    """Return the work with one key per person and unknown organisation, whatever its versions print; see :func:`same_names`."""
    chosen = same_names(work)
    return renamed(work, lambda key: chosen.get(key, key)) if chosen else work


def same_names(
    work: Work,
    known: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType({}),
    apart: frozenset[tuple[str, str]] = frozenset(),
    favoured: frozenset[str] = frozenset(),
) -> Mapping[str, str]:
    """Return which keys of persons and unknown organisations are spellings of another, and of which.

    Two versions that name, in the same unit and between the same neighbours, somebody whose keys are alike or who are the only
    ones left over on either side, name the same one. The key that most versions give is kept.

    Args:
        work: The work.
        known: Further versions, from an earlier graph: by version and unit the keys in printed order.
        apart: Pairs of keys that are never one.
        favoured: Keys that are kept before others.
    """
    same = _Sets(apart)
    by_unit: dict[str, list[tuple[str, Sequence[str]]]] = defaultdict(list)
    held = {key for key, _ in work.versions}
    for key, units in known.items():
        for unit_key, names in units.items():
            if key not in held and names:
                by_unit[unit_key].append((key, names))
    for key, version in work.versions:
        found = {entity.key for entity in version.entities if _by_rule(entity)}
        for unit in version.units:
            names = list(dict.fromkeys(mention.entity for mention in unit.mentions if mention.entity in found))
            if names:
                by_unit[unit.key].append((key, names))
    votes: Counter[str] = Counter()
    for rows in by_unit.values():
        for _, names in rows:
            votes.update(set(names))
        for index, (_, one) in enumerate(rows):
            for _, other in rows[index + 1 :]:
                for first, second in _pairs(one, other):
                    same.join(first, second)
    chosen: dict[str, str] = {}
    for group in same.groups():
        best = min(group, key=lambda key: (key not in favoured, -votes[key], key))
        chosen |= {name: best for name in group if name != best}
    return chosen


def _by_rule(entity: Entity) -> bool:
    return entity.key.startswith(BY_RULE)


def _pairs(one: Sequence[str], other: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Names of two versions of a unit that are the same: what has one key is taken out, the rest is paired in order."""
    shared = set(one) & set(other)
    for prefix in BY_RULE:
        left = [name for name in one if name.startswith(prefix)]
        right = [name for name in other if name.startswith(prefix)]
        # Between two names that both versions have, equally many left over are the same, in order.
        for a, b in zip(_stretches(left, shared), _stretches(right, shared), strict=False):
            if len(a) == len(b):
                yield from ((x, y) for x, y in zip(a, b, strict=True) if prefix != _PERSON or _alike(x, y))
            else:
                for x in a:
                    close = [y for y in b if _distance(x, y) <= _MOST_DIFFERENT / 2]
                    if len(close) == 1:
                        yield x, close[0]


def _stretches(names: Sequence[str], shared: set[str]) -> list[list[str]]:
    stretches: list[list[str]] = [[]]
    for name in names:
        if name in shared:
            stretches.append([])
        else:
            stretches[-1].append(name)
    return stretches


def _alike(one: str, other: str) -> bool:
    return _distance(one, other) <= _MOST_DIFFERENT


def _distance(one: str, other: str) -> float:
    """The edit distance of two keys, as a share of the longer."""
    a, b = one.partition("-")[2], other.partition("-")[2]
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1] / max(len(a), len(b), 1)


def renamed(work: Work, key: Callable[[str], str], entity: Callable[[Entity], Entity] | None = None) -> Work:
    """Return the work with other keys for its entities; where two become one, it is mentioned once at each place.

    Args:
        work: The work.
        key: Tells the new key of each.
        entity: Gives the entity its new key; by default it stays as it is otherwise.
    """

    def keys(old: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(key, old)))

    def act(old: Act) -> Act:
        return replace(old, addressees=keys(old.addressees), concerns=keys(old.concerns), recipients=keys(old.recipients))

    def plain(old: Entity) -> Entity:
        return replace(old, key=key(old.key), base=None if old.base is None else key(old.base))

    def version(old: Version) -> Version:
        units = tuple(
            replace(
                unit,
                mentions=tuple(dict.fromkeys(replace(mention, entity=key(mention.entity)) for mention in unit.mentions)),
                acts=tuple(map(act, unit.acts)),
            )
            for unit in old.units
        )
        unresolved = tuple(replace(one, candidates=keys(one.candidates)) for one in old.unresolved)
        return replace(old, units=units, entities=tuple(map(entity or plain, old.entities)), unresolved=unresolved)

    return replace(work, versions=tuple((name, version(old)) for name, old in work.versions))


class _Sets:
    """Names joined into groups, but never two that are apart."""

    def __init__(self, apart: frozenset[tuple[str, str]]) -> None:
        self._group: dict[str, set[str]] = {}
        self._apart = apart

    def join(self, one: str, other: str) -> None:
        first = self._group.setdefault(one, {one})
        second = self._group.setdefault(other, {other})
        if first is second:
            return
        if self._apart and any((min(a, b), max(a, b)) in self._apart for a in first for b in second):
            return
        first |= second
        for name in second:
            self._group[name] = first

    def groups(self) -> list[set[str]]:
        return list({id(group): group for group in self._group.values()}.values())
