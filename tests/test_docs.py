"""Every command and query that the guide prints is run as it stands there, page by page, each in a folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kzgraph.dataset.load import open_dataset
from kzgraph.queries.answer import Answer

REPOSITORY = Path(__file__).resolve().parents[1]
GUIDE = REPOSITORY / "docs" / "guide"
PAGES = sorted(path.name for path in GUIDE.glob("*.md"))
# What sets up a machine, a store or a server is printed as "bash", and not run here.
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One line to be run, or one query.

    Args:
        kind: "sh" or "sparql".
        text: As printed.
        code: The exit code that the page announces.
    """

    kind: str
    text: str
    code: int


def steps(page: str) -> list[Step]:
    found: list[Step] = []
    for kind, body in _BLOCK.findall((GUIDE / page).read_text("utf-8")):
        if kind == "sparql":
            found.append(Step(kind, body, 0))
        elif kind == "sh":
            for line in body.replace("\\\n", " ").splitlines():
                command, _, comment = line.partition("  # ")
                code = re.search(r"exit (\d)", comment)
                found.append(Step(kind, command, int(code[1]) if code else 0))
    return found


def run(step: Step, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a shell does, with the kzgraph of this checkout."""
    program = folder / ".bin" / "kzgraph"
    if not program.exists():
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kzgraph.cli "$@"\n', "utf-8")
        program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(step.text, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_prints_works(page: str, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "docs" / "examples", tmp_path / "docs" / "examples")
    shutil.copytree(REPOSITORY / "tests" / "queries" / "texts", tmp_path / "tests" / "queries" / "texts")
    graph = tmp_path / "graph.trig"
    for step in steps(page):
        if step.kind == "sparql":
            answer = Answer(open_dataset([graph]), step.text, page)
            assert answer.table().rows, f"no answer to\n{step.text}"
            continue
        ended = run(step, tmp_path)
        assert ended.returncode == step.code, f"{step.text}\n{ended.stdout[-2000:]}\n{ended.stderr[-2000:]}"


def test_the_pages_hold_what_the_tests_run() -> None:
    counts = {page: len(steps(page)) for page in PAGES}
    assert counts["tutorial.md"] >= 12
    assert counts["cookbook.md"] >= 15
    assert sum(counts.values()) >= 32


def test_pages_and_navigation_agree() -> None:
    config = (REPOSITORY / "docs" / "mkdocs.yml").read_text("utf-8")
    assert sorted(re.findall(r": (\w+\.md)$", config, re.MULTILINE)) == PAGES


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(REPOSITORY / "docs" / "mkdocs.yml"),
        "-d",
        str(tmp_path / "site"),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "site").glob("*.html")}
    assert {page.replace(".md", ".html") for page in PAGES} <= set(pages)
    foreign = re.compile(r'<(?:link|script|img)[^>]*(?:href|src)="https?://(?!127\.0\.0\.1)[^"]*"')
    assert {name: foreign.findall(text) for name, text in pages.items() if foreign.search(text)} == {}
