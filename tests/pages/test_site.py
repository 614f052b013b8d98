"""A site is whole: valid HTML, links that lead somewhere, the same bytes every time, and marks on the very words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag
from xml.etree.ElementTree import Element

import pyoxigraph as ox
import pytest
from tinyhtml5.parser import HTMLParser

from kzgraph.cli import main
from kzgraph.dataset.load import Dataset
from kzgraph.errors import GraphError
from kzgraph.graph.serialise import write
from kzgraph.model import Span, Unit
from kzgraph.pages.marks import pieces, place
from kzgraph.pages.resolution import read_resolution
from kzgraph.pages.site import Site
from kzgraph.resolve.iri import BASE
from tests.pages import specimen

HTML = "{http://www.w3.org/1999/xhtml}"


def pages() -> dict[str, str]:
    return {path: content.decode() for path, content in specimen.files().items() if path.endswith(".html")}


def tree(page: str) -> Element:
    parser = HTMLParser()
    parsed: Element = parser.parse(page)
    assert parser.errors == []
    return parsed


@cache
def trees() -> dict[str, Element]:
    return {path: tree(page) for path, page in pages().items()}


def anchors(path: str) -> list[str]:
    return [name for node in trees()[path].iter() if (name := node.get("id")) is not None]


def test_every_page_is_valid_and_names_things_once() -> None:
    assert len(pages()) > 10
    for path, page in pages().items():
        found = anchors(path)
        assert len(found) == len(set(found)), path
        assert page.startswith("<!doctype html>\n<html lang="), path


def test_a_damaged_page_is_seen() -> None:
    with pytest.raises(AssertionError):
        tree(pages()["index.html"].replace("</header>", "</div>", 1))


def test_headings_stand_in_order() -> None:
    for path in trees():
        levels = [int(node.tag[-1]) for node in trees()[path].iter() if re.fullmatch(rf"{re.escape(HTML)}h[1-6]", str(node.tag))]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def links(path: str) -> set[str]:
    return {link for node in trees()[path].iter() for name in ("href", "src") if (link := node.get(name)) is not None}


def test_links_lead_to_files_and_anchors_of_the_site() -> None:
    there = {path: set(anchors(path)) for path in trees()}
    outside = set()
    for path in trees():
        for link in sorted(links(path)):
            if re.match(r"https?:", link):
                # The page of the terms leads to whatever vocabulary they are aligned with.
                if path != "ontology/index.html":
                    outside.add(link)
                continue
            assert not link.startswith(("/", "\\")), (path, link)
            target, fragment = urldefrag(link)
            target = target.partition("?")[0]
            full = os.path.normpath(PurePosixPath(path).parent / unquote(target)) if target else path
            assert full in specimen.files(), (path, link)
            if fragment:
                assert fragment in there[full], (path, link)
    assert all(
        re.match(
            r"http://(publications\.europa\.eu|data\.europa\.eu|eurovoc\.europa\.eu|www\.wikidata\.org)/|https://(creativecommons\.org|data\.europarl\.europa\.eu)/",
            link,
        )
        for link in outside
    ), outside


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path, page in pages().items():
        for node in trees()[path].iter():
            if node.tag in (f"{HTML}script", f"{HTML}img", f"{HTML}link", f"{HTML}iframe"):
                assert not re.match(r"(https?:)?//", node.get("src") or node.get("href") or ""), path
        assert "default-src 'none'" in page
        assert not re.search(r"<[^>]+ (style|on\w+)=", page), path


def test_a_resolution_links_what_it_names() -> None:
    page = pages()[f"resolution/{specimen.WORK}/index.html"]
    assert "divergence" in page
    assert 'lang="bg"' in page
    assert {"demand", "condemnation", "condolence"} <= set(re.findall(r'class="mark (\w+)"', page))


@pytest.mark.parametrize("code", specimen.LANGUAGES)
def test_marks_stand_on_the_words_that_were_found(code: str) -> None:
    """The graph knows places in the source only; the marks in the words are those that the reader saw."""
    read = specimen.version(specimen.WORK, code)
    catalogue = specimen.site().catalogue
    resolution = read_resolution(catalogue.store, catalogue.by_key[specimen.WORK])
    iri = resolution.versions[code].iri
    for unit in read.units:
        expected: dict[str, set[tuple[int, int]]] = defaultdict(set)

        def unbroken(span: Span, unit: Unit = unit) -> tuple[int, int]:
            """What a footnote tears is shown by its longer part."""
            longer = unit.text.unbroken(span.start, span.end)
            return longer.start, longer.end

        for mention in unit.mentions:
            expected["mention"].add(unbroken(mention.span))
        expected["date"] = {unbroken(one.span) for one in unit.dates}
        expected["figure"] = {unbroken(one.span) for one in unit.figures}
        shown = next(one for one in resolution.units if one.key == unit.key)
        text = resolution.texts[shown.iri, iri]
        assert text.text == unit.text.text
        mine = [one for one in resolution.evidence.values() if one.unit == shown.iri and one.version == iri]
        places = place(text, [(one, (one.exact,)) for one in mine if one.kind != "passage"])
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for one in mine:
            if one.kind != "passage":
                found[one.kind].add(places[one.iri])
        assert dict(found) == {kind: spans for kind, spans in expected.items() if spans}
        runs = pieces(text, mine, shown.clauses)
        assert "".join(run.text for run in runs) == text.text
        begun = [run.clause.position for run in runs if run.first and run.clause]
        assert begun == [clause.position for clause in shown.clauses if iri in clause.attested]


def test_every_iri_of_the_data_is_shown_where_page_of_says() -> None:
    site = specimen.site()
    there = {path: set(anchors(path)) for path in trees()}
    subjects = {
        triple.subject.value
        for graph in site.catalogue.dataset.graphs
        for triple in site.catalogue.dataset.triples(graph)
        if isinstance(triple.subject, ox.NamedNode)
    }
    assert len(subjects) > 500
    for iri in sorted([*subjects, *site.catalogue.dataset.graphs]):
        page = site.page_of(iri)
        assert page is not None, iri
        path, _, fragment = page.partition("#")
        assert path in there, iri
        assert not fragment or fragment in there[path], iri


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/x",
        f"{BASE}resolution/1900-1",
        f"{BASE}actor/nobody",
        f"{BASE}",
        "https://w3id.org/kzgraph/ontology#NoSuchTerm",
    ],
)
def test_what_no_page_shows_has_none(iri: str) -> None:
    assert specimen.site().page_of(iri) is None


@pytest.mark.parametrize(
    "path",
    [
        "x",
        "resolution/x/index.html",
        f"resolution/{specimen.WORK}/x.html",
        "search/99.js",
        "search/-1.js",
        "resolutions/1/1/index.html",
        "",
    ],
)
def test_a_page_that_is_none_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        specimen.site().page(path)


def test_each_path_comes_once() -> None:
    found = list(specimen.site().paths())
    assert len(found) == len(set(found))


def test_two_bases_are_refused() -> None:
    store = ox.Store()
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for base in ("https://a.example/", "https://b.example/"):
        store.add(
            ox.Quad(ox.NamedNode(f"{base}resolution/1"), kind, ox.NamedNode("https://w3id.org/kzgraph/ontology#Resolution"))
        )
    with pytest.raises(GraphError, match="does not stand under"):
        Site(Dataset(store, "https://a.example/", ()))


def graph_file(folder: Path) -> Path:
    path = folder / "g.ttl"
    write([graph for _, graph in specimen.works()], str(path), BASE, "ttl")
    return path


def test_the_same_bytes_from_every_run(tmp_path: Path) -> None:
    graph = graph_file(tmp_path)
    outcomes = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        command = [sys.executable, "-m", "kzgraph.cli", "site", str(graph), "-o", str(folder), "-q"]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        outcomes.append({str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert outcomes[0] == outcomes[1]
    assert outcomes[0].keys() == {*specimen.files(), ".kzgraph-files"}


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", str(graph_file(tmp_path)), "-o", str(tmp_path / "pages")]) == 0
    assert re.search(r"3 resolution\(s\), \d+ files, [\d,]+ bytes: \S+index\.html", capsys.readouterr().err)
    assert (tmp_path / "pages" / "index.html").is_file()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = graph_file(tmp_path)
    assert main(["site", str(graph), "-o", str(graph)]) == 4
    assert "cannot be written" in capsys.readouterr().err


def test_long_lists_are_paged_and_the_index_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """With small bounds the specimen has many pages; each is there, linked, and shows its share."""
    from kzgraph.pages import demands, entity, front, search

    whole = pages()
    monkeypatch.setattr(front, "_ROWS", 1)
    monkeypatch.setattr(demands, "_ROWS", 4)
    monkeypatch.setattr(demands, "_SCRIPT", 5)
    monkeypatch.setattr(entity, "_WORKS", 1)
    monkeypatch.setattr(entity, "_NAMES", 2)
    monkeypatch.setattr(search, "SHARD", 3000)
    site = Site(specimen.dataset())
    found = {path: site.page(path).decode() for path in site.paths() if not path.startswith("resolution/")}
    assert set(found) > {path for path in whole if not path.startswith("resolution/")}
    assert {"resolutions/2032/2/index.html", "demands/2031/2/index.html", "actors/Institution/2/index.html"} <= set(found)
    assert "actor/european-commission/page/2/index.html" in found
    there = {
        path: {name for node in tree(page).iter() if (name := node.get("id"))}
        for path, page in found.items()
        if path.endswith(".html")
    }
    linked = set()
    for path in there:
        for node in tree(found[path]).iter():
            link = node.get("href")
            if link is None or re.match(r"https?:", link):
                continue
            target, fragment = urldefrag(link)
            full = os.path.normpath(PurePosixPath(path).parent / target.partition("?")[0]) if target else path
            assert full in found or full in specimen.files(), (path, link)
            assert not fragment or full not in there or fragment in there[full], (path, link)
            linked.add(full)
    assert {path for path in there if path != "index.html"} <= linked, "a page that nothing leads to"
    shards = [path for path in found if re.fullmatch(r"search/\d+\.js", path)]
    assert len(shards) > 5
    assert all(len(found[path].encode()) < 5000 for path in shards)
    acts = [path for path in found if re.fullmatch(r"demands/2031/rows-\d+\.js", path)]
    assert [len(json.loads(found[path].partition(" = ")[2].rstrip(";\n"))["rows"]) for path in acts] == [5, 5, 3]
    rows = [page.count('<td class="when">') for path, page in found.items() if re.fullmatch(r"demands/2031/\d+/index.html", path)]
    assert max(rows) == 4
    assert sum(rows) == whole["demands/2031/1/index.html"].count('<td class="when">')
