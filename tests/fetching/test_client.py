"""What counts as an answer, what is kept of it, and which hosts are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kzgraph.errors import FetchError, NotFoundError, OutputError
from kzgraph.fetching.cache import Cache
from kzgraph.fetching.client import FRESH, Answer, Client, Origin
from tests.fetching.conftest import Bench
from tests.fetching.server import CHALLENGE, SPECIMENS, Served, Server, html_of

TEXT = SPECIMENS["sl"]
FINE = Served(TEXT, etag='"1"')


def fine(_address: str, _data: bytes) -> None:
    """Whatever comes is right."""


def get(client: Client, address: str, language: str = "") -> Answer:
    return client.get(address, "text/plain", language, check=fine)


@pytest.mark.parametrize(
    ("served", "kind", "reason"),
    [
        (Served(b"x", 404), NotFoundError, "no such text (404)"),
        (Served(b"x", 406), NotFoundError, "no such text (406)"),
        (Served(b"x", 400), FetchError, "answers 400, which is no text"),
        (Served(b"x", 401), FetchError, "the server refuses (401)"),
        (Served(b"x", 403), FetchError, "the server refuses (403)"),
        (Served(b"", 204), FetchError, "answers 204, which is no text"),
        (Served(b"x", 300), FetchError, "answers 300, which is no text"),
        (Served(b""), FetchError, "the answer is empty"),
        (Served(b" \n"), FetchError, "the answer is empty"),
        (Served(b"", 202), FetchError, "answers 202, which is a firewall's way"),
        (Served(CHALLENGE, 202), FetchError, "answers 202, which is a firewall's way"),
        (Served(CHALLENGE), FetchError, "a page without text came, which wants a browser"),
        (Served(b"", 405, {"x-amzn-waf-action": "captcha"}), FetchError, "a firewall answers in place of the server (captcha)"),
        (Served(TEXT, 200, {"X-Amzn-Waf-Action": "challenge"}), FetchError, "in place of the server (challenge)"),
        (Served(b"", 302, {"Location": "file:///etc/hosts"}), FetchError, "redirected to something that is no web address"),
        (Served(b"", 302, {"Location": "/a"}), FetchError, "redirected in a circle"),
        (Served(b"", 302), FetchError, "redirected in a circle"),
        (Served(b"", 304), FetchError, "answers 304, which is no text"),
    ],
)  # fmt: skip
def test_only_a_text_counts(server: Server, bench: Bench, served: Served, kind: type[FetchError], reason: str) -> None:
    address = server.put("/a", served)
    for _ in range(2):  # and no refusal is kept
        with pytest.raises(FetchError) as caught:
            get(bench.client(), address)
        assert type(caught.value) is kind or kind is FetchError
        assert reason in caught.value.reason
        assert caught.value.place == address
        assert caught.value.remedy
    assert len(server.asked) == 2


def test_a_real_page_with_a_script_is_no_wall(server: Server, bench: Bench) -> None:
    page = html_of(TEXT, script="<script>var lang;</script>")
    assert get(bench.client(), server.put("/a", Served(page))).data == page


def test_redirects_are_followed(server: Server, bench: Bench) -> None:
    server.put("/b", Served(b"", 301, {"Location": "c"}))
    server.put("/c", FINE)
    answer = get(bench.client(), server.put("/a", Served(b"", 303, {"Location": server.root + "b"})), "hrv")
    assert (answer.data, answer.address) == (TEXT, server.root + "c")
    assert server.paths() == ["/a", "/b", "/c"]
    assert {one.headers["accept-language"] for one in server.asked} == {"hrv"}


def test_redirects_without_end_are_ended(server: Server, bench: Bench) -> None:
    for number in range(30):
        server.put(f"/{number}", Served(b"", 302, {"Location": f"/{number + 1}"}))
    with pytest.raises(FetchError, match="in a circle"):
        get(bench.client(), server.root + "0")
    assert len(server.asked) < 12


def test_what_came_once_is_kept_for_a_day(server: Server, bench: Bench) -> None:
    address = server.put("/a", FINE)
    assert get(bench.client(), address).origin is Origin.NEW
    assert get(bench.client(), address).origin is Origin.KEPT
    assert len(server.asked) == 1
    assert get(bench.client(), address, "slv").origin is Origin.NEW


@pytest.mark.parametrize("refresh", [True, False])
def test_later_it_is_asked_whether_it_changed(server: Server, bench: Bench, refresh: bool) -> None:
    address = server.put("/a", FINE)
    get(bench.client(), address)
    bench.time.now += 0 if refresh else FRESH
    answer = get(bench.client(refresh=refresh), address)
    assert (answer.origin, answer.data) == (Origin.CONFIRMED, TEXT)
    assert server.counts() == {200: 1, 304: 1}
    # Once confirmed it is fresh again.
    assert get(bench.client(), address).origin is Origin.KEPT


def test_a_date_is_proof_where_there_is_no_tag(server: Server, bench: Bench) -> None:
    address = server.put("/a", Served(TEXT, headers={"Last-Modified": "Thu, 12 Jun 2031 10:00:00 GMT"}), Served(b"", 304))
    get(bench.client(), address)
    assert get(bench.client(refresh=True), address).origin is Origin.CONFIRMED
    assert server.asked[1].headers["if-modified-since"] == "Thu, 12 Jun 2031 10:00:00 GMT"


def test_what_changed_replaces_what_was_kept(server: Server, bench: Bench) -> None:
    address = server.put("/a", FINE)
    get(bench.client(), address)
    server.put("/a", Served(SPECIMENS["hr"], etag='"2"'))
    answer = get(bench.client(refresh=True), address)
    assert (answer.origin, answer.data) == (Origin.NEW, SPECIMENS["hr"])
    assert get(bench.client(offline=True), address).data == SPECIMENS["hr"]
    assert len(list((bench.folder / "cache").rglob("*.body"))) == 1


@pytest.mark.parametrize("served", [Served(b"no", 503), Served(CHALLENGE, 202), Served(b""), Served(b"no", 403)])
def test_a_refusal_costs_no_text_that_was_kept(server: Server, bench: Bench, served: Served) -> None:
    address = server.put("/a", FINE)
    get(bench.client(), address)
    server.put("/a", served)
    answer = get(bench.client(refresh=True), address)
    assert (answer.origin, answer.data) == (Origin.STALE, TEXT)


def test_offline_asks_nobody(server: Server, bench: Bench) -> None:
    address = server.put("/a", FINE)
    with pytest.raises(FetchError, match=r"/a: it is not in the cache. Run the command without --offline"):
        get(bench.client(offline=True), address)
    get(bench.client(), address)
    bench.time.now += 10 * FRESH
    assert get(bench.client(offline=True), address).origin is Origin.KEPT
    assert len(server.asked) == 1


@pytest.mark.parametrize("damage", ["body", "json"])
def test_a_damaged_cache_is_fetched_anew(server: Server, bench: Bench, damage: str) -> None:
    address = server.put("/a", FINE)
    get(bench.client(), address)
    [path] = (bench.folder / "cache").rglob(f"*.{damage}")
    path.write_bytes(path.read_bytes()[:-5])
    answer = get(bench.client(), address)
    assert (answer.origin, answer.data) == (Origin.NEW, TEXT)
    assert get(bench.client(offline=True), address).data == TEXT


def test_nothing_half_written_is_left(server: Server, bench: Bench) -> None:
    get(bench.client(), server.put("/a", FINE))
    names = sorted(path.suffix for path in (bench.folder / "cache").rglob("*") if path.is_file())
    assert names == [".body", ".json"]
    [entry] = (bench.folder / "cache").rglob("*.json")
    assert json.loads(entry.read_text())["etag"] == '"1"'


def test_a_cache_that_cannot_be_written_says_so(server: Server, bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    client = Client(Cache(tmp_path / "file"), bench.line(), clock=bench.clock)
    with pytest.raises(OutputError, match="Check the folder"):
        get(client, server.put("/a", FINE))


def test_what_fails_the_check_is_not_kept(server: Server, bench: Bench) -> None:
    def never(address: str, _data: bytes) -> None:
        raise FetchError(address, "it is wrong", "Go on.")

    address = server.put("/a", FINE)
    for _ in range(2):
        with pytest.raises(FetchError, match="it is wrong"):
            bench.client().get(address, "text/plain", check=never)
    assert server.counts() == {200: 2}


@pytest.mark.parametrize("wall", [Served(CHALLENGE, 202), Served(CHALLENGE), Served(b"x", 403, {"x-amzn-waf-action": "block"})])
def test_a_wall_is_met_once(server: Server, bench: Bench, wall: Served) -> None:
    client = bench.client()
    with pytest.raises(FetchError):
        get(client, server.put("/a", wall))
    with pytest.raises(FetchError, match=r"was not asked again: .*Open the address in a browser"):
        get(client, server.put("/b", FINE))
    assert server.paths() == ["/a"]


def test_a_host_that_has_too_many_requests_is_left_alone(server: Server, bench: Bench) -> None:
    client = bench.client()
    with pytest.raises(FetchError, match="the server answers 429, tried 5 times"):
        get(client, server.put("/a", Served(b"no", 429, {"Retry-After": "1"})))
    with pytest.raises(FetchError, match="was not asked again: the server answers 429"):
        get(client, server.put("/b", FINE))
    assert server.counts() == {429: 5}


def test_one_refusal_closes_no_host_but_three_in_a_row_do(server: Server, bench: Bench) -> None:
    client = bench.client()
    for name in ("a", "b"):
        with pytest.raises(FetchError):
            get(client, server.put(f"/{name}", Served(b"no", 403)))
    get(client, server.put("/c", FINE))
    for name in ("d", "e", "f", "g"):
        with pytest.raises(FetchError):
            get(client, server.put(f"/{name}", Served(b"no", 403)))
    assert server.paths() == ["/a", "/b", "/c", "/d", "/e", "/f"]


def test_a_host_that_is_gone_is_tried_for_one_text_alone(server: Server, bench: Bench) -> None:
    client = bench.client()
    with Server() as gone:
        address = gone.root
    for name in "abc":
        with pytest.raises(FetchError):
            get(client, address + name)
    assert bench.lines[-1].count == 5
    assert get(client, server.put("/a", FINE)).data == TEXT
