"""A real HTTP server on loopback that plays the portal, CELLAR and Parliament's site, with every fault they can have."""

from __future__ import annotations

import gzip
import json
import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

TOP = Path(__file__).resolve().parent.parent.parent
#: The invented specimen in all languages.
SPECIMENS = {path.name.split(".")[1]: path.read_bytes() for path in sorted((TOP / "docs" / "examples").glob("2031-2901.*.*"))}
FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
CHALLENGE = b"""<!DOCTYPE html><html lang="en"><head><title></title><script>window.goku = {"key": "x"};</script></head>
<body><div id="challenge-container"></div><script src="challenge.js"></script><noscript><h1>JavaScript is disabled</h1>In order
to continue, we need to verify that you are not a robot. This requires JavaScript. Enable JavaScript and then reload the
page.</noscript></body></html>"""


@dataclass(frozen=True)
class Served:
    """One answer, with what goes wrong in it.

    Args:
        body: Whole.
        status: The code.
        headers: Beside those that the server adds.
        etag: Quoted; asked with it again, the server answers 304.
        ranges: Parts are offered.
        zipped: Compressed for clients that accept that.
        cut: The connection ends behind so many bytes.
        hold: Behind so many bytes nothing more comes, and the connection stays open.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    ranges: bool = False
    zipped: bool = False
    cut: int | None = None
    hold: int | None = None


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    path: str
    headers: Mapping[str, str]
    status: int
    sent: int


class Server:
    """Answers by path; a path that has none answers 404. Of several answers each is given once, the last for ever."""

    def __init__(self) -> None:
        self.routes: dict[str, list[Served]] = {}
        self.by_headers: dict[tuple[str, str, str], Served] = {}
        self.asked: list[Asked] = []
        self.faults: list[BaseException | None] = []
        self._ended = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Http(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client may leave when it has seen enough; all else fails the test."""
                fault = sys.exception()
                if not isinstance(fault, ConnectionError):
                    server.faults.append(fault)

        self._http = Http(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        assert self.faults == []

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/"

    def put(self, path: str, *answers: Served) -> str:
        """Serve answers at a path; return the address."""
        self.routes[path] = list(answers)
        return self.root.rstrip("/") + path

    def counts(self) -> Counter[int]:
        """How many answers of each status were given."""
        return Counter(one.status for one in self.asked)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def forget(self) -> None:
        """Begin to count anew."""
        self.asked.clear()

    # ------------------------------------------------------------ the sources

    def play_portal(
        self, document: str, texts: Mapping[str, Mapping[str, bytes]], endpoint: str = "adopted-texts"
    ) -> dict[tuple[str, str], str]:
        """Serve a document of the portal and its files, per language and ending; return the paths of the files."""
        paths = {
            (code, ending): f"/distribution/doc/{document}_{code}.{ending}" for code, files in texts.items() for ending in files
        }
        for (code, ending), path in paths.items():
            self.put(path, Served(texts[code][ending], etag=f'"{document}-{code}-{ending}-1"', ranges=True))
        record = {
            "id": f"eli/dl/doc/{document}",
            "type": "Work",
            "identifier": document,
            "document_date": "2031-06-12",
            "title_dcterms": {code: f"Veldoria ({code})" for code in texts},
            "is_realized_by": [
                {
                    "id": f"eli/dl/doc/{document}/{code}",
                    "is_embodied_by": [
                        {
                            "id": f"eli/dl/doc/{document}/{code}/{ending}",
                            "format": FILE_TYPES + ending.upper(),
                            "is_exemplified_by": paths[code, ending].lstrip("/"),
                        }
                        for ending in files
                    ],
                }
                for code, files in texts.items()
            ],
        }
        self.put(f"/api/v2/{endpoint}/{document}", as_json([record], etag=f'"{document}"'))
        return paths

    def play_cellar(self, celex: str, answers: Mapping[tuple[str, str], Served]) -> None:
        """Serve a text of CELLAR by kind and language asked for."""
        path = f"/resource/celex/{celex}"
        for (accept, language), served in answers.items():
            self.by_headers[path, accept, language] = served
        self.by_headers[path, "application/rdf+xml", ""] = Served(b"<RDF>what is known of the work</RDF>")

    # ------------------------------------------------------------ answering

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        asked = {name.lower(): value for name, value in handler.headers.items()}
        key = (path, asked.get("accept", ""), asked.get("accept-language", ""))
        series = self.routes.get(path)
        if key in self.by_headers:
            served = self.by_headers[key]
        elif series:
            served = series.pop(0) if len(series) > 1 else series[0]
        else:
            served = Served(b"nothing here", 404)
        body, status, headers = served.body, served.status, dict(served.headers)
        if served.etag:
            headers["ETag"] = served.etag
        if served.ranges:
            headers["Accept-Ranges"] = "bytes"
        if served.etag and asked.get("if-none-match") == served.etag:
            body, status = b"", 304
        elif served.ranges and "range" in asked and asked.get("if-range") == served.etag:
            start = int(asked["range"].removeprefix("bytes=").removesuffix("-"))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body, status = body[start:], 206
        elif served.zipped and "gzip" in asked.get("accept-encoding", ""):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        sent = body if served.cut is None else body[: served.cut]
        self.asked.append(Asked(path, asked, status, len(sent)))
        try:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            if status != 304:
                handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            middle = len(sent) // 2 if served.hold is None else served.hold
            for number, half in enumerate((sent[:middle], sent[middle:])):
                if served.hold is not None and number:
                    self._ended.wait(3600)
                handler.wfile.write(half)
                handler.wfile.flush()
        except OSError:
            handler.close_connection = True  # the client has lost patience, which is what a slow answer is for
        if served.cut is not None:
            handler.close_connection = True


def as_json(records: Sequence[object], etag: str = "") -> Served:
    """An answer of the API."""
    return Served(
        json.dumps({"data": records, "@context": []}).encode(), headers={"Content-Type": "application/ld+json"}, etag=etag
    )


def xml_of(text: bytes) -> bytes:
    """A text as an XML file."""
    escaped = text.decode().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<TEXT>{escaped}</TEXT>\n'.encode()


def html_of(text: bytes, *, script: str = "") -> bytes:
    """A text as a web page."""
    paragraphs = "".join(f"<p>{part}</p>\n" for part in text.decode().replace("&", "&amp;").replace("<", "&lt;").split("\n\n"))
    return f"<!DOCTYPE html><html><head><title>x</title>{script}</head><body>\n{paragraphs}</body></html>\n".encode()


class FakeClock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def wall(self) -> float:
        return 1_924_905_600.0 + self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
