from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serve.running import Running, running


@pytest.fixture(autouse=True, scope="session")
def _no_proxy() -> Iterator[None]:
    """Proxies of the machine that runs the tests are none of their business."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    """One server for all tests that only ask, stopped at their end."""
    with running() as started:
        yield started
