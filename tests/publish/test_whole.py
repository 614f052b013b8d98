"""Real graphs in every store: the example texts in 24 languages, and the competency questions with the same answers."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from kzgraph.cli import main
from kzgraph.dataset.load import TERMS, open_dataset
from kzgraph.language.pack import languages
from tests.publish.bench import Bench, answer, lines_in
from tests.publish.stores import Store
from tests.queries.cases import Expected, graph_file, normalised, questions_with_answers

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
_TEXTS = "SELECT ?text WHERE { GRAPH ?g { ?unit <https://w3id.org/kzgraph/ontology#text> ?text } }"


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of all the example texts."""
    path = tmp_path_factory.mktemp("examples") / "examples.nq"
    assert main(["build", str(EXAMPLES), "-o", str(path), "-q"]) == 0
    return path


def test_every_language_arrives_letter_by_letter(bench: Bench, examples: Path) -> None:
    code, report = bench.publish(examples, "--no-terms", forced=bench.store.name != "oxigraph")
    assert code == 0, bench.said
    assert [row["verified"] for row in report["graphs"]] == ["digest"]
    here = open_dataset([examples], terms=False)
    [graph] = here.graphs
    assert lines_in(bench.endpoint, graph) == here.lines(graph)
    query = _TEXTS.replace("SELECT ?text", "SELECT (LANG(?text) AS ?code) ?text")
    found = Counter(row["code"]["value"] for row in answer(bench.store, query)["results"]["bindings"])
    assert set(found) == set(languages())
    assert found.total() == len(here.select(_TEXTS))


@pytest.fixture(scope="module")
def filled(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the graph that the questions are asked of."""
    bench = Bench(store, tmp_path_factory.mktemp("filled"), pytest.MonkeyPatch(), None)
    bench.clear()
    try:
        code = main(["publish", str(graph_file()), "--endpoint", store.endpoint, "--force", "--no-terms", "-q"])
    finally:
        bench.monkeypatch.undo()
    assert code == 0
    return store


@pytest.mark.parametrize("case", [pytest.param(case, id=case.question.name) for case in questions_with_answers()])
def test_every_store_answers_as_a_reader_does(filled: Store, case: Expected) -> None:
    """The questions are asked of the default graph, which the stores are set up to be the union of all others."""
    assert normalised(answer(filled, case.sparql)) == case.rows


def test_the_terms_come_along(quick: Bench) -> None:
    code, report = quick.publish(graph_file(), forced=False)
    assert (code, {row["action"] for row in report["graphs"]}) == (0, {"sent"})
    [terms] = [row for row in report["graphs"] if row["graph"] == TERMS]
    assert quick.endpoint.count(TERMS) == terms["triples"] > 10_000
    code, report = quick.publish(graph_file(), "--no-terms", "--delete-missing")
    assert (code, {row["action"] for row in report["graphs"]}) == (0, {"unchanged"}), "what is left out is not missing"
    assert quick.endpoint.count(TERMS) == terms["triples"]


def test_an_archive_is_published_shard_by_shard(bench: Bench, tmp_path: Path) -> None:
    """Every store; of the next run of the archive only the shard's one changed resolution is sent."""
    texts = tmp_path / "texts"
    shutil.copytree(Path(__file__).resolve().parents[1] / "queries" / "texts", texts)
    build = ["build", str(texts), "--out-dir", str(tmp_path / "archive"), "--compress", "--shard-digits", "1", "-q"]
    assert main(build) == 0
    shards = sorted((tmp_path / "archive").glob("works-*.nq.gz"))
    assert len(shards) > 1
    code, report = bench.publish(tmp_path / "archive", "--no-terms", forced=False)
    assert (code, {row["action"] for row in report["graphs"]}) == (0, {"sent"}), bench.said
    here = open_dataset([tmp_path / "archive"], terms=False)
    assert len(here.graphs) == len(report["graphs"]) == 3
    for graph in here.graphs:
        assert lines_in(bench.endpoint, graph) == here.lines(graph)
    changed = min(texts.glob("*.txt"))
    changed.write_text(changed.read_text("utf-8").replace("2 ", "3 "), "utf-8")
    assert main(build) == 0
    code, report = bench.publish(tmp_path / "archive", "--no-terms", forced=False)
    assert (code, sorted(row["action"] for row in report["graphs"])) == (0, ["sent", "unchanged", "unchanged"]), bench.said
