"""Validation with SHACL. pySHACL is the reference; the rules are in ``shapes/`` and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import rdflib
from rdflib import BNode
from rdflib.namespace import RDF, SH

from kzgraph.graph.literals import term, token_of
from kzgraph.graph.parts import parts as parts_of_rows
from kzgraph.graph.report import Report as Report
from kzgraph.graph.report import Result as Result
from kzgraph.graph.terms import Row
from kzgraph.resources import shapes_folder


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
            found = seen[token] = term(token)
        return found

    graph.addN((node(s), node(p), node(o), graph) for s, p, o in rows)
    return graph


def check(graph: rdflib.Graph, shapes: rdflib.Graph | None = None) -> Report:
    """Validate a graph.

    Args:
        graph: The statements about one resolution; for more, one call each keeps the cost linear.
        shapes: By default those of the data.
    """
    import pyshacl  # Late: it takes longer to import than a text to read.

    data = _PreparedGraph()
    data += graph
    _, report, _ = pyshacl.validate(
        data, shacl_graph=shapes_graph() if shapes is None else shapes, inference="none", advanced=False, meta_shacl=False
    )
    if isinstance(report, Exception):
        raise report
    return read_report(report)


def parts(graph: rdflib.Graph) -> Iterator[rdflib.Graph]:
    """Cut a graph of rdflib as :func:`kzgraph.graph.parts.parts` does."""
    for part in parts_of_rows((token_of(s), token_of(p), token_of(o)) for s, p, o in graph):
        yield to_rdflib(part)


def read_report(report: rdflib.Graph) -> Report:
    """Read a SHACL report graph."""
    return Report(tuple(sorted(_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult))))


def _result(report: rdflib.Graph, node: Any) -> Result:
    def one(path: rdflib.URIRef) -> str:
        value = report.value(node, path)
        return "" if value is None else str(value)

    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    return Result(
        severity=one(SH.resultSeverity).rpartition("#")[2],
        focus=one(SH.focusNode),
        path=_path(report, report.value(node, SH.resultPath)),
        shape=one(SH.sourceShape),
        value=one(SH.value),
        message=" ".join(messages),
    )


def _path(report: rdflib.Graph, node: Any) -> str:
    """A path as it is printed: an IRI as it is, any other as SPARQL writes it, for its blank node has another name every time."""
    return str(node or "") if not isinstance(node, BNode) else _sparql_path(report, node, inner=False)


def _sparql_path(report: rdflib.Graph, node: Any, *, inner: bool = True) -> str:
    if isinstance(node, rdflib.URIRef):
        return f"<{node}>"
    steps = [_sparql_path(report, step) for step in report.items(node)]
    mark = "/"
    if not steps:
        predicate, value = next(iter(report.predicate_objects(node)))
        if predicate == SH.inversePath:
            return f"^{_sparql_path(report, value)}"
        if predicate != SH.alternativePath:
            repeats = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}
            return _sparql_path(report, value) + repeats[rdflib.URIRef(str(predicate))]
        steps, mark = [_sparql_path(report, step) for step in report.items(value)], "|"
    return f"({mark.join(steps)})" if inner else mark.join(steps)


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
            # A path of several steps has no IRI; the shape tells it.
            if value and value[0] not in "<^(":
                graph.add((at, path, rdflib.URIRef(value)))
        if result.value:
            graph.add((at, SH.value, rdflib.Literal(result.value)))
    return graph
