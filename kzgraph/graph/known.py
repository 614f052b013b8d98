"""What an earlier graph says about its works and actors, for texts that have to be tied to them."""

from __future__ import annotations

from pathlib import Path

import rdflib
from rdflib.namespace import RDF

from kzgraph.errors import GraphError
from kzgraph.graph.check import to_rdflib
from kzgraph.graph.terms import KZ, OWL, PROV, SKOS
from kzgraph.model import UnitKind
from kzgraph.resolve.decisions import BY_RULE
from kzgraph.resolve.fingerprint import Fact
from kzgraph.resolve.namecards import KnownEntity
from kzgraph.resolve.works import KnownWork, adopted_text_key, procedure_key


def _term(token: str) -> rdflib.URIRef:
    return rdflib.URIRef(token[1:-1])


_CLASSES = {
    UnitKind.CITATION: _term(KZ.Citation),
    UnitKind.RECITAL: _term(KZ.Recital),
    UnitKind.PARAGRAPH: _term(KZ.Paragraph),
}


def load(path: Path) -> rdflib.Graph:
    """Read a graph file; the triples of all its named graphs come as one graph.

    Args:
        path: A file whose ending tells its format.

    Raises:
        GraphError: It is missing, of no known format, damaged, or says something about statements.
    """
    from kzgraph.dataset.parse import read_quads  # Late: to start is quick.

    rows = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in read_quads(path)]
    if any(value.startswith("<") and " " in value for _, _, value in rows):
        raise GraphError(str(path), "it holds statements about statements", "Give a graph without them.")
    try:
        return to_rdflib(rows)
    except ValueError as fault:  # a text may have the language of RDF 1.2, with a direction
        raise GraphError(str(path), f"it says what no shape can check ({fault})", "Give a graph in RDF 1.1.") from fault


def known_works(graph: rdflib.Graph) -> tuple[KnownWork, ...]:
    """Return the works of a graph with what identifies them.

    Args:
        graph: A graph that kzgraph wrote.
    """
    works = []
    names = _names(graph)
    for node in sorted(graph.subjects(RDF.type, _term(KZ.Resolution)), key=str):
        numbers = {procedure_key(str(value)) for value in graph.objects(node, _term(KZ.procedure))}
        numbers |= {adopted_text_key(str(value)) for value in graph.objects(node, _term(KZ.adoptedTextNumber))}
        numbers |= {f"celex-{str(value).lower()}" for value in graph.objects(node, _term(KZ.celex))}
        versions = {version: str(version).rpartition("/")[2] for version in graph.subjects(_term(KZ.versionOf), node)}
        sources = {
            str(digest): key
            for version, key in versions.items()
            for source in graph.objects(version, _term(PROV.wasDerivedFrom))
            for digest in graph.objects(source, _term(KZ.sha256))
        }
        key = str(node).rpartition("/")[2]
        held = {name: names[version] for version, name in versions.items() if version in names}
        works.append(KnownWork(key, frozenset(numbers), _facts(graph, node), tuple(sorted(versions.values())), sources, held))
    return tuple(works)


def known_entities(graph: rdflib.Graph) -> tuple[KnownEntity, ...]:
    """Return the actors of a graph with their names, and with the IRIs that were given up for theirs.

    Args:
        graph: A graph that kzgraph wrote.
    """
    kinds = {"prefLabel": _term(SKOS.prefLabel), "altLabel": _term(SKOS.altLabel)}
    found = []
    for node in sorted(set(graph.subjects(RDF.type, _term(KZ.Actor))), key=str):
        labels = sorted(
            (kind, value.language or "", str(value))
            for kind, predicate in kinds.items()
            for value in graph.objects(node, predicate)
            if isinstance(value, rdflib.Literal)
        )
        # An IRI that was given up stood under the same base; any other is somebody else's.
        base = str(node).removesuffix(_end(node))
        given_up = sorted(
            _end(other) for other in graph.objects(node, _term(OWL.sameAs)) if str(other).startswith(f"{base}actor/")
        )
        found.append(KnownEntity(_end(node), tuple(labels), tuple(given_up)))
    return tuple(found)


def _end(node: rdflib.term.Node) -> str:
    """The end of an IRI, such as "actor/…" or "recital/C"."""
    return "/".join(str(node).rsplit("/", 2)[1:])


def _names(graph: rdflib.Graph) -> dict[rdflib.term.Node, dict[str, tuple[str, ...]]]:
    """The persons and organisations found by rule that each version names, by unit and in printed order."""
    rows: dict[rdflib.term.Node, dict[str, list[tuple[int, int, str]]]] = {}
    for mention in graph.subjects(RDF.type, _term(KZ.Mention)):
        version, unit = graph.value(mention, _term(KZ.inVersion)), graph.value(mention, _term(KZ.inUnit))
        key = _end(graph.value(mention, _term(KZ.refersTo)) or mention)
        if version is None or unit is None or not key.startswith(BY_RULE):
            continue
        place = tuple(int(str(graph.value(mention, _term(name)) or 0)) for name in (KZ.start, KZ.end))
        rows.setdefault(version, {}).setdefault(_end(unit), []).append((place[0], place[1], key))
    return {
        version: {unit: tuple(dict.fromkeys(key for _, _, key in sorted(found))) for unit, found in units.items()}
        for version, units in rows.items()
    }


def _facts(graph: rdflib.Graph, work: rdflib.term.Node) -> frozenset[Fact]:
    """The language-free facts of a work, as :func:`kzgraph.resolve.fingerprint.fingerprint` takes them from a text."""
    facts: set[Fact] = set()
    units = list(graph.subjects(_term(KZ.partOf), work))
    for kind, name in _CLASSES.items():
        of_kind = [unit for unit in units if (unit, RDF.type, name) in graph]
        facts.add(("units", kind.value, str(len(of_kind))))
        for unit in of_kind:
            key = f"{kind.value}/{graph.value(unit, _term(KZ.label))}"
            if kind is UnitKind.RECITAL:
                findings = [
                    node for node in graph.subjects(_term(KZ.inUnit), unit) if (node, RDF.type, _term(KZ.Finding)) in graph
                ]
                if len(findings) != 1:
                    facts.add(("findings", key, str(len(findings))))
            facts |= {("date", key, str(value)) for value in graph.objects(unit, _term(KZ.mentionsDate))}
            facts |= {("figure", key, str(value)) for value in graph.objects(unit, _term(KZ.mentionsFigure))}
    return frozenset(facts)
