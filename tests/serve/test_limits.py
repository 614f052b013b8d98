"""No client keeps the others waiting: limits are hit for real, hostile requests are refused, and nothing is left behind."""

from __future__ import annotations

import asyncio
import http.server
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import requests
from starlette.types import Message, Receive, Scope, Send

from kzgraph.cli import main
from kzgraph.serve.federation import disarmed, stopped
from kzgraph.serve.guard import Guard
from kzgraph.serve.limits import Limits
from kzgraph.serve.pool import Pool
from kzgraph.serve.refusal import Refusal
from tests.serve.running import GRAPH, PATIENCE, WORK, Running, running, runs

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMIT = 6.0


@pytest.fixture(scope="module")
def strict() -> Iterator[Running]:
    """A server with narrow limits, stopped at the end of the module."""
    with running("--timeout", str(LIMIT), "--max-bytes", "100000", "--workers", "2", "--patience", "5") as started:
        yield started


@pytest.fixture(scope="module")
def patient() -> Iterator[Running]:
    """A server that nothing frees but what it does of itself: its limits are longer than any test waits."""
    with running("--timeout", str(10 * PATIENCE), "--workers", "2", "--patience", str(10 * PATIENCE)) as started:
        yield started


def works(server: Running) -> None:
    """The server answers still, queries and pages."""
    assert server.ask("ASK {}").json()["boolean"] is True
    assert server.get("resolution/2031-2901", "text/turtle").status_code == 200


# ---------------------------------------------------------------- time, bytes, memory


def test_an_endless_query_is_ended_while_others_are_answered(strict: Running) -> None:
    with ThreadPoolExecutor() as pool:
        begun = time.monotonic()
        endless = pool.submit(strict.ask, ENDLESS)
        strict.at_work()
        meanwhile = 0
        while not endless.done():
            works(strict)
            meanwhile += 1
        assert endless.result().status_code == 503
        assert f"{LIMIT:g} seconds" in endless.result().text
        assert time.monotonic() - begun >= LIMIT
    assert meanwhile > 1, "the last one may have come behind it"
    works(strict)


def test_when_all_processes_are_at_work_clients_are_told_when_to_come_back(strict: Running) -> None:
    with ThreadPoolExecutor(max_workers=24) as pool:
        asked = [pool.submit(strict.ask, ENDLESS) for _ in range(24)]
        strict.at_work(2)
        # Descriptions have a process of their own.
        assert strict.get("resolution/2031-2901", "text/turtle").status_code == 200
        answers = [one.result() for one in asked]
    assert {answer.status_code for answer in answers} == {503}
    busy = [answer for answer in answers if "Retry-After" in answer.headers]
    assert len(busy) >= 24 - 2 - 16
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in busy)
    works(strict)


def test_a_query_whose_client_left_is_ended(patient: Running) -> None:
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", patient.port), timeout=PATIENCE) as client:
            client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            patient.at_work()
    works(patient)


