"""What every store must do alike: take graphs whole, replace and remove them, and send nothing that it has."""

from __future__ import annotations

import threading

import pytest

from kzgraph.publish.dialects import DIALECTS
from tests.publish.bench import META, Bench, graph_of, lines_in, numbered, statements

OLD, NEW = statements("2031-9001", numbered(400, "old")), statements("2031-9001", numbered(300, "new"))
OTHER = statements("2031-9002", numbered(50, "other"))
#: A graph of somebody else.
FOREIGN = "urn:kzgraph:test:foreign"
WAYS = ("put", "staged", "update")


def test_graphs_arrive_whole_and_are_remembered(bench: Bench) -> None:
    code, report = bench.publish(bench.write(("2031-9001", OLD), ("2031-9002", OTHER)), "--at", "2031-06-12")
    assert code == 0
    assert report["store"] == bench.store.name
    assert [(row["action"], row["verified"], row["triples"]) for row in report["graphs"]] == [
        ("sent", "digest", len(OLD)),
        ("sent", "digest", len(OTHER)),
    ]
    assert bench.lines("2031-9001") == OLD
    assert bench.lines("2031-9002") == OTHER
    assert bench.graphs() == {"graph/resolution/2031-9001", "graph/resolution/2031-9002", "graph/published"}
    remembered = "".join(lines_in(bench.endpoint, META))
    assert report["graphs"][0]["digest"] in remembered
    assert f'"{len(OLD)}"^^' in remembered
    assert '"2031-06-12"^^' in remembered


def test_what_has_not_changed_is_not_sent(bench: Bench) -> None:
    path = bench.write(("2031-9001", OLD), ("2031-9002", OTHER))
    bench.publish(path)
    code, report = bench.publish(path)
    assert code == 0
    assert set(bench.actions(report).values()) == {"unchanged"}
    assert report["requests"] <= 6, "what is remembered, and two counts"


def test_the_changed_graph_alone_is_sent(bench: Bench) -> None:
    bench.publish(bench.write(("2031-9001", OLD), ("2031-9002", OTHER)))
    code, report = bench.publish(bench.write(("2031-9001", NEW), ("2031-9002", OTHER)))
    assert code == 0
    assert bench.actions(report) == {"2031-9001": "sent", "2031-9002": "unchanged"}
    assert bench.lines("2031-9001") == NEW


def test_what_the_store_lost_is_sent_again(bench: Bench) -> None:
    path = bench.write(("2031-9001", OLD), ("2031-9002", OTHER))
    bench.publish(path)
    bench.endpoint.update(f"DELETE DATA {{ GRAPH <{graph_of('2031-9001')}> {{ {OLD[7].strip()[:-2]} }} }}")
    code, report = bench.publish(path)
    assert code == 0
    assert bench.actions(report) == {"2031-9001": "sent", "2031-9002": "unchanged"}
    assert bench.lines("2031-9001") == OLD


def test_a_graph_that_is_gone_is_removed_only_when_asked(bench: Bench) -> None:
    bench.endpoint.update(f'INSERT DATA {{ GRAPH <{FOREIGN}> {{ <urn:a> <urn:b> "c" }} }}')
    bench.publish(bench.write(("2031-9001", OLD), ("2031-9002", OTHER)))
    one = bench.write(("2031-9002", OTHER))
    code, report = bench.publish(one)
    assert (code, bench.actions(report)) == (0, {"2031-9001": "left", "2031-9002": "unchanged"})
    assert bench.lines("2031-9001") == OLD
    code, report = bench.publish(one, "--delete-missing")
    assert (code, bench.actions(report)) == (0, {"2031-9001": "removed", "2031-9002": "unchanged"})
    assert bench.graphs() == {"graph/resolution/2031-9002", "graph/published"}
    code, report = bench.publish(one, "--delete-missing")
    assert bench.actions(report) == {"2031-9002": "unchanged"}
    assert bench.endpoint.count(FOREIGN) == 1


def test_a_rehearsal_changes_nothing(bench: Bench) -> None:
    code, report = bench.publish(bench.write(("2031-9001", OLD)), "--dry-run")
    assert (code, bench.actions(report)) == (0, {"2031-9001": "sent"})
    assert "would be sent" in bench.said
    assert bench.graphs() == set()


@pytest.mark.parametrize("way", WAYS)
def test_every_way_replaces_a_graph_whole(bench: Bench, way: str) -> None:
    bench.publish(bench.write(("2031-9001", OLD)), "--load", way)
    assert bench.lines("2031-9001") == OLD
    code, report = bench.publish(bench.write(("2031-9001", NEW)), "--load", way)
    assert (code, report["load"]) == (0, way)
    assert bench.lines("2031-9001") == NEW
    assert bench.graphs() == {"graph/resolution/2031-9001", "graph/published"}, "nothing is left beside it"


def test_nobody_sees_half_a_graph(bench: Bench) -> None:
    """Somebody counts all the time while the graph is replaced, back and forth, by the store's own way and by updates."""
    bench.publish(bench.write(("2031-9001", OLD)))
    seen = set()
    over = threading.Event()
    reader = bench.endpoint

    def count() -> None:
        while not over.is_set():
            seen.add(reader.count(graph_of("2031-9001")))

    counting = threading.Thread(target=count)
    counting.start()
    try:
        for lines, way in ((NEW, ()), (OLD, ()), (NEW, ("--load", "update")), (OLD, ("--load", "update"))):
            assert bench.publish(bench.write(("2031-9001", lines)), *way)[0] == 0
    finally:
        over.set()
        counting.join()
    assert seen <= {len(OLD), len(NEW)}
    assert seen


def test_any_character_comes_back_as_it_went(bench: Bench) -> None:
    texts = [
        "l-għadira \U0001f600 \U0001d49c \U0010fffd",
        'quoted "twice" \\ once\nnext line\ttab\rreturn',
        "e\u0301 is not é; \u202ebackwards\u202c; \u00a0; \u2028",
        "",
        " ",
        "'''" + '"""',
        "{ } ; . <urn:x> ?s $s @mt ^^ # _:b",
        "\\u0041 is no A",
    ]
    lines = statements("2031-9003", texts)
    code, _ = bench.publish(bench.write(("2031-9003", lines)))
    assert (code, bench.said.count("failed")) == (0, 0)
    assert bench.lines("2031-9003") == lines
    code, _ = bench.publish(bench.write(("2031-9003", lines)), "--load", "update", "--all")
    assert code == 0
    assert bench.lines("2031-9003") == lines


def test_texts_are_taken_up_to_what_the_store_can(bench: Bench) -> None:
    most = DIALECTS[bench.store.name].longest_literal
    sizes = [65_536, 1_100_000] + ([most - 1_000] if most else [4_000_000])
    lines = statements("2031-9004", [*numbered(40, "short"), *("ħ" * (size // 2) for size in sizes)])
    code, _ = bench.publish(bench.write(("2031-9004", lines)))
    assert code == 0, bench.said
    assert bench.lines("2031-9004") == lines
    if most:
        longer = statements("2031-9004", [*numbered(40, "short"), "x" * (most + 1)])
        code, report = bench.publish(bench.write(("2031-9004", longer)))
        assert code == 4
        assert "resolution/2031-9004/part/39> has 3," in report["graphs"][0]["fault"]["reason"]
        assert bench.lines("2031-9004") == lines, "the old graph stands"
