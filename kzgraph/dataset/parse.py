"""Graph files to statements: read strictly, off-line and within bounds, for they may come from anywhere."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from kzgraph.errors import GraphError

#: Formats by the ending of a file.
FORMATS: Mapping[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
#: A longer IRI is none that anybody uses; short ones made long by a prefix would fill the memory.
_LONGEST_IRI = 2048


def read_quads(path: Path) -> list[ox.Quad]:
    """Read a graph file, damaged ones not at all; nothing is looked up on-line.

    Args:
        path: A file whose ending tells its format.

    Raises:
        GraphError: It is missing, of no known format, damaged, or takes more than it is long.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise GraphError(str(path), f"'{path.suffix}' is no ending of a graph file", f"Use one of {', '.join(FORMATS)}.")
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise GraphError(str(path), f"it cannot be read ({fault.strerror})", "Check the name and the permissions.") from fault
    try:
        _refuse_bombs(data, form)
        quads = []
        for quad in ox.parse(data, format=form, base_iri=path.absolute().as_uri()):
            _refuse_long(quad)
            quads.append(quad)
    except (SyntaxError, ValueError, RecursionError) as fault:
        line = getattr(fault, "lineno", None)
        said = str(getattr(fault, "msg", fault)).strip().partition("\n")[0] or type(fault).__name__
        raise GraphError(f"{path}:{line}" if line else str(path), f"it is no {form.name} ({said})", "Check the file.") from fault
    return quads


def _refuse_bombs(data: bytes, form: ox.RdfFormat) -> None:
    """Let parsers with bounds look first: what is nested without end, or entities of entities, would take all memory."""
    if form == ox.RdfFormat.JSON_LD:
        json.loads(data)
    elif form == ox.RdfFormat.RDF_XML:
        from lxml import etree  # Late: few graphs are XML.

        # Entities of the file itself are written out, within the parser's bounds; nothing else is opened.
        parser = etree.XMLParser(target=_Nothing(), no_network=True, huge_tree=False)  # type: ignore[arg-type]
        etree.parse(io.BytesIO(data), parser)


class _Nothing:
    """What a parser builds for who only wants to know whether it can."""

    def data(self, _text: str) -> None:
        """Drop a text."""

    def close(self) -> None:
        """Be done."""


def _refuse_long(quad: ox.Quad) -> None:
    for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
        if isinstance(term, ox.NamedNode) and len(term.value) > _LONGEST_IRI:
            raise ValueError(f"an IRI has {len(term.value):,} characters")
