"""Versions of one work side by side: which acts are the same act, which names the same person.

The same numbered unit in another version supplies the candidates; order, office and the key of the name decide. What is
decided here is only ever within one work.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kzgraph.model import Act, Entity, Unit, Version, Work

#: Keys that differ in so large a part are still spellings of one name, where order confirms it.
_MOST_DIFFERENT = 0.5


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
    """The longest common subsequence of two sequences, as pairs of indexes."""
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
    """Return the work with one key per person and unknown organisation, whatever its versions print.

    Two versions that name, in the same unit and between the same neighbours, somebody whose keys are alike or who are the only
    ones left over on either side, name the same one. The key that most versions give is kept.
    """
    same = _Sets()
    by_unit: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    classes: dict[str, str] = {}
    for key, version in work.versions:
        found = {entity.key: entity for entity in version.entities if _by_rule(entity)}
        classes |= {name: entity.cls for name, entity in found.items()}
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
                for first, second in _pairs(one, other, classes):
                    same.join(first, second)
    chosen = {name: min(group, key=lambda key: (-votes[key], key)) for group in same.groups() for name in group if len(group) > 1}
    if not chosen:
        return work
    return replace(work, versions=tuple((key, _renamed(version, chosen)) for key, version in work.versions))


def _by_rule(entity: Entity) -> bool:
    return entity.key.startswith(("actor/person-", "actor/organisation-"))


def _pairs(one: Sequence[str], other: Sequence[str], classes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Names of two versions of a unit that are the same: what has one key is taken out, the rest is paired in order."""
    shared = set(one) & set(other)
    for cls in ("Person", "Organisation"):
        left = [name for name in one if classes[name] == cls]
        right = [name for name in other if classes[name] == cls]
        # Between two names that both versions have, equally many left over are the same, in order.
        for a, b in zip(_stretches(left, shared), _stretches(right, shared), strict=False):
            if len(a) == len(b):
                yield from ((x, y) for x, y in zip(a, b, strict=True) if cls == "Organisation" or _alike(x, y))
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


def _renamed(version: Version, chosen: Mapping[str, str]) -> Version:
    def act(old: Act) -> Act:
        return replace(
            old,
            addressees=tuple(dict.fromkeys(chosen.get(key, key) for key in old.addressees)),
            concerns=tuple(dict.fromkeys(chosen.get(key, key) for key in old.concerns)),
            recipients=tuple(dict.fromkeys(chosen.get(key, key) for key in old.recipients)),
        )

    units = tuple(
        replace(
            unit,
            mentions=tuple(replace(mention, entity=chosen.get(mention.entity, mention.entity)) for mention in unit.mentions),
            acts=tuple(act(old) for old in unit.acts),
        )
        for unit in version.units
    )
    entities = tuple(replace(entity, key=chosen.get(entity.key, entity.key)) for entity in version.entities)
    return replace(version, units=units, entities=entities)


class _Sets:
    """Names joined into groups."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def _root(self, name: str) -> str:
        while self._parent.setdefault(name, name) != name:
            name = self._parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first

    def groups(self) -> list[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for name in self._parent:
            groups[self._root(name)].append(name)
        return [sorted(group) for group in groups.values()]
