"""What a validator says of a graph, whichever validator it was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One finding of the validator.

    Args:
        severity: "Violation", "Warning" or "Info".
        focus: The node at fault.
        path: The property at fault, as SPARQL writes a path where it is more than one; empty where the node itself is.
        shape: The shape that says so.
        value: What stands there, empty where something is missing.
        message: What a curator should know.
    """

    severity: str
    focus: str
    path: str
    shape: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the validator found in one graph.

    Args:
        results: Sorted.
    """

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """True where there is no violation; warnings tell, they do not refuse."""
        return all(result.severity != "Violation" for result in self.results)
