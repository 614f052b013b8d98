"""How long to wait before a request is tried again, on a clock that tests can replace."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

#: A request is tried so many times.
TRIES = 5
#: Waiting grows from the first to the second number of seconds.
_FIRST, _MOST = 0.5, 30.0
#: A server may ask for so many seconds of patience; if it asks for more, the user is told.
LONGEST = 120.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests can have their own.

    Args:
        monotonic: Seconds since some moment.
        wall: Seconds since 1970.
        sleep: Wait so many seconds.
        chance: A number from 0 to 1.
    """

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


def patience(tried: int, retry_after: str | None, clock: Clock) -> float:
    """Return how many seconds to wait before a request is tried again.

    Waiting doubles with each try and varies by half, so that many clients do not come back at once; what the server asks for
    counts where it is more.

    Args:
        tried: How often it was tried, from 1.
        retry_after: What the server asks for: seconds or a date.
        clock: That tells the time and the chance.

    >>> clock = Clock(chance=lambda: 0.0, wall=lambda: 1924905590.0)
    >>> [patience(tried, None, clock) for tried in (1, 2, 3)]
    [0.5, 1.0, 2.0]
    >>> patience(1, "7", clock), patience(1, "Mon, 31 Dec 2030 00:00:00 GMT", clock)
    (7.0, 10.0)
    """
    own = min(_FIRST * 2.0 ** (tried - 1), _MOST) * (1 + clock.chance() / 2)
    return max(own, _asked(retry_after, clock))


def _asked(retry_after: str | None, clock: Clock) -> float:
    if not retry_after:
        return 0.0
    if retry_after.strip().isdecimal():
        return float(retry_after.strip())
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return 0.0  # no number and no date: as if nothing had been asked for
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - clock.wall()
