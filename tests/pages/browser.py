"""A real browser on the site: from the disk and from a server on loopback, with an endpoint beside the pages."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kzgraph.queries.answer import Answer
from tests.pages import specimen

CHROMIUM = shutil.which("chromium")
#: The shared memory of a container is small, and nothing may be asked of the browser's own servers.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Without a browser nothing can be seen; where everything must run, a missing one is a failure.
needs_browser = pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no chromium")


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, and an endpoint that answers SELECT in JSON."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        query = self.rfile.read(length).decode()
        if self.path != "/sparql" or self.headers["Content-Type"] != "application/sparql-query":
            self.send_error(404)
            return
        body = Answer(specimen.dataset(), query, "query").encoded("json")
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the tests look at what the browser got."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of loopback, and stop with the block."""

    def handler(*args: object) -> Handler:
        return Handler(*args, directory=str(folder))  # type: ignore[arg-type]

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/"
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
