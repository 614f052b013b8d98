"""Files too many for the memory give what they give together, and are opened one at a time."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kzgraph.dataset import series
from kzgraph.dataset.load import TERMS, open_dataset
from kzgraph.dataset.parse import graph_files, read_quads
from kzgraph.dataset.series import Series
from kzgraph.errors import GraphError
from kzgraph.graph.serialise import write
from kzgraph.resolve.iri import BASE
from tests.dataset.test_load import works, written

_LINE = b"<urn:a> <urn:b> <urn:c> .\n"


def apart(folder: Path, form: str) -> Path:
    """A folder with a file per work, and something that is no graph."""
    for number, work in enumerate(works()):
        write([work], str(folder / f"part-{number}.{form}"), BASE, form)
    (folder / "manifest.json").write_text("{}", "utf-8")
    (folder / "unfinished").mkdir()
    return folder


@pytest.mark.parametrize("form", ["nq", "ttl"])
def test_a_series_holds_what_the_dataset_holds(form: str, tmp_path: Path) -> None:
    folder = apart(tmp_path, form)
    whole, one_by_one = open_dataset([folder], terms=False), Series([folder], terms=False)
    assert one_by_one.base == whole.base
    assert {graph.iri for graph in one_by_one.graphs} == set(whole.graphs)
    assert len(one_by_one.graphs) == 2
    for graph in one_by_one.graphs:
        lines = whole.lines(graph.iri)
        assert one_by_one.lines(graph.iri) == lines
        assert (graph.triples, graph.digest) == (len(lines), whole.digest(graph.iri))


def test_a_graph_in_two_files_is_their_union(tmp_path: Path) -> None:
    lines = written(tmp_path, "nq").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "g.nq").unlink()
    (tmp_path / "a.nq").write_text("".join(lines[:900]), "utf-8")
    (tmp_path / "b.nq").write_text("".join(lines[800:]), "utf-8")
    found, whole = Series([tmp_path], terms=False), open_dataset([tmp_path], terms=False)
    for graph in found.graphs:
        assert found.lines(graph.iri) == whole.lines(graph.iri)
        assert graph.digest == whole.digest(graph.iri)
        assert graph.triples == len(whole.lines(graph.iri))


def test_each_file_is_opened_once_for_its_graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = apart(tmp_path, "nq")
    found = Series([folder], terms=False)
    opened: Counter[Path] = Counter()

    def counted(path: Path) -> Any:
        opened[path] += 1
        return read_quads(path)

    monkeypatch.setattr(series, "read_quads", counted)
    for graph in found.graphs:
        found.lines(graph.iri)
        found.triples(graph.iri)
    # The file that was read last is open still.
    assert sorted(opened.values()) in ([1], [1, 1])
    assert set(opened) <= set(graph_files([folder]))


def test_the_terms_come_last(tmp_path: Path) -> None:
    found = Series([written(tmp_path, "nq")])
    assert [graph.iri for graph in found.graphs].index(TERMS) == len(works())
    assert found.lines(TERMS) == open_dataset([tmp_path / "g.nq"]).lines(TERMS)


@pytest.mark.parametrize("form", ["nq", "ttl"])
def test_packed_files_are_read(form: str, tmp_path: Path) -> None:
    plain = written(tmp_path, form)
    packed = tmp_path / f"p.{form}.GZ"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_quads(packed) == read_quads(plain)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"no gzip", "it is no whole gzip file", id="no gzip"),
        pytest.param(gzip.compress(_LINE * 9, mtime=0)[:-9], "it is no whole gzip file", id="cut"),
        pytest.param(gzip.compress(_LINE * 400_000, mtime=0), "more than 200 times its size", id="bomb"),
    ],
)
def test_a_bad_packed_file_is_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "g.nt.gz"
    path.write_bytes(data)
    with pytest.raises(GraphError, match=reason) as caught:
        read_quads(path)
    assert caught.value.place == str(path)


def test_a_folder_without_graphs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("whereas", "utf-8")
    with pytest.raises(GraphError, match="no graph file in it"):
        graph_files([tmp_path])


def test_files_without_a_resolution_are_refused(tmp_path: Path) -> None:
    (tmp_path / "g.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    with pytest.raises(GraphError, match="there is no resolution in it"):
        Series([tmp_path])
