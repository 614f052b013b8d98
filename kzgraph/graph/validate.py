"""Which validator judges a graph: the compiled shapes, or pySHACL, the reference."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kzgraph.errors import KzgraphError
from kzgraph.graph.compile import data_shapes
from kzgraph.graph.constraints import Shapes
from kzgraph.graph.execute import execute
from kzgraph.graph.literals import UndecidedError
from kzgraph.graph.paths import UnknownConstructError
from kzgraph.graph.report import Report
from kzgraph.graph.terms import Row

AUTO, COMPILED, PYSHACL = "auto", "compiled", "pyshacl"
#: Names of the ways to validate. All give the same results; tests compare them.
VALIDATORS = (AUTO, COMPILED, PYSHACL)


class Validator:
    """Validates graphs, one resolution at a time.

    Compiled shapes are executed; a graph with something in it that only the reference judges goes to pySHACL, and so do all
    graphs where a shape has a construct that is not compiled. Either is told in :attr:`notes`.

    Args:
        name: "auto"; "compiled", which refuses shapes that are not compiled; or "pyshacl", which compiles nothing.

    >>> Validator().check([("<urn:a>", "<urn:b>", '"c"')])
    Report(results=())
    """

    def __init__(self, name: str = AUTO) -> None:
        self._name = name
        self.notes: list[str] = []

    @cached_property
    def _shapes(self) -> Shapes | None:
        if self._name == PYSHACL:
            return None
        try:
            return data_shapes()
        except UnknownConstructError as unknown:
            if self._name == COMPILED:
                reason = f"it uses {unknown.construct}, which is not compiled"
                raise KzgraphError(unknown.shape, reason, "Validate with --validator auto or pyshacl.") from unknown
            self.notes.append(f"pySHACL validates, which takes longer: {unknown}, which is not compiled")
            return None

    def prepare(self) -> bool:
        """Compile the shapes now, to know before a long run how it will validate.

        Returns:
            True where they are compiled; else pySHACL validates, and unless it was asked for :attr:`notes` say why.

        Raises:
            KzgraphError: A shape is not compiled and "compiled" was asked for.
        """
        return self._shapes is not None

    def check(self, rows: Sequence[Row]) -> Report:
        """Validate a graph.

        Args:
            rows: The statements about one resolution; for more, one call each keeps the cost linear.

        Raises:
            KzgraphError: A shape is not compiled and "compiled" was asked for.
        """
        if self._shapes is not None:
            try:
                return execute(self._shapes, rows)
            except UndecidedError as undecided:
                self.notes.append(f"pySHACL validated a graph with {undecided}, which the compiled shapes do not judge")
        from kzgraph.graph.check import check, to_rdflib  # Late: rdflib takes longer to import than a text to read.

        return check(to_rdflib(rows))
