"""One table of prefixes: every Turtle file under ontology/ and shapes/ binds a prefix as the table does."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, Graph, Literal, URIRef

XSD_ANY_URI = URIRef("http://www.w3.org/2001/XMLSchema#anyURI")
PREFIX_LINE = re.compile(r"(?im)^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>")
TABLE = URIRef("https://w3id.org/kzgraph/prefixes")
AGREED = """
    kz kzsh stage rule force verb actor instrument body word kind national bilateral
    rdf rdfs owl xsd skos dcterms prov eli eli-dl sh foaf org schema oa cdm void vann epvoc
"""


@pytest.fixture(scope="module")
def table(read: Callable[..., Graph]) -> dict[str, str]:
    """Prefix -> namespace, as prefixes.ttl declares them."""
    graph = read("ontology/prefixes.ttl")
    rows = graph.subjects(RDF.type, SH.PrefixDeclaration)
    return {str(graph.value(row, SH.prefix)): str(graph.value(row, SH.namespace)) for row in rows}


def bindings(path: Path) -> Iterator[tuple[str, str]]:
    """The prefixes that a file binds, with their namespaces."""
    yield from PREFIX_LINE.findall(path.read_text(encoding="utf-8"))


def disagreements(path: Path, table: dict[str, str]) -> list[str]:
    """What a file binds otherwise than the table, or binds though the table lacks it."""
    return [f"{path.name}: {prefix}: <{space}>" for prefix, space in bindings(path) if table.get(prefix) != space]


def turtle_files(repository: Path) -> list[Path]:
    """Every Turtle file of the ontology and the shapes."""
    return sorted(path for folder in ("ontology", "shapes") for path in (repository / folder).rglob("*.ttl"))


def test_table_is_complete(table: dict[str, str]) -> None:
    assert set(table) == set(AGREED.split())
    assert len(table) == len(set(table.values()))


def test_table_is_well_formed(read: Callable[..., Graph]) -> None:
    graph = read("ontology/prefixes.ttl")
    rows = list(graph.subjects(RDF.type, SH.PrefixDeclaration))
    assert len(rows) == len(AGREED.split())
    assert set(graph.objects(TABLE, SH.declare)) == set(rows)
    assert (TABLE, RDF.type, OWL.Ontology) in graph
    for row in rows:
        [prefix], [space] = graph.objects(row, SH.prefix), graph.objects(row, SH.namespace)
        assert str(row) == f"https://w3id.org/kzgraph/prefix/{prefix}"
        assert isinstance(space, Literal)
        assert space.datatype == XSD_ANY_URI
        assert str(space).endswith(("#", "/"))


def test_rows_can_be_read_as_text(repository: Path, table: dict[str, str]) -> None:
    """The writers read the table without an RDF library, so each row keeps its form."""
    text = (repository / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")
    assert dict(re.findall(r'sh:prefix\s+"([^"]*)"\s*;\s*sh:namespace\s+"([^"]*)"', text)) == table


def test_files_agree_with_the_table(repository: Path, table: dict[str, str]) -> None:
    files = turtle_files(repository)
    assert len(files) >= 7
    assert sum(len(list(bindings(path))) for path in files) > 40
    assert [wrong for path in files for wrong in disagreements(path, table)] == []


def test_declarations_for_sparql_agree_with_the_table(repository: Path, table: dict[str, str]) -> None:
    """SHACL looks for sh:declare in the shapes themselves, so what they repeat must not drift."""
    shapes = Graph()
    for path in (repository / "shapes").rglob("*.ttl"):
        shapes.parse(path, format="turtle")
    rows = list(shapes.subjects(RDF.type, SH.PrefixDeclaration))
    repeated = {str(shapes.value(row, SH.prefix)): str(shapes.value(row, SH.namespace)) for row in rows}
    assert repeated.items() <= table.items()


def test_files_bind_no_prefix_in_vain(repository: Path) -> None:
    idle = []
    for path in turtle_files(repository):
        text = PREFIX_LINE.sub("", path.read_text(encoding="utf-8"))
        idle += [f"{path.name}: {prefix}" for prefix, _ in bindings(path) if not re.search(rf"\b{prefix}:", text)]
    assert idle == []


@pytest.mark.parametrize(
    "line",
    [
        "@prefix dcterms: <http://purl.org/dc/terms#> .",
        "@prefix schema: <http://schema.org/> .",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core/>",
        "@prefix ours: <https://w3id.org/kzgraph/ontology#> .",
    ],
)
def test_a_wrong_binding_would_be_seen(line: str, table: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "wrong.ttl"
    path.write_text(line + "\n", encoding="utf-8")
    assert len(disagreements(path, table)) == 1
