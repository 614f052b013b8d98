"""The command line before a store: graphs to publish, what came of them, and what the store holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.auth import HTTPDigestAuth

from kzgraph.cli import main
from kzgraph.publish.dialects import DIALECTS, addresses
from kzgraph.publish.endpoint import Endpoint
from kzgraph.publish.line import Line
from kzgraph.publish.records import published
from kzgraph.publish.secrets import Secrets
from kzgraph.resolve.iri import BASE, Minter
from kzgraph.web.waiting import Clock
from tests.publish.stores import PASSWORD, USER, Store

META = published(BASE)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_KZ = "https://w3id.org/kzgraph/ontology#"


def graph_of(key: str) -> str:
    """The named graph of a resolution."""
    return Minter().graph(key)


def statements(key: str, texts: Iterable[str], language: str = "mt") -> list[str]:
    """The canonical lines of a made-up graph about a resolution: its class, and a statement per text."""
    work = f"{BASE}resolution/{key}"
    lines = {f"<{work}> <{_TYPE}> <{_KZ}Resolution> .\n"}
    for place, text in enumerate(texts):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
        lines.add(f'<{work}/part/{place}> <{_KZ}text> "{escaped}"@{language} .\n')
    return sorted(lines)


def numbered(count: int, word: str) -> list[str]:
    """So many texts that differ from those with another word, but for every tenth."""
    return [f"{'same' if place % 10 == 0 else word} {place}" for place in range(count - 1)]


@dataclass
class Bench:
    """A store, a folder, and the command line between them."""

    store: Store
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str] | None
    said: str = ""

    def __post_init__(self) -> None:
        for name, value in self.store.environment.items():
            self.monkeypatch.setenv(name, value)

    @property
    def endpoint(self) -> Endpoint:
        """The store as the product sees it."""
        dialect = DIALECTS[self.store.name]
        secrets = Secrets(USER, PASSWORD) if self.store.name == "virtuoso" else Secrets()
        return Endpoint(
            Line(secrets, dialect.authentication, Clock(), passing=dialect.passing),
            dialect,
            addresses(dialect, self.store.endpoint),
        )

    def write(self, *graphs: tuple[str, Sequence[str]]) -> Path:
        """A file with graphs, each a key and its lines."""
        path = self.folder / "graphs.nq"
        rows = [f"{line[:-3]} <{graph_of(key)}> .\n" for key, lines in graphs for line in lines]
        path.write_text("".join(rows), "utf-8")
        return path

    def publish(self, path: Path, *options: str, port: int | None = None, forced: bool = True) -> tuple[int, dict[str, Any]]:
        """Publish a file; return the exit code and the report."""
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        endpoint = self.store.endpoint.replace(str(self.store.port), str(port or self.store.port))
        force = ["--force", "--no-terms"] if forced else []
        code = main(["publish", str(path), "--endpoint", endpoint, "--report", str(report), *force, *options])
        assert self.capsys is not None
        captured = self.capsys.readouterr()
        self.said = captured.out + captured.err
        assert PASSWORD not in self.said + (report.read_text("utf-8") if report.exists() else "")
        return code, json.loads(report.read_text("utf-8")) if report.exists() else {}

    def actions(self, report: dict[str, Any]) -> dict[str, str]:
        """What happened to each resolution."""
        return {row["graph"].rpartition("/")[2]: row["action"] for row in report["graphs"]}

    def lines(self, key: str) -> list[str]:
        """What the store holds of a resolution."""
        return lines_in(self.endpoint, graph_of(key))

    def graphs(self) -> set[str]:
        """All graphs of ours in the store."""
        found = self.endpoint.select(
            f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}")) }}'
        )
        return {row["g"].removeprefix(BASE) for row in found}

    def clear(self) -> None:
        """Take everything of ours out of the store."""
        endpoint = self.endpoint
        for graph in self.graphs():
            endpoint.remove(BASE + graph)


def lines_in(endpoint: Endpoint, graph: str) -> list[str]:
    """What a store holds of a graph, in canonical lines."""
    from kzgraph.dataset.load import canonical

    return canonical(endpoint.triples(graph))


@cache
def _account(name: str) -> HTTPDigestAuth | None:
    return HTTPDigestAuth(USER, PASSWORD) if name == "virtuoso" else None


def answer(store: Store, query: str) -> Any:
    """The answer of a store to a query, as JSON."""
    dialect = DIALECTS[store.name]
    place = addresses(dialect, store.endpoint).query
    asked = requests.post(place, data={"query": query}, headers={"Accept": "application/sparql-results+json"}, timeout=120)
    assert asked.ok, asked.text[:500]
    return asked.json()
