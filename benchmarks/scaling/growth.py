"""Whether what an archive costs grows with its size alone: start-up is reckoned from the two smallest sizes and taken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Ten times the works may cost so many times the seconds.
MOST = 12.0


def start_up(seconds: Mapping[int, float]) -> float:
    """Return what a run of nothing would cost: the line through the two smallest sizes, at 0.

    Args:
        seconds: Of the processor, by size: bytes, or works that are of one size; two sizes at least.

    >>> start_up({1: 1.5, 10: 6.0, 100: 51.0})
    1.0
    """
    few, more = sorted(seconds)[:2]
    return max(0.0, seconds[few] - few * (seconds[more] - seconds[few]) / (more - few))


def growth(rows: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float, float]]:
    """Return from each number of works to one of ten times as many: both numbers, by how much the text grows, and the seconds.

    Works are of many sizes, so that ten times the works are only about ten times the text. Start-up is taken off the seconds.

    Args:
        rows: Works, size of their text, seconds of the processor.

    >>> growth([(1, 10, 1.5), (10, 100, 6.0), (100, 900, 51.0)])
    [(10, 100, 9.0, 10.0)]
    """
    by_works = {works: (size, seconds) for works, size, seconds in rows}
    pairs = [(few, few * 10) for few in sorted(by_works) if few > min(by_works) and few * 10 in by_works]
    start = start_up(dict(by_works.values())) if pairs else 0.0
    found = []
    for few, many in pairs:
        (text, seconds), (more_text, more_seconds) = by_works[few], by_works[many]
        found.append((few, many, more_text / text, (more_seconds - start) / max(seconds - start, 0.001)))
    return found
