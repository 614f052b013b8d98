"""A dataset holds what the files hold: one named graph per resolution, however they were written, and their union once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kzgraph.dataset.load import TERMS, canonical, digest_of, open_dataset
from kzgraph.dataset.parts import base_of, parts
from kzgraph.errors import GraphError
from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.serialise import FORMATS, NAMED, write
from kzgraph.pipeline import read_text
from kzgraph.reading.source import read
from kzgraph.resolve.iri import BASE, Minter
from kzgraph.resolve.works import group_versions

REPOSITORY = Path(__file__).resolve().parents[2]


@cache
def works() -> tuple[WorkGraph, ...]:
    """The specimen in Maltese and Greek, and a second resolution with the same people: its text under another number."""
    sources = []
    for code in ("mt", "el"):
        sources.append(read(REPOSITORY / f"docs/examples/2031-2901.{code}.txt"))
    twin = sources[0].text.replace("2031/2901", "2031/2902").replace("(2031)0144", "(2031)0145")
    sources.append(replace(sources[0], name="twin.txt", sha256="0" * 64, text=twin))
    found = group_versions([read_text(source) for source in sources], ())
    return tuple(build_graph(work, Minter()) for work in found)


def written(folder: Path, form: str) -> Path:
    path = folder / f"g.{form}"
    write(works(), str(path), BASE, form)
    return path


def test_the_two_works_are_two() -> None:
    assert len(works()) == 2


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_gives_the_same_named_graphs(form: str, tmp_path: Path) -> None:
    dataset = open_dataset([written(tmp_path, form)], terms=False)
    assert dataset.base == BASE
    assert dataset.graphs == tuple(sorted(work.graph for work in works()))
    for work in works():
        rows = sorted(f"{s} {p} {o} .\n" for s, p, o in work.rows())
        if form in NAMED:
            assert dataset.lines(work.graph) == rows
            assert dataset.digest(work.graph) == digest_of(rows)
        else:
            # Without names a shared actor or instrument has the names that all resolutions give it, and nothing else.
            more = set(dataset.lines(work.graph)) - set(rows)
            assert set(rows) <= set(dataset.lines(work.graph))
            assert all(re.match(rf"<{BASE}(actor|instrument)/[^>]*> <[^>]*#(pref|alt)Label>", line) for line in more)


def test_what_two_resolutions_share_counts_once(tmp_path: Path) -> None:
    dataset = open_dataset([written(tmp_path, "trig")], terms=False)
    [(count,)] = dataset.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(count, ox.Literal)
    assert (
        int(count.value)
        == len({row for work in works() for row in work.rows()})
        < sum(1 for work in works() for _ in work.rows())
    )


def test_the_terms_come_along(tmp_path: Path) -> None:
    dataset = open_dataset([written(tmp_path, "nq")])
    assert TERMS not in dataset.graphs
    query = "SELECT ?verb ?label { ?verb <http://www.w3.org/2004/02/skos/core#prefLabel> ?label FILTER(LANG(?label) = 'en') }"
    values = {"verb": ox.NamedNode("https://w3id.org/kzgraph/vocab/verb/condemns")}
    assert dataset.select(query, values) == [(values["verb"], ox.Literal("condemns", language="en"))]


def test_the_base_is_read_off_the_data(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(written(tmp_path, "ttl").read_text("utf-8").replace(BASE, "https://data.example.eu/r/"), "utf-8")
    dataset = open_dataset([path], terms=False)
    assert dataset.base == "https://data.example.eu/r/"
    assert all(graph.startswith("https://data.example.eu/r/graph/resolution/") for graph in dataset.graphs)


def test_what_belongs_to_no_resolution_is_kept_apart() -> None:
    kz = "https://w3id.org/kzgraph/ontology#"
    rows = [
        f"<{BASE}resolution/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{kz}Resolution> .",
        f"<{BASE}resolution/1/recital/A> <{kz}mentions> <{BASE}actor/a> .",
        f"<{BASE}resolution/11/recital/A> <{kz}mentions> <{BASE}actor/b> .",
        f"<{BASE}actor/a> <{kz}p> <{BASE}actor/c> .",
        f"<{BASE}actor/b> <{kz}p> <{BASE}actor/a> .",
        f"<{BASE}actor/c> <{kz}p> <{BASE}resolution/1/recital/A> .",
    ]
    triples = [quad.triple for quad in ox.parse("\n".join(rows), format=ox.RdfFormat.N_TRIPLES)]
    assert base_of(triples) == BASE
    found = {graph: [line.strip() for line in canonical(part)] for graph, part in parts(triples)}
    assert found == {f"{BASE}graph/resolution/1": sorted([rows[0], rows[1], rows[3], rows[5]]), None: sorted([rows[2], rows[4]])}


def test_blank_nodes_do_not_change_a_digest() -> None:
    def lines(data: str) -> list[str]:
        return canonical(quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE))

    assert lines("<urn:a> <urn:p> [ <urn:q> 1 ], [ <urn:q> 2 ] .") == lines(
        "_:x <urn:q> 2 . _:y <urn:q> 1 . <urn:a> <urn:p> _:x, _:y ."
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("g.txt", "", "no ending of a graph file"),
        ("g.ttl", "<urn:a> <urn:b>\n <urn:c> oops", "it is no Turtle"),
        ("g.nt", "<urn:a> <urn:b> <urn:c> .\n", "there is no resolution in it"),
        ("missing.ttl", None, "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_with_place_and_reason(name: str, data: str | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_text(data, "utf-8")
    with pytest.raises(GraphError, match=reason) as caught:
        open_dataset([path])
    assert name in caught.value.place
