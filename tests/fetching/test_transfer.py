"""One request to a real server, and each fault on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kzgraph import __version__
from kzgraph.errors import FetchError
from kzgraph.fetching import transfer
from kzgraph.fetching.transfer import ClosedError
from kzgraph.web.waiting import TRIES, Clock
from tests.fetching.conftest import Bench
from tests.fetching.server import SPECIMENS, Served, Server

TEXT = b"".join(SPECIMENS.values())
FINE = Served(TEXT, etag='"1"', ranges=True)


def test_an_answer_comes_as_it_is(server: Server, bench: Bench) -> None:
    reply = bench.line().ask(server.put("/a", FINE), {"Accept": "text/plain"})
    assert (reply.status, reply.data) == (200, TEXT)
    [asked] = server.asked
    assert asked.headers["user-agent"].startswith(f"kzgraph/{__version__} (+https://")
    assert asked.headers["accept"] == "text/plain"


def test_a_compressed_answer_is_decompressed(server: Server, bench: Bench) -> None:
    assert bench.line().ask(server.put("/a", Served(TEXT, zipped=True)), {}).data == TEXT
    assert server.asked[0].sent < len(TEXT)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(server: Server, bench: Bench, status: int) -> None:
    address = server.put("/a", Served(b"no", status), Served(b"no", status), FINE)
    assert bench.line(pause=0).ask(address, {}).data == TEXT
    assert server.counts() == {status: 2, 200: 1}
    assert bench.time.slept == [0.5, 1.0]


def test_waiting_doubles_and_ends(server: Server, bench: Bench) -> None:
    address = server.put("/a", Served(b"no", 503))
    with pytest.raises(FetchError, match=f"/a: the server answers 503, tried {TRIES} times. Run the command again later"):
        bench.line(pause=0).ask(address, {})
    assert server.counts() == {503: TRIES}
    assert bench.time.slept == [0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize(("asked", "waited"), [("7", 7.0), ("Mon, 31 Dec 2030 00:00:11 GMT", 11.0), ("soon", 0.5), ("Mon, 31 Dec 2029 00:00:00 GMT", 0.5)])  # fmt: skip
def test_the_server_says_how_long_to_wait(server: Server, bench: Bench, asked: str, waited: float) -> None:
    assert time.strftime("%H:%M", time.gmtime(bench.clock.wall())) == "00:00"
    address = server.put("/a", Served(b"no", 429, {"Retry-After": asked}), FINE)
    assert bench.line(pause=0).ask(address, {}).data == TEXT
    assert bench.time.slept == [waited]


def test_who_wants_to_be_left_alone_for_long_is_left_alone(server: Server, bench: Bench) -> None:
    address = server.put("/a", Served(b"no", 429, {"Retry-After": "3600"}), FINE)
    with pytest.raises(ClosedError, match="asks to be left alone for 3600 seconds"):
        bench.line().ask(address, {})
    assert server.counts() == {429: 1}
    assert bench.time.slept == []


def test_requests_to_one_host_keep_their_distance(server: Server, bench: Bench) -> None:
    line = bench.line(pause=0.6)
    for name in "abc":
        line.ask(server.put(f"/{name}", FINE), {})
    assert bench.time.slept == [0.6, 0.6]
    with Server() as other:
        line.ask(other.put("/a", FINE), {})
    assert bench.time.slept == [0.6, 0.6]


def test_a_cut_transfer_is_taken_up_where_it_stopped(server: Server, bench: Bench) -> None:
    cut = Served(TEXT, etag='"1"', ranges=True, cut=9000)
    assert bench.line().ask(server.put("/a", cut, FINE), {}).data == TEXT
    assert [(one.status, one.sent) for one in server.asked] == [(200, 9000), (206, len(TEXT) - 8192)]
    assert server.asked[1].headers["range"] == "bytes=8192-"
    assert server.asked[1].headers["if-range"] == '"1"'


def test_a_transfer_cut_twice_goes_on_from_the_second_cut(server: Server, bench: Bench) -> None:
    first, second = Served(TEXT, etag='"1"', ranges=True, cut=5000), Served(TEXT, etag='"1"', ranges=True, cut=4500)
    assert bench.line().ask(server.put("/a", first, second, FINE), {}).data == TEXT
    assert [one.headers.get("range") for one in server.asked] == [None, "bytes=4096-", "bytes=8192-"]


@pytest.mark.parametrize(
    "cut",
    [
        Served(TEXT, cut=5000),
        Served(TEXT, etag='"1"', cut=5000),
        Served(TEXT, etag='W/"1"', ranges=True, cut=5000),
        Served(TEXT, etag='"1"', ranges=True, zipped=True, cut=5000),
    ],
    ids=["no proof", "no ranges", "weak proof", "compressed"],
)
def test_what_cannot_be_taken_up_begins_anew(server: Server, bench: Bench, cut: Served) -> None:
    assert bench.line().ask(server.put("/a", cut, FINE), {}).data == TEXT
    assert [one.status for one in server.asked] == [200, 200]


def test_another_version_in_between_begins_anew(server: Server, bench: Bench) -> None:
    other = SPECIMENS["ga"]
    address = server.put("/a", Served(TEXT, etag='"1"', ranges=True, cut=5000), Served(other, etag='"2"', ranges=True))
    assert bench.line().ask(address, {}).data == other


def test_a_wrong_part_is_not_put_in(server: Server, bench: Bench) -> None:
    wrong = Served(TEXT[500:], 206, {"Content-Range": f"bytes 500-{len(TEXT) - 1}/{len(TEXT)}"})
    address = server.put("/a", Served(TEXT, etag='"1"', ranges=True, cut=5000), wrong, FINE)
    assert bench.line().ask(address, {}).data == TEXT
    assert [one.status for one in server.asked] == [200, 206, 200]


def test_what_is_always_cut_is_refused(server: Server, bench: Bench) -> None:
    with pytest.raises(FetchError, match=f"the transfer was cut off, tried {TRIES} times"):
        bench.line().ask(server.put("/a", Served(TEXT, cut=10)), {})


def test_a_slow_server_is_waited_for_only_so_long(server: Server, bench: Bench) -> None:
    address = server.put("/a", Served(TEXT, hold=0), FINE)
    assert bench.line(patience=5).ask(address, {}).data == TEXT
    assert len(server.asked) == 2


def test_a_transfer_without_end_is_ended(server: Server, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_LONGEST_TRANSFER", -1.0)
    with pytest.raises(FetchError, match="the transfer takes longer than"):
        bench.line().ask(server.put("/a", Served(TEXT)), {})


def test_an_endless_body_is_refused_at_once(server: Server, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_MOST_BYTES", 100_000)
    with pytest.raises(FetchError, match="more than 100,000 bytes"):
        bench.line().ask(server.put("/a", Served(b"0" * 5_000_000, zipped=True)), {})
    assert len(server.asked) == 1


def test_a_body_that_is_not_compressed_as_it_says_is_refused(server: Server, bench: Bench) -> None:
    with pytest.raises(FetchError, match="cannot be decompressed"):
        bench.line().ask(server.put("/a", Served(TEXT, headers={"Content-Encoding": "gzip"})), {})


def test_a_host_that_is_not_there_is_closed(bench: Bench) -> None:
    with Server() as gone:
        address = gone.root + "a"
    with pytest.raises(ClosedError, match="the server cannot be reached"):
        bench.line().ask(address, {})


@pytest.mark.parametrize("address", ["file:///etc/hosts", "http://", "http://[::1/"])
def test_what_is_no_web_address_is_not_asked(bench: Bench, address: str) -> None:
    with pytest.raises(FetchError, match="Check the address"):
        bench.line().ask(address, {})
    assert bench.time.slept == []


def test_proxies_come_from_the_environment(server: Server, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.root)
    server.put("http://portal.example/a", FINE)
    assert bench.line().ask("http://portal.example/a", {}).data == TEXT


def test_no_password_and_no_cookie_goes_out(
    server: Server, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    line = bench.line()
    for name in "ab":
        line.ask(server.put(f"/{name}", Served(TEXT, headers={"Set-Cookie": "a=1; Path=/"})), {})
    assert not {"cookie", "authorization"} & {name for one in server.asked for name in one.headers}


def test_chance_spreads_the_tries(server: Server, bench: Bench) -> None:
    chances: list[Callable[[], float]] = [lambda: 0.0, lambda: 1.0]
    waited = []
    for chance in chances:
        line = transfer.Line(Clock(bench.time.monotonic, bench.time.wall, bench.time.sleep, chance), 0)
        line.ask(server.put("/a", Served(b"no", 500), FINE), {})
        line.close()
        waited.append(bench.time.slept[-1])
    assert waited == [0.5, 0.75]
