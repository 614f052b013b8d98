"""Validation with SHACL. pySHACL is the reference; the rules are in ``shapes/`` and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import rdflib
from rdflib.namespace import RDF, SH

from kzgraph.graph.jsonld import unescape
from kzgraph.graph.terms import KZ, ONTOLOGY, Row
from kzgraph.resources import shapes_folder

_LITERAL = re.compile(r'"(?P<value>.*)"(?:@(?P<language>[a-zA-Z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?', re.DOTALL)

# What many resolutions share: it belongs to each part that names it.
_SHARED = tuple(f"{ONTOLOGY}{name}" for name in ("Actor", "Instrument", "Provision", "Source"))


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One finding of the validator.

    Args:
        severity: "Violation", "Warning" or "Info".
        focus: The node at fault.
        path: The property at fault, empty where the node itself is.
        shape: The shape that says so.
        value: What stands there, empty where something is missing.
        message: What a curator should know.
    """

    severity: str
    focus: str
    path: str
    shape: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the validator found in one graph.

    Args:
        results: Sorted.
    """

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """True where there is no violation; warnings tell, they do not refuse."""
        return all(result.severity != "Violation" for result in self.results)


class _PreparedGraph(rdflib.Graph):
    """A graph that parses the text of a query once; pySHACL hands it the same text for every node."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query_object, str):
            query_object = _prepared(query_object, tuple(sorted((kwargs.pop("initNs", None) or {}).items())))
        return super().query(query_object, *args, **kwargs)


@cache
def _prepared(query: str, namespaces: tuple[tuple[str, Any], ...]) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query, initNs=dict(namespaces))


@cache
def shapes_graph() -> rdflib.Graph:
    """Return all shapes of the data, read once per process; those of the ontology's own style are left out."""
    graph = rdflib.Graph()
    for path in sorted(shapes_folder().glob("*.ttl")):
        if path.name != "ontology-style.ttl":
            graph.parse(path, format="turtle")
    return graph


def to_rdflib(rows: Iterable[Row]) -> rdflib.Graph:
    """Return rows as an rdflib graph.

    >>> len(to_rdflib([("<urn:a>", "<urn:b>", '"3"^^<http://www.w3.org/2001/XMLSchema#integer>')]))
    1
    """
    graph = rdflib.Graph()
    seen: dict[str, Any] = {}

    def node(token: str) -> Any:
        found = seen.get(token)
        if found is None:
            if token[0] == "_":
                found = rdflib.BNode(token[2:])
            else:
                found = rdflib.URIRef(token[1:-1]) if token[0] == "<" else _literal(token)
            seen[token] = found
        return found

    graph.addN((node(s), node(p), node(o), graph) for s, p, o in rows)
    return graph


def _literal(token: str) -> rdflib.Literal:
    found = _LITERAL.fullmatch(token)
    assert found is not None
    datatype = rdflib.URIRef(found["datatype"]) if found["datatype"] else None
    return rdflib.Literal(unescape(found["value"]), lang=found["language"], datatype=datatype)


def check(graph: rdflib.Graph) -> Report:
    """Validate a graph.

    Args:
        graph: The statements about one resolution; for more, one call each keeps the cost linear.
    """
    import pyshacl  # Late: it takes longer to import than a text to read.

    data = _PreparedGraph()
    data += graph
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes_graph(), inference="none", advanced=False, meta_shacl=False)
    if isinstance(report, Exception):
        raise report
    return read_report(report)


def parts(graph: rdflib.Graph) -> Iterator[rdflib.Graph]:
    """Cut a graph into one part per resolution, and one for what belongs to none, shared or not.

    A part is what hangs together with the resolution; actors and instruments, which many resolutions name, come with each of
    them but lead to none but each other.
    """
    left = set(graph.subjects())
    named: set[Any] = set()
    shared = {node for kind in _SHARED for node in graph.subjects(RDF.type, rdflib.URIRef(kind))}
    for work in sorted(graph.subjects(RDF.type, rdflib.URIRef(KZ.Resolution[1:-1])), key=str):
        part = rdflib.Graph()
        reached = {work}
        queue = [work]
        while queue:
            node = queue.pop()
            for triple in graph.triples((node, None, None)):
                part.add(triple)
            linked = {
                value for _, predicate, value in graph.triples((node, None, None)) if predicate != RDF.type and value in left
            }
            # From what is shared the way leads on to what that needs, a provision's instrument, never back to who names it.
            linked = linked & shared if node in shared else linked | set(graph.subjects(None, node))
            queue += linked - reached
            reached |= linked
        left -= reached - shared
        named |= reached
        yield part
    rest = rdflib.Graph()
    for node in left - named:
        for triple in graph.triples((node, None, None)):
            rest.add(triple)
    if len(rest):
        yield rest


def read_report(report: rdflib.Graph) -> Report:
    """Read a SHACL report graph."""
    return Report(tuple(sorted(_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))))


def _result(report: rdflib.Graph, node: Any) -> Result:
    def one(path: rdflib.URIRef) -> str:
        return str(report.value(node, path) or "")

    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    return Result(
        severity=one(SH.resultSeverity).rpartition("#")[2],
        focus=one(SH.focusNode),
        path=one(SH.resultPath),
        shape=one(SH.sourceShape),
        value=one(SH.value),
        message=" ".join(messages),
    )


def report_graph(reports: Iterable[Report]) -> rdflib.Graph:
    """Return reports as one SHACL report without blank nodes, so that it too is the same at every run."""
    graph = rdflib.Graph()
    graph.bind("sh", SH)
    results = sorted(result for report in reports for result in report.results)
    node = rdflib.URIRef("https://w3id.org/kzgraph/report")
    graph.add((node, RDF.type, SH.ValidationReport))
    graph.add((node, SH.conforms, rdflib.Literal(all(result.severity != "Violation" for result in results))))
    for number, result in enumerate(results, 1):
        at = rdflib.URIRef(f"{node}/result/{number}")
        graph.add((node, SH.result, at))
        graph.add((at, RDF.type, SH.ValidationResult))
        graph.add((at, SH.resultSeverity, SH[result.severity]))
        graph.add((at, SH.resultMessage, rdflib.Literal(result.message, lang="en")))
        for path, value in ((SH.focusNode, result.focus), (SH.resultPath, result.path), (SH.sourceShape, result.shape)):
            if value:
                graph.add((at, path, rdflib.URIRef(value)))
        if result.value:
            graph.add((at, SH.value, rdflib.Literal(result.value)))
    return graph
