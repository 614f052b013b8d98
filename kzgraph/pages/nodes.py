"""The nodes of a dataset with what is said about them: the one place where pages touch the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

KZ = "https://w3id.org/kzgraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ELI = "http://data.europa.eu/eli/ontology#"
DCTERMS = "http://purl.org/dc/terms/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#: Properties that lead to the same thing, or more about it, elsewhere.
LINKS = (f"{SKOS}exactMatch", "http://www.w3.org/2002/07/owl#sameAs", f"{RDFS}seeAlso")
_DEFAULT = ox.DefaultGraph()

Value = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about one node.

    Args:
        iri: The node.
        values: IRIs and literals by the IRI of the property, sorted.
    """

    iri: str
    values: Mapping[str, list[Value]]

    def all(self, *properties: str) -> tuple[str, ...]:
        """Return the values of properties as text, in order."""
        return tuple(value.value for property_ in properties for value in self.values.get(property_, ()))

    def one(self, property_: str) -> str:
        """Return the first value of a property as text, empty where there is none."""
        return next((value.value for value in self.values.get(property_, ())), "")

    def words(self, property_: str) -> tuple[tuple[str, str], ...]:
        """Return literals as language and text, sorted."""
        found = self.values.get(property_, ())
        return tuple(sorted((value.language or "", value.value) for value in found if isinstance(value, ox.Literal)))

    @property
    def classes(self) -> tuple[str, ...]:
        """Local names of its classes of ours, sorted."""
        return tuple(sorted(name.removeprefix(KZ) for name in self.all(TYPE) if name.startswith(KZ)))


def facts(store: ox.Store, iri: str) -> Facts:
    """Return what the default graph says about a node.

    Args:
        store: Holds the quads.
        iri: The node.
    """
    values: dict[str, list[Value]] = defaultdict(list)
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, _DEFAULT):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            values[quad.predicate.value].append(quad.object)
    for found in values.values():
        found.sort(key=lambda value: (value.value, value.language or "" if isinstance(value, ox.Literal) else ""))
    return Facts(iri, values)


def subjects(store: ox.Store, property_: str, value: str) -> list[str]:
    """Return the IRIs of the nodes that have a property with an IRI, sorted.

    Args:
        store: Holds the quads.
        property_: IRI of the property.
        value: The IRI that it leads to.
    """
    found = store.quads_for_pattern(None, ox.NamedNode(property_), ox.NamedNode(value), _DEFAULT)
    return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))


def edges(store: ox.Store, property_: str) -> list[tuple[str, str]]:
    """Return who a property leads to whom, sorted.

    Args:
        store: Holds the quads.
        property_: IRI of the property.
    """
    found = store.quads_for_pattern(None, ox.NamedNode(property_), None, _DEFAULT)
    return sorted(
        (quad.subject.value, quad.object.value)
        for quad in found
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )
