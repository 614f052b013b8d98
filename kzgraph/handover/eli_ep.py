"""Resolutions in Parliament's own metadata profile, ELI-EP (its data set of adopted texts, 3.1.0), under our IRIs.

The profile closes its shapes: a work or an expression may say nothing else. So this is a view, a graph of its own beside ours;
in it, nothing is said about Parliament's own IRIs. What the profile asks for and no graph of ours holds is left out and told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kzgraph.dataset.load import Dataset
from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.nodes import DCTERMS, ELI, KZ, RDFS, SKOS, TYPE, facts, subjects
from kzgraph.pages.records import Heading

_ELI_DL = "http://data.europa.eu/eli/eli-draft-legislation-ontology#"
_EPVOC = "https://data.europarl.europa.eu/def/epvoc#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_PARLIAMENT = "https://data.europarl.europa.eu/org/EU_PARLIAMENT"
_TERM = "https://data.europarl.europa.eu/org/ep-"
_WORK_TYPE = "https://data.europarl.europa.eu/def/ep-document-types/TEXT_ADOPTED"
_PREFIXES = {
    "dcterms": DCTERMS, "eli": ELI, "eli-dl": _ELI_DL, "epvoc": _EPVOC, "rdfs": RDFS, "skos": SKOS, "xsd": _XSD,
}  # fmt: skip
_NUMBER = re.compile(r"P(?P<term>\d{1,2})_TA(?:-PROV)?\((?P<year>\d{4})\)(?P<number>\d{4})")
_MOTIONS = ("motion", "joint-motion")
#: Parliament's own names of its documents.
_DOCUMENTS = "https://data.europarl.europa.eu/eli/dl/doc/"
#: Properties that the profile demands of an adopted text. The number of the document itself is in no graph of ours: what the foot
#: of a motion prints ("PE801.101v01-00") is the motion's own. Which motion was adopted is known from metadata alone.
PE_NUMBER, ADOPTS = f"{_EPVOC}epNumber", f"{_ELI_DL}adopts"


@dataclass(frozen=True, slots=True)
class View:
    """Resolutions in the profile.

    Args:
        data: As Turtle, the same bytes for the same data.
        works: How many works are described.
        expressions: How many expressions are.
        left_out: What is not described, as the end of its IRI, with the reason; sorted.
        not_held: Properties that the profile demands and that works here lack, with how many do; sorted.
    """

    data: bytes
    works: int
    expressions: int
    left_out: tuple[tuple[str, str], ...]
    not_held: tuple[tuple[str, int], ...]


def view(dataset: Dataset) -> View:
    """Return the adopted texts of a dataset in the profile.

    Args:
        dataset: The graphs.

    Raises:
        GraphError: Resolutions stand under more than one base.
    """
    return _Profile(dataset).view()


class _Profile:
    def __init__(self, dataset: Dataset) -> None:
        self.catalogue = Catalogue(dataset)
        self.left_out: list[tuple[str, str]] = []
        self.expressions = 0
        self.not_held: Counter[str] = Counter()

    def view(self) -> View:
        quads: set[ox.Quad] = set()
        works = 0
        for heading in sorted(self.catalogue.headings, key=lambda heading: heading.key):
            number = self._number(heading)
            if number is None:
                continue
            works += 1
            for subject, property_, value in self._rows(heading, number):
                term = ox.NamedNode(value) if isinstance(value, str) else value
                quads.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(property_), term))
        data = ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES)
        assert data is not None
        return View(data, works, self.expressions, tuple(sorted(self.left_out)), tuple(sorted(self.not_held.items())))

    def _number(self, heading: Heading) -> re.Match[str] | None:
        """The number of its adopted text, None where the profile has no place for the work."""
        key = f"resolution/{heading.key}"
        said = facts(self.catalogue.store, heading.iri).all(f"{KZ}adoptedTextNumber")
        numbers = [found for number in said if (found := _NUMBER.fullmatch(number))]
        if not numbers:
            self.left_out.append((key, "no version prints its number as an adopted text (P11_TA(2031)0144)"))
            return None
        if not heading.date:
            self.left_out.append((key, "no version prints its date"))
            return None
        if not heading.titles:
            self.left_out.append((key, "no version prints its title"))
            return None
        return numbers[0]

    def _rows(self, heading: Heading, number: re.Match[str]) -> Iterator[tuple[str, str, str | ox.Literal]]:
        work = heading.iri
        term, year, rest = number["term"], number["year"], number["number"]
        yield work, TYPE, f"{ELI}Work"
        yield work, f"{ELI}work_type", _WORK_TYPE
        yield work, f"{ELI}date_document", ox.Literal(heading.date, datatype=ox.NamedNode(f"{_XSD}date"))
        yield work, f"{DCTERMS}identifier", ox.Literal(f"TA-{term}-{year}-{rest}")
        yield work, f"{RDFS}label", ox.Literal(f"T{term}-{rest}/{year}")
        yield work, f"{_EPVOC}identifierYear", ox.Literal(year)
        notation = ox.Literal(f"P{term}_TA({year}){rest}", datatype=ox.NamedNode(f"{_EPVOC}publicRegister"))
        yield work, f"{SKOS}notation", notation
        yield work, f"{_ELI_DL}parliamentary_term", f"{_TERM}{int(term)}"
        yield work, f"{DCTERMS}creator", _PARLIAMENT
        yield work, f"{DCTERMS}publisher", _PARLIAMENT
        self.not_held[PE_NUMBER] += 1
        adopted = list(self._adopted(work))
        if not adopted:
            self.not_held[ADOPTS] += 1
        for document in adopted:
            yield work, ADOPTS, document
        for language, title in heading.titles:
            yield work, f"{DCTERMS}title", ox.Literal(title, language=language)
        for version in subjects(self.catalogue.store, f"{KZ}versionOf", work):
            yield from self._expression(work, version)

    def _adopted(self, work: str) -> Iterator[str]:
        """Parliament's names of the texts that it adopted as a work."""
        for tabled in subjects(self.catalogue.store, f"{KZ}adoptedAs", work):
            for link in facts(self.catalogue.store, tabled).all(f"{RDFS}seeAlso"):
                if link.startswith(_DOCUMENTS):
                    yield link

    def _expression(self, work: str, version: str) -> Iterator[tuple[str, str, str | ox.Literal]]:
        said = facts(self.catalogue.store, version)
        key = version.removeprefix(self.catalogue.base)
        if said.one(f"{KZ}stage").rpartition("/")[2] in _MOTIONS:
            self.left_out.append((key, "it is a motion, not the adopted text"))
            return
        titles = said.words(f"{ELI}title")
        if not titles:
            self.left_out.append((key, "it prints no title"))
            return
        self.expressions += 1
        yield work, f"{ELI}is_realized_by", version
        yield version, TYPE, f"{ELI}Expression"
        yield version, f"{ELI}language", said.one(f"{ELI}language")
        for language, title in titles:
            yield version, f"{ELI}title", ox.Literal(title, language=language)
