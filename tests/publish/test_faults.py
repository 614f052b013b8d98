"""What goes wrong in the middle of a load: afterwards the old graph stands whole or the new one is whole, never a mixture.

A proxy on loopback stands between the command and the real store and cuts, refuses and truncates; and the store itself is
killed and started again on the same data. After each fault the command runs again and brings everything there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.bench import Bench, numbered, statements
from tests.publish.proxy import Blow, Fault, Proxy

OLD, NEW = statements("2031-9001", numbered(800, "old")), statements("2031-9001", numbered(600, "new"))
OTHER = statements("2031-9002", numbered(50, "other"))
WHOLE = (OLD, NEW)
#: What the stores are asked to change a graph with: the address of updates differs.
UPDATES = ("POST /update", "POST /sparql-auth", "POST /ds/update")


@pytest.fixture
def proxy(bench: Bench) -> Iterator[Proxy]:
    with Proxy(bench.store.port) as standing:
        yield standing


def update_of(bench: Bench) -> str:
    """How a request for an update begins."""
    return {"oxigraph": UPDATES[0], "virtuoso": UPDATES[1], "fuseki": UPDATES[2]}[bench.store.name]


def held(bench: Bench) -> str:
    """Which graph the store holds: "old", "new", or what no store may hold."""
    lines = bench.lines("2031-9001")
    return "old" if lines == OLD else "new" if lines == NEW else f"a mixture of {len(lines)} statements"


#: By what a user would call them. "Retry-After: 0" keeps the tests short; that it is heeded is another test's.
FAULTS = {
    "reset in the head": Fault("", after=60),
    "reset in the body": Fault("", after=20_000),
    "503 twice": Fault("", times=2, status=503, headers="Retry-After: 0\r\n"),
    "429": Fault("", status=429),
    "answer cut in its head": Fault("", answer=30),
}


@pytest.mark.parametrize(
    ("name", "way"), [*((name, "own") for name in FAULTS), ("reset in the body", "update"), ("answer cut in its head", "update")]
)
def test_a_passing_fault_costs_nothing(bench: Bench, proxy: Proxy, name: str, way: str) -> None:
    """What a second try mends is not seen by the user at all."""
    fault = FAULTS[name]
    bench.publish(bench.write(("2031-9001", OLD), ("2031-9002", OTHER)))
    options = ("--load", "update") if way == "update" else ()
    proxy.fault = Fault(
        update_of(bench) if way == "update" else "PUT", fault.times, fault.after, fault.answer, fault.status, fault.headers
    )
    code, report = bench.publish(bench.write(("2031-9001", NEW), ("2031-9002", OTHER)), *options, port=proxy.port)
    assert code == 0, bench.said
    assert proxy.hit == fault.times, "the fault has happened"
    assert bench.actions(report) == {"2031-9001": "sent", "2031-9002": "unchanged"}
    assert held(bench) == "new"


@pytest.mark.parametrize("answer", [30, 3_000])
def test_an_answer_that_is_cut_off_is_asked_for_again(bench: Bench, proxy: Proxy, answer: int) -> None:
    """What the store gives back is compared; half of it is no proof."""
    bench.publish(bench.write(("2031-9001", OLD)))
    proxy.fault = Fault("GET", answer=answer, times=2)
    code, report = bench.publish(bench.write(("2031-9001", NEW)), port=proxy.port)
    assert (code, report["graphs"][0]["verified"]) == (0, "digest")
    assert proxy.hit == 2
    assert held(bench) == "new"


@pytest.mark.parametrize("way", ["own", "update"])
def test_a_fault_that_stays_leaves_the_old_graph(bench: Bench, proxy: Proxy, way: str) -> None:
    bench.publish(bench.write(("2031-9001", OLD), ("2031-9002", OTHER)))
    changed = bench.write(("2031-9001", NEW), ("2031-9002", OTHER))
    options = ("--load", "update") if way == "update" else ()
    verb = update_of(bench) if way == "update" else "PUT"
    proxy.fault = Fault(verb, times=1_000, after=20_000)
    code, report = bench.publish(changed, *options, port=proxy.port)
    assert (code, bench.actions(report)) == (3, {"2031-9001": "failed", "2031-9002": "unchanged"})
    assert "the connection was cut, tried 5 times" in bench.said
    assert held(bench) == "old"
    code, report = bench.publish(changed, *options)
    assert (code, bench.actions(report)) == (0, {"2031-9001": "sent", "2031-9002": "unchanged"})
    assert held(bench) == "new"
    assert bench.graphs() == {"graph/resolution/2031-9001", "graph/resolution/2031-9002", "graph/published"}


def test_a_store_that_asks_for_too_much_patience_is_left_alone(bench: Bench, proxy: Proxy) -> None:
    bench.publish(bench.write(("2031-9001", OLD)))
    proxy.fault = Fault("PUT", times=1_000, status=503, headers="Retry-After: 3600\r\n")
    code, _ = bench.publish(bench.write(("2031-9001", NEW)), port=proxy.port)
    assert (code, proxy.hit) == (4, 1)
    assert "asks to be left alone for 3600 seconds" in bench.said
    assert held(bench) == "old"


@pytest.mark.parametrize("way", ["own", "update"])
def test_a_change_that_was_taken_back_is_not_mistaken(bench: Bench, proxy: Proxy, way: str) -> None:
    """A run ends after its graph arrived and before that is remembered; then the user goes back to the graph before.

    Had the record of the earlier graph been left, it would be taken for unchanged wherever the counts agree.
    """
    options = ("--load", "update") if way == "update" else ()
    twin = statements("2031-9001", [text.replace("old", "odd") for text in numbered(800, "old")])
    assert len(twin) == len(OLD)
    bench.publish(bench.write(("2031-9001", OLD)))
    proxy.fault = Fault("GET" if way == "own" else "POST /none", times=1_000, answer=1)
    code, _ = bench.publish(bench.write(("2031-9001", twin)), *options, port=proxy.port)
    assert code == (4 if way == "own" else 0)
    code, _ = bench.publish(bench.write(("2031-9001", OLD)), *options)
    assert code == 0
    assert held(bench) == "old"


#: When the blow falls, in parts of all that the command has to say.
MOMENTS = (0.05, 0.4, 0.75, 0.97)


@pytest.mark.parametrize("way", ["own", "update"])
def test_a_store_that_is_killed_comes_back_whole(bench: Bench, proxy: Proxy, way: str) -> None:
    """It dies at moments spread over the load, and is started again on the same data."""
    options = ("--load", "update") if way == "update" else ()
    bench.publish(bench.write(("2031-9001", OLD), ("2031-9002", OTHER)))
    said = []
    for lines in (NEW, OLD):
        proxy.passed = 0
        bench.publish(bench.write(("2031-9001", lines), ("2031-9002", OTHER)), *options, port=proxy.port)
        said.append(proxy.passed)
    for number, moment in enumerate(MOMENTS):
        lines = (NEW, OLD)[number % 2]
        path = bench.write(("2031-9001", lines), ("2031-9002", OTHER))
        proxy.passed = 0
        proxy.blows.append(Blow(int(moment * said[number % 2]), bench.store.kill))
        code, _ = bench.publish(path, *options, port=proxy.port)
        assert not proxy.blows, "it has fallen"
        assert code != 0
        bench.store.start()
        assert held(bench) in ("old", "new")
        assert bench.lines("2031-9002") == OTHER
        code, _ = bench.publish(path, *options)
        assert code == 0, bench.said
        assert bench.lines("2031-9001") == lines
        assert bench.graphs() == {"graph/resolution/2031-9001", "graph/resolution/2031-9002", "graph/published"}


def test_a_store_that_is_killed_within_a_request_comes_back_whole(bench: Bench, proxy: Proxy) -> None:
    """The blow falls when a part of the graph has arrived: what a store does with that part is seen after its restart."""
    bench.publish(bench.write(("2031-9001", OLD)))
    size = sum(len(line.encode()) for line in NEW)
    proxy.fault = Fault("PUT", times=1, after=size * 9 // 10, call=bench.store.kill)
    code, _ = bench.publish(bench.write(("2031-9001", NEW)), port=proxy.port)
    assert code == 4
    bench.store.start()
    assert held(bench) == "old"
    proxy.fault = None
    code, _ = bench.publish(bench.write(("2031-9001", NEW)))
    assert (code, held(bench)) == (0, "new")
