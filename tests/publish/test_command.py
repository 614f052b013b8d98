"""What does not depend on the store: what is refused, which account is shown to whom, and which store is recognised by what."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kzgraph.cli import main
from kzgraph.errors import StoreError
from kzgraph.publish.detect import detect
from kzgraph.publish.dialects import DIALECTS, Way, addresses
from kzgraph.publish.endpoint import Endpoint
from kzgraph.publish.line import Line
from kzgraph.publish.loading import Loader
from kzgraph.publish.secrets import Secrets
from kzgraph.resolve.iri import BASE
from kzgraph.web.waiting import Clock
from tests.publish.bench import Bench, graph_of, numbered, statements
from tests.publish.stores import free_port
from tests.queries.cases import graph_file

OLD = statements("2031-9001", numbered(30, "old"))


# ---------------------------------------------------------------- the gate


def test_what_does_not_conform_is_not_sent(quick: Bench) -> None:
    """A resolution that breaks the shapes stays here; those that conform go, and --force lets it go too."""
    path = quick.folder / "both.nq"
    bad = "".join(f"{line[:-3]} <{graph_of('2031-9001')}> .\n" for line in OLD)
    path.write_text(graph_file().read_text("utf-8") + bad, "utf-8")
    code, report = quick.publish(path, "--no-terms", forced=False)
    assert code == 1
    assert quick.actions(report)["2031-9001"] == "refused"
    assert set(quick.actions(report).values()) == {"sent", "refused"}
    assert "does not conform" in quick.said
    assert quick.lines("2031-9001") == []
    assert len(quick.graphs()) == 4, "three resolutions, and what is remembered of them"
    code, report = quick.publish(path)
    assert (code, quick.actions(report)["2031-9001"]) == (0, "sent")


def test_blank_nodes_survive_every_way(quick: Bench) -> None:
    lines = [*OLD, f"<{BASE}resolution/2031-9001> <urn:p> _:a .\n", "_:a <urn:q> _:b .\n", '_:b <urn:q> "_:a"@mt .\n']
    for way in ("put", "staged", "update"):
        code, report = quick.publish(quick.write(("2031-9001", lines)), "--load", way, "--all")
        assert (code, report["graphs"][0]["verified"]) == (0, "digest"), quick.said


def test_an_earlier_run_leaves_nothing_behind(quick: Bench) -> None:
    """What was begun beside a graph is taken up if it is the same, else it goes; what stands there otherwise is replaced."""
    new = statements("2031-9001", numbered(40, "new"))
    endpoint = quick.endpoint
    quick.publish(quick.write(("2031-9001", OLD)))
    meta = f"{BASE}graph/published"
    stale = f"{BASE}graph/staging/{'0' * 64}"
    endpoint.update(
        f"INSERT DATA {{ GRAPH <{stale}> {{ {OLD[0].strip()[:-2]} }} GRAPH <{meta}> {{ <{graph_of('2031-9001')}> "
        f"<http://purl.org/dc/terms/isReplacedBy> <{stale}> }} }}"
    )
    code, _ = quick.publish(quick.write(("2031-9001", new)), "--load", "update")
    assert code == 0
    assert quick.lines("2031-9001") == new
    assert quick.graphs() == {"graph/resolution/2031-9001", "graph/published"}


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--endpoint", "http://ana:cloud-9@127.0.0.1/"], "there is an account in the address"),
        (["--endpoint", "127.0.0.1:7878"], "is no web address"),
        (["--endpoint", "http://127.0.0.1/?query=x"], "has a query"),
        (
            ["--endpoint", "http://127.0.0.1/", "--store", "blazegraph", "--load", "put"],
            "does not speak the Graph Store Protocol",
        ),
        (["--endpoint", "http://127.0.0.1/", "--store", "oxigraph", "--at", "yesterday"], "is no date"),
    ],
)
def test_a_bad_command_is_refused_before_anything_is_asked(
    options: list[str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(tmp_path / "none.nq"), *options]) == 4
    said = capsys.readouterr().err
    assert reason in said
    assert "cloud-9" not in said


def test_a_store_that_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(tmp_path / "none.nq"), "--endpoint", f"http://127.0.0.1:{free_port()}/"]) == 4
    assert "the store cannot be reached, tried 5 times" in capsys.readouterr().err


# ---------------------------------------------------------------- accounts


@dataclass
class Guard:
    """A server that says what it is told to, and notes who asked."""

    headers: dict[str, str] = field(default_factory=dict)
    status: int = 401
    body: bytes = b""
    seen: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture
def guard() -> Iterator[Guard]:
    made = Guard()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            made.seen.append(self.headers.get("Authorization", ""))
            self.send_response_only(made.status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(made.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(made.body)

        do_GET = do_POST = do_PUT = do_HEAD = answer  # noqa: N815 (the names that the library asks for)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield made
    server.shutdown()
    server.server_close()
    serving.join()


def publish_at(guard: Guard, *options: str, store: str = "fuseki") -> int:
    return main(["publish", str(graph_file()), "--endpoint", guard.root, "--store", store, "--force", "--no-terms", *options])


def test_an_account_comes_from_the_environment_and_is_never_shown(
    guard: Guard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("KZGRAPH_USER", "ana")
    monkeypatch.setenv("KZGRAPH_PASSWORD", "cloud-9-ż")
    guard.body = "cloud-9-ż is wrong".encode()
    assert publish_at(guard, "--report", str(tmp_path / "report.json")) == 4
    assert guard.seen == ["Basic " + base64.b64encode("ana:cloud-9-ż".encode()).decode()]
    guard.status = 500
    assert publish_at(guard) == 4
    captured = capsys.readouterr()
    assert "is not accepted (401)" in captured.err
    assert "*** is wrong" in captured.err
    assert "cloud-9" not in captured.out + captured.err
    monkeypatch.delenv("KZGRAPH_PASSWORD")
    assert publish_at(guard) == 4
    assert "KZGRAPH_PASSWORD: it is not set" in capsys.readouterr().err


def test_an_account_comes_from_netrc_for_its_host_alone(guard: Guard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password cloud-9\nmachine other login eva password x\n", "utf-8")
    publish_at(guard)
    assert guard.seen == ["Basic " + base64.b64encode(b"ana:cloud-9").decode()]


def test_a_token_is_shown_as_one(guard: Guard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KZGRAPH_TOKEN", "cloud-9")
    publish_at(guard, store="qlever")
    assert guard.seen == ["Bearer cloud-9"]
    assert "cloud-9" not in "".join(capsys.readouterr())


def test_a_wrong_password_at_a_digest_is_told_once(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZGRAPH_USER", "ana")
    monkeypatch.setenv("KZGRAPH_PASSWORD", "cloud-9")
    guard.headers["WWW-Authenticate"] = 'Digest realm="SPARQL", nonce="00", qop="auth", algorithm="MD5"'
    assert publish_at(guard, store="virtuoso") == 4
    assert len(guard.seen) <= 4, "an account must not be locked by trying"
    assert all("cloud-9" not in one for one in guard.seen), "a digest does not send the password"


def test_nobody_is_sent_elsewhere(guard: Guard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KZGRAPH_TOKEN", "cloud-9")
    guard.status = 307
    guard.headers["Location"] = "https://ana:secret@store.example/ds"
    assert publish_at(guard) == 4
    said = capsys.readouterr().err
    assert "sends the request on to https://store.example/ds" in said
    assert "secret" not in said


# ---------------------------------------------------------------- which store it is


@pytest.mark.parametrize(
    ("store", "headers", "path", "body"),
    [
        ("virtuoso", {"Server": "Virtuoso/07.20.3229 (Linux)"}, "sparql", b""),
        ("oxigraph", {"Server": "Oxigraph/0.5.13"}, "", b""),
        ("fuseki", {"Fuseki-Request-Id": "7"}, "ds", b""),
        ("fuseki", {"Server": "Apache Jena Fuseki (4.9.0)"}, "ds", b""),
        ("graphdb", {"Server": "GraphDB/10.6"}, "repositories/kz", b""),
        ("rdf4j", {}, "rdf4j-server/repositories/kz", b""),
        ("blazegraph", {}, "blazegraph/namespace/kz/sparql", b""),
        ("qlever", {}, "", b'{"name-index": "kzgraph"}'),
    ],
)
def test_a_store_is_known_by_its_answer(guard: Guard, store: str, headers: dict[str, str], path: str, body: bytes) -> None:
    guard.status, guard.headers, guard.body = 404, headers, body
    line = Line(Secrets(), "basic", Clock())
    try:
        assert detect(line, guard.root + path).name == store
    finally:
        line.close()
    assert guard.seen[0] == "", "a stranger is asked without an account"


def test_a_store_that_nothing_tells_is_to_be_named(guard: Guard, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(graph_file()), "--endpoint", guard.root]) == 4
    assert "Name it with --store: virtuoso, oxigraph" in capsys.readouterr().err


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_the_root_is_found_from_any_address_of_a_store(dialect: object) -> None:
    from kzgraph.publish.dialects import Dialect

    assert isinstance(dialect, Dialect)
    of_root = addresses(dialect, "https://data.example/kz/")
    for address in (of_root.query, of_root.update, of_root.graphs or of_root.query):
        assert addresses(dialect, address) == of_root


def test_a_text_is_too_long_by_its_bytes_not_its_letters() -> None:
    """The store counts bytes, and a line with fewer letters may have more of them."""
    dialect = replace(DIALECTS["virtuoso"], longest_literal=150)
    endpoint = Endpoint(Line(Secrets(), "basic", Clock()), dialect, addresses(dialect, "http://127.0.0.1:1/"))
    lines = [f'<urn:a> <urn:b> "{"x" * 100}" .\n', f'<urn:c> <urn:b> "{"ħ" * 80}" .\n']
    with pytest.raises(StoreError, match=r"a text of <urn:c> has 1[78]. bytes, and .* takes 150"):
        Loader(endpoint, Way.PUT).replace("urn:g", lines, "", "")


# ---------------------------------------------------------------- patience


def test_a_store_that_reads_slowly_is_waited_for() -> None:
    """A store may load while it reads: a long body then stands still for longer than a connection may take to come about."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(30)

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            time.sleep(1.0)
            left = 8_000_000
            while left > 0 and (data := connection.recv(2**20)):
                left -= len(data)
            connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    serving = threading.Thread(target=serve)
    serving.start()
    line = Line(Secrets(), "basic", Clock(), (0.3, 20.0))
    try:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert line.ask("PUT", address, headers={}, body=b"x" * 8_000_000).status == 204
        assert line.count == 1
    finally:
        line.close()
        serving.join()
        listener.close()
