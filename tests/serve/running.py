"""A real server: a process of its own on loopback, stopped by its own pid."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

import requests

from kzgraph.dataset.load import read_quads, term_files
from kzgraph.graph.build import WorkGraph, build_graph
from kzgraph.graph.serialise import write
from kzgraph.pipeline import read_text
from kzgraph.reading.source import read
from kzgraph.resolve.iri import BASE, Minter
from kzgraph.resolve.works import group_versions

#: Seconds for what a machine does at once, be it ever so busy.
PATIENCE = 180
REPOSITORY = Path(__file__).resolve().parents[2]
WORK = f"{BASE}resolution/2031-2901"
GRAPH = f"{BASE}graph/resolution/2031-2901"
TWIN = f"{BASE}graph/resolution/2031-2902"


@cache
def works() -> tuple[WorkGraph, ...]:
    """The specimen in Maltese and Greek, and a second resolution with the same people: its text under another number."""
    sources = [read(REPOSITORY / f"docs/examples/2031-2901.{code}.txt") for code in ("mt", "el")]
    twin = sources[0].text.replace("2031/2901", "2031/2902").replace("(2031)0144", "(2031)0145")
    sources.append(replace(sources[0], name="twin.txt", sha256="0" * 64, text=twin))
    return tuple(build_graph(work, Minter()) for work in group_versions([read_text(source) for source in sources], ()))


def lines() -> set[str]:
    """All statements of the specimen, as N-Triples."""
    return {f"{s} {p} {o} ." for work in works() for s, p, o in work.rows()}


@cache
def everything() -> set[str]:
    """All statements that are served: the specimen, the ontology and the vocabularies."""
    return lines() | {f"{quad.triple} ." for path in term_files() for quad in read_quads(path)}


@dataclass(frozen=True)
class Running:
    """A server that answers.

    Args:
        root: Its address, ending in "/".
        process: To be stopped by its pid.
        folder: Of its temporary files.
    """

    root: str
    process: subprocess.Popen[bytes]
    folder: Path

    def said(self) -> list[str]:
        """What it wrote on standard error."""
        return (self.folder.parent / "said").read_text("utf-8").splitlines()

    @property
    def port(self) -> int:
        found = urlsplit(self.root).port
        assert found is not None
        return found

    def get(self, path: str, accept: str | None = None, **headers: str) -> requests.Response:
        """Ask for a path, redirections not followed."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | ({"Accept": accept} if accept else {})
        return requests.get(self.root + path.removeprefix("/"), headers=sent, timeout=PATIENCE, allow_redirects=False)

    def ask(self, query: str, accept: str | None = None, **parameters: str | Sequence[str]) -> requests.Response:
        """Send a query by GET."""
        pairs = [("query", query)]
        for name, values in parameters.items():
            pairs += [(name.replace("_", "-"), value) for value in ([values] if isinstance(values, str) else values)]
        return self.get("sparql?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs), accept)

    def at_work(self, most: int = 1) -> None:
        """Wait until so many of its processes have run for a while: then they are in the middle of a query."""
        before = {pid: _ticks(pid) for pid in self.children()}
        end = time.monotonic() + PATIENCE
        while sum(_ticks(pid) >= before.get(pid, 0) + 10 for pid in self.children()) < most:
            assert time.monotonic() < end, "no process is at work"
            time.sleep(0.02)

    def children(self) -> list[int]:
        """The pids of its processes that run, those of their processes not among them."""
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                text = status.read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue  # It ended while we looked.
            if re.search(rf"^PPid:\t{self.process.pid}$", text, re.MULTILINE) and "\nState:\tZ" not in text:
                found.append(int(status.parent.name))
        return found


def _ticks(pid: int) -> int:
    """How much time of the processor a process has had, in hundredths of a second."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # It ended while we looked.
    return int(fields[11]) + int(fields[12])


def runs(pid: int) -> bool:
    """Whether there is such a process still; one that only waits for its end to be noted has ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def running(*options: str, suffix: str = "trig") -> Iterator[Running]:
    """Serve the specimen; port 0 gives a free one, and the line on standard error says which."""
    with tempfile.TemporaryDirectory(prefix="kz-tests-") as name:
        folder = Path(name)
        graph, scratch = folder / f"g.{suffix}", folder / "tmp"
        scratch.mkdir()
        write(works(), str(graph), BASE, suffix)
        environment = {**os.environ, "TMPDIR": str(scratch), "NO_PROXY": "*", "PYTHONPATH": str(REPOSITORY)}
        command = [sys.executable, "-m", "kzgraph.cli", "serve", str(graph), "--port", "0", *options]
        with (folder / "said").open("w", encoding="utf-8") as said:
            process = subprocess.Popen(command, stderr=said, env=environment, cwd=folder)
        server = None
        try:
            while server is None:
                found = re.search(r"^serving at (https?://\S+/)", (folder / "said").read_text("utf-8"), re.MULTILINE)
                if found:
                    server = Running(found[1], process, scratch)
                else:
                    assert process.poll() is None, (folder / "said").read_text("utf-8")
                    time.sleep(0.05)
            yield server
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE)
