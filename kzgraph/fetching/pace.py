"""How far apart two requests to one host are."""

from __future__ import annotations

from kzgraph.web.waiting import Clock

#: Seconds between two requests to one host: the portal allows 500 in five minutes.
PAUSE = 0.6


class Pace:
    """Keeps requests to each host apart.

    Args:
        clock: That tells the time.
        pause: Seconds between two requests to one host.
    """

    def __init__(self, clock: Clock, pause: float = PAUSE) -> None:
        self._clock = clock
        self._pause = pause
        self._next: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Wait until a request to a host is due.

        Args:
            host: Its name.
        """
        left = self._next.get(host, 0.0) - self._clock.monotonic()
        if host in self._next and left > 0:
            self._clock.sleep(left)
        self._next[host] = self._clock.monotonic() + self._pause