def test_an_answer_that_is_too_long_is_refused_whole(strict: Running) -> None:
    for query, accept in (
        ("SELECT * { ?s ?p ?o }", "text/csv"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/n-triples"),
    ):
        answer = strict.ask(query, accept)
        assert answer.status_code == 403
        assert "100,000 bytes" in answer.text
        assert strict.ask(f"{query} LIMIT 100", accept).status_code == 200
    assert strict.get(f"rdf-graph-store?graph={quote(GRAPH, safe='')}").status_code == 403


def test_a_query_that_takes_all_memory_breaks_its_own_process_alone(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal(n)) for n in range(5000))
    del store
    settings = {"store": str(tmp_path / "store"), "base": "urn:", "neighbours": 10, "memory": 700 * 2**20}
    job = {"do": "query", "default": None, "named": None, "results": "json", "graph": None}

    async def asked() -> bytes:
        pool = Pool("query", 1, settings, tmp_path, Limits(seconds=10 * PATIENCE))
        await pool.start()
        try:
            with pytest.raises(Refusal, match="memory") as refused:
                await pool.do({**job, "query": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"})
            assert refused.value.status == 503
            return (await pool.do({**job, "query": "ASK {}"})).file.read()
        finally:
            await pool.stop()

    assert asyncio.run(asked()) == b'{"head":{},"boolean":true}'
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.mark.parametrize(
    "query", ["SELECT * {" + "{" * 20000 + "}" * 20000 + "}", "ASK { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }"]
)
def test_a_query_that_is_too_deep_breaks_nothing(strict: Running, query: str) -> None:
    answer = requests.post(strict.root + "sparql", data={"query": query}, timeout=PATIENCE)
    assert answer.status_code in (400, 503)
    works(strict)


# ---------------------------------------------------------------- no outgoing request


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An endpoint on loopback that writes down who asks."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{other.server_port}/sparql", asked
        finally:
            other.shutdown()
            thread.join()


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "select*{service<URL>{?s ?p ?o}}",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } FILTER(?a<?b)SERVICE?x#>\n{ ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?x) { SELECT * { SeRvIcE ?x { ?s ?p ?o } } } }",
    "# <\nSELECT * { SERVICE <URL> { ?s ?p ?o } } # >",
    "SELECT * { BIND('\\'' AS ?q) SERVICE <URL> { ?s ?p ?o } BIND('' AS ?r) }",
    "SELECT * { ?s <http://x/'> ?o . SERVICE <URL> { ?s <http://x/'> ?o } }",
    "PREFIX e: <URL> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERV\\u0049CE <URL> { ?s ?p ?o } }",
    "SELECT * FROM <URL> FROM NAMED <URL> { ?s ?p ?o . GRAPH <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_makes_the_server_ask_another(strict: Running, query: str) -> None:
    with listening() as (url, asked):
        answer = strict.ask(query.replace("URL", url))
        requests.post(strict.root + "sparql", data={"query": query.replace("URL", url)}, timeout=PATIENCE)
        # The listener would have heard: it hears this.
        requests.get(url + "/heard", timeout=PATIENCE)
    assert asked == ["/sparql/heard"]
    expected = 200 if "GRAPH" in query else 400 if "\\u0049" in query else 403
    assert answer.status_code == expected, answer.text
    assert expected != 403 or "SERVICE is refused" in answer.text


def test_the_word_alone_is_no_crime(strict: Running) -> None:
    query = """
        PREFIX service: <urn:s:> PREFIX s: <urn:s:> # a service
        SELECT ?service ?b (CONCAT('service', "Service", '''x SERVICE {''') AS ?c) {
          BIND(<urn:service/> AS ?service) BIND(s:service AS ?b) FILTER NOT EXISTS { ?x s:p _:service } }
    """
    answer = strict.ask(query.replace("PREFIX service: <urn:s:>", ""))
    [row] = answer.json()["results"]["bindings"]
    assert {name: term["value"] for name, term in row.items()} == {
        "service": "urn:service/",
        "b": "urn:s:service",
        "c": "serviceServicex SERVICE {",
    }
    assert "service" not in disarmed(query).lower().replace("?service", "").replace(":service", "")
    assert not stopped(disarmed("SELECT 'service' {"), "error at 9:1: x")


# ---------------------------------------------------------------- hostile requests


def raw(server: Running, data: bytes) -> bytes:
    """Send bytes as they are, and leave; what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
        got, left = b"", False
        with suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(data)  # It may close before it has read all; what it said can be read all the same.
        try:
            while piece := client.recv(65536):
                got += piece
                head, end, body = got.partition(b"\r\n\r\n")
                length = re.search(rb"(?im)^content-length: *(\d+)", head)
                if end and length and len(body) >= int(length[1]) and not left:
                    # It may keep the connection: now it closes, and what else it had to say has come before.
                    left = True
                    with suppress(OSError):  # It may have closed already.
                        client.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # That was all.
        return got


HOST = b"Host: localhost\r\n"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", (b"400", b"414", b"431")),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 200_000 + b"\r\n\r\n", (b"400", b"431")),
        (b"GET / HTTP/1.1\r\nHost: evil.example.eu\r\n\r\n", (b"421",)),
        (b"GET / HTTP/1.1\r\nHost: localhost.evil.example.eu\r\n\r\n", (b"421",)),
        (b"GET / HTTP/1.1\r\nHost: localhost@evil.example.eu\r\n\r\n", (b"421",)),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.eu\r\n\r\n", (b"400", b"421")),
        (b"GET / HTTP/1.1\r\n\r\n", (b"400", b"421")),
        (b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", (b"400", b"404")),
        (b"GET /%FF%FE%00 HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"GET /../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"GET /..%5c..%5cetc HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"GET //evil.example.eu/ HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"GET /describe?iri=urn:x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"GET /describe?iri=%3Cscript%3E HTTP/1.1\r\n" + HOST + b"Accept: text/html\r\n\r\n", (b"404",)),
        (b"GET /actor/%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"GET /sparql?query=%FF HTTP/1.1\r\n" + HOST + b"\r\n", (b"400",)),
        (b"GET /resolution/2031-2901?page=99999999999999999999 HTTP/1.1\r\n" + HOST + b"\r\n", (b"400",)),
        (b"GET /resolution/2031-2901?page=-1 HTTP/1.1\r\n" + HOST + b"\r\n", (b"400",)),
        (b"GET /resolution/2031-2901?page=2 HTTP/1.1\r\n" + HOST + b"\r\n", (b"404",)),
        (b"HELLO\r\n\r\n", (b"400",)),
        (
            b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            (b"400", b"415"),
        ),
        (
            b"POST /sparql HTTP/1.1\r\n"
            + HOST
            + b"Content-Type: application/sparql-query\r\nContent-Length: 99999999999\r\n\r\n",
            (b"413",),
        ),
    ],
)
def test_a_hostile_request_is_refused(strict: Running, data: bytes, status: tuple[bytes, ...]) -> None:
    got = raw(strict, data)
    line, _, rest = got.partition(b"\r\n")
    assert line.split(b" ")[1] in status, got[:500]
    assert b"\r\nset-cookie" not in rest.lower()
    assert b"root:" not in rest
    assert b"<script>" not in rest
    works(strict)


def test_a_body_of_ten_megabytes_is_refused(strict: Running) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"#" * 10_000

    for data in (b"#" * 10_000_000, pieces()):
        try:
            answer = requests.post(
                strict.root + "sparql", data=data, headers={"Content-Type": "application/sparql-query"}, timeout=PATIENCE
            )
            assert answer.status_code == 413
        except requests.ConnectionError:
            pass  # The server closed before the client had sent all, and the client did not look for the answer.
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"186a0\r\n" + b"#" * 100_000 + b"\r\n"
    assert raw(strict, head + chunk * 11).startswith(b"HTTP/1.1 413 ")
    works(strict)


def test_slow_clients_keep_nobody_waiting(patient: Running) -> None:
    slow = []
    for number in range(50):
        client = socket.create_connection(("127.0.0.1", patient.port), timeout=PATIENCE)
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"[
                : 20 + 5 * number
            ]
        )
        slow.append(client)
    try:
        works(patient)
    finally:
        for client in slow:
            client.close()
    works(patient)
    assert "Traceback" not in "".join(patient.said()), "who leaves is no fault of the server"


def test_a_client_that_sends_nothing_or_too_slowly_is_sent_away(strict: Running) -> None:
    begun = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", strict.port), timeout=PATIENCE)) for _ in range(4)]
        clients[1].sendall(begun)
        clients[2].sendall(begun + b"Content-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK")
        clients[3].sendall(b"GET /serve.css HTTP/1.1\r\nHost: localhost\r\n\r\n")
        got = b""
        while not got.endswith(b"}\n"):
            got += clients[3].recv(65536)
        clients[3].sendall(begun)
        with suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(2 * PATIENCE):
                time.sleep(0.5)
                clients[1].sendall(b"X: y\r\n")
            pytest.fail("who never ends its head is heard for ever")
        assert clients[0].recv(100) == b""
        assert clients[2].recv(100).startswith(b"HTTP/1.1 408 ")
        assert clients[3].recv(100) == b""
    works(strict)


def test_a_client_that_takes_nothing_is_left() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})
        raise AssertionError("it took it")

    sent = []

    async def send(message: Message) -> None:
        sent.append(message["type"])
        if len(sent) > 1:
            await asyncio.Event().wait()

    async def receive() -> Message:
        return {"type": "http.request"}

    asyncio.run(Guard(app, frozenset(), 0.05)({"type": "http", "headers": []}, receive, send))
    assert sent == ["http.response.start", "http.response.body"]


def test_every_answer_keeps_a_browser_safe(strict: Running) -> None:
    for path in ("", "sparql", "resolution/2031-2901.html", "nothing", "serve.css", "assets/theme.js", "rdf-graph-store"):
        answer = strict.get(path, "text/html")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?! src=)", answer.text)
        assert "server" not in answer.headers


# ---------------------------------------------------------------- the end


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_at_the_end_nothing_is_left(number: signal.Signals) -> None:
    with running("--timeout", "60") as server:
        assert any(server.folder.iterdir())
        children = server.children()
        assert len(children) == 3
        with ThreadPoolExecutor() as pool:
            under_way = pool.submit(server.ask, ENDLESS)
            server.at_work()
            server.process.send_signal(number)
            assert server.process.wait(PATIENCE) == 0
            assert under_way.exception() is not None or under_way.result().status_code >= 500
        assert list(server.folder.iterdir()) == []
        assert [child for child in children if runs(child)] == []
        assert len(server.said()) == 1


def test_processes_end_by_themselves_when_the_server_is_killed() -> None:
    with running("--timeout", "3") as server:
        with ThreadPoolExecutor() as pool:
            pool.submit(server.ask, ENDLESS)
            server.at_work()
            children = server.children()
            assert children
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while left := [child for child in children if runs(child)]:
            assert time.monotonic() < until, left
            time.sleep(0.1)


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["missing.ttl"], "cannot be read"),
        (["g.nt", "--port", "99999"], "is no port"),
        (["g.nt", "--host", "no.such.host.invalid"], "cannot be had"),
        (["g.nt", "--public", "ftp://x/"], "no address of a server"),
        (["g.nt", "--timeout", "0"], "out of range"),
        (["g.nt", "--workers", "100"], "out of range"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    options: list[str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("g.nt").write_text(
        f"<{WORK}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/kzgraph/ontology#Resolution> .\n"
    )
    assert main(["serve", *options]) == 4
    assert reason in capsys.readouterr().err


def test_an_address_that_others_can_reach_is_warned_of() -> None:
    with running("--host", "0.0.0.0", "--public", "https://data.example.eu/") as server:
        assert server.root == "https://data.example.eu/"
        assert "other machines can reach this server" in server.said()[0]
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        assert list(server.folder.iterdir()) == []
