"""Every IRI of the data leads to what is said of it, for readers and for programs, and nothing is said that is not in the graph."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import requests
from lxml import html

from kzgraph.graph.jsonld import context
from kzgraph.queries.question import questions
from kzgraph.resolve.iri import BASE
from kzgraph.serve.forms import GRAPHS, choose
from tests.serve.running import GRAPH, PATIENCE, TWIN, WORK, Running, everything, lines, works

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
COUNCIL = f"{BASE}actor/council-of-the-european-union"


@cache
def iris() -> list[str]:
    """Every IRI under the base that the specimen holds, the names of its graphs too."""
    found = {iri for line in lines() for iri in re.findall(rf"<({BASE}[^>]*)>", line)}
    return sorted(found | {work.graph for work in works()})


def statements(answer: requests.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"].partition(";")[0])
    return {f"{quad.triple} ." for quad in ox.parse(answer.content, format=form)}


def read(answer: requests.Response) -> Any:
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page: Any = html.document_fromstring(answer.content)
    assert page.get("lang")
    assert page.xpath("string(//title)").strip()
    assert len(page.xpath("//h1")) == 1
    assert not page.xpath("//script[not(@src)] | //style | //*[@style] | //*[starts-with(name(@*), 'on')]")
    return page


def test_there_is_enough_to_ask_for() -> None:
    kinds = {iri.removeprefix(BASE).partition("/")[0] for iri in iris()}
    assert kinds == {"resolution", "actor", "instrument", "source", "graph"}


def test_every_iri_leads_to_turtle_that_is_in_the_graph(server: Running) -> None:
    graph = everything()
    of_subject: dict[str, set[str]] = defaultdict(set)
    for line in graph:
        of_subject[line.partition(" ")[0]].add(line)
    with requests.Session() as session:
        for iri in iris():
            path = iri.removeprefix(BASE)
            answer = session.get(server.root + path, headers={"Accept": "text/turtle"}, timeout=PATIENCE, allow_redirects=False)
            found = statements(answer)
            assert found, iri
            assert found <= graph, iri
            assert of_subject[f"<{iri}>"] <= found
            assert answer.headers["content-location"] == f"/{path}.ttl"


def test_every_iri_leads_to_a_page(server: Running) -> None:
    with requests.Session() as session:
        pages: dict[str, Any] = {}
        for iri in iris():
            path = iri.removeprefix(BASE)
            answer = session.get(server.root + path, headers={"Accept": BROWSER}, timeout=PATIENCE, allow_redirects=False)
            assert answer.headers["vary"].startswith("Accept")
            if answer.status_code == 303:
                place, _, anchor = answer.headers["location"].partition("#")
                if place not in pages:
                    pages[place] = read(session.get(server.root + place.removeprefix("/"), timeout=PATIENCE))
                assert not anchor or pages[place].xpath("//*[@id=$anchor]", anchor=anchor), answer.headers["location"]
                continue
            assert answer.status_code == 200, iri
            assert iri in read(answer).text_content()


def test_every_iri_has_a_plain_page_too(server: Running) -> None:
    for iri in iris()[::25]:
        answer = server.get(iri.removeprefix(BASE) + ".html")
        page = read(answer)
        assert iri in page.text_content()
        for link in page.xpath("//main//a/@href"):
            assert re.match(r"/|\?page=|https?://", link)


@pytest.mark.parametrize("form", GRAPHS)
def test_every_form_says_the_same(server: Running, form: str) -> None:
    for path in ("resolution/2031-2901", "resolution/2031-2901/recital/C", COUNCIL.removeprefix(BASE)):
        expected = statements(server.get(path, "application/n-triples"))
        for media_type in GRAPHS[form]:
            answer = server.get(path, media_type)
            assert statements(answer) == expected
        named = server.get(f"{path}.{form}")
        assert named.content == answer.content
        assert "Vary" not in named.headers or "Accept" not in named.headers["vary"]


def test_json_has_our_own_context(server: Running) -> None:
    answer = server.get("resolution/2031-2901/recital/C", "application/ld+json")
    data = json.loads(answer.text)
    assert data["@context"] == {"@base": BASE, **context()}
    [node] = [node for node in data["@graph"] if node["@id"] == "resolution/2031-2901/recital/C"]
    assert node["label"] == "C"
    assert node["partOf"] == "resolution/2031-2901"


# ---------------------------------------------------------------- what a description holds


def test_a_unit_has_what_it_owns(server: Running) -> None:
    unit = f"{WORK}/paragraph/1"
    found = statements(server.get(unit.removeprefix(BASE), "text/turtle"))
    acts = {line for line in lines() if line.startswith(f"<{unit}/act/")}
    assert acts
    assert acts <= found
    texts = {line for line in lines() if line.endswith(f"<https://w3id.org/kzgraph/ontology#textOf> <{unit}> .")}
    assert texts
    assert texts <= found, "what leads to it, though another owns it"
    assert not any("/version/mt/paragraph/1> <https://w3id.org/kzgraph/ontology#text>" in line for line in found)


def test_what_leads_to_an_actor_comes_in_pages(server: Running) -> None:
    path = COUNCIL.removeprefix(BASE)
    pointing = {line for line in everything() if line.endswith(f" <{COUNCIL}> .")}
    own = {line for line in everything() if line.startswith(f"<{COUNCIL}> ")}
    assert len(pointing) > 10
    assert statements(server.get(path, "text/turtle")) == own | pointing


def test_pages_of_a_description_say_all_of_it_once(server: Running) -> None:
    verb = "https://w3id.org/kzgraph/vocab/rule/label"
    place = f"describe?iri={quote('https://w3id.org/kzgraph/ontology#Evidence', safe='')}"
    seen: list[str] = []
    while place:
        answer = server.get(place, "application/n-triples")
        seen += [line for line in answer.text.splitlines() if line.endswith("<https://w3id.org/kzgraph/ontology#Evidence> .")]
        following = re.search(r'<([^>]*)>; rel="next"', answer.headers["link"])
        place = following[1].removeprefix("/") if following else ""
    expected = {line for line in lines() if line.endswith("<https://w3id.org/kzgraph/ontology#Evidence> .")}
    assert len(expected) > 300
    assert expected <= set(seen)
    assert len(seen) == len(set(seen))
    page = read(server.get(f"describe?iri={quote(verb, safe='')}", BROWSER))
    assert page.xpath("//main//a")


def test_terms_are_described_beside_the_data(server: Running) -> None:
    verb = "https://w3id.org/kzgraph/vocab/verb/condemns"
    answer = server.get(f"describe?iri={quote(verb, safe='')}", "text/turtle")
    assert f'<{verb}> <http://www.w3.org/2004/02/skos/core#prefLabel> "condemns"@en .' in statements(answer)
    assert server.get("describe", "text/turtle").status_code == 400
    assert server.get("describe?iri=urn:nothing", "text/turtle").status_code == 404


def test_the_name_of_a_graph_leads_to_its_statements(server: Running) -> None:
    for name in (GRAPH, TWIN):
        [work] = [work for work in works() if work.graph == name]
        found = statements(server.get(name.removeprefix(BASE), "text/turtle"))
        assert found == {f"{s} {p} {o} ." for s, p, o in work.rows()}


# ---------------------------------------------------------------- headers


def test_what_a_client_has_is_not_sent_again(server: Running) -> None:
    for path, accept in (("resolution/2031-2901", "text/turtle"), ("resolution/2031-2901/", None), ("assets/style.css", None)):
        first = server.get(path, accept)
        assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["etag"])
        again = server.get(path, accept, If_None_Match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert server.get(path, accept, If_None_Match='"other"').status_code == 200
    other = server.get("resolution/2031-2901", "application/n-triples")
    assert other.headers["etag"] != server.get("resolution/2031-2901", "text/turtle").headers["etag"]


def test_a_head_is_an_answer_without_its_body(server: Running) -> None:
    for path, accept in (
        ("resolution/2031-2901", "text/turtle"),
        ("resolution/2031-2901", BROWSER),
        ("", None),
        ("nothing", None),
    ):
        got = server.get(path, accept)
        headers = {"Accept": accept} if accept else {}
        head = requests.head(server.root + path, headers=headers, timeout=PATIENCE, allow_redirects=False)
        assert head.content == b""
        assert head.status_code == got.status_code
        left = {name: value for name, value in head.headers.items() if name.lower() != "date"}
        assert left == {name: value for name, value in got.headers.items() if name.lower() != "date"}


def test_links_lead_to_the_other_forms(server: Running) -> None:
    for path in ("resolution/2031-2901", "resolution/2031-2901/"):
        answer = server.get(path, "text/turtle" if not path.endswith("/") else None)
        others = dict(re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', answer.headers["link"]))
        assert len(others) >= 4
        for place, media_type in others.items():
            other = server.get(place)
            assert other.status_code == 200
            assert other.headers["content-type"].partition(";")[0] == media_type
    assert f'<{WORK}>; rel="describes"' in server.get("resolution/2031-2901", "text/turtle").headers["link"]


def test_what_is_not_there_has_a_page_that_says_so(server: Running) -> None:
    for path in (
        "actor/nobody",
        "actor/nobody/",
        "resolution/2031-2901/recital/ZZ",
        "nothing/index.html",
        "x.js",
        "assets/x.css",
    ):
        answer = server.get(path, BROWSER)
        assert answer.status_code == 404
        assert read(answer).xpath("string(//h1)") == "Not Found"
        assert server.get(path, "text/turtle").headers["content-type"] == "text/plain; charset=utf-8"
    assert server.get("actor/nobody", "image/png").status_code == 406


def test_the_site_is_whole(server: Running) -> None:
    """From the front page every link and every file of a page leads somewhere on this server."""
    seen, queue = set(), [server.root]
    with requests.Session() as session:
        while queue:
            address = queue.pop()
            if address in seen:
                continue
            seen.add(address)
            answer = session.get(address, headers={"Accept": BROWSER}, timeout=PATIENCE)
            assert answer.status_code == 200, address
            if "html" not in answer.headers["content-type"]:
                continue
            page = read(answer)
            page.make_links_absolute(answer.url)
            if "/version/" in address:
                continue
            for link in page.xpath("//a/@href | //link/@href | //script/@src | //img/@src"):
                if link.startswith(server.root) and "/sparql?" not in link:
                    queue.append(link.partition("#")[0])
    assert len(seen) > 30


def test_the_questions_of_the_page_are_answered(server: Running) -> None:
    script = server.get("query/questions.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    for question in questions():
        assert question.name in script.text
        assert server.ask(question.sparql, "application/sparql-results+json").status_code == 200, question.name


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "a"),
        ("*/*", "a"),
        ("text/*", "a"),
        ("x/b", "b"),
        ("x/b;q=0.5, text/a;q=0.4", "b"),
        ("x/*;q=0.5, text/a;q=0.6", "a"),
        ("*/*;q=0.1, x/b", "b"),
        ("*/*, text/a;q=0", "b"),
        ("X/B; charset=utf-8; q=1.0", "b"),
        ("x/c, text/a;q=0", None),
        ("broken", None),
        ("broken, x/b", "b"),
    ],
)
def test_what_a_client_likes_best_is_chosen(accept: str, form: str | None) -> None:
    assert choose(accept, {"a": ("text/a",), "b": ("x/b",)}) == form
