"""A page per actor and per instrument: who names it, what is asked of it, since when; and the lists of all of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kzgraph.pages.catalogue import ACTORS, Catalogue
from kzgraph.pages.nodes import facts
from kzgraph.pages.records import Clause, Entity, Heading
from kzgraph.pages.render import Renderer
from kzgraph.pages.resolution import KINDS, read_clause
from kzgraph.pages.timeline import Timeline
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

#: How many resolutions one page of an actor or instrument tells of.
_WORKS = 40
#: How many units that cite a provision are listed.
_UNITS = 8
#: How many names stand on one page of a list.
_NAMES = 300
_SECTIONS = {"actor": "actors", "instrument": "instruments"}


@dataclass(frozen=True, slots=True)
class Part:
    """An act in which the entity has a part.

    Args:
        role: How, a key of :data:`kzgraph.pages.catalogue.ROLES`.
        clause: The act.
        language: Of its words.
        words: In one language.
    """

    role: str
    clause: Clause
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A resolution that names the entity or asks something of it.

    Args:
        heading: The resolution.
        language: Of its title.
        title: In one language.
        units: Keys of the units that name it, in order.
        parts: Its parts in acts, in order.
    """

    heading: Heading
    language: str
    title: str
    units: tuple[str, ...]
    parts: tuple[Part, ...]


