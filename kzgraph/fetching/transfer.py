"""One request to a server: paced, tried again where that helps, and a transfer that was cut taken up where it stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import requests
from requests.cookies import RequestsCookieJar
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, SSLError

from kzgraph import __version__
from kzgraph.errors import FetchError
from kzgraph.fetching.addresses import host_of
from kzgraph.fetching.pace import PAUSE, Pace
from kzgraph.fetching.parts import Part
from kzgraph.web.waiting import LONGEST, TRIES, Clock, patience

#: Who asks.
AGENT = f"kzgraph/{__version__} (+https://w3id.org/kzgraph/; reads resolutions of the European Parliament)"
#: Seconds to wait for a connection and for each piece of an answer.
TIMEOUT = (10.0, 60.0)
#: No answer is larger, none takes longer (in seconds).
_MOST_BYTES = 64 * 2**20
_LONGEST_TRANSFER = 300.0
#: Of an answer that is no text so many bytes are read.
_MOST_OF_OTHERS = 2**16
#: A body is read in pieces: where a transfer is cut, the last of them is lost.
_PIECE = 2**12
#: The server could not, but may the next time.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_LATER = "Run the command again later; what came so far is kept."


class ClosedError(FetchError):
    """A host gives nothing for now, whatever it is asked for."""


class _CutError(requests.RequestException):
    """A transfer ended before its end."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    Args:
        status: The code.
        headers: Names in any case.
        data: The body, decompressed.
    """

    status: int
    headers: Mapping[str, str]
    data: bytes


class _Body:
    """What came so far of a body, in this run or one before.

    Args:
        address: That gives it.
        part: Where it is kept until it is whole; None for nowhere.
    """

    def __init__(self, address: str, part: Part | None) -> None:
        self.data = bytearray()
        self.headers: Mapping[str, str] = {}
        self._address = address
        self._part = part
        if begun := part.saved(address) if part else None:
            self.data += begun.data
            self.headers = begun.headers

    @property
    def validator(self) -> str:
        """Proof that the rest belongs to the same body; empty where the server offers no part of it, or nothing came yet."""
        return self._proof if self.data else ""

    @property
    def _proof(self) -> str:
        strong = self.headers.get("ETag", "")
        if self.headers.get("Accept-Ranges", "").lower() != "bytes" or "Content-Encoding" in self.headers:
            return ""
        return strong if strong and not strong.startswith("W/") else self.headers.get("Last-Modified", "")

    def begin(self, headers: Mapping[str, str]) -> None:
        """Start over."""
        self.data.clear()
        self.headers = headers
        if self._part and self._proof:
            self._part.begin(self._address, headers)
        elif self._part:
            self._part.drop()

    def is_continued_by(self, headers: Mapping[str, str]) -> bool:
        """True where an answer holds just the missing part."""
        return headers.get("Content-Range", "").startswith(f"bytes {len(self.data)}-")

    def go_on(self) -> None:
        """Keep what follows too, where an earlier run began."""
        if self._part and not self._part.is_open:
            self._part.begin(self._address, self.headers, bytes(self.data))

    def add(self, piece: bytes) -> None:
        """Take up a piece."""
        self.data += piece
        if self._part:
            self._part.add(piece)


class Line:
    """The way to all servers: one session, without cookies and without passwords.

    Proxies come from the environment, as usual.

    Args:
        clock: That tells the time.
        pause: Seconds between two requests to one host.
        timeout: Seconds to wait for a connection, and for each piece of an answer.
    """

    def __init__(self, clock: Clock, pause: float = PAUSE, timeout: tuple[float, float] = TIMEOUT) -> None:
        self._clock = clock
        self._pace = Pace(clock, pause)
        self._timeout = timeout
        self._session = requests.Session()
        self._session.headers["User-Agent"] = AGENT
        # An explicit authentication that adds nothing keeps passwords of ~/.netrc at home.
        self._session.auth = lambda request: request
        #: How many requests were made.
        self.count = 0

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def ask(self, address: str, headers: Mapping[str, str], part: Part | None = None) -> Reply:
        """Return what a server answers, redirects and refusals too.

        Args:
            address: What to ask for.
            headers: To send.
            part: What came of the answer before, and where to keep it until it is whole.

        Raises:
            FetchError: No answer came, or none that could be read.
            ClosedError: The host cannot be reached, or wants to be left alone.
        """
        body = _Body(address, part)
        try:
            reply = self._tried(address, headers, body)
        except BaseException:
            if part:
                part.close()
            raise
        if part:
            part.close(whole=reply.status == 200)
        return reply

    def _tried(self, address: str, headers: Mapping[str, str], body: _Body) -> Reply:
        """Ask until an answer comes, or patience ends."""
        for tried in range(1, TRIES + 1):
            self._pace.wait(host_of(address))
            asked_to_wait = None
            closed = False
            try:
                reply = self._once(address, headers, body)
            except SSLError as fault:
                raise ClosedError(address, "the server's certificate cannot be checked", "Check the clock and proxy.") from fault
            except (requests.ConnectionError, requests.Timeout, ChunkedEncodingError, ContentDecodingError, _CutError) as fault:
                closed = _unreachable(fault)
                reason = _words(fault)
            except (requests.RequestException, ValueError) as fault:
                raise FetchError(address, f"it cannot be asked for ({fault})", "Check the address.") from fault
            else:
                if reply.status not in _PASSING:
                    return reply
                closed = reply.status == 429
                reason = f"the server answers {reply.status}"
                asked_to_wait = reply.headers.get("Retry-After")
            seconds = patience(tried, asked_to_wait, self._clock)
            if seconds > LONGEST:
                raise ClosedError(address, f"{reason} and asks to be left alone for {seconds:.0f} seconds", _LATER)
            if tried < TRIES:
                self._clock.sleep(seconds)
        raise (ClosedError if closed else FetchError)(address, f"{reason}, tried {TRIES} times", _LATER)

    def _once(self, address: str, headers: Mapping[str, str], body: _Body) -> Reply:
        asked = dict(headers)
        if body.validator:
            asked |= {"Range": f"bytes={len(body.data)}-", "If-Range": body.validator, "Accept-Encoding": "identity"}
            # Both conditions at once would ask two questions.
            asked.pop("If-None-Match", None)
            asked.pop("If-Modified-Since", None)
        self.count += 1
        self._session.cookies = RequestsCookieJar()
        with self._session.get(address, headers=asked, stream=True, timeout=self._timeout, allow_redirects=False) as response:
            if response.status_code == 200:
                body.begin(response.headers)
            elif response.status_code == 416 or (response.status_code == 206 and not body.is_continued_by(response.headers)):
                body.begin({})
                raise _CutError("the server sent another part than the missing one")
            elif response.status_code == 206:
                body.go_on()
            else:
                return Reply(response.status_code, response.headers, self._some(response))
            self._read(response, body, address)
            return Reply(200, body.headers, bytes(body.data))

    def _read(self, response: requests.Response, body: _Body, address: str) -> None:
        """Read a body to its end; what came stays in it if the transfer is cut."""
        end = self._clock.monotonic() + _LONGEST_TRANSFER
        before = len(body.data)
        for piece in response.iter_content(_PIECE):
            body.add(piece)
            if len(body.data) > _MOST_BYTES:
                body.begin({})
                raise FetchError(address, f"it has more than {_MOST_BYTES:,} bytes, no resolution has", "Check the address.")
            if self._clock.monotonic() > end:
                raise _CutError(f"the transfer takes longer than {_LONGEST_TRANSFER:.0f} seconds")
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and "Content-Encoding" not in response.headers and len(body.data) - before < int(length):
            raise _CutError("the transfer was cut off")

    @staticmethod
    def _some(response: requests.Response) -> bytes:
        """The beginning of a body that is no text of a resolution."""
        data = b""
        for piece in response.iter_content(_PIECE):
            data += piece
            if len(data) >= _MOST_OF_OTHERS:
                break
        return data[:_MOST_OF_OTHERS]


def _unreachable(fault: Exception) -> bool:
    """True where not even a connection came about: the library then names the reason in what it wraps."""
    return isinstance(fault, requests.ConnectionError) and bool(fault.args) and getattr(fault.args[0], "reason", None) is not None


def _words(fault: Exception) -> str:
    if isinstance(fault, requests.Timeout):
        return "the server did not answer in time"
    if isinstance(fault, ContentDecodingError):
        return "the answer cannot be decompressed"
    if isinstance(fault, _CutError):
        return str(fault)
    return "the server cannot be reached" if _unreachable(fault) else "the transfer was cut off"
