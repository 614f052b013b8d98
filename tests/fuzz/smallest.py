"""Small inputs: what shows a fault is cut down as long as it shows it."""

from __future__ import annotations

import time
from collections.abc import Callable


def smallest(data: bytes, shows: Callable[[bytes], bool], seconds: float) -> bytes:
    """Return a small input that still shows a fault.

    Args:
        data: One that shows it.
        shows: True for an input that shows it.
        seconds: That the search may take.

    >>> smallest(b"much ado about x and more", lambda data: b"x" in data, 1)
    b'x'
    """
    until = time.monotonic() + seconds
    length = max(len(data) // 2, 1)
    while time.monotonic() < until:
        cut, at = False, 0
        while at < len(data) and time.monotonic() < until:
            shorter = data[:at] + data[at + length :]
            if shows(shorter):
                data, cut = shorter, True
            else:
                at += length
        if length == 1 and not cut:
            break
        length = max(length // 2, 1)
    return data
