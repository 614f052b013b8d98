"""A site written over an earlier one has the pages that it should, and what is anybody else's stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzgraph.cli import main
from kzgraph.graph.serialise import write
from kzgraph.pages.site import Site
from kzgraph.pages.write import write_site
from kzgraph.resolve.iri import BASE
from tests.pages import specimen
from tests.pages.test_site import graph_file


def without(folder: Path, key: str) -> Path:
    """The graph of the specimen without one of its resolutions."""
    path = folder / "fewer.ttl"
    write([graph for work, graph in specimen.works() if work.key != key], str(path), BASE, "ttl")
    return path


def test_a_later_run_removes_what_is_gone_and_nothing_of_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pages"
    gone = f"resolution/{specimen.WORK}"
    assert main(["site", str(graph_file(tmp_path)), "-o", str(folder), "-q"]) == 0
    foreign = [
        folder / "mine.html",
        folder / gone / "version" / "en" / "notes.txt",
        folder / gone / "version" / "bg" / "index.html",
    ]
    for path in foreign:
        path.write_text("somebody's", "utf-8")
    assert main(["site", str(without(tmp_path, specimen.WORK)), "-o", str(folder)]) == 0
    assert re.search(r"; \d+ file\(s\) of an earlier site removed", capsys.readouterr().err)
    left = {path for path in (folder / gone).rglob("*") if path.is_file()}
    assert left == set(foreign[1:]), "a page that was changed by hand is no longer ours"
    assert not (folder / gone / "version" / "el").exists(), "no empty folder stays"
    assert [path.read_text("utf-8") for path in foreign] == ["somebody's"] * 3
    assert main(["site", str(without(tmp_path, specimen.WORK)), "-o", str(tmp_path / "anew"), "-q"]) == 0
    rest = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path not in foreign}
    new = {path.relative_to(tmp_path / "anew"): path.read_bytes() for path in (tmp_path / "anew").rglob("*") if path.is_file()}
    assert rest == new


def test_what_a_run_left_that_broke_off_is_known_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pages"
    page = Site.page

    def until(site: Site, path: str) -> bytes:
        if path.startswith("demands/"):
            raise KeyboardInterrupt
        return page(site, path)

    with monkeypatch.context() as broken:
        broken.setattr(Site, "page", until)
        with pytest.raises(KeyboardInterrupt):
            write_site(specimen.site(), folder)
    with (folder / ".kzgraph-files").open("a") as file:
        file.write("0123456789abc")
    assert (folder / f"resolution/{specimen.WORK}/index.html").is_file()
    assert main(["site", str(without(tmp_path, specimen.WORK)), "-o", str(folder), "-q"]) == 0
    assert not (folder / f"resolution/{specimen.WORK}").exists()


@pytest.mark.parametrize("line", ["no list", f"{'0' * 64}  ../graph.ttl", f"{'0' * 64}  /etc/passwd"])
def test_a_list_that_is_none_is_refused(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".kzgraph-files").write_text(f"{line}\n", "utf-8")
    assert main(["site", str(without(tmp_path, specimen.WORK)), "-o", str(tmp_path)]) == 4
    assert "it is no list of the files of a site" in capsys.readouterr().err
    assert not (tmp_path / "index.html").exists()