class EntityPages:
    """Pages under ``actor/`` and ``instrument/``, and their lists.

    Args:
        catalogue: The dataset.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.renderer = Renderer(catalogue)

    def paths(self) -> Iterator[str]:
        """Yield the paths of its files."""
        for section, folder in _SECTIONS.items():
            yield f"{folder}/index.html"
            for kind, members in self._groups(section):
                for number in range(2, _pages(members) + 1):
                    yield f"{folder}/{kind}/{number}/index.html"
            for one in self.catalogue.shown(section):
                yield f"{one.key}/index.html"
                for number in range(2, -(-len(self._works(one)) // _WORKS) + 1):
                    yield f"{one.key}/page/{number}/index.html"

    def page(self, path: str) -> bytes:
        """Return a file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        match path.split("/"):
            case ["actors" | "instruments" as folder, "index.html"]:
                return self._list(folder, path)
            case ["actors" | "instruments" as folder, kind, number, "index.html"]:
                return self._list_on(folder, kind, _number(number), path)
            case [section, name, "index.html"]:
                return self._entity(f"{section}/{name}", 1, path)
            case [section, name, "page", number, "index.html"]:
                return self._entity(f"{section}/{name}", _number(number), path)
        raise KeyError(path)

    # ------------------------------------------------------------ one entity

    def _works(self, one: Entity) -> list[str]:
        """IRIs of the resolutions that name an entity or give it a part, the newest first."""
        units = [*self.catalogue.mentions.get(one.iri, ()), *(role.unit for role in self.catalogue.roles.get(one.iri, ()))]
        return sorted({self.catalogue.resolution_of[unit] for unit in units}, key=self._rank.__getitem__)

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {heading.iri: place for place, heading in enumerate(self.catalogue.headings)}

    def _entity(self, key: str, number: int, path: str) -> bytes:
        one = self.catalogue.entities[f"{self.catalogue.base}{key}"]
        if not self.catalogue.page_key(one.iri) == one.key:
            raise KeyError(path)
        works = self._works(one)
        last = max(1, -(-len(works) // _WORKS))
        if not 1 <= number <= last:
            raise KeyError(path)
        units: dict[str, list[str]] = defaultdict(list)
        for unit in self.catalogue.mentions.get(one.iri, ()):
            units[self.catalogue.resolution_of[unit]].append(unit)
        roles = self.catalogue.roles.get(one.iri, ())
        years: dict[str, Counter[str]] = defaultdict(Counter)
        for work in works:
            years[self.catalogue.by_iri[work].year]["named"] += len(units[work])
        for role in roles:
            years[self.catalogue.by_iri[self.catalogue.resolution_of[role.unit]].year][role.role] += 1
        shown = works[(number - 1) * _WORKS : number * _WORKS]
        dates = sorted(heading.date for work in works if (heading := self.catalogue.by_iri[work]).date)
        values = {
            "title": one.name,
            "one": one,
            "section": _SECTIONS[key.partition("/")[0]],
            "appearances": [self._appearance(one, work, units[work]) for work in shown],
            "works": len(works),
            "first": dates[0] if dates else "",
            "latest": dates[-1] if dates else "",
            "counts": Counter(role.role for role in roles),
            "mentions": sum(map(len, units.values())),
            "timeline": Timeline.of({year: dict(counts) for year, counts in years.items() if year}),
            "provisions": [
                self._provision(provision) for provision in sorted(self.catalogue.provisions.get(one.iri, ()), key=_natural)
            ],
            "number": number,
            "last": last,
            "here": key,
        }
        return self.renderer.page("entity", path, values)

    def _provision(self, provision: str) -> tuple[str, list[tuple[str, str]], int]:
        """A provision, the newest units that cite it with what to call them, and how many more there are."""
        units = sorted(
            self.catalogue.mentions.get(provision, ()), key=lambda unit: self._rank[self.catalogue.resolution_of[unit]]
        )
        shown = []
        for unit in units[:_UNITS]:
            work = self.catalogue.by_iri[self.catalogue.resolution_of[unit]]
            shown.append((unit, f"{work.key} {unit.removeprefix(f'{work.iri}/').replace('/', ' ')}"))
        return provision, shown, len(units) - len(shown)

    def _appearance(self, one: Entity, work: str, units: list[str]) -> Appearance:
        heading = self.catalogue.by_iri[work]
        parts = []
        for role in self.catalogue.roles.get(one.iri, ()):
            if self.catalogue.resolution_of[role.unit] == work:
                clause = read_clause(facts(self.catalogue.store, role.act))
                contents = dict(reversed(clause.contents))
                language = LABEL_LANGUAGE if LABEL_LANGUAGE in contents else next(iter(sorted(contents)), "")
                parts.append(Part(role.role, clause, language, contents.get(language, "")))
        titles = dict(heading.titles)
        language = LABEL_LANGUAGE if LABEL_LANGUAGE in titles else next(iter(titles), LABEL_LANGUAGE)
        return Appearance(
            heading,
            language,
            titles.get(language, heading.key),
            tuple(sorted((unit.removeprefix(f"{work}/") for unit in units), key=_order)),
            tuple(
                sorted(
                    parts, key=lambda part: (_order(part.clause.unit.removeprefix(f"{work}/")), part.clause.position, part.role)
                )
            ),
        )

    # ------------------------------------------------------------ lists

    def _groups(self, section: str) -> list[tuple[str, list[Entity]]]:
        found: dict[str, list[Entity]] = defaultdict(list)
        for one in self.catalogue.shown(section):
            found[one.kind].append(one)
        order = [*ACTORS, *sorted(set(found) - set(ACTORS))]
        return [(kind, found[kind]) for kind in order if kind in found]

    def _list(self, folder: str, path: str) -> bytes:
        section = folder.removesuffix("s")
        groups = [
            (kind, [self._line(one) for one in members[:_NAMES]], len(members), _pages(members))
            for kind, members in self._groups(section)
        ]
        return self.renderer.page("entities", path, {"title": folder.capitalize(), "groups": groups, "number": 1, "last": 1})

    def _list_on(self, folder: str, kind: str, number: int, path: str) -> bytes:
        members = dict(self._groups(folder.removesuffix("s"))).get(kind, [])
        last = _pages(members)
        if not 2 <= number <= last:
            raise KeyError(path)
        lines = [self._line(one) for one in members[(number - 1) * _NAMES : number * _NAMES]]
        values = {"title": folder.capitalize(), "groups": [(kind, lines, len(members), last)], "number": number, "last": last}
        return self.renderer.page("entities", path, values)

    def _line(self, one: Entity) -> tuple[Entity, int, int, int]:
        """An entity with the number of resolutions, of units that name it, and of acts that it has a part in."""
        mentions, roles = self.catalogue.mentions.get(one.iri, ()), self.catalogue.roles.get(one.iri, ())
        return one, len(self._works(one)), len(mentions), len(roles)


def _pages(members: list[Entity]) -> int:
    return -(-len(members) // _NAMES)


def _number(text: str) -> int:
    if not text.isdecimal() or str(int(text)) != text:
        raise KeyError(text)
    return int(text)


def _natural(iri: str) -> list[tuple[int, str]]:
    """Numbers by their value: article 3 before article 21."""
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", iri)]


def _order(unit: str) -> tuple[int, int, str]:
    kind, _, label = unit.partition("/")
    kinds = [name.lower() for name in KINDS]
    return (kinds.index(kind) if kind in kinds else len(kinds), len(label), label)
