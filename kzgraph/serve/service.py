"""What the endpoint says of itself: a SPARQL 1.1 service description, which is a VoID description too."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kzgraph.dataset.load import Dataset
from kzgraph.graph.terms import RDF, Namespace, Row, integer, iri, text
from kzgraph.handover.description import Place, described

_SD = Namespace(
    "http://www.w3.org/ns/sparql-service-description#",
    """
    Service endpoint supportedLanguage SPARQL11Query resultFormat defaultDataset Dataset defaultGraph namedGraph
    Graph NamedGraph name graph
    """,
)
_VOID = Namespace("http://rdfs.org/ns/void#", "Dataset sparqlEndpoint subset triples uriSpace uriLookupEndpoint")
_FORMATS = "SPARQL_Results_XML SPARQL_Results_JSON SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples JSON-LD RDF_XML"


def counted(store: ox.Store) -> list[tuple[str, int]]:
    """Return how many statements each graph holds, the default graph first, with an empty name.

    Args:
        store: Holds them.
    """
    found = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    named = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    assert isinstance(found, ox.QuerySolutions)
    assert isinstance(named, ox.QuerySolutions)
    return [("", int(number.value)) for [number] in found] + [(graph.value, int(number.value)) for graph, number in named]


def export_rows(dataset: Dataset, root: str) -> list[Row]:
    """Return the description that goes with an export, VoID and DCAT-AP, with this server as its endpoint.

    Args:
        dataset: Without the terms.
        root: The address of the server, ending in "/".
    """
    place = Place("Resolutions of the European Parliament", endpoint=f"{root}sparql")
    return [(str(one.subject), str(one.predicate), str(one.object)) for one in described(dataset, place)]


def service_rows(root: str, base: str, counts: Sequence[tuple[str, int]], export: Sequence[Row]) -> list[Row]:
    """Return the description of the endpoint.

    Args:
        root: The address of the server, ending in "/".
        base: Of the data.
        counts: As :func:`counted` gives them.
        export: What catalogues are told of the data, see :func:`export_rows`; what is served has the terms beside them.
    """
    service = iri(f"{root}sparql")
    dataset, default = iri(f"{root}.well-known/void#dataset"), iri(f"{root}.well-known/void#default")
    rows = [
        (service, RDF.type, _SD.Service),
        (service, _SD.endpoint, service),
        (service, _SD.supportedLanguage, _SD.SPARQL11Query),
        *((service, _SD.resultFormat, iri(f"http://www.w3.org/ns/formats/{name}")) for name in _FORMATS.split()),
        (service, _SD.defaultDataset, dataset),
        (dataset, RDF.type, _SD.Dataset),
        (dataset, RDF.type, _VOID.Dataset),
        (dataset, _VOID.sparqlEndpoint, service),
        (dataset, _VOID.uriLookupEndpoint, iri(f"{root}describe?iri=")),
        (dataset, _VOID.uriSpace, text(base)),
        (dataset, _SD.defaultGraph, default),
        (default, RDF.type, _SD.Graph),
        (dataset, _VOID.subset, iri(f"{base}dataset")),
        *export,
    ]
    for number, (graph, count) in enumerate(counts):
        if not graph:
            rows += [(default, _VOID.triples, integer(count)), (dataset, _VOID.triples, integer(count))]
            continue
        named, content = iri(f"{root}.well-known/void#named-{number}"), iri(f"{root}.well-known/void#graph-{number}")
        rows += [
            (dataset, _SD.namedGraph, named),
            (named, RDF.type, _SD.NamedGraph),
            (named, _SD.name, iri(graph)),
            (named, _SD.graph, content),
            (content, RDF.type, _SD.Graph),
            (content, _VOID.triples, integer(count)),
        ]
    return rows
