from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzgraph.web import waiting
from tests.publish.bench import Bench
from tests.publish.stores import STORES, Store, missing


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Proxies and accounts of the machine that runs the tests are none of their business; and they wait shortly."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("KZGRAPH_USER", "KZGRAPH_PASSWORD", "KZGRAPH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr(waiting, "_FIRST", 0.05)


def _started(name: str, folder: Path) -> Store:
    lacking = missing(name)
    if lacking and os.environ.get("CI") == "true":
        pytest.fail(f"{lacking}: .ci/install should have seen to it")
    if lacking:
        pytest.skip(f"{lacking}; .ci/install says how")
    made = Store(name, folder)
    made.prepare()
    return made.start()


@pytest.fixture(scope="module", params=STORES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Each store in turn, started once for all tests of a file that follow each other."""
    made = _started(request.param, tmp_path_factory.mktemp(request.param))
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The quickest store, for what does not depend on the kind."""
    made = _started("oxigraph", tmp_path_factory.mktemp("oxigraph"))
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def bench(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bench:
    """The command line before a store that holds nothing of ours."""
    made = Bench(store, tmp_path, monkeypatch, capsys)
    made.clear()
    return made


@pytest.fixture
def quick(oxigraph: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bench:
    made = Bench(oxigraph, tmp_path, monkeypatch, capsys)
    made.clear()
    return made
