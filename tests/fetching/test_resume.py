"""A fetch that was killed is taken up where it stopped, within a file too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kzgraph.cli import main
from kzgraph.errors import FetchError, OutputError
from kzgraph.fetching import parts, transfer
from kzgraph.fetching.client import Origin
from kzgraph.fetching.parts import KEPT, Part, Parts, read_part
from tests.fetching.conftest import Bench
from tests.fetching.server import SPECIMENS, Served, Server
from tests.fetching.test_client import get

WORK = "TA-11-2031-0144"
#: Texts of several pieces, in three alphabets.
TEXTS = {code: {"txt": SPECIMENS[code] + b"\n" * 16_000} for code in ("bg", "el", "hr", "mt")}
TEXT = b"".join(SPECIMENS.values())
FINE = Served(TEXT, etag='"1"', ranges=True)
#: A transfer that ends behind two pieces, each time.
CUT = Served(TEXT, etag='"1"', ranges=True, cut=9000)
HEADERS = {"ETag": '"1"', "Accept-Ranges": "bytes", "Content-Length": "100"}


@pytest.fixture
def program(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command that fetches the texts, with its environment set."""
    for name in ("PORTAL", "CELLAR", "DOCEO"):
        monkeypatch.setenv(f"KZGRAPH_{name}", server.root)
    monkeypatch.setenv("KZGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KZGRAPH_PAUSE", "0")
    return ["fetch", WORK, "-q", "-o", str(tmp_path / "out")]


