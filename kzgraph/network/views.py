"""Three networks of a dataset: acts and those they are about, resolutions and what they cite, actors named together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import combinations

import networkx as nx
import pyoxigraph as ox

from kzgraph.dataset.load import Dataset

_PREFIXES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX kz: <https://w3id.org/kzgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_KINDS = "kz:Person kz:Organisation kz:Institution kz:Office kz:State kz:Collective"
_FORCES = "kz:Demand kz:Instruction kz:Condemnation kz:Concern kz:Commendation kz:Condolence kz:Statement"
_ACTS = """
SELECT DISTINCT ?act ?force ?verb ?resolution ?date WHERE {
  VALUES ?force { %s }
  ?act a ?force ; kz:inUnit ?unit .
  ?unit kz:partOf ?resolution .
  OPTIONAL { ?act kz:verb ?verb }
  OPTIONAL { ?resolution eli:date_document ?date }
} ORDER BY ?act"""
_ROLES = """
SELECT DISTINCT ?act ?role ?actor WHERE {
  VALUES ?role { kz:addressee kz:concerns kz:recipient }
  ?act ?role ?actor .
} ORDER BY ?act ?role ?actor"""
_CITED = """
SELECT DISTINCT ?resolution ?unit ?instrument WHERE {
  ?unit kz:mentions ?thing ; kz:partOf ?resolution .
  OPTIONAL { ?thing kz:provisionOf ?whole }
  BIND(COALESCE(?whole, ?thing) AS ?instrument)
  ?instrument a kz:Instrument .
} ORDER BY ?resolution ?unit ?instrument"""
_NAMED = """
SELECT DISTINCT ?unit ?actor WHERE {
  ?unit kz:mentions ?actor .
  ?actor a kz:Actor .
} ORDER BY ?unit ?actor"""
_CLASSES = "SELECT DISTINCT ?actor ?kind WHERE { VALUES ?kind { %s } ?actor a ?kind . } ORDER BY ?actor ?kind"
_LABELS = """
SELECT DISTINCT ?thing ?label WHERE {
  { ?thing skos:prefLabel ?label } UNION { ?thing dcterms:title ?label } UNION { ?thing kz:content ?label }
} ORDER BY ?thing ?label"""


def acts(dataset: Dataset, language: str) -> nx.DiGraph:
    """Return the acts of Parliament, each with an edge to whom it addresses, concerns or is sent to.

    Args:
        dataset: The graphs.
        language: Of the labels, where there are such; else the first in order.
    """
    graph = nx.DiGraph()
    names = _Names(dataset, language)
    forces = _ask(dataset, _ACTS % _FORCES)
    roles = _ask(dataset, _ROLES)
    spoken_of = {act for act, *_ in roles}
    for act, force, verb, resolution, date in forces:
        if act in spoken_of:
            graph.add_node(
                names.key(act), kind=_local(force), label=names.of(act), verb=_local(verb), date=date,
                resolution=names.key(resolution),
            )  # fmt: skip
    kinds = names.kinds()
    for act, role, actor in roles:
        key = names.key(actor)
        graph.add_node(key, kind=kinds.get(actor, "Actor"), label=names.of(actor))
        before = graph.get_edge_data(names.key(act), key)
        # Who is addressed may be concerned as well: one edge, the stronger role first.
        graph.add_edge(names.key(act), key, role=before["role"] + " " + _local(role) if before else _local(role))
    return graph


def citations(dataset: Dataset, language: str) -> nx.DiGraph:
    """Return the resolutions, each with an edge to the instruments that it refers to, weighted by units.

    A provision counts for its instrument.

    Args:
        dataset: The graphs.
        language: Of the labels.
    """
    graph = nx.DiGraph()
    names = _Names(dataset, language)
    weights = Counter((resolution, instrument) for resolution, _, instrument in _ask(dataset, _CITED))
    for (resolution, instrument), weight in sorted(weights.items()):
        graph.add_node(names.key(resolution), kind="Resolution", label=names.of(resolution))
        graph.add_node(names.key(instrument), kind="Instrument", label=names.of(instrument))
        graph.add_edge(names.key(resolution), names.key(instrument), weight=weight)
    return graph


def mentions(dataset: Dataset, language: str) -> nx.Graph:
    """Return the actors, with an edge between two that units name together, weighted by units.

    Args:
        dataset: The graphs.
        language: Of the labels.
    """
    graph = nx.Graph()
    names = _Names(dataset, language)
    kinds = names.kinds()
    units: dict[str, list[str]] = defaultdict(list)
    for unit, actor in _ask(dataset, _NAMED):
        units[unit].append(actor)
    counts = Counter(actor for actors in units.values() for actor in actors)
    for actor in sorted(counts):
        graph.add_node(names.key(actor), kind=kinds.get(actor, "Actor"), label=names.of(actor), units=counts[actor])
    pairs = Counter(pair for actors in units.values() for pair in combinations(sorted(actors), 2))
    for (one, other), weight in sorted(pairs.items()):
        graph.add_edge(names.key(one), names.key(other), weight=weight)
    return graph


#: Name of each view and what makes it.
VIEWS: Mapping[str, Callable[[Dataset, str], nx.Graph]] = {"acts": acts, "citations": citations, "mentions": mentions}


def _ask(dataset: Dataset, query: str) -> list[tuple[str, ...]]:
    rows = dataset.select(_PREFIXES + query)
    return [tuple("" if term is None or isinstance(term, ox.Triple) else term.value for term in row) for row in rows]


def _local(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


class _Names:
    """Keys and labels of what stands in a network."""

    def __init__(self, dataset: Dataset, language: str) -> None:
        self._dataset = dataset
        self._labels: dict[str, tuple[bool, str]] = {}
        for thing, label in dataset.select(_PREFIXES + _LABELS):
            if not isinstance(thing, ox.NamedNode) or not isinstance(label, ox.Literal):
                continue
            told = (label.language == language, label.value)
            if thing.value not in self._labels or (told[0] and not self._labels[thing.value][0]):
                self._labels[thing.value] = told

    def key(self, iri: str) -> str:
        """The end of an IRI behind the base."""
        return iri.removeprefix(self._dataset.base)

    def of(self, iri: str) -> str:
        """The label of a node; its key where it has none."""
        return self._labels.get(iri, (False, self.key(iri)))[1]

    def kinds(self) -> Mapping[str, str]:
        """The class of each actor."""
        return {actor: _local(kind) for actor, kind in _ask(self._dataset, _CLASSES % _KINDS)}
