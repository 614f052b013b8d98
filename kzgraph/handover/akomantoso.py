"""A version as Akoma Ntoso 3.0, for drafting tools and archives of legal texts.

The document holds what the graph holds: numbers and title, the units with their words, and what is named in them; the enacting
formula, which no graph holds since it is always the same, stands before them. Its eIds are the same in every language: they are
made of the labels that the units have in the graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from kzgraph.dataset.load import Dataset
from kzgraph.errors import GraphError
from kzgraph.language.pack import pack
from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.marks import place
from kzgraph.pages.nodes import ELI, KZ, Facts, facts
from kzgraph.pages.records import Entity, Evidence, Resolution, Text, Unit, Version
from kzgraph.pages.resolution import read_resolution

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
#: By the class of what is named: the element around the words, and that of the entry in the list of references.
_NAMED: Mapping[str, tuple[str, str]] = {
    "Person": ("person", "TLCPerson"),
    "Organisation": ("organization", "TLCOrganization"),
    "Institution": ("organization", "TLCOrganization"),
    "State": ("organization", "TLCOrganization"),
    "Office": ("role", "TLCRole"),
    "Collective": ("concept", "TLCConcept"),
}
#: The same for instruments and their provisions.
_CITED = ("ref", "TLCObject")
_PROJECT = "https://w3id.org/kzgraph/project"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: What must not stand in an XML file.
_NO_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that an element stands around.

    Args:
        start: First letter in the words of the unit.
        end: Behind the last one.
        name: Of the element.
        attributes: Its attributes but for the eId.
    """

    start: int
    end: int
    name: str
    attributes: tuple[tuple[str, str], ...]


def versions(dataset: Dataset) -> list[str]:
    """Return the versions of a dataset as ``resolution/KEY/version/KEY``, sorted.

    Args:
        dataset: The graphs.
    """
    found = dataset.select(f"SELECT DISTINCT ?v {{ ?v a <{KZ}LanguageVersion> }}")
    return sorted(str(row[0])[1:-1].removeprefix(dataset.base) for row in found)


