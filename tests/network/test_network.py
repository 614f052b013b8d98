"""Networks say what the graph says, can be read back by others, and are the same bytes at every run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from kzgraph.cli import main
from kzgraph.dataset.load import Dataset, open_dataset
from kzgraph.network.files import WRITERS, gexf, graphml, node_link
from kzgraph.network.measures import measured
from kzgraph.network.picture import svg
from kzgraph.network.views import VIEWS, acts, citations, mentions
from kzgraph.resolve.iri import BASE
from tests.queries.cases import graph_file

GOVERNMENT = f"{BASE}actor/government-of-veldoria"
KZ = "https://w3id.org/kzgraph/ontology#"


@cache
def dataset() -> Dataset:
    """The three resolutions of the competency questions."""
    return open_dataset([graph_file()], terms=False)


def count(query: str) -> int:
    [row] = dataset().select(f"PREFIX kz: <{KZ}> {query}")
    return int(row[0].value)  # type: ignore[union-attr]


def test_acts_lead_to_all_whom_they_are_about() -> None:
    graph = acts(dataset(), "en")
    pairs = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?act ?actor { ?act kz:addressee|kz:concerns|kz:recipient ?actor } }"
    assert graph.number_of_edges() == count(pairs) > 10
    demands = [node for node, values in graph.nodes(data=True) if values["kind"] == "Demand"]
    asked = "SELECT (COUNT(DISTINCT ?act) AS ?n) { ?act a kz:Demand ; kz:addressee|kz:concerns|kz:recipient ?actor }"
    assert len(demands) == count(asked)
    government = graph.nodes["actor/government-of-veldoria"]
    assert government["kind"] == "Institution"
    roles = f"SELECT (COUNT(DISTINCT ?act) AS ?n) {{ ?act kz:addressee <{GOVERNMENT}> }}"
    edges = graph.in_edges("actor/government-of-veldoria", data="role")
    assert sum("addressee" in role.split() for *_, role in edges) == count(roles) > 0


def test_citations_count_units_and_give_provisions_to_their_instrument() -> None:
    graph = citations(dataset(), "en")
    query = """SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?unit ?instrument {
        ?unit kz:mentions ?thing . ?thing kz:provisionOf? ?instrument . ?instrument a kz:Instrument } }"""
    assert sum(weight for *_, weight in graph.edges(data="weight")) == count(query) > 10
    assert not [node for node in graph if "/art/" in node]
    assert {values["kind"] for _, values in graph.nodes(data=True)} == {"Resolution", "Instrument"}


def test_actors_of_a_unit_are_named_together() -> None:
    graph = mentions(dataset(), "en")
    query = """SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?unit ?a ?b {
        ?unit kz:mentions ?a, ?b . ?a a kz:Actor . ?b a kz:Actor . FILTER(STR(?a) < STR(?b)) } }"""
    assert sum(weight for *_, weight in graph.edges(data="weight")) == count(query) > 10
    assert not list(nx.selfloop_edges(graph))


@pytest.mark.parametrize("language", ["en", "hr"])
def test_labels_are_in_the_language_asked_for(language: str) -> None:
    graph = acts(dataset(), language)
    label = graph.nodes["actor/government-of-veldoria"]["label"]
    names = dataset().select(f"SELECT ?name {{ <{GOVERNMENT}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }}")
    texts = {name.language: name.value for (name,) in names}  # type: ignore[union-attr]
    assert label == texts.get(language, label)


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_form_is_read_back_as_the_same_network(view: str) -> None:
    graph = measured(VIEWS[view](dataset(), "en"))
    again = (
        nx.read_graphml(BytesIO(graphml(graph).encode())),
        nx.read_gexf(BytesIO(gexf(graph).encode())),
        nx.node_link_graph(json.loads(node_link(graph)), edges="links"),
    )
    for other in again:
        assert other.is_directed() == graph.is_directed()
        assert set(other) == set(graph)
        assert {frozenset(edge) for edge in other.edges()} == {frozenset(edge) for edge in graph.edges()}
        for node, values in graph.nodes(data=True):
            assert {name: value for name, value in other.nodes[node].items() if name in values and name != "label"} == {
                name: value for name, value in values.items() if name != "label"
            }


def test_measures_are_those_of_the_definition() -> None:
    path = measured(nx.path_graph(5))
    assert [path.nodes[node]["betweenness"] for node in path] == [0.0, 0.5, 0.666667, 0.5, 0.0]
    assert [path.nodes[node]["degree"] for node in path] == [1, 2, 2, 2, 1]
    assert path.nodes[2]["closeness"] == round((1 + 1 + 0.5 + 0.5) / 4, 6)
    assert measured(nx.Graph()).number_of_nodes() == 0


def test_what_xml_cannot_hold_is_replaced_and_not_lost() -> None:
    graph = nx.Graph()
    graph.add_node("actor/a", kind="Person", label="a\x00b <c> & \U0001f300")
    for text in (graphml(graph), gexf(graph)):
        root = etree.fromstring(text.encode())
        words = [*root.itertext(), *(value for node in root.iter() for value in node.values())]
        assert "a\ufffdb <c> & \U0001f300" in words
        assert "lastmodifieddate" not in text


def test_the_picture_is_legible() -> None:
    """No label lies on another, none leaves the picture, and it needs nothing from elsewhere."""
    text = svg(measured(mentions(dataset(), "en")), "Actors that are named together")
    root = etree.fromstring(text.encode())
    space = {"s": "http://www.w3.org/2000/svg"}
    boxes = []
    for label in root.findall("s:text", space):
        long = len(label.text or "") * 6.4
        left = float(label.get("x", 0)) - {"start": 0, "middle": long / 2, "end": long}[label.get("text-anchor", "start")]
        boxes.append((left, float(label.get("y", 0)) - 11, left + long, float(label.get("y", 0)) + 4))
    assert len(boxes) > 10
    assert all(x >= 0 and right <= 1280 and y >= 0 and low <= 860 for x, y, right, low in boxes)
    assert not [
        (a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert root.find("s:title", space).text == "Actors that are named together"  # type: ignore[union-attr]
    assert not re.search(r"(href|src)=", text)


def test_the_command_writes_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    held = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "kzgraph.cli", "network", str(graph_file()), "-o", str(tmp_path / seed)]
        ended = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True)
        assert "mentions: " in ended.stderr
        held.append({path.name: path.read_bytes() for path in sorted((tmp_path / seed).iterdir())})
    assert held[0] == held[1]
    assert sorted(held[0]) == sorted(f"{view}.{ending}" for view in VIEWS for ending in [*WRITERS, "svg"])


def test_an_unknown_language_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", str(graph_file()), "-o", str(tmp_path / "n"), "--language", "xx"]) == 4
    assert "there is no pack for 'xx'" in capsys.readouterr().err
    assert not (tmp_path / "n").exists()
