"""What the whole dataset holds: its resolutions, who and what they name, and who is asked for what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kzgraph.dataset.load import Dataset
from kzgraph.errors import GraphError
from kzgraph.pages.nodes import KZ, LINKS, RDFS, SKOS, TYPE, Facts, edges, facts, subjects
from kzgraph.pages.records import Entity, Heading
from kzgraph.pages.resolution import read_heading
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

#: The part that somebody has in an act: the property, and how pages say it.
ROLES = {"addressee": "asked", "concerns": "concerned", "recipient": "sent to"}
#: Classes of actors, as pages group them; instruments come after.
ACTORS = ("State", "Institution", "Office", "Person", "Organisation", "Collective")
_GENERAL = frozenset({"Actor", "Instrument"})
_SAFE = re.compile(r"(?:actor|instrument)/[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Role:
    """An act in which somebody has a part.

    Args:
        act: IRI of the act.
        role: A key of :data:`ROLES`.
        unit: IRI of its paragraph.
    """

    act: str
    role: str
    unit: str


class Catalogue:
    """The dataset as tables of names, each made when it is first asked for.

    Args:
        dataset: The graphs.

    Raises:
        GraphError: Resolutions stand under more than one base, so that their pages could not be told apart.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.store = dataset.store
        self.base = dataset.base
        strangers = [
            iri for iri in subjects(self.store, TYPE, f"{KZ}Resolution") if not iri.startswith(f"{self.base}resolution/")
        ]
        if strangers:
            raise GraphError(strangers[0], f"it does not stand under {self.base}", "Give graphs of one base at a time.")

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All resolutions, the newest first."""
        found = [read_heading(self.store, iri, self.base) for iri in subjects(self.store, TYPE, f"{KZ}Resolution")]
        found.sort(key=lambda heading: heading.key)
        return tuple(sorted(found, key=lambda heading: heading.date or heading.year, reverse=True))

    @cached_property
    def by_key(self) -> Mapping[str, Heading]:
        """Resolutions by key."""
        return {heading.key: heading for heading in self.headings}

    @cached_property
    def by_iri(self) -> Mapping[str, Heading]:
        """Resolutions by IRI."""
        return {heading.iri: heading for heading in self.headings}

    @cached_property
    def resolution_of(self) -> Mapping[str, str]:
        """The IRI of its resolution for each unit."""
        return dict(edges(self.store, f"{KZ}partOf"))

    @cached_property
    def mentions(self) -> Mapping[str, Sequence[str]]:
        """IRIs of the units that name an entity or, for an instrument, a provision of it; sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for unit, entity in edges(self.store, f"{KZ}mentions"):
            found[entity].add(unit)
            if entity in self.owners:
                found[self.owners[entity]].add(unit)
        return {entity: sorted(units) for entity, units in sorted(found.items())}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The instrument of each provision."""
        return dict(edges(self.store, f"{KZ}provisionOf"))

    @cached_property
    def provisions(self) -> Mapping[str, Sequence[str]]:
        """The provisions of each instrument, sorted."""
        found = defaultdict(list)
        for provision, instrument in sorted(self.owners.items()):
            found[instrument].append(provision)
        return found

    @cached_property
    def unit_of_act(self) -> Mapping[str, str]:
        """The paragraph of each act."""
        acts = subjects(self.store, TYPE, f"{KZ}SpeechAct")
        return {act: unit for act in acts if (unit := facts(self.store, act).one(f"{KZ}inUnit")) in self.resolution_of}

    @cached_property
    def acts(self) -> Mapping[str, Sequence[str]]:
        """The acts of each resolution, sorted."""
        found = defaultdict(list)
        for act, unit in self.unit_of_act.items():
            found[self.resolution_of[unit]].append(act)
        return found

    @cached_property
    def roles(self) -> Mapping[str, Sequence[Role]]:
        """The acts in which each entity has a part, sorted."""
        found = defaultdict(list)
        for role in ROLES:
            for act, entity in edges(self.store, f"{KZ}{role}"):
                if act in self.unit_of_act:
                    found[entity].append(Role(act, role, self.unit_of_act[act]))
        return found

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Who and what the resolutions name, by IRI; a vocabulary's own things are not among them unless they are named."""
        named = set(self.mentions) | set(self.roles) | set(self.owners) | set(self.owners.values())
        return {iri: self._entity(iri) for iri in sorted(named)}

    def _entity(self, iri: str) -> Entity:
        said = facts(self.store, iri)
        key = iri.removeprefix(self.base)
        names = said.words(f"{SKOS}prefLabel")
        owner = said.one(f"{KZ}provisionOf") or None
        if owner:
            language, name = LABEL_LANGUAGE, f"{self._name(facts(self.store, owner))[1]}, {said.one(f'{KZ}pinpoint')}"
        else:
            language, name = self._name(said)
        general = "Instrument" if key.startswith("instrument/") else "Actor"
        return Entity(
            iri,
            key,
            next((kind for kind in said.classes if kind not in _GENERAL), general),
            name,
            language,
            names,
            tuple(pair for pair in said.words(f"{SKOS}altLabel") if pair not in names),
            tuple(sorted(set(said.all(*LINKS)))),
            owner,
        )

    def _name(self, said: Facts) -> tuple[str, str]:
        names = dict(reversed(said.words(f"{SKOS}prefLabel") or said.words(f"{SKOS}altLabel")))
        if LABEL_LANGUAGE in names:
            return LABEL_LANGUAGE, names[LABEL_LANGUAGE]
        return next(iter(sorted(names.items())), ("", said.iri.removeprefix(self.base)))

    def page_key(self, iri: str) -> str:
        """Return the folder of the page that shows an actor or instrument, empty where it has none.

        Args:
            iri: An entity, also a provision, which stands on the page of its instrument.
        """
        key = self.owners.get(iri, iri).removeprefix(self.base)
        return key if _SAFE.fullmatch(key) else ""

    def shown(self, section: str) -> list[Entity]:
        """Return the entities that have a page, by name.

        Args:
            section: "actor" or "instrument".
        """
        found = [one for one in self.entities.values() if one.owner is None and one.key.startswith(f"{section}/")]
        return sorted((one for one in found if self.page_key(one.iri)), key=lambda one: (one.name.casefold(), one.key))

    def label(self, iri: str) -> str:
        """Return what a term is called: a class, verb, rule or stage.

        Args:
            iri: The term.
        """
        if iri not in self._labels:
            said = facts(self.store, iri)
            words = dict(said.words(f"{RDFS}label")) | dict(said.words(f"{SKOS}prefLabel"))
            local = re.split(r"[#/]", iri)[-1]
            plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower().replace("-", " ")
            self._labels[iri] = words.get(LABEL_LANGUAGE, plain)
        return self._labels[iri]

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {}
