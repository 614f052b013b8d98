"""One request to a store: with the right of the user, tried again where that helps, and refused in words where it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.cookies import RequestsCookieJar
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, SSLError

from kzgraph import __version__
from kzgraph.errors import StoreError
from kzgraph.publish.secrets import PASSWORD, TOKEN, USER, Secrets
from kzgraph.web.waiting import LONGEST, TRIES, Clock, patience

#: Seconds to wait for a connection, and for the next byte of an answer: a store loads a graph before it answers.
TIMEOUT = (10.0, 600.0)
#: The server could not, but may the next time.
_PASSING = frozenset({408, 425, 429, 502, 503, 504})
#: A body of so many bytes goes on its way at once.
_SMALL = 2**15
#: So many characters of what a store says are shown.
_MOST_WORDS = 300


class UnreachableError(StoreError):
    """No answer came, however often it was tried: no other graph will fare better."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a store answered.

    Args:
        status: The code.
        headers: Names in any case.
        data: The body.
    """

    status: int
    headers: Mapping[str, str]
    data: bytes


class _Token(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Nobody(AuthBase):
    """An explicit authentication that adds nothing: whose account is used is decided by ``secrets`` alone."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class Line:
    """The way to one store.

    Every request that goes over it may be repeated without harm; proxies come from the environment, as usual.

    Args:
        secrets: Of the user.
        authentication: "basic", "digest" or "bearer".
        clock: That tells the time.
        timeout: Seconds to wait for a connection, and for the next byte of an answer.
        passing: What an answer holds where the same request may succeed later.
    """

    def __init__(
        self,
        secrets: Secrets,
        authentication: str,
        clock: Clock,
        timeout: tuple[float, float] = TIMEOUT,
        passing: tuple[str, ...] = (),
    ) -> None:
        self._secrets = secrets
        self._authentication = authentication
        self._clock = clock
        self._timeout = timeout
        self._passing = passing
        self._accounts: dict[str, AuthBase] = {}
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"kzgraph/{__version__} (+https://w3id.org/kzgraph/)"
        #: How many requests were made.
        self.count = 0

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def ask(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str],
        parameters: Mapping[str, str] | None = None,
        body: bytes | None = None,
        accepted: frozenset[int] = frozenset({200, 201, 204}),
    ) -> Reply:
        """Return what a store answers.

        Args:
            method: Of HTTP.
            address: What to ask.
            headers: To send.
            parameters: Put behind the address.
            body: To send.
            accepted: The codes that are no refusal.

        Raises:
            UnreachableError: No answer came.
            StoreError: The store refuses.
        """
        reason = ""
        for tried in range(1, TRIES + 1):
            asked_to_wait = None
            try:
                reply = self._once(method, address, headers, parameters, body)
            except SSLError as fault:
                raise UnreachableError(
                    address, "the server's certificate cannot be checked", "Check the clock, and REQUESTS_CA_BUNDLE."
                ) from fault
            except (requests.ConnectionError, requests.Timeout, ChunkedEncodingError, ContentDecodingError) as fault:
                reason = _words(fault)
                # A digest that was cut off in its exchange no longer knows where it stands.
                self._accounts.clear()
            except (requests.RequestException, ValueError) as fault:
                raise StoreError(address, self._secrets.hidden(f"it cannot be asked ({fault})"), "Check the address.") from fault
            else:
                if reply.status in accepted:
                    return reply
                words = said(reply)
                if reply.status not in _PASSING and not (reply.status >= 500 and any(one in words for one in self._passing)):
                    raise self._refusal(address, reply, words)
                reason = self._secrets.hidden(f"the store answers {reply.status} ({words})")
                asked_to_wait = reply.headers.get("Retry-After")
            seconds = patience(tried, asked_to_wait, self._clock)
            if seconds > LONGEST:
                raise UnreachableError(address, f"{reason} and asks to be left alone for {seconds:.0f} seconds", _LATER)
            if tried < TRIES:
                self._clock.sleep(seconds)
        raise UnreachableError(address, f"{reason}, tried {TRIES} times", _LATER)

    def _once(
        self, method: str, address: str, headers: Mapping[str, str], parameters: Mapping[str, str] | None, body: bytes | None
    ) -> Reply:
        self.count += 1
        # The library sends under the limit for connecting; a store that reads while it loads stops a long body for longer.
        connect, answer = self._timeout
        timeout = (answer if body is not None and len(body) > _SMALL else connect, answer)
        self._session.cookies = RequestsCookieJar()
        # A store answers a redirected update as if it had been a query: whoever is sent elsewhere is told so.
        response = self._session.request(
            method, address, params=parameters, data=body, headers=dict(headers), timeout=timeout,
            auth=self._account(address), allow_redirects=False,
        )  # fmt: skip
        data = response.content
        # Cut within its head, an answer looks whole and empty: it lacks the line that says how long it is.
        ends = {"content-length", "transfer-encoding"} & {name.lower() for name in response.headers}
        closes = response.raw.version == 10 or response.headers.get("Connection", "").lower() == "close"
        if not ends and not closes and method != "HEAD" and response.status_code not in (204, 304):
            raise ChunkedEncodingError("no end of the answer is told")
        return Reply(response.status_code, response.headers, data)

    def _account(self, address: str) -> AuthBase:
        """One per address: what a digest was made for at one place is unknown at another."""
        if address not in self._accounts:
            secrets = self._secrets
            if not secrets:
                self._accounts[address] = _Nobody()
            elif secrets.token:
                self._accounts[address] = _Token(secrets.token)
            elif self._authentication == "bearer":
                self._accounts[address] = _Token(secrets.password)
            elif self._authentication == "digest":
                self._accounts[address] = HTTPDigestAuth(secrets.user, secrets.password)
            else:
                # Not as text: the standard's own charset would lose what is not Latin.
                self._accounts[address] = HTTPBasicAuth(secrets.user.encode(), secrets.password.encode())
        return self._accounts[address]

    def _refusal(self, address: str, reply: Reply, words: str) -> StoreError:
        if reply.status in (401, 403, 407):
            given = "is not accepted" if self._secrets else "is missing"
            remedy = (
                f"Set {USER} and {PASSWORD}, or {TOKEN}, or write the account into ~/.netrc; --auth says how it is shown. "
                "The account needs the right to change graphs."
            )
            return UnreachableError(address, f"the right to do this {given} ({reply.status})", remedy)
        if 300 <= reply.status < 400:
            place = self._secrets.hidden(re.sub(r"//[^/@]*@", "//", reply.headers.get("Location", "elsewhere")))
            return UnreachableError(address, f"the server sends the request on to {place}", "Give that address.")
        reason = self._secrets.hidden(f"the store answers {reply.status}" + (f" ({words})" if words else ""))
        return StoreError(address, reason, "See docs/guide/stores.md for what this store needs.")


_LATER = "Run the command again later: what has arrived is whole, and is not sent again."


def said(reply: Reply) -> str:
    """Return the first words of what a server answered, without the tags of a page.

    Args:
        reply: Of a refusal.

    >>> said(Reply(500, {}, b"<html><style>a{}</style><h1>Error 22023</h1><xmp>The PUT request is rejected</xmp></html>"))
    'Error 22023 The PUT request is rejected'
    """
    text = re.sub(r"(?is)<(style|script|title)\b.*?</\1>", " ", reply.data[:20_000].decode("utf-8", "replace"))
    words = " ".join(re.sub(r"<!?/?[a-zA-Z][^<>]*>", " ", text).split())
    return words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"


def _words(fault: Exception) -> str:
    if isinstance(fault, requests.Timeout):
        return "the store did not answer in time"
    reason = getattr(fault.args[0], "reason", None) if fault.args else None
    return "the store cannot be reached" if reason is not None else "the connection was cut"
