"""Graph files to statements: read strictly, off-line and within bounds, for they may come from anywhere."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterable, Mapping
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
#: The ending of a packed file, behind that of its format.
PACKED = ".gz"
#: A packed file may hold so many times its bytes: ours hold about 25 times.
_MOST_PACKED = 200
#: A longer IRI is none that anybody uses; short ones made long by a prefix would fill the memory.
_LONGEST_IRI = 2048


def format_of(path: Path) -> ox.RdfFormat | None:
    """Return the format that the ending of a file names, packed or not; None where it names none.

    >>> format_of(Path("archive/works-3f.nq.gz"))
    <RdfFormat N-Quads>
    """
    packed = path.suffix.lower() == PACKED
    return FORMATS.get((Path(path.stem) if packed else path).suffix.lower())


def graph_files(names: Iterable[Path]) -> list[Path]:
    """Return the graph files that the user named: those of a folder, sorted, stand for the folder.

    Args:
        names: Files, and folders such as the shards of an archive.

    Raises:
        GraphError: A folder holds no graph file.
    """
    found = []
    for name in names:
        if not name.is_dir():
            found.append(name)
            continue
        inside = sorted(path for path in name.iterdir() if path.is_file() and format_of(path) is not None)
        if not inside:
            raise GraphError(str(name), "there is no graph file in it", f"Use one of {', '.join(FORMATS)}, packed or not.")
        found += inside
    return found


def read_quads(path: Path) -> list[ox.Quad]:
    """Read a graph file, damaged ones not at all; nothing is looked up on-line.

    Args:
        path: A file whose ending tells its format; with .gz behind it where it is packed.

    Raises:
        GraphError: It is missing, of no known format, damaged, or takes more than it is long.
    """
    form = format_of(path)
    if form is None:
        raise GraphError(str(path), f"'{path.suffix}' is no ending of a graph file", f"Use one of {', '.join(FORMATS)}.")
    try:
        data = path.read_bytes()
        if path.suffix.lower() == PACKED:
            data = _unpacked(path, data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise GraphError(str(path), f"it is no whole gzip file ({fault})", "Check the file.") from fault
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


def _unpacked(path: Path, data: bytes) -> bytes:
    most = _MOST_PACKED * len(data)
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        plain = packed.read(most + 1)
    if len(plain) > most:
        raise GraphError(str(path), f"it holds more than {_MOST_PACKED} times its size", "Unpack it yourself if you trust it.")
    return plain


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
