"""What every answer has and every request must: headers that keep a browser safe, a host that is ours, a client that listens."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Pages take nothing from elsewhere, run no script that stands in them, and stand in no frame.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:\[\]\s]+)(?::\d+)?")


class Guard:
    """Stands before the application.

    A page of somebody else that has its own name lead to this machine would pass for a page of ours, so names are checked.

    Args:
        app: The application.
        hosts: Names by which clients may call this server; empty where any will do.
        seconds: For a client to take the next piece of an answer.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], seconds: float) -> None:
        self._app = app
        self._hosts = hosts
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *headers]}
            try:
                async with asyncio.timeout(self._seconds):
                    await send(message)
            except TimeoutError as fault:
                raise ClientDisconnect from fault

        app = self._app if self._is_ours(scope) else PlainTextResponse("This is not the host of that name.\n", 421)
        # Who left, or takes nothing, gets nothing; the connection is closed behind.
        with suppress(ClientDisconnect):
            await app(scope, receive, guarded)

    def _is_ours(self, scope: Scope) -> bool:
        if not self._hosts:
            return True
        said = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        found = _HOST.fullmatch(said[0]) if len(said) == 1 else None
        return found is not None and found["name"].lower().rstrip(".") in self._hosts
