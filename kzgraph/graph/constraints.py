"""What shapes say, as plain frozen values: paths, targets, constraints. Compiled from ``shapes/``, executed over rows.

Every name follows the SHACL Core vocabulary; nodes and literals are tokens, as :mod:`kzgraph.graph.terms` makes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    Args:
        kind: What it does with its steps.
        steps: A predicate's token, or other paths.
    """

    kind: Literal["predicate", "inverse", "sequence", "alternative", "zeroOrMore", "oneOrMore", "zeroOrOne"]
    steps: tuple[Path | str, ...]

    @property
    def predicate(self) -> str | None:
        """The token of its one predicate, None for a path of more."""
        return str(self.steps[0]) if self.kind == "predicate" else None

    def __str__(self) -> str:
        """As a report prints it: an IRI as it is, any other path as SPARQL writes it."""
        return self.steps[0][1:-1] if isinstance(self.steps[0], str) else self.sparql()

    def sparql(self, *, inner: bool = False) -> str:
        """Return the path in the syntax of SPARQL.

        Args:
            inner: True for a part of a path, which may need brackets.

        >>> step = Path("predicate", ("<urn:a>",))
        >>> Path("sequence", (step, Path("inverse", (step,)))).sparql()
        '<urn:a>/^<urn:a>'
        """
        parts = [step if isinstance(step, str) else step.sparql(inner=True) for step in self.steps]
        if self.kind == "inverse":
            return f"^{parts[0]}"
        if self.kind in ("sequence", "alternative"):
            joined = ("/" if self.kind == "sequence" else "|").join(parts)
            return f"({joined})" if inner else joined
        return parts[0] + {"zeroOrMore": "*", "oneOrMore": "+", "zeroOrOne": "?"}.get(self.kind, "")


# ---------------------------------------------------------------- about each value on its own


@dataclass(frozen=True, slots=True)
class Class:
    """sh:class."""

    name: str


@dataclass(frozen=True, slots=True)
class Datatype:
    """sh:datatype."""

    name: str


@dataclass(frozen=True, slots=True)
class NodeKind:
    """sh:nodeKind; ``first`` holds the first letters of the tokens that are of the kind."""

    first: str


@dataclass(frozen=True, slots=True)
class In:
    """sh:in."""

    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Length:
    """sh:minLength and sh:maxLength; ``most`` is None for one without end."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """sh:pattern with sh:flags."""

    expression: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LanguageIn:
    """sh:languageIn; the languages are in lower case."""

    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Range:
    """One of sh:minInclusive, sh:minExclusive, sh:maxInclusive and sh:maxExclusive.

    Args:
        bound: A literal.
        least: True for a lower bound.
        inclusive: True where the bound itself is allowed.
    """

    bound: str
    least: bool
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Logic:
    """sh:not, sh:and, sh:or or sh:xone.

    Args:
        shapes: Those it lists.
        least: To how many of them a value must conform.
        most: To how many it may.
    """

    shapes: tuple[str, ...]
    least: int
    most: int


# ---------------------------------------------------------------- about all values of a node


@dataclass(frozen=True, slots=True)
class Count:
    """sh:minCount and sh:maxCount; ``most`` is None for one without end."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class HasValue:
    """sh:hasValue."""

    value: str


@dataclass(frozen=True, slots=True)
class UniqueLang:
    """sh:uniqueLang."""


@dataclass(frozen=True, slots=True)
class Pair:
    """sh:equals, sh:disjoint, sh:lessThan or sh:lessThanOrEquals, by its local name."""

    kind: Literal["equals", "disjoint", "lessThan", "lessThanOrEquals"]
    predicate: str


@dataclass(frozen=True, slots=True)
class Property:
    """sh:property."""

    shape: str


@dataclass(frozen=True, slots=True)
class Node:
    """sh:node."""

    shape: str


@dataclass(frozen=True, slots=True)
class Qualified:
    """sh:qualifiedValueShape.

    Args:
        shape: What values that count conform to.
        least: How many there must be.
        most: How many there may be, None for any number.
        siblings: Shapes that a value that counts must not conform to.
    """

    shape: str
    least: int
    most: int | None
    siblings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """sh:closed: which predicates a node may have."""

    predicates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Select:
    """sh:sparql.

    Args:
        text: The query with its prefixes.
        predicates: All IRIs that it names, among them those of its patterns.
        messages: Of the constraint.
    """

    text: str
    predicates: frozenset[str]
    messages: tuple[str, ...]


Constraint = (
    Class | Datatype | NodeKind | In | Length | Pattern | LanguageIn | Range | Logic
    | Count | HasValue | UniqueLang | Pair | Property | Node | Qualified | Closed | Select
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Targets:
    """Which nodes a shape judges by itself.

    Args:
        classes: sh:targetClass, and the shape itself where it is a class.
        nodes: sh:targetNode.
        subjects_of: sh:targetSubjectsOf.
        objects_of: sh:targetObjectsOf.
    """

    classes: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    objects_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a path a property shape.

    Args:
        node: Its token.
        severity: "Violation", "Warning" or "Info".
        messages: Sorted; at least one where the shape can report anything but through other shapes.
        path: None for a node shape.
        targets: Which nodes it judges by itself.
        constraints: What it asks; nothing where it is deactivated.
    """

    node: str
    severity: str
    messages: tuple[str, ...]
    path: Path | None = None
    targets: Targets = field(default_factory=Targets)
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of a shapes graph.

    Args:
        by_node: By token.
        kinds: By predicate, what the shapes say its values are: tokens of datatypes, "<" for IRIs.
        tagged: True where they compare values with a text that has a language.
    """

    by_node: dict[str, Shape]
    kinds: dict[str, frozenset[str]]
    tagged: bool = False
