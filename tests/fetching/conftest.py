from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kzgraph.commands.online import language_in
from kzgraph.fetching.cache import Cache
from kzgraph.fetching.cellar import Cellar
from kzgraph.fetching.client import Client
from kzgraph.fetching.doceo import Doceo
from kzgraph.fetching.fetch import Fetcher
from kzgraph.fetching.portal import Portal
from kzgraph.fetching.results import Results
from kzgraph.fetching.transfer import Line
from kzgraph.reading.media import media_type_of
from kzgraph.web.waiting import Clock
from tests.fetching.server import FakeClock, Server


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proxies of the machine that runs the tests are none of their business."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as playing:
        yield playing


class Bench:
    """All that fetches, on a clock of its own."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.time = FakeClock()
        self.clock = Clock(self.time.monotonic, self.time.wall, self.time.sleep, lambda: 0.0)
        self.lines: list[Line] = []

    def line(self, pause: float = 0.6, patience: float = 10.0) -> Line:
        # Patient by default: a busy machine is no slow server.
        line = Line(self.clock, pause, (patience, patience))
        self.lines.append(line)
        return line

    def client(self, *, offline: bool = False, refresh: bool = False) -> Client:
        return Client(Cache(self.folder / "cache"), self.line(), clock=self.clock, offline=offline, refresh=refresh)

    def fetcher(self, *, offline: bool = False, refresh: bool = False) -> Fetcher:
        client = self.client(offline=offline, refresh=refresh)
        root = self.server.root
        return Fetcher(
            Portal(client, media_type_of, root + "api/v2"),
            Cellar(client, media_type_of, root),
            Doceo(client, media_type_of, root),
            Results(self.folder / "out"),
            language_in,
        )


@pytest.fixture
def bench(server: Server, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(server, tmp_path)
    yield made
    for line in made.lines:
        line.close()
