"""What came of each graph of a run, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from kzgraph import __version__
from kzgraph.errors import KzgraphError


class Action(Enum):
    """What happens to a graph."""

    SENT = "sent"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    #: The store has it, the run does not, and nobody asked to remove it.
    LEFT = "left"
    #: It does not conform to the shapes.
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a graph, or what will where a run is only a rehearsal.

    Args:
        graph: Its IRI.
        action: What happened.
        triples: How many it has, 0 where it is removed.
        digest: SHA-256 of its canonical lines, empty where it is removed.
        why: Why it was sent, left or refused.
        verified: What the store's answer was compared by: "digest", "count" or nothing.
        fault: What went wrong.
    """

    graph: str
    action: Action
    triples: int = 0
    digest: str = ""
    why: str = ""
    verified: str = ""
    fault: KzgraphError | None = None


def as_json(outcomes: Sequence[Outcome], run: Mapping[str, str | bool | int]) -> dict[str, Any]:
    """Return a report for machines; there is no secret in it and no clock.

    Args:
        outcomes: In any order.
        run: What is said of the run as a whole.

    >>> as_json([Outcome("urn:g", Action.UNCHANGED, 3, "00")], {"store": "oxigraph"})["counts"]
    {'unchanged': 1}
    """
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.action.value] = counts.get(outcome.action.value, 0) + 1
    rows = []
    for outcome in sorted(outcomes, key=lambda one: one.graph):
        row = {name: value for name, value in asdict(outcome).items() if name not in ("action", "fault")}
        fault = outcome.fault
        named = {"place": fault.place, "reason": fault.reason, "remedy": fault.remedy} if fault else None
        rows.append(row | {"action": outcome.action.value, "fault": named})
    return {"kzgraph": __version__, **run, "counts": dict(sorted(counts.items())), "graphs": rows}