class AkomaNtoso:
    """Versions of a dataset as documents.

    Args:
        dataset: The graphs.

    Raises:
        GraphError: Resolutions stand under more than one base.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.catalogue = Catalogue(dataset)
        self._last: Resolution | None = None

    def document(self, version: str) -> bytes:
        """Return a version as an Akoma Ntoso file.

        Args:
            version: Its IRI, or what stands in it behind the base.

        Raises:
            GraphError: There is no such version, or it has no date.
        """
        key = version.removeprefix(self.catalogue.base)
        found = re.fullmatch(r"resolution/([^/]+)/version/([^/]+)", key)
        heading = self.catalogue.by_key.get(found[1]) if found else None
        if heading is not None and (self._last is None or self._last.heading.key != heading.key):
            self._last = read_resolution(self.catalogue.store, heading)
        if found is None or heading is None or self._last is None or found[2] not in self._last.versions:
            raise GraphError(version, "there is no such version", "Give one as resolution/2031-2901/version/mt.")
        if not heading.date:
            raise GraphError(
                key,
                "its resolution has no date, and Akoma Ntoso asks for one",
                "Build it with a version that prints the date in its title.",
            )
        return _Document(self.catalogue, self._last, self._last.versions[found[2]]).serialised()


class _Document:
    def __init__(self, catalogue: Catalogue, resolution: Resolution, version: Version) -> None:
        self.catalogue = catalogue
        self.resolution = resolution
        self.version = version
        texts = ((unit, resolution.texts.get((unit.iri, version.iri))) for unit in resolution.units)
        self.units = [(unit, text) for unit, text in texts if text is not None]
        mine: dict[str, list[Evidence]] = {}
        for evidence in resolution.evidence.values():
            if evidence.version == version.iri and evidence.kind in ("mention", "date"):
                mine.setdefault(evidence.unit, []).append(evidence)
        self.evidence = mine
        self.ids = self._ids()
        self.root = etree.fromstring(f'<akomaNtoso xmlns="{NAMESPACE}"/>')

    def serialised(self) -> bytes:
        statement = self._add(self.root, "statement", name="resolution")
        self._meta(self._add(statement, "meta"))
        lines = [*self._preface(statement), *self._units(statement)]
        etree.indent(self.root)  # before the words stand in it: between those no blank may be added
        for line, text, marks in lines:
            if _NO_CHARACTERS.search(text):
                raise GraphError(
                    self.version.iri, "its words hold a character that XML has not", "Mend the source and build again."
                )
            self._fill(line, text, 0, len(text), marks)
        return etree.tostring(self.root, encoding="UTF-8", xml_declaration=True) + b"\n"

    def _add(self, parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {key.rstrip("_"): said for key, said in attributes.items()})

    # -- what it is

    def _meta(self, meta: etree._Element) -> None:
        resolution, version = self.resolution.heading, self.version
        said = facts(self.catalogue.store, resolution.iri)
        identification = self._add(meta, "identification", source="#kzgraph")
        work = self._level(identification, "FRBRWork", resolution.iri, said)
        self._add(work, "FRBRcountry", value="eu")
        for number in said.all(f"{KZ}adoptedTextNumber"):
            self._add(work, "FRBRnumber", value=number)
        expression = self._level(identification, "FRBRExpression", version.iri)
        authority = facts(self.catalogue.store, version.iri).one(f"{ELI}language")
        self._add(expression, "FRBRlanguage", language=authority.rpartition("/")[2].lower() or version.language)
        manifestation = self._level(identification, "FRBRManifestation", f"{version.iri}.akn")
        self._add(manifestation, "FRBRformat", value="application/akn+xml")
        references = self._add(meta, "references", source="#kzgraph")
        parliament = f"{self.catalogue.base}actor/european-parliament"
        self._add(references, "TLCOrganization", eId="parliament", href=parliament, showAs="European Parliament")
        self._add(references, "TLCOrganization", eId="kzgraph", href=_PROJECT, showAs="kzgraph project")
        self._add(references, "TLCRole", eId="author", href=f"{_PROJECT}/role/author", showAs="author")
        self._add(references, "TLCRole", eId="editor", href=f"{_PROJECT}/role/editor", showAs="editor")
        for iri, eid in self.ids.items():
            entity = self.catalogue.entities[iri]
            self._add(references, _elements(entity)[1], eId=eid, href=iri, showAs=self._name(entity))

    def _level(self, parent: etree._Element, name: str, iri: str, said: Facts | None = None) -> etree._Element:
        level = self._add(parent, name)
        self._add(level, "FRBRthis", value=iri)
        self._add(level, "FRBRuri", value=iri)
        for kind in ("procedure", "celex") if said else ():
            for number in said.all(f"{KZ}{kind}") if said else ():
                self._add(level, "FRBRalias", value=number, name=kind)
        self._add(level, "FRBRdate", date=self.resolution.heading.date, name="document")
        edited = name == "FRBRManifestation"
        self._add(level, "FRBRauthor", href="#kzgraph" if edited else "#parliament", as_="#editor" if edited else "#author")
        return level

    def _ids(self) -> Mapping[str, str]:
        """The eId of each thing that is named, by its IRI."""
        targets = {one.target for found in self.evidence.values() for one in found if one.target in self.catalogue.entities}
        taken = {"parliament", "kzgraph", "author", "editor"}
        found: dict[str, str] = {}
        for iri in sorted(filter(None, targets)):
            plain = re.sub(r"[^\w-]+", "-", self.catalogue.entities[iri].key)
            number = 1
            while (eid := plain if number == 1 else f"{plain}_{number}") in taken:
                number += 1
            taken.add(eid)
            found[iri] = eid
        return found

    def _name(self, entity: Entity) -> str:
        return dict(entity.names).get(self.version.language, entity.name)

    # -- its words

    def _preface(self, statement: etree._Element) -> Iterator[tuple[etree._Element, str, Sequence[Mark]]]:
        said = facts(self.catalogue.store, self.resolution.heading.iri)
        rows = [("docNumber", number) for number in said.all(f"{KZ}adoptedTextNumber")]
        title = [("docTitle", self.version.title)] if self.version.title else []
        title += [("docketNumber", f"({number})") for number in said.all(f"{KZ}procedure")]
        if not rows and not title:
            return
        preface = self._add(statement, "preface")
        for name, text in rows:
            yield self._add(self._add(preface, "p"), name), text, ()
        if title:
            long = self._add(preface, "longTitle", eId="longTitle")
            for name, text in title:
                yield self._add(self._add(long, "p"), name), text, ()

    def _units(self, statement: etree._Element) -> Iterator[tuple[etree._Element, str, Sequence[Mark]]]:
        kinds = {kind: [pair for pair in self.units if pair[0].kind == kind] for kind in ("Citation", "Recital", "Paragraph")}
        if kinds["Citation"] or kinds["Recital"]:
            preamble = self._add(statement, "preamble")
            formula = self._add(preamble, "formula", eId="formula", name="enacting")
            yield self._add(formula, "p"), f"{pack(self.version.language).head.opening[0]},", ()
            for kind, many, short in (("Citation", "citations", "cit"), ("Recital", "recitals", "rec")):
                if kinds[kind]:
                    holder = self._add(preamble, many, eId=f"{short}s")
                    for unit, text in kinds[kind]:
                        one = self._unit(holder, many[:-1], f"{short}s__{short}_{_number(unit)}", text)
                        yield self._add(one, "p"), text.text, self._marks(unit, text)
        body = self._add(statement, "mainBody")
        for unit, text in kinds["Paragraph"]:
            one = self._unit(body, "paragraph", f"para_{_number(unit)}", text)
            content = self._add(one, "content", eId=f"{one.get('eId')}__content")
            yield self._add(content, "p"), text.text, self._marks(unit, text)
        if not kinds["Paragraph"]:
            self._add(body, "p")

    def _unit(self, parent: etree._Element, name: str, eid: str, text: Text) -> etree._Element:
        unit = self._add(parent, name, eId=eid)
        if text.label:
            self._add(unit, "num").text = text.label
        return unit

    def _marks(self, unit: Unit, text: Text) -> list[Mark]:
        evidence = self.evidence.get(unit.iri, [])
        places = place(text, [(one, (one.exact,)) for one in evidence])
        found = []
        for one in evidence:
            if one.iri not in places:
                continue
            start, end = places[one.iri]
            if one.kind == "date":
                if _DAY.fullmatch(one.value):  # a month alone is no date in Akoma Ntoso
                    found.append(Mark(start, end, "date", (("date", one.value),)))
            elif one.target is not None and one.target in self.ids:
                element = _elements(self.catalogue.entities[one.target])[0]
                link = (("href", one.target),) if element == _CITED[0] else ()
                found.append(Mark(start, end, element, (*link, ("refersTo", f"#{self.ids[one.target]}"))))
        return found

    def _fill(self, element: etree._Element, text: str, start: int, end: int, marks: Sequence[Mark]) -> None:
        """Write words with marks; what crosses the end of another mark is cut there, so that elements never overlap."""
        at = start
        rest = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.name == "date", mark.attributes))
        counts: dict[str, int] = {}
        while rest:
            first, *others = rest
            _append(element, text[at : first.start])
            inner = [_cut(mark, first.start, first.end) for mark in others if mark.start < first.end]
            rest = [_cut(mark, first.end, end) for mark in others if mark.end > first.end]
            rest.sort(key=lambda mark: (mark.start, -mark.end, mark.name == "date", mark.attributes))
            child = self._add(element, first.name, **dict(first.attributes))
            counts[first.name] = counts.get(first.name, 0) + 1
            child.set("eId", f"{_holder(element).get('eId')}__{first.name}_{counts[first.name]}")
            self._fill(child, text, first.start, first.end, inner)
            at = first.end
        _append(element, text[at:end])


def _elements(entity: Entity) -> tuple[str, str]:
    return _CITED if entity.key.startswith("instrument/") else _NAMED[entity.kind]


def _number(unit: Unit) -> str:
    """The end of its eId: of the IRI, for two units may have one label."""
    return re.sub(r"[^\w-]+", "-", unit.key.partition("/")[2])


def _cut(mark: Mark, start: int, end: int) -> Mark:
    return Mark(max(mark.start, start), min(mark.end, end), mark.name, mark.attributes)


def _holder(element: etree._Element) -> etree._Element:
    """The nearest element around that has an eId, itself included."""
    while element.get("eId") is None and (above := element.getparent()) is not None:
        element = above
    return element


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
