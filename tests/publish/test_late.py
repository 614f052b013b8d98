"""What an earlier run left, or sent and lost sight of, does no harm when it turns up late."""

from __future__ import annotations

from kzgraph.dataset.load import digest_of
from kzgraph.publish.records import staging
from kzgraph.resolve.iri import BASE
from tests.publish.bench import Bench, graph_of, numbered, statements

KEY = "2031-9001"
OLD, NEW = statements(KEY, numbered(40, "old")), statements(KEY, numbered(30, "new"))


def test_a_request_that_comes_late_empties_nothing(quick: Bench) -> None:
    """The graph that was to take the place of another is gone by then, or not whole."""
    quick.publish(quick.write((KEY, OLD)))
    beside = staging(BASE, digest_of(NEW))
    quick.endpoint.take_over(graph_of(KEY), beside, len(NEW))
    assert quick.lines(KEY) == OLD
    quick.endpoint.put(beside, NEW[:10])
    quick.endpoint.take_over(graph_of(KEY), beside, len(NEW))
    assert quick.lines(KEY) == OLD


def test_what_stands_where_a_graph_is_to_be_filled_is_replaced(quick: Bench) -> None:
    """Fewer statements than a piece has, and others than these: they are no beginning of the load."""
    quick.publish(quick.write((KEY, OLD)))
    quick.endpoint.put(staging(BASE, digest_of(NEW)), OLD[:7])
    code, report = quick.publish(quick.write((KEY, NEW)), "--load", "update")
    assert (code, quick.actions(report)) == (0, {KEY: "sent"})
    assert quick.lines(KEY) == NEW
    assert quick.graphs() == {f"graph/resolution/{KEY}", "graph/published"}
