"""The picture of the years: how often something was named, and how often something was asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_BAR = 26
_GAP = 10
_HEIGHT = 96
_LEFT = 8
_TOP = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One year.

    Args:
        year: Of the resolutions.
        x: Left edge, in units of the picture.
        named: Units that name it.
        acts: Acts in which it has a part.
        named_height: Of its column.
        acts_height: Of its column.
        ticked: True where the year is written beneath.
    """

    year: str
    x: int
    named: int
    acts: int
    named_height: int
    acts_height: int
    ticked: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All years from the first to the last.

    Args:
        bars: By year.
        width: Of the picture.
        floor: Where the columns stand.
        height: Of the picture.
    """

    bars: tuple[Bar, ...]
    width: int
    floor: int
    height: int

    @classmethod
    def of(cls, years: Mapping[str, Mapping[str, int]]) -> Timeline | None:
        """Draw years, those between where nothing was said too; None for fewer than two: one column tells nothing.

        Args:
            years: Per year, how many units name it ("named") and in how many acts it has which part.

        >>> [(bar.year, bar.named) for bar in Timeline.of({"2031": {"named": 2}, "2033": {"named": 1}}).bars]
        [('2031', 2), ('2032', 0), ('2033', 1)]
        """
        known = [int(year) for year in years if year.isdecimal()]
        if len(known) < 2:
            return None
        rows = []
        for year in range(min(known), max(known) + 1):
            counts = years.get(str(year), {})
            named = counts.get("named", 0)
            rows.append((str(year), named, sum(counts.values()) - named))
        most = max(max(named, acts) for _, named, acts in rows) or 1
        each = max(1, -(-len(rows) // 24))
        bars = tuple(
            Bar(
                year,
                _LEFT + place * (_BAR + _GAP),
                named,
                acts,
                round(_HEIGHT * named / most),
                round(_HEIGHT * acts / most),
                place % each == 0,
            )
            for place, (year, named, acts) in enumerate(rows)
        )
        return cls(bars, 2 * _LEFT + len(rows) * (_BAR + _GAP), _TOP + _HEIGHT, _TOP + _HEIGHT + 22)
