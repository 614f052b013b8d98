"""Files of metadata beside texts, on the command line: they enrich, they never decide, and a bad one costs only itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kzgraph.cli import main
from tests.records import TITLES, adopted, as_file, decision, joint, procedure, specimen

WORK = "TA-11-2031-0144"
CODES = ("bg", "el", "hr", "mt")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder as `kzgraph fetch` leaves it, still without metadata."""
    folder = tmp_path / "in"
    folder.mkdir()
    for code in CODES:
        (folder / f"{WORK}.{code}.txt").write_bytes(specimen(code).read_bytes())
    return folder


def built(texts: Path, *more: str, code: int = 0) -> str:
    """The graph of a folder, as N-Triples."""
    output = texts.parent / "graph.nt"
    output.unlink(missing_ok=True)
    assert main(["build", str(texts), *more, "-o", str(output)]) == code
    return output.read_text("utf-8")


def test_metadata_beside_texts_are_read(texts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    plain = built(texts)
    capfd.readouterr()
    for name, item in ((WORK, adopted()), ("RC-11-2031-0065", joint()), ("2031-2901", procedure())):
        (texts / f"{name}.json").write_bytes(as_file(item))
    enriched = built(texts)
    assert set(plain.splitlines()) < set(enriched.splitlines())
    for code in ("fi", "hr"):
        assert f'"{TITLES[code]}"@{code}' in enriched
    assert "ontology#RecordDivergence" not in enriched
    err = capfd.readouterr().err
    assert "passed over" not in err
    assert "records" not in err


def test_where_they_are_does_not_matter_and_their_bytes_do_not_change(texts: Path) -> None:
    (texts / f"{WORK}.json").write_bytes(as_file(adopted(document_date="2031-06-13")))
    first = built(texts)
    assert built(texts) == first
    moved = texts.rename(texts.parent / "elsewhere")
    assert built(moved) == first
    assert str(texts.parent) not in first


def test_a_file_that_is_named_is_read_whatever_it_is_called(texts: Path) -> None:
    path = texts.parent / "the vote.json"
    path.write_bytes(as_file(decision(decided_on_a_realization_of=[f"eli/dl/doc/{WORK}"])))
    record = texts.parent / "record.json"
    record.write_bytes(as_file(adopted()))
    graph = built(texts, str(record), str(path))
    assert 'ontology#votesFor> "512"' in graph


def test_other_json_in_a_folder_is_somebody_elses(texts: Path) -> None:
    before = built(texts)
    (texts / "run.json").write_bytes(b"{]")
    (texts / ".TA-11-2031-0144.json").write_bytes(b"{]")
    assert built(texts) == before


def test_a_folder_of_metadata_alone_holds_no_text(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / f"{WORK}.json").write_bytes(as_file(adopted()))
    assert main(["build", str(tmp_path), "-o", str(tmp_path / "graph.nt")]) == 4
    assert "the folder holds no text" in capfd.readouterr().err


@pytest.mark.parametrize("data", [b"{]", as_file(adopted(document_date="soon")), b'{"data": []}', b"[" * 100_000])
def test_a_damaged_record_costs_only_itself(texts: Path, capfd: pytest.CaptureFixture[str], data: bytes) -> None:
    plain = built(texts)
    (texts / f"{WORK}.json").write_bytes(data)
    assert built(texts, code=3) == plain
    assert f"refused: {texts / WORK}.json: it" in capfd.readouterr().err


def test_a_record_of_none_of_the_texts_is_passed_over(texts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    plain = built(texts)
    other = adopted(id="eli/dl/doc/TA-11-2031-0145", identifier="TA-11-2031-0145", inverse_created_a_realization_of=None)
    (texts / "TA-11-2031-0145.json").write_bytes(as_file(other))
    report = texts.parent / "run.json"
    assert built(texts, "--report", str(report)) == plain
    assert f"passed over: {texts}/TA-11-2031-0145.json, it is about none of the texts" in capfd.readouterr().err
    assert json.loads(report.read_text("utf-8"))["records of none of the texts"] == [f"{texts}/TA-11-2031-0145.json"]


def test_what_differs_is_told(texts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (texts / f"{WORK}.json").write_bytes(as_file(adopted(document_date="2031-06-13")))
    report = texts.parent / "run.json"
    graph = built(texts, "--report", str(report))
    line = f"2031-2901, date: {texts}/{WORK}.json records “2031-06-13”, bg, el, mt print “2031-06-12”"
    assert line in capfd.readouterr().err
    assert 'ontology#recordedValue> "2031-06-13"' in graph
    assert 'date_document> "2031-06-12"' in graph
    [work] = json.loads(report.read_text("utf-8"))["works"]
    assert work["divergences from records"] == [
        {
            "on": "date",
            "input": f"{texts}/{WORK}.json",
            "recorded": "2031-06-13",
            "printed": "2031-06-12",
            "versions": ["bg", "el", "mt"],
        }
    ]
    assert [one["about"] for one in work["records"]] == ["P11_TA(2031)0144"]
    assert main(["compare", str(texts)]) == 0
    assert line in capfd.readouterr().out


def test_inspect_tells_what_a_record_is_about(texts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = texts / f"{WORK}.json"
    path.write_bytes(as_file(adopted()))
    assert main(["inspect", str(path), str(texts / f"{WORK}.mt.txt")]) == 0
    out = capfd.readouterr().out
    assert "record of Parliament's Open Data" in out
    assert "adopted text P11_TA(2031)0144" in out
    assert main(["inspect", "--json", str(path), str(texts / f"{WORK}.mt.txt")]) == 0
    [told, _] = json.loads(capfd.readouterr().out)["inputs"]
    assert told["texts"][0]["record"]["titles"] == TITLES


def test_explain_wants_a_text(texts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = texts / f"{WORK}.json"
    path.write_bytes(as_file(adopted()))
    assert main(["explain", str(path)]) == 4
    assert "it holds metadata and no text" in capfd.readouterr().err


def test_the_hash_seed_changes_nothing(texts: Path) -> None:
    import os
    import subprocess
    import sys

    for name, item in ((WORK, adopted(document_date="2031-06-13")), ("RC-11-2031-0065", joint()), ("2031-2901", procedure())):
        (texts / f"{name}.json").write_bytes(as_file(item))
    graphs = []
    for seed in ("1", "2"):
        output = texts.parent / f"{seed}.ttl"
        command = [sys.executable, "-P", "-m", "kzgraph.cli", "build", str(texts), "-q", "-o", str(output)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, timeout=600)
        graphs.append(output.read_bytes())
    assert graphs[0] == graphs[1]
