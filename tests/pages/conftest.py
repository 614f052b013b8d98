"""One browser, one copy of the site on a disk and one on a server, for all tests of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.pages import browser, specimen

Open = Callable[..., Page]

#: Milliseconds: a busy machine is no fault of a page. What is to happen is waited for, so a quick machine loses nothing.
PATIENCE = 60_000
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("site")
    for path, content in specimen.files().items():
        file = top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return top


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[str]:
    with browser.server(folder) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert browser.CHROMIUM, "there is no chromium"
    with sync_playwright() as playwright:
        # The browser is a child of this process; closing it ends it.
        running = playwright.chromium.launch(executable_path=browser.CHROMIUM, args=list(browser.ARGUMENTS), timeout=2 * PATIENCE)
        yield running
        running.close()


@pytest.fixture
def opened(chromium: Browser, folder: Path, served: str) -> Iterator[Open]:
    """Open a page; whatever the browser complains of, or asks of another host, fails the test at its end."""
    faults: list[str] = []
    contexts = []

    def failed(request: Request) -> None:
        # Who goes on to another page leaves what the old one was loading.
        if not request.url.startswith("blob:") and request.failure != "net::ERR_ABORTED":
            faults.append(f"failed: {request.url} ({request.failure})")

    def open_page(
        path: str,
        *,
        on: str = "file",
        theme: Literal["light", "dark"] = "light",
        size: tuple[int, int] = (1280, 900),
        **more: Any,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce", **more
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        root = served if on == "http" else f"{folder.as_uri()}/"
        page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((root, "data:", "blob:")) else faults.append(f"asked for {request.url}")
            ),
        )
        page.on("requestfailed", failed)
        page.goto(root + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
