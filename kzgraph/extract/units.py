"""Units while they are put together: the stretches of a text that belong to one, and where one begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from kzgraph.language.pack import latin_label
from kzgraph.model import Span, UnitKind


@dataclass(slots=True)
class RawUnit:
    """A unit as stretches of lines, before its text is cleaned.

    Args:
        kind: Which of the three.
        rank: Its place in its series, from 1.
        printed_label: As printed, or None.
        rule: "label" or "opener".
        pieces: One stretch of the source per line.
        starts: Indexes of pieces that could begin a unit whose label was lost.
    """

    kind: UnitKind
    rank: int
    printed_label: str | None
    rule: str
    pieces: list[Span] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The language-free label."""
        return latin_label(self.rank) if self.kind is UnitKind.RECITAL else str(self.rank)


@dataclass(frozen=True, slots=True)
class Start:
    """A line that begins a unit.

    Args:
        kind: Which of the three.
        rank: Its place in its series, from 1.
        printed_label: As printed, or None.
        rule: "label" or "opener".
        at: Where in the line its text starts, behind the label.
    """

    kind: UnitKind
    rank: int
    printed_label: str | None
    rule: str
    at: int