@contextmanager
def running(arguments: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the test at the latest."""
    process = subprocess.Popen([sys.executable, "-P", "-m", "kzgraph.cli", *arguments], env=dict(os.environ))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kept(folder: Path) -> int:
    """How much of an answer is kept that is not whole."""
    found = [begun for path in folder.glob("*.part") if (begun := read_part(path))]
    return sum(len(begun.data) for begun in found)


def wait_for(server: Server, path: str, folder: Path, size: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until so much is kept of the file at a path of the server."""
    end = time.monotonic() + 600
    while server.paths()[-1:] != [path] or kept(folder) != size:
        assert process.poll() is None, "the process ended by itself"
        assert time.monotonic() < end, "the process never came so far"
        time.sleep(0.02)


@pytest.mark.parametrize("stopped", sorted(TEXTS))
def test_a_killed_fetch_asks_only_for_what_is_missing(server: Server, tmp_path: Path, program: list[str], stopped: str) -> None:
    paths = server.play_portal(WORK, TEXTS)
    fine = server.routes[paths[stopped, "txt"]]
    held = Served(fine[0].body, etag=fine[0].etag, ranges=True, hold=9000)
    server.put(paths[stopped, "txt"], held, *fine)
    with running(program) as process:
        wait_for(server, paths[stopped, "txt"], tmp_path / "cache" / "parts", 8192, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = [code for code in TEXTS if code < stopped]
    assert server.paths() == [f"/api/v2/adopted-texts/{WORK}", *(paths[code, "txt"] for code in (*before, stopped))]
    server.forget()
    assert main(program) == 0
    after = [code for code in TEXTS if code > stopped]
    assert server.paths() == [paths[code, "txt"] for code in (stopped, *after)]
    assert (server.asked[0].status, server.asked[0].headers["range"]) == (206, "bytes=8192-")
    assert server.asked[0].sent == len(fine[0].body) - 8192
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{WORK}.json", *(f"{WORK}.{code}.txt" for code in TEXTS)}
    for code, forms in TEXTS.items():
        assert (tmp_path / "out" / f"{WORK}.{code}.txt").read_bytes() == forms["txt"]
    assert list((tmp_path / "cache" / "parts").iterdir()) == []
    server.forget()
    assert main(program) == 0
    assert server.asked == []


def test_killed_twice_it_goes_on_from_the_second_time(server: Server, tmp_path: Path, program: list[str]) -> None:
    paths = server.play_portal(WORK, {"el": TEXTS["el"]})
    [fine] = server.routes[paths["el", "txt"]]
    first = Served(fine.body, etag=fine.etag, ranges=True, hold=9000)
    second = Served(fine.body, etag=fine.etag, ranges=True, hold=5000)
    server.put(paths["el", "txt"], first, second, fine)
    for size in (8192, 8192 + 4096):
        with running(program) as process:
            wait_for(server, paths["el", "txt"], tmp_path / "cache" / "parts", size, process)
    assert main(program) == 0
    assert [one.headers.get("range") for one in server.asked] == [None, None, "bytes=8192-", "bytes=12288-"]
    assert (tmp_path / "out" / f"{WORK}.el.txt").read_bytes() == TEXTS["el"]["txt"]


def test_a_text_that_changed_meanwhile_comes_whole(server: Server, tmp_path: Path, program: list[str]) -> None:
    paths = server.play_portal(WORK, {"hr": TEXTS["hr"]})
    held = Served(TEXTS["hr"]["txt"], etag='"1"', ranges=True, hold=9000)
    changed = Served(TEXTS["hr"]["txt"].replace(b"2031", b"2032"), etag='"2"', ranges=True)
    server.put(paths["hr", "txt"], held, changed)
    with running(program) as process:
        wait_for(server, paths["hr", "txt"], tmp_path / "cache" / "parts", 8192, process)
    assert main(program) == 0
    assert (tmp_path / "out" / f"{WORK}.hr.txt").read_bytes() == changed.body
    assert [one.status for one in server.asked] == [200, 200, 200]
    assert server.asked[-1].headers["if-range"] == '"1"'
    assert kept(tmp_path / "cache" / "parts") == 0


def parts_of(bench: Bench) -> Path:
    return bench.folder / "cache" / "parts"


def test_a_server_that_gave_up_is_asked_for_the_rest_by_the_next_run(server: Server, bench: Bench) -> None:
    address = server.put("/a", CUT, Served(b"no", 503))
    with pytest.raises(FetchError, match="the server answers 503, tried 5 times"):
        get(bench.client(), address)
    assert kept(parts_of(bench)) == 8192
    server.put("/a", FINE)
    server.forget()
    answer = get(bench.client(), address)
    assert (answer.data, answer.origin) == (TEXT, Origin.NEW)
    assert [(one.status, one.sent) for one in server.asked] == [(206, len(TEXT) - 8192)]
    assert list(parts_of(bench).iterdir()) == []


def test_behind_a_redirect_the_rest_is_asked_where_the_beginning_came_from(server: Server, bench: Bench) -> None:
    address = server.put("/a", Served(b"", 303, {"Location": "/b"}))
    server.put("/b", CUT, Served(b"no", 503))
    with pytest.raises(FetchError):
        get(bench.client(), address)
    server.put("/b", FINE)
    server.forget()
    assert get(bench.client(), address).data == TEXT
    assert [(one.path, one.status, "range" in one.headers) for one in server.asked] == [("/a", 303, False), ("/b", 206, True)]
    # From elsewhere comes something else.
    get(bench.client(), address)
    server.put("/c", Served(TEXT, etag='"1"', ranges=True))
    Part(Parts(parts_of(bench), bench.clock), "x").begin(server.root + "b", HEADERS)
    assert Part(Parts(parts_of(bench), bench.clock), "x").saved(server.root + "c") is None


def test_of_what_came_whole_the_end_is_asked_again(server: Server, bench: Bench) -> None:
    """A run can end between the last piece and the cache: the server then says whether it is still the same."""
    address = server.put("/a", FINE)
    client = bench.client()
    answer = get(client, address)
    [entry] = (bench.folder / "cache").rglob("*.json")
    key = entry.stem
    entry.unlink()
    part = Part(Parts(parts_of(bench), bench.clock), key)
    part.begin(address, {"ETag": '"1"', "Accept-Ranges": "bytes", "Content-Length": str(len(TEXT))})
    for start in range(0, len(TEXT), 4096):
        part.add(TEXT[start : start + 4096])
    part.close()
    server.forget()
    assert get(bench.client(), address).data == answer.data
    assert [(one.status, one.sent) for one in server.asked] == [(206, len(TEXT) % 4096 or 4096)]


@pytest.mark.parametrize("cut", [Served(TEXT, cut=9000), Served(TEXT, etag='W/"1"', ranges=True, cut=9000), Served(TEXT, etag='"1"', ranges=True, zipped=True, cut=9000)])  # fmt: skip
def test_what_cannot_be_taken_up_is_not_kept(server: Server, bench: Bench, cut: Served) -> None:
    with pytest.raises(FetchError):
        get(bench.client(), server.put("/a", cut))
    assert kept(parts_of(bench)) == 0


def test_a_wrong_answer_leaves_no_part(server: Server, bench: Bench) -> None:
    with pytest.raises(FetchError, match="empty"):
        get(bench.client(), server.put("/a", Served(b" \n", etag='"1"', ranges=True)))
    assert list(parts_of(bench).iterdir()) == []


def test_an_endless_answer_leaves_no_part(server: Server, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_MOST_BYTES", 10_000)
    with pytest.raises(FetchError, match="more than 10,000 bytes"):
        get(bench.client(), server.put("/a", FINE))
    assert list(parts_of(bench).iterdir()) == []


def begun(folder: Path, bench: Bench, key: str = "x", data: bytes = b"a" * 50) -> Path:
    """A part that a run before left."""
    part = Part(Parts(folder, bench.clock), key)
    part.begin("http://127.0.0.1/a", HEADERS, data)
    part.close()
    [path] = folder.glob(f"{key}.*.part")
    return path


def saved(folder: Path, bench: Bench, key: str = "x") -> bytes:
    found = Part(Parts(folder, bench.clock), key).saved("http://127.0.0.1/a")
    return found.data if found else b""


def test_a_torn_end_costs_only_itself(bench: Bench, tmp_path: Path) -> None:
    part = Part(Parts(tmp_path, bench.clock), "x")
    part.begin("http://127.0.0.1/a", HEADERS)
    for letter in (b"a", b"b", b"c"):
        part.add(letter * 20)
    part.close()
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    assert saved(tmp_path, bench) == b"a" * 20 + b"b" * 20 + b"c" * 20
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        data = saved(tmp_path, bench)
        assert (b"a" * 20 + b"b" * 20 + b"c" * 20).startswith(data)
        assert len(data) % 20 == 0
    # A machine that lost power may leave zeros in place of what was written.
    path.write_bytes(whole[:-10] + b"\0" * 10)
    assert saved(tmp_path, bench) == b"a" * 20 + b"b" * 20


@pytest.mark.parametrize("about", [b"", b"{]", b"[]", b"{}", b"[" * 50_000, b'{"address": 1, "time": 0.5, "headers": {}}', b'{"address": "a", "time": "0", "headers": {}}', b'{"address": "a", "time": 0.5, "headers": [1]}', b'{"address": "a", "time": 0.5, "headers": {"ETag": 1}}'])  # fmt: skip
def test_a_part_of_unknown_form_is_none(tmp_path: Path, about: bytes) -> None:
    path = tmp_path / "x.1.part"
    with path.open("wb", buffering=0) as file:
        parts.write_piece(file, about)
        parts.write_piece(file, b"data")
    assert read_part(path) is None


def test_what_nobody_takes_up_goes(bench: Bench, tmp_path: Path) -> None:
    old = begun(tmp_path, bench, "old")
    (tmp_path / "damaged.1.part").write_bytes(b"x" * 30)
    bench.time.now += KEPT - 1
    assert saved(tmp_path, bench, "old") == b"a" * 50
    bench.time.now += 1
    assert saved(tmp_path, bench, "old") == b""
    new = begun(tmp_path, bench, "new")
    assert not old.exists()
    assert list(tmp_path.iterdir()) == [new]


def test_all_parts_together_have_a_bound(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for key in "abc":
        bench.time.now += 1
        made.append(begun(tmp_path, bench, key))
    size = made[0].stat().st_size
    monkeypatch.setattr(parts, "_MOST_OF_ALL", 2 * size + 10)
    bench.time.now += 1
    last = begun(tmp_path, bench, "d")
    assert sorted(tmp_path.iterdir()) == sorted([*made[1:], last])
    monkeypatch.setattr(parts, "_MOST_OF_ONE", size - 1)
    assert saved(tmp_path, bench, "d") == b""


def test_two_runs_at_a_time_do_not_disturb_each_other(bench: Bench, tmp_path: Path) -> None:
    one, other = (Part(Parts(tmp_path, bench.clock), "x") for _ in range(2))
    one.begin("http://127.0.0.1/a", HEADERS)
    one.add(b"a" * 30)
    other.begin("http://127.0.0.1/a", HEADERS)
    for part, letter in ((one, b"a"), (other, b"b"), (one, b"a"), (other, b"b")):
        part.add(letter * 20)
    one.close(whole=True)
    assert saved(tmp_path, bench) == b"b" * 40
    one.release()
    other.add(b"b" * 20)
    other.release()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_says_so(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="it cannot be written"):
        Part(Parts(tmp_path / "file", bench.clock), "x").begin("http://127.0.0.1/a", HEADERS)
