"""A patch makes the old export the new one, and the table counts what people see."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kzgraph.cli import main
from kzgraph.dataset.load import Dataset, open_dataset
from kzgraph.handover.changes import changes, patch
from tests.queries.cases import graph_file

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def quads() -> list[str]:
    dataset = open_dataset([graph_file()], terms=False)
    return sorted(f"{line[:-3]} <{graph}> .\n" for graph in dataset.graphs for line in dataset.lines(graph))


def export(folder: Path, name: str, rows: list[str]) -> Path:
    path = folder / f"{name}.nq"
    path.write_text("".join(rows), "utf-8")
    return path


def opened(path: Path) -> Dataset:
    return open_dataset([path], terms=False)


def applied(rows: list[str], text: str) -> list[str]:
    """A patch applied by its definition, line by line."""
    held = set(rows)
    lines = text.splitlines(keepends=True)
    assert re.fullmatch(r"H id <urn:sha256:[0-9a-f]{64}> \.\n", lines[0])
    assert (lines[1], lines[-1]) == ("TX .\n", "TC .\n")
    for line in lines[2:-1]:
        quad = line[2:]
        next(iter(ox.parse(quad, format=ox.RdfFormat.N_QUADS)))
        if line[0] == "D":
            held.remove(quad)
        else:
            assert quad not in held
            held.add(quad)
    return sorted(held)


@pytest.mark.parametrize("seed", range(4))
def test_a_patch_makes_the_old_the_new(seed: int, tmp_path: Path) -> None:
    rows = quads()
    rng = random.Random(seed)
    graphs = sorted({row.split(" ")[-2] for row in rows})
    gone = rng.choice(graphs)
    old = [row for row in rows if rng.random() > 0.01 or "Resolution" in row]
    new = [row for row in rows if (rng.random() > 0.01 or "Resolution" in row) and row.split(" ")[-2] != gone]
    new = sorted(
        {row.replace("2031", "2032", 1) if rng.random() < 0.01 and '"' in row and TYPE not in row else row for row in new}
    )
    found = changes(opened(export(tmp_path, "old", old)), opened(export(tmp_path, "new", new)))
    assert applied(old, "".join(patch(found))) == new
    states = {f"<{one.graph}>": one.state for one in found}
    assert states[gone] == "gone"


def test_the_same_export_has_no_changes_in_any_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = export(tmp_path, "same", quads()[::-1])
    assert main(["diff", str(graph_file()), str(same)]) == 0
    assert re.search(r"0 resolution\(s\) differ, 3 are the same", capsys.readouterr().out)


def test_the_table_counts_what_went_came_and_is_said_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = quads()
    mention = next(row.split(" ")[0] for row in rows if TYPE in row and row.split(" ")[2].endswith("ontology#Mention>"))
    confidence = next(row for row in rows if "ontology#confidence>" in row and not row.startswith(mention))
    new = [row for row in rows if not row.startswith(f"{mention} ") and row != confidence]
    new.append(confidence.replace('"0.', '"0.0'))
    path = export(tmp_path, "new", sorted(new))
    assert main(["diff", str(export(tmp_path, "old", rows)), str(path), "--patch", str(tmp_path / "p.rdfp")]) == 1
    out = capsys.readouterr().out
    assert re.search(r"Mention +1 +–", out)
    assert "1 resolution(s) differ, 2 are the same" in out or "2 resolution(s) differ, 1 are the same" in out
    assert applied(rows, (tmp_path / "p.rdfp").read_text("utf-8")) == sorted(new)


def test_a_new_resolution_is_called_new(tmp_path: Path) -> None:
    rows = quads()
    graph = rows[0].split(" ")[-2]
    [one] = changes(
        opened(export(tmp_path, "old", [row for row in rows if row.split(" ")[-2] != graph])),
        opened(export(tmp_path, "new", rows)),
    )
    assert (f"<{one.graph}>", one.state, one.removed) == (graph, "new", ())
    assert one.things["LanguageVersion"][1] >= 1
