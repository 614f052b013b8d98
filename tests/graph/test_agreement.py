"""The compiled shapes and pySHACL, the reference, find the same on built graphs and on damaged ones.

That they do on every fixture is tested with the fixtures, in ``tests/shapes``, and on every construct in ``test_compile.py``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.check import check, to_rdflib
from kzgraph.graph.compile import data_shapes
from kzgraph.graph.execute import execute
from kzgraph.graph.literals import UndecidedError
from kzgraph.graph.terms import Row
from kzgraph.graph.validate import COMPILED, Validator
from kzgraph.pipeline import read_text
from kzgraph.reading.source import read
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.works import group_versions
from tests.graph.damage import damaged

TOP = Path(__file__).resolve().parents[2]
#: Damaged graphs that are compared; more by hand, with KZGRAPH_DAMAGED.
DAMAGED = int(os.environ.get("KZGRAPH_DAMAGED", "20"))


@cache
def built(*names: str) -> tuple[Row, ...]:
    """The statements about the one resolution in some texts."""
    [work] = group_versions([read_text(read(TOP / name)) for name in names])
    return tuple(build_graph(work, Minter()).rows())


def bases() -> list[tuple[Row, ...]]:
    """Valid graphs of one and two versions, in several scripts."""
    texts = sorted((TOP / "tests" / "cases").glob("*/*/text.txt"))
    greek, maltese = (next((TOP / "docs" / "examples").glob(f"*.{code}.*")) for code in ("el", "mt"))
    names = [str(path.relative_to(TOP)) for path in (greek, maltese, *texts[:: len(texts) // 3])]
    # A small one often: more faults are compared in the same time.
    return [*[built("tests/graph/golden.txt")] * 4, built(names[0], names[1]), *(built(name) for name in names[2:])]


# ---------------------------------------------------------------- built graphs


@pytest.mark.parametrize("build", ["Greek", "two works", "divergent"])
def test_both_find_the_same_in_what_is_built(exports: dict[str, list[WorkGraph]], build: str) -> None:
    for graph in exports[build]:
        rows = list(graph.rows())
        judge = Validator(COMPILED)
        assert judge.check(rows) == check(to_rdflib(rows))
        assert judge.notes == []


# ---------------------------------------------------------------- damaged graphs


def test_both_find_the_same_in_damaged_graphs(
    caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    """The same results, one by one; what the compiled way leaves to the reference is the exception."""
    caplog.set_level(logging.CRITICAL, "rdflib")
    graphs = bases()
    counts = {"compared": 0, "left to pySHACL": 0, "results": 0}

    @settings(max_examples=DAMAGED, derandomize=True, deadline=None, database=None)
    @given(st.integers(0, 10**9))
    def compare(seed: int) -> None:
        random = Random(seed)
        rows = damaged(random.choice(graphs), random)
        try:
            found = execute(data_shapes(), rows)
        except UndecidedError:
            counts["left to pySHACL"] += 1
            return
        assert found == check(to_rdflib(rows))
        counts["compared"] += 1
        counts["results"] += len(found.results)

    compare()
    record_property("graphs", str(counts))
    assert counts["compared"] >= 0.8 * DAMAGED
    assert counts["left to pySHACL"] < 0.15 * DAMAGED
    assert counts["results"] > counts["compared"]
