"""Whether what an archive costs grows with its size alone: start-up is reckoned from the two smallest sizes and taken off."""

from __future__ import annotations

from collections.abc import Mapping

#: Ten times the works may cost so many times the seconds.
MOST = 12.0


def start_up(seconds: Mapping[int, float]) -> float:
    """Return what a run of no work would cost: the line through the two smallest sizes, at 0.

    Args:
        seconds: Of the processor, by number of works; two sizes at least.

    >>> start_up({1: 1.5, 10: 6.0, 100: 51.0})
    1.0
    """
    few, more = sorted(seconds)[:2]
    return max(0.0, seconds[few] - few * (seconds[more] - seconds[few]) / (more - few))


def growth(seconds: Mapping[int, float]) -> dict[tuple[int, int], float]:
    """Return by how much the seconds grow from each size to one of ten times as many works, start-up taken off.

    Args:
        seconds: Of the processor, by number of works.

    >>> growth({1: 1.5, 10: 6.0, 100: 51.0})
    {(10, 100): 10.0}
    """
    pairs = [(few, few * 10) for few in sorted(seconds) if few > min(seconds) and few * 10 in seconds]
    start = start_up(seconds) if pairs else 0.0
    return {(few, many): (seconds[many] - start) / max(seconds[few] - start, 0.001) for few, many in pairs}
