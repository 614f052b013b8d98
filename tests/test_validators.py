"""``--validator`` of the command line: all ways say the same, and what only one of them can judge is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
[TEXT] = (TOP / "docs" / "examples").glob("2031-2901.mt.*")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    command = [sys.executable, "-m", "kzgraph.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A valid graph, line by line."""
    output = tmp_path_factory.mktemp("graph") / "out.nt"
    assert run("build", TEXT, "-o", output, "-q").returncode == 0
    return output.read_text("utf-8").splitlines(keepends=True)


def test_all_ways_say_the_same(lines: list[str], tmp_path: Path) -> None:
    broken, report = tmp_path / "broken.nt", tmp_path / "report.ttl"
    broken.write_text("".join(line for line in lines if "/ontology#sha256>" not in line), "utf-8")
    told = {}
    for name in ("auto", "compiled", "pyshacl"):
        done = run("validate", broken, "--validator", name, "--report", report)
        assert done.returncode == 1
        told[name] = done.stderr, report.read_bytes()
    assert told["auto"] == told["compiled"] == told["pyshacl"]
    assert "exactly one SHA-256" in told["auto"][0]


def test_a_build_is_the_same_whoever_validates(lines: list[str], tmp_path: Path) -> None:
    output = tmp_path / "out.nt"
    assert run("build", TEXT, "-o", output, "-q", "--validator", "pyshacl").returncode == 0
    assert output.read_text("utf-8").splitlines(keepends=True) == lines


def test_what_only_the_reference_judges_is_told(lines: list[str], tmp_path: Path) -> None:
    output = tmp_path / "out.nt"
    boolean = '"maybe"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    output.write_text("".join([*lines, f"<urn:a> <urn:b> {boolean} .\n"]), "utf-8")
    done = run("validate", output)
    assert done.returncode == 0
    assert "note: pySHACL validated a graph with" in done.stderr
    assert "maybe" in done.stderr


def test_another_validator_is_refused(tmp_path: Path) -> None:
    done = run("validate", tmp_path / "g.ttl", "--validator", "guess")
    assert done.returncode == 2
    assert "compiled" in done.stderr
