"""The polite client: cache before network, redirects counted, refusals told apart, hosts that refuse left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from kzgraph.errors import FetchError, NotFoundError
from kzgraph.fetching.addresses import host_of, joined
from kzgraph.fetching.bodies import BY_HAND, wall_in
from kzgraph.fetching.cache import Cache, Entry, key_of
from kzgraph.fetching.parts import Part, Parts
from kzgraph.fetching.transfer import ClosedError, Line, Reply
from kzgraph.web.waiting import Clock

#: So many seconds nobody asks whether a text changed.
FRESH = 24 * 3600.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 8
#: So many failures in a row, and a host is asked no more.
_MOST_FAILURES = 3
_MISSING = frozenset({404, 406, 410})
_REFUSING = frozenset({401, 403, 405, 451})


class Origin(Enum):
    """Where an answer comes from."""

    NEW = "downloaded"
    CONFIRMED = "cache, unchanged"
    KEPT = "cache"
    STALE = "cache, not confirmed"


@dataclass(frozen=True, slots=True)
class Answer:
    """A body and where it comes from.

    Args:
        address: That answered, behind all redirects.
        status: 200, or 300 for a list of addresses.
        data: The body.
        language: As the server named it, else empty.
        origin: The network or the cache.
    """

    address: str
    status: int
    data: bytes
    language: str
    origin: Origin


#: Raises FetchError where an answer, given with its address, is not what was asked for.
Check = Callable[[str, bytes], object]


class Client:
    """Asks for addresses, and keeps what comes.

    Args:
        cache: Where it is kept.
        line: The way to the servers.
        clock: That tells the time.
        offline: Use the cache alone.
        refresh: Ask whether a text changed even where it was asked within a day.
    """

    def __init__(
        self, cache: Cache, line: Line, *, clock: Clock | None = None, offline: bool = False, refresh: bool = False
    ) -> None:
        self._cache = cache
        self._line = line
        self._clock = clock or Clock()
        self._parts = Parts(cache.folder / "parts", self._clock)
        self._offline = offline
        self._refresh = refresh
        self._closed: dict[str, str] = {}
        self._failures: dict[str, int] = {}

    def get(self, address: str, accept: str, language: str = "", *, check: Check, choices: bool = False) -> Answer:
        """Return what an address has.

        Args:
            address: To ask.
            accept: The media type wanted.
            language: The language wanted, as the server names it; empty for none in particular.
            check: Told an answer before it is kept.
            choices: A list of addresses (300) is an answer too.

        Raises:
            NotFoundError: There is nothing of that kind.
            FetchError: Nothing came, or something else.
        """
        key = key_of(address, accept, language)
        kept = self._cache.read(key)
        if kept and (self._offline or self._is_fresh(kept[0])):
            return _answer(*kept, Origin.KEPT)
        if self._offline:
            raise FetchError(address, "it is not in the cache", "Run the command without --offline.")
        part = self._parts.part(key)
        try:
            entry, data, origin = self._download(address, accept, language, kept, part, check, choices=choices)
            if origin is not Origin.STALE:
                self._cache.write(key, entry, data)
            return _answer(entry, data, origin)
        finally:
            part.release()

    def _download(
        self,
        address: str,
        accept: str,
        language: str,
        kept: tuple[Entry, bytes] | None,
        part: Part,
        check: Check,
        *,
        choices: bool,
    ) -> tuple[Entry, bytes, Origin]:
        """Ask for an address, if need be only whether it changed."""
        headers = {"Accept": accept} | ({"Accept-Language": language} if language else {})
        if kept:
            headers |= {"If-None-Match": kept[0].etag} if kept[0].etag else {}
            headers |= {"If-Modified-Since": kept[0].last_modified} if kept[0].last_modified else {}
        try:
            final, reply = self._follow(address, headers, part)
            if reply.status == 304 and kept:
                return replace(kept[0], checked=self._clock.wall()), kept[1], Origin.CONFIRMED
            self._refuse(final, reply, choices=choices)
            if reply.status == 200:
                check(final, reply.data)
        except NotFoundError:
            raise
        except FetchError:
            if kept is None:
                raise
            # An older text is better than none, and the table says which it is.
            return *kept, Origin.STALE
        entry = Entry(
            address, final, reply.status, reply.headers.get("Content-Type", ""), reply.headers.get("Content-Language", ""),
            reply.headers.get("ETag", ""), reply.headers.get("Last-Modified", ""), self._clock.wall(),
            hashlib.sha256(reply.data).hexdigest(),
        )  # fmt: skip
        return entry, reply.data, Origin.NEW

    def _is_fresh(self, entry: Entry) -> bool:
        return not self._refresh and 0 <= self._clock.wall() - entry.checked < FRESH

    def _follow(self, address: str, headers: Mapping[str, str], part: Part) -> tuple[str, Reply]:
        """Ask, and follow redirects to where the answer is."""
        seen = {address}
        while True:
            reply = self._ask(address, headers, part)
            if reply.status not in _REDIRECTS:
                return address, reply
            target = joined(address, reply.headers.get("Location", ""))
            if not host_of(target):
                raise FetchError(address, "it is redirected to something that is no web address", BY_HAND)
            if target in seen or len(seen) > _MOST_REDIRECTS:
                raise FetchError(address, "it is redirected in a circle", BY_HAND)
            seen.add(target)
            address = target

    def _ask(self, address: str, headers: Mapping[str, str], part: Part) -> Reply:
        host = host_of(address)
        if host in self._closed:
            raise FetchError(address, f"{host} was not asked again: {self._closed[host]}", BY_HAND)
        try:
            reply = self._line.ask(address, headers, part)
        except ClosedError as fault:
            self._closed[host] = fault.reason
            raise
        except FetchError as fault:
            self._count_failure(host, fault.reason)
            raise
        if reply.status in _REFUSING:
            self._count_failure(host, f"the server answers {reply.status}")
        else:
            self._failures[host] = 0
        if wall := wall_in(reply.status, reply.headers, reply.data):
            self._closed[host] = wall
            raise ClosedError(address, wall, BY_HAND)
        return reply

    def _count_failure(self, host: str, reason: str) -> None:
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= _MOST_FAILURES:
            self._closed[host] = f"{reason}, {_MOST_FAILURES} times in a row"

    @staticmethod
    def _refuse(address: str, reply: Reply, *, choices: bool) -> None:
        """Raise a fault for all that is no answer."""
        if reply.status in _MISSING:
            raise NotFoundError(address, f"the server has no such text ({reply.status})", "Check the reference.")
        if reply.status in _REFUSING:
            raise FetchError(address, f"the server refuses ({reply.status})", BY_HAND)
        if reply.status not in ((200, 300) if choices else (200,)):
            raise FetchError(address, f"the server answers {reply.status}, which is no text", BY_HAND)
        if not reply.data.strip():
            raise FetchError(address, "the answer is empty", BY_HAND)


def _answer(entry: Entry, data: bytes, origin: Origin) -> Answer:
    return Answer(entry.final, entry.status, data, entry.language, origin)
