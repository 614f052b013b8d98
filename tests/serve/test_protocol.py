"""The SPARQL 1.1 Protocol, in the manner of its test suite: each way to ask, each way to ask wrongly, each form of an answer."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
import requests
from rdflib.query import Result

from kzgraph.cli import main
from kzgraph.dataset.load import Term
from kzgraph.graph.serialise import write
from kzgraph.resolve.iri import BASE
from kzgraph.serve.forms import GRAPHS, RESULTS
from tests.serve.running import GRAPH, PATIENCE, TWIN, WORK, Running, lines, works

TYPES = "PREFIX kz: <https://w3id.org/kzgraph/ontology#> SELECT ?work { ?work a kz:Resolution } ORDER BY ?work"
ALL = "SELECT * { ?s ?p ?o }"
TITLES = f"CONSTRUCT {{ <{WORK}> ?p ?o }} {{ <{WORK}> ?p ?o }}"


def rows(answer: requests.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]


def post(server: Running, body: str | bytes, content_type: str | None, path: str = "sparql") -> requests.Response:
    headers = {"Content-Type": content_type} if content_type else {}
    return requests.post(server.root + path, data=body, headers=headers, timeout=PATIENCE)


# ---------------------------------------------------------------- ways to ask


def test_a_query_comes_by_get_by_form_and_as_it_is(server: Running) -> None:
    expected = [{"work": WORK}, {"work": WORK.replace("2901", "2902")}]
    assert rows(server.ask(TYPES)) == expected
    assert rows(post(server, f"query={quote(TYPES)}", "application/x-www-form-urlencoded")) == expected
    assert rows(post(server, f"query={quote(TYPES)}", "application/x-www-form-urlencoded; charset=UTF-8")) == expected
    assert rows(post(server, TYPES, "application/sparql-query")) == expected
    assert rows(post(server, TYPES.encode(), "application/sparql-query; charset=utf-8")) == expected


def test_letters_beyond_ascii_come_through(server: Running) -> None:
    text = "ħ Γ 𝄞"
    query = f'SELECT ("{text}" AS ?text) {{}}'
    assert rows(server.ask(query)) == [{"text": text}]
    assert rows(post(server, query.encode(), "application/sparql-query")) == [{"text": text}]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_dataset_is_what_the_protocol_says(server: Running, way: str) -> None:
    def count(query: str, **graphs: list[str]) -> int:
        pairs = "".join(f"&{name}-graph-uri={quote(graph, safe='')}" for name, of in graphs.items() for graph in of)
        if way == "get":
            answer = server.get(f"sparql?query={quote(query, safe='')}{pairs}")
        elif way == "form":
            answer = post(server, f"query={quote(query, safe='')}{pairs}", "application/x-www-form-urlencoded")
        else:
            answer = post(server, query, "application/sparql-query", f"sparql?{pairs.removeprefix('&')}")
        [row] = rows(answer)
        return int(row["n"])

    default = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT * WHERE { ?s ?p ?o } } }"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    one, two, all_of_them = count(default, default=[GRAPH]), count(default, default=[TWIN]), count(default)
    both = count(default, default=[GRAPH, TWIN])
    assert 0 < two < one < both < min(one + two, all_of_them)
    assert count(named, default=[GRAPH]) == 0
    assert count(named, named=[GRAPH]) == one
    assert count(default, named=[GRAPH]) == 0
    assert count(named, default=[TWIN], named=[GRAPH, TWIN]) == one + two
    # What the protocol says goes before what the query says.
    of_query = default.replace("{", f"FROM <{TWIN}> {{", 1)
    assert (count(of_query), count(of_query, default=[GRAPH])) == (two, one)


# ---------------------------------------------------------------- ways to ask wrongly


@pytest.mark.parametrize(
    ("body", "content_type", "path", "status"),
    [
        (f"query={quote(ALL)}&query={quote(TYPES)}", "application/x-www-form-urlencoded", "sparql", 400),
        (ALL, "application/sparql-query", f"sparql?query={quote(ALL)}", 400),
        (ALL, "text/plain", "sparql", 415),
        (ALL, None, "sparql", 415),
        (f"query={quote(ALL)}", None, "sparql", 415),
        (f"query={quote(ALL)}", "multipart/form-data; boundary=x", "sparql", 415),
        (ALL.encode("utf-16"), "application/sparql-query; charset=UTF-16", "sparql", 415),
        (b"SELECT ('\xff' AS ?x) {}", "application/sparql-query", "sparql", 400),
        (b"query=%FF", "application/x-www-form-urlencoded", "sparql", 400),
        ("", "application/sparql-query", "sparql", 400),
        ("other=1", "application/x-www-form-urlencoded", "sparql", 400),
        ("query=", "application/x-www-form-urlencoded", "sparql", 400),
        ("SELECT * {", "application/sparql-query", "sparql", 400),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "application/sparql-query", "sparql", 400),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "application/sparql-update", "sparql", 403),
        ("update=" + quote("DROP ALL"), "application/x-www-form-urlencoded", "sparql", 403),
        (ALL, "application/sparql-query", "sparql?default-graph-uri=no%20iri", 400),
        (ALL, "application/sparql-query", "sparql?format=pdf", 400),
        ("a=1&" * 1001 + f"query={quote(ALL)}", "application/x-www-form-urlencoded", "sparql", 400),
    ],
)
def test_a_wrong_request_is_refused_with_a_reason(
    server: Running, body: str | bytes, content_type: str | None, path: str, status: int
) -> None:
    answer = post(server, body, content_type, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(answer.text) > 20


@pytest.mark.parametrize("query", ["SELECT * {", "", "ASK { <rel> ?p ?o }", "SELECT ?s { ?s ?p ?o } GROUP BY ?o"])
def test_a_wrong_query_by_get_is_refused(server: Running, query: str) -> None:
    answer = server.ask(query)
    assert answer.status_code == 400
    assert answer.text.endswith("\n")


def test_the_place_of_a_fault_is_told(server: Running) -> None:
    assert re.search(r"error at 2:\d+", server.ask("SELECT *\n{ ?s ?p }").text)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_there_are(server: Running, method: str) -> None:
    answer = requests.request(method, server.root + "sparql", timeout=PATIENCE)
    assert answer.status_code == 405
    assert set(re.split(r", *", answer.headers["allow"])) == {"GET", "HEAD", "POST"}
    for path in ("rdf-graph-store?default", "resolution/2031-2901", "", "describe?iri=urn:x"):
        answer = requests.request(method, server.root + path, timeout=PATIENCE)
        assert answer.status_code == 405
        assert set(re.split(r", *", answer.headers["allow"])) == {"GET", "HEAD"}


# ---------------------------------------------------------------- forms of an answer


PARSED = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV,
}


def test_every_form_of_results_says_the_same(server: Running) -> None:
    query = f'SELECT ?o ?none {{ <{WORK}> ?p ?o . FILTER(?o != "") }} ORDER BY ?o'
    expected: list[tuple[Term | None, ...]] = []
    for form, types in RESULTS.items():
        for media_type in types:
            answer = server.ask(query, media_type)
            assert answer.status_code == 200
            assert answer.headers["content-type"].partition(";")[0] == types[0]
            assert "Accept" in answer.headers["vary"]
        assert server.ask(query, format=form).content == answer.content
        if form == "csv":
            found = [(cells[0], cells[1]) for cells in csv.reader(io.StringIO(answer.text, newline=""))]
            assert found[0] == ("o", "none")
            assert {cell for cell, _ in found[1:]} == {getattr(row[0], "value", None) for row in expected}
            continue
        parsed = ox.parse_query_results(answer.content, PARSED[form])
        assert isinstance(parsed, ox.QuerySolutions)
        now: list[tuple[Term | None, ...]] = [tuple(solution) for solution in parsed]
        expected = expected or now
        assert now == expected
        rdf = Result.parse(io.BytesIO(answer.content), format=form)
        assert [str(binding[rdflib.Variable("o")]) for binding in rdf.bindings] == [
            getattr(row[0], "value", None) for row in expected
        ]
    assert len(expected) > 3


@pytest.mark.parametrize("form", RESULTS)
def test_ask_is_answered_in_every_form(server: Running, form: str) -> None:
    for query, said in (("ASK {}", "true"), ("ASK { FILTER(false) }", "false")):
        answer = server.ask(query, RESULTS[form][0])
        assert said in answer.text
        if form == "json":
            assert answer.json() == {"head": {}, "boolean": said == "true"}


@pytest.mark.parametrize("form", GRAPHS)
def test_every_form_of_a_graph_says_the_same(server: Running, form: str) -> None:
    expected = {line for line in lines() if line.startswith(f"<{WORK}> ")}
    for query in (TITLES, f"DESCRIBE <{WORK}>"):
        for media_type in GRAPHS[form]:
            answer = server.ask(query, media_type)
            assert answer.status_code == 200
            assert answer.headers["content-type"].partition(";")[0] == GRAPHS[form][0]
        parsed = {f"{quad.triple} ." for quad in ox.parse(answer.content, format=ox.RdfFormat.from_media_type(GRAPHS[form][0]))}
        assert parsed == expected
        graph = rdflib.Graph().parse(data=answer.content, format={"rdf": "xml", "jsonld": "json-ld"}.get(form, form))
        assert len(graph) == len(expected)


def test_what_nobody_takes_is_not_sent(server: Running) -> None:
    for query, accept in (
        (ALL, "text/turtle"),
        (TITLES, "text/csv"),
        (ALL, "image/png"),
        (ALL, "application/sparql-results+json;q=0"),
    ):
        answer = server.ask(query, accept)
        assert answer.status_code == 406
        assert "application/" in answer.text
    assert server.ask(TITLES, "text/csv;q=0.9, */*;q=0.1").headers["content-type"] == "text/turtle; charset=utf-8"
    assert server.ask("ASK {}", "text/csv;q=0.3, application/sparql-results+xml;q=0.4").text.startswith("<?xml")


def test_a_query_changes_nothing_and_answers_stay(server: Running) -> None:
    first, second = server.ask(TYPES), server.ask(TYPES)
    assert first.headers["etag"] == second.headers["etag"]
    assert server.get(f"sparql?query={quote(TYPES)}", If_None_Match=first.headers["etag"]).status_code == 304


# ---------------------------------------------------------------- what the endpoint says of itself


@pytest.mark.parametrize("path", ["sparql", ".well-known/void"])
def test_the_endpoint_describes_itself(server: Running, path: str) -> None:
    answer = server.get(path)
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    found = graph.query(
        """
        PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?space ?total (GROUP_CONCAT(CONCAT(STR(?name), " ", STR(?n)); separator="|") AS ?graphs) {
          ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset ?dataset .
          ?dataset a void:Dataset ; void:uriSpace ?space ; void:sparqlEndpoint ?endpoint ; sd:defaultGraph [ void:triples ?total ] .
          ?dataset sd:namedGraph [ sd:name ?name ; sd:graph [ void:triples ?n ] ] .
        } GROUP BY ?endpoint ?space ?total
        """
    )
    [(endpoint, space, total, graphs)] = [tuple(map(str, row)) for row in found]  # type: ignore[arg-type]
    assert (endpoint, space) == (f"{server.root}sparql", BASE)
    [row] = rows(server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert total == row["n"]
    counts = dict(pair.split(" ") for pair in graphs.split("|"))
    assert {GRAPH, TWIN} < counts.keys()
    for name, count in counts.items():
        [row] = rows(server.ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"))
        assert row["n"] == count


def test_what_catalogues_read_is_the_description_of_the_export(server: Running, tmp_path: Path) -> None:
    """What ``kzgraph describe`` says of the same graphs stands there whole, and leads to this endpoint."""
    graph, told = tmp_path / "g.trig", tmp_path / "about.ttl"
    write(works(), str(graph), BASE, "trig")
    assert main(["describe", str(graph), "--endpoint", f"{server.root}sparql", "-o", str(told)]) == 0
    export = rdflib.Graph().parse(told)
    assert len(export) > 100
    here = rdflib.Graph().parse(data=server.get(".well-known/void").content, format="turtle")
    assert set(export) < set(here)
    void, dcat = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    [dataset] = here.subjects(rdflib.RDF.type, dcat.Dataset)
    assert (dataset, void.sparqlEndpoint, rdflib.URIRef(f"{server.root}sparql")) in here
    [served] = here.subjects(void.subset, dataset)
    assert int(str(here.value(served, void.triples))) > int(str(here.value(dataset, void.triples))), "the terms come on top"


def test_the_endpoint_describes_itself_in_every_form(server: Running) -> None:
    sizes = set()
    for form, types in GRAPHS.items():
        answer = server.get("sparql", types[0])
        assert answer.status_code == 200
        sizes.add(len(list(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(GRAPHS[form][0])))))
    assert len(sizes) == 1
    assert server.get("sparql", "image/png").status_code == 406


def test_a_browser_is_sent_to_the_page_that_asks(server: Running) -> None:
    answer = server.get("sparql", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert answer.status_code == 303
    page = server.get(answer.headers["location"])
    assert '<textarea id="sparql" name="query"' in page.text
    # Where no script runs, the form posts the query as a browser does.
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
    answer = requests.post(server.root + "sparql", data="query=ASK%20%7B%7D", headers=sent, timeout=PATIENCE)
    assert (answer.status_code, "true" in answer.text) == (200, True)


# ---------------------------------------------------------------- Graph Store Protocol, read


@pytest.mark.parametrize("form", GRAPHS)
def test_graphs_are_read_whole(server: Running, form: str) -> None:
    for name in (GRAPH, TWIN):
        answer = server.get(f"rdf-graph-store?graph={quote(name, safe='')}", GRAPHS[form][0])
        assert answer.status_code == 200
        found = {f"{quad.triple} ." for quad in ox.parse(answer.content, format=ox.RdfFormat.from_media_type(GRAPHS[form][0]))}
        [work] = [work for work in works() if work.graph == name]
        assert found == {f"{s} {p} {o} ." for s, p, o in work.rows()}
    head = requests.head(
        f"{server.root}rdf-graph-store?graph={quote(TWIN, safe='')}", headers={"Accept": GRAPHS[form][0]}, timeout=PATIENCE
    )
    assert head.status_code == 200
    assert head.content == b""
    same = ("content-length", "content-type", "etag", "vary")
    assert {name: head.headers[name] for name in same} == {name: answer.headers[name] for name in same}


def test_the_default_graph_is_all_of_them(server: Running) -> None:
    answer = server.get("rdf-graph-store?default", "application/n-triples")
    assert lines() < set(answer.text.splitlines())
    again = server.get("rdf-graph-store?default", "application/n-triples", If_None_Match=f'W/"x", {answer.headers["etag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?default&graph=urn:x", 400),
        ("?graph=urn:x", 404),
        ("?graph=x", 400),
        ("?graph=urn:a&graph=urn:b", 400),
        ("?graph=%FF", 400),
    ],
)
def test_a_graph_that_is_none_is_refused(server: Running, query: str, status: int) -> None:
    assert server.get(f"rdf-graph-store{query}").status_code == status


def test_a_page_elsewhere_may_ask(server: Running) -> None:
    answer = server.ask("ASK {}", None)
    assert "access-control-allow-origin" not in answer.headers
    answer = server.get("sparql?query=ASK%20%7B%7D", Origin="https://reader.example.eu")
    assert answer.headers["access-control-allow-origin"] == "*"
    preflight = requests.options(
        server.root + "sparql",
        headers={
            "Origin": "https://reader.example.eu",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
        timeout=PATIENCE,
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert json.loads(server.ask("ASK {}").text)["boolean"] is True
