"""A server from its data to its end: the store that its processes share, its address, and nothing left behind."""

from __future__ import annotations

import math
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NoReturn

import pyoxigraph as ox
import uvicorn

from kzgraph.dataset.load import add_terms, open_dataset
from kzgraph.errors import KzgraphError
from kzgraph.graph.terms import Row
from kzgraph.serve.app import Server
from kzgraph.serve.connections import Connection
from kzgraph.serve.limits import Limits
from kzgraph.serve.pool import Pool
from kzgraph.serve.service import counted, export_rows, service_rows

#: Names of this machine that lead nowhere else.
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: Seconds for answers under way when the server is told to end.
_FAREWELL = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is.

    Args:
        host: A name or number of this machine.
        port: 0 for any that is free.
        public: By which address clients know it, ending in "/"; empty for that of host and port.
        origins: Whose pages in a browser may ask, "*" for all.
    """

    host: str = "127.0.0.1"
    port: int = 0
    public: str = ""
    origins: tuple[str, ...] = ("*",)


class _Ended(BaseException):
    """The system or the user ends the server."""


def serve(graphs: Sequence[Path], place: Place, limits: Limits, ready: Callable[[str, bool], None]) -> None:
    """Serve graphs until the process is told to end.

    Args:
        graphs: Their files.
        place: Where.
        limits: Of one client.
        ready: Is called with the address, once it answers, and whether other machines can reach it.

    Raises:
        KzgraphError: A file cannot be read, or the address cannot be had.
    """
    with _ending(), TemporaryDirectory(prefix="kzgraph-serve-") as name, _listening(place) as listener:
        folder = Path(name)
        store = folder / "store"
        number = listener.getsockname()[1]
        host = f"[{place.host}]" if ":" in place.host else place.host
        root = place.public or f"http://{host}:{number}/"
        base, service = _built(graphs, store, root)
        settings = {"store": str(store), "base": base, "neighbours": limits.neighbours, "memory": limits.memory}
        queries = Pool("query", limits.workers, settings, folder, limits)
        readings = Pool("reading", 1, settings, folder, limits)
        server = Server(queries, readings, base, service, limits)
        far = not _is_loopback(place.host)
        app = server.app(frozenset() if far and not place.public else _hosts(place), place.origins)
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=Connection,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=False,
            timeout_keep_alive=math.ceil(limits.transfer),
            timeout_graceful_shutdown=_FAREWELL,
        )
        _Web(config, lambda: ready(root, far), server.end).run(sockets=[listener])


class _Web(uvicorn.Server):
    """Says when it answers, and ends what is under way when it is told to end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], end: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._ready = ready
        self._end = end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        # The library knows two signals, a terminal that is closed sends a third.
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self.handle_exit)
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._end()
        await super().shutdown(sockets)


@contextmanager
def _ending() -> Iterator[None]:
    """Within, a signal to end ends in order: what was opened is closed, what was written for a while is removed."""

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        raise _Ended

    numbers = [number for name in ("SIGTERM", "SIGINT", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    except _Ended:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _listening(place: Place) -> Iterator[socket.socket]:
    try:
        [(family, _, _, _, address), *_] = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        listener = socket.create_server(address, family=family, backlog=128)
    except (OSError, OverflowError) as fault:
        where = f"{place.host}:{place.port}"
        raise KzgraphError(where, f"this address cannot be had ({fault})", "Give another --port, or 0 for any.") from fault
    with listener:
        yield listener


def _built(graphs: Sequence[Path], folder: Path, root: str) -> tuple[str, list[Row]]:
    """Write the store that the processes open; return the base of the data and the description of the endpoint."""
    dataset = open_dataset(graphs, terms=False)
    export = export_rows(dataset, root)
    add_terms(dataset.store)
    store = ox.Store(str(folder))
    store.bulk_extend(dataset.store)
    store.flush()
    return dataset.base, service_rows(root, dataset.base, counted(store), export)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _hosts(place: Place) -> frozenset[str]:
    public = place.public.partition("//")[2].partition("/")[0]
    name = public.rpartition(":")[0] if public.rpartition(":")[2].isdecimal() else public
    own = f"[{place.host}]" if ":" in place.host else place.host
    return frozenset(one.lower() for one in (*_LOOPBACK, own, name) if one)
