"""A proxy on loopback between a client and a real store, that cuts, delays and refuses as networks do."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

_PIECE = 2**14


@dataclass
class Fault:
    """What goes wrong with some requests.

    Args:
        verb: Requests that begin so are hit: "PUT", or "POST /update".
        times: So many of them, the first ones.
        after: The connection is reset when so many bytes of the request have passed; None for never.
        answer: The connection is reset when so many bytes of the answer have passed; None for never.
        status: The proxy itself answers with this code, and the store hears nothing; 0 for never.
        headers: Of that answer.
        call: Called when so many bytes of the request have passed, in the place of the reset.
    """

    verb: str
    times: int = 1
    after: int | None = None
    answer: int | None = None
    status: int = 0
    headers: str = ""
    call: Callable[[], None] | None = None


@dataclass(frozen=True)
class Blow:
    """What happens once, between two bytes of what a client says.

    Args:
        at: When so many bytes of requests have passed.
        call: What is done then; the connection is reset behind it.
    """

    at: int
    call: Callable[[], None]


class Proxy:
    """Passes everything on to a port of loopback, but for the faults that are set."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.fault: Fault | None = None
        #: The first lines of all requests that came.
        self.asked: list[str] = []
        self.hit = 0
        #: The bytes of all requests; and what is still to happen at some of them, the next one first.
        self.passed = 0
        self.blows: list[Blow] = []
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        # Closing alone does not wake a thread that waits in accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            _reset(one)
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            store = socket.create_connection(("127.0.0.1", self._port))
        except OSError:
            _reset(client)
            return
        self._open |= {client, store}
        cut: list[int | None] = [None]
        threading.Thread(target=self._answers, args=(store, client, cut), daemon=True).start()
        fault: Fault | None = None
        passed = 0
        try:
            while data := client.recv(_PIECE):
                head = data.split(b"\r\n", 1)[0].decode("latin-1")
                if head.endswith(" HTTP/1.1"):
                    self.asked.append(head)
                    passed, fault, cut[0] = 0, None, None
                    if self.fault and head.startswith(self.fault.verb) and self.hit < self.fault.times:
                        fault = self.fault
                        self.hit += 1
                        cut[0] = fault.answer
                if fault and fault.status:
                    self._refuse(client, fault, data)
                    return
                passed += len(data)
                if fault and fault.after is not None and passed >= fault.after:
                    store.sendall(data[: max(0, len(data) - (passed - fault.after))])
                    if fault.call:
                        fault.call()
                    return
                if self.blows and self.passed + len(data) >= self.blows[0].at:
                    blow = self.blows.pop(0)
                    store.sendall(data[: max(0, blow.at - self.passed)])
                    self.passed = blow.at
                    blow.call()
                    return
                self.passed += len(data)
                store.sendall(data)
        except OSError:
            return  # one side has gone, which is what faults are for
        finally:
            _reset(client)
            _reset(store)
            self._open -= {client, store}

    def _refuse(self, client: socket.socket, fault: Fault, data: bytes) -> None:
        """Read a request to its end, so that its sender hears the answer, and refuse it."""
        head, _, body = data.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
        left = length - len(body)
        while left > 0 and (more := client.recv(_PIECE)):
            left -= len(more)
        client.sendall(f"HTTP/1.1 {fault.status} No\r\n{fault.headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        client.shutdown(socket.SHUT_WR)
        client.recv(1)

    def _answers(self, store: socket.socket, client: socket.socket, cut: list[int | None]) -> None:
        passed = 0
        try:
            while data := store.recv(_PIECE):
                most = cut[0]
                if most is not None and passed + len(data) >= most:
                    client.sendall(data[: max(0, most - passed)])
                    break
                passed = passed + len(data) if most is not None else 0
                client.sendall(data)
        except OSError:
            return  # one side has gone
        finally:
            _reset(client)
            _reset(store)


def _reset(one: socket.socket) -> None:
    """Close a connection so that the other side sees it was not meant."""
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # closed already, by the thread of the other direction
    one.close()
