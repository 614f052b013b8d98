"""Executes compiled shapes over rows: the same results as the reference validator, in a fraction of the time.

The rows of one graph are put into columns, subject and objects by predicate. What a shape says of a value on its own is
judged once per value; a value that was found good costs one look-up wherever it stands again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kzgraph.graph.constraints import (
    Class,
    Closed,
    Constraint,
    Count,
    Datatype,
    HasValue,
    In,
    LanguageIn,
    Length,
    Logic,
    Node,
    NodeKind,
    Pair,
    Path,
    Pattern,
    Property,
    Qualified,
    Range,
    Select,
    Shape,
    Shapes,
    UniqueLang,
)  # fmt: skip
from kzgraph.graph.literals import UndecidedError, canonical, compared, has_datatype, language, precedes, printed
from kzgraph.graph.report import Report, Result
from kzgraph.graph.select import Answers, ReferenceAnswers
from kzgraph.graph.terms import RDF, Row

_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_RESOURCE = "<http://www.w3.org/2000/01/rdf-schema#Resource>"
_INFINITE = float("inf")
_VARIABLE = re.compile(r"\{[?$](\w+)\}")

#: Subject and objects, each once, of one predicate.
Column = dict[str, list[str]]
#: A focus node with its value nodes.
Pairs = Sequence[tuple[str, Sequence[str]]]


def execute(shapes: Shapes, rows: Iterable[Row]) -> Report:
    """Validate a graph.

    Args:
        shapes: Compiled.
        rows: The statements about one resolution; for more, one call each.

    Raises:
        UndecidedError: Something in the graph is for the reference validator to judge.
    """
    indexed = _Rows(rows)
    lower = {tag.lower() for tag in indexed.tags}
    if len(lower) < len(indexed.tags) or (shapes.tagged and lower != indexed.tags):
        # To rdflib two spellings of a tag are one, and of two texts that differ in nothing else it keeps the first.
        raise UndecidedError(f"language tags in several spellings: {', '.join(sorted(indexed.tags))}")
    return Report(tuple(sorted(_Executor(shapes, indexed).results())))


class _Rows:
    """The statements of one graph by predicate and subject, and the other way round where it is asked for."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.columns: dict[str, Column] = {}
        spelt: dict[str, str] = {}
        tags: set[str] = set()
        for subject, predicate, stated in rows:
            value = stated
            if stated[0] == '"' != stated[-1]:
                if stated[-1] == ">":
                    known = spelt.get(stated)
                    value = spelt.setdefault(stated, canonical(stated)) if known is None else known
                else:
                    tags.add(stated[stated.rindex('"') + 2 :])
            column = self.columns.get(predicate)
            if column is None:
                column = self.columns[predicate] = {}
            values = column.get(subject)
            if values is None:
                column[subject] = [value]
            else:
                values.append(value)
        self.tags = tags
        for column in self.columns.values():
            _once(column)
        self._inverse: dict[str, Column] = {}

    def inverse(self, predicate: str) -> Column:
        """Objects and their subjects."""
        found = self._inverse.get(predicate)
        if found is None:
            found = self._inverse[predicate] = {}
            for subject, values in self.columns.get(predicate, {}).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
        return found

    def below(self, name: str) -> list[str]:
        """A class and all its subclasses, as the graph itself states them."""
        return _reached([name], self.inverse(_SUBCLASS))

    def above(self, name: str) -> list[str]:
        """A class and all its superclasses."""
        return _reached([name], self.columns.get(_SUBCLASS, {}))


def _once(column: Column) -> None:
    for subject, values in column.items():
        if len(values) > 1 and len(set(values)) < len(values):
            column[subject] = list(dict.fromkeys(values))


def _reached(nodes: Iterable[str], column: Column) -> list[str]:
    found = dict.fromkeys(nodes)
    queue = list(found)
    while queue:
        new = [value for value in column.get(queue.pop(), ()) if value not in found]
        found |= dict.fromkeys(new)
        queue += new
    return list(found)


class _Faults(dict[str, int]):
    """How many constraints of a shape each value breaks, judged when it is first met.

    Args:
        tests: What must hold for a value.
    """

    def __init__(self, tests: Sequence[Callable[[str], bool]]) -> None:
        super().__init__()
        self._tests = tests

    def __missing__(self, value: str) -> int:
        count = self[value] = sum(not test(value) for test in self._tests)
        return count


class _Executor:
    """Executes shapes over the rows of one graph.

    Args:
        shapes: Compiled.
        rows: Of the graph.
    """

    def __init__(self, shapes: Shapes, rows: _Rows) -> None:
        self._shapes = shapes
        self._rows = rows
        self._faults: dict[str, _Faults] = {}
        self._conforming: dict[tuple[str, str], bool] = {}
        self._store: Answers | ReferenceAnswers | None = None

    def results(self) -> list[Result]:
        """Judge every shape on its targets."""
        return [
            result for shape in self._shapes.by_node.values() if shape.targets for result in self._run(shape, self._focus(shape))
        ]

    def _focus(self, shape: Shape) -> list[str]:
        found = dict.fromkeys(canonical(node) if node[0] == '"' else node for node in shape.targets.nodes)
        instances = self._rows.inverse(RDF.type)
        for target in shape.targets.classes:
            for name in self._rows.below(target):
                found |= dict.fromkeys(instances.get(name, ()))
        for predicate in shape.targets.subjects_of:
            found |= dict.fromkeys(self._rows.columns.get(predicate, ()))
        for predicate in shape.targets.objects_of:
            found |= dict.fromkeys(self._rows.inverse(predicate))
        return list(found)

    # ------------------------------------------------------------ one shape

    def _run(self, shape: Shape, nodes: Sequence[str]) -> list[Result]:
        """Judge some nodes by a shape; the results are none if and only if all conform."""
        if not nodes or not shape.constraints:
            return []
        pairs: Pairs
        if shape.path is None:
            pairs = [(node, (node,)) for node in nodes]
        elif shape.path.predicate is not None:
            get = self._rows.columns.get(shape.path.predicate, {}).get
            pairs = [(node, get(node, ())) for node in nodes]
        else:
            pairs = [(node, self._values(shape.path, node)) for node in nodes]
        found: list[Result] = []
        faults = self._faults.get(shape.node)
        if faults is None:
            faults = self._faults[shape.node] = _Faults([test for one in shape.constraints if (test := self._test(one))])
        for node, values in pairs:
            for value in values:
                if faults[value]:
                    found += [self._result(shape, node, printed(value))] * faults[value]
        for constraint in shape.constraints:
            judge = _JUDGES.get(type(constraint))
            if judge is not None:
                found += judge(self, shape, constraint, pairs)
        return found

    def _answers(self, node: str) -> Answers | ReferenceAnswers:
        """What answers the queries of SPARQL constraints."""
        if self._store is None or node[0] != "<":
            constraints = [one for shape in self._shapes.by_node.values() for one in shape.constraints]
            asked = {name for one in constraints if isinstance(one, Select) for name in one.predicates}
            try:
                if node[0] != "<":
                    raise UndecidedError(node)
                self._store = Answers(self._rows.columns, asked, self._shapes.kinds)
            except UndecidedError:
                self._store = ReferenceAnswers(self._rows.columns, asked)
        return self._store

    def _conforms(self, shape: str, node: str) -> bool:
        known = self._conforming.get((shape, node))
        if known is None:
            known = self._conforming[shape, node] = not self._run(self._shapes.by_node[shape], [node])
        return known

    @staticmethod
    def _result(shape: Shape, node: str, value: str = "", path: str | None = None) -> Result:
        path = str(shape.path or "") if path is None else path
        return Result(shape.severity, printed(node), path, printed(shape.node), value, " ".join(shape.messages))

    def _values(self, path: Path, node: str, *, inverse: bool = False) -> list[str]:
        """The value nodes of a path, each once."""
        if path.predicate is not None:
            column = self._rows.inverse(path.predicate) if inverse else self._rows.columns.get(path.predicate, {})
            return column.get(node, [])
        steps: Any = path.steps
        if path.kind == "inverse":
            return self._values(steps[0], node, inverse=not inverse)
        if path.kind == "alternative":
            return list(dict.fromkeys(value for step in steps for value in self._values(step, node, inverse=inverse)))
        if path.kind == "sequence":
            nodes = [node]
            for step in steps:
                nodes = list(dict.fromkeys(value for one in nodes for value in self._values(step, one, inverse=inverse)))
            return nodes
        found = dict.fromkeys(self._values(steps[0], node, inverse=inverse))
        queue = [] if path.kind == "zeroOrOne" else list(found)
        while queue:
            new = [value for value in self._values(steps[0], queue.pop(), inverse=inverse) if value not in found]
            found |= dict.fromkeys(new)
            queue += new
        return list(found if path.kind == "oneOrMore" else {node: None, **found})

    # ------------------------------------------------------------ constraints on each value

    def _test(self, constraint: Constraint) -> Callable[[str], bool] | None:
        """What must hold for a value, None for a constraint on all values of a node."""
        match constraint:
            case Class(name):
                return self._is_instance(name)
            case Datatype(name):
                return lambda value: has_datatype(value, name)
            case NodeKind(first):
                return lambda value: value[0] in first
            case In(values):
                return values.__contains__
            case Length(least, most):
                end = _INFINITE if most is None else most
                return lambda value: least <= len(printed(value)) <= end if value[0] != "_" else not least and most is None
            case Pattern(expression):
                return lambda value: value[0] != "_" and expression.search(printed(value)) is not None
            case LanguageIn(languages):
                return lambda value: _speaks(language(value), languages)
            case Range():
                return lambda value: _is_within(value, constraint)
            case Logic(shapes, least, most):
                return lambda value: least <= sum(self._conforms(shape, value) for shape in shapes) <= most
        return None

    def _is_instance(self, name: str) -> Callable[[str], bool]:
        types = self._rows.columns.get(RDF.type, {})
        names = set(self._rows.below(name))
        return lambda value: value[0] != '"' and not names.isdisjoint(types.get(value, ()))

    # ------------------------------------------------------------ constraints on all values of a node

    def _count(self, shape: Shape, constraint: Count, pairs: Pairs) -> list[Result]:
        least, most = constraint.least, _INFINITE if constraint.most is None else constraint.most
        return [self._result(shape, node) for node, values in pairs if not least <= len(values) <= most]

    def _has_value(self, shape: Shape, constraint: HasValue, pairs: Pairs) -> list[Result]:
        return [self._result(shape, node) for node, values in pairs if constraint.value not in values]

    def _unique_lang(self, shape: Shape, _: UniqueLang, pairs: Pairs) -> list[Result]:
        found = []
        for node, values in pairs:
            tags = [tag for value in values if (tag := language(value))] if len(values) > 1 else []
            found += [self._result(shape, node) for tag in set(tags) if tags.count(tag) > 1]
        return found

    def _pair(self, shape: Shape, constraint: Pair, pairs: Pairs) -> list[Result]:
        get = self._rows.columns.get(constraint.predicate, {}).get
        found = []
        for node, values in pairs:
            others = get(node, [])
            if constraint.kind == "equals":
                wrong = [] if values == others else [*(set(values) ^ set(others))]
            elif constraint.kind == "disjoint":
                wrong = [*(set(values) & set(others))]
            else:
                loose = constraint.kind == "lessThanOrEquals"
                wrong = [value for value in values for other in others if not precedes(value, other, or_equals=loose)]
            found += [self._result(shape, node, printed(value)) for value in wrong]
        return found

    def _property(self, _: Shape, constraint: Property, pairs: Pairs) -> list[Result]:
        return self._run(self._shapes.by_node[constraint.shape], [value for _, values in pairs for value in values])

    def _node(self, shape: Shape, constraint: Node, pairs: Pairs) -> list[Result]:
        inner = self._shapes.by_node[constraint.shape]
        found = []
        for node, values in pairs:
            for value in values:
                if details := self._run(inner, [value]):
                    # A report tells the reasons too.
                    found += [self._result(shape, node, printed(value)), *details]
        return found

    def _qualified(self, shape: Shape, constraint: Qualified, pairs: Pairs) -> list[Result]:
        found = []
        for node, values in pairs:
            count = sum(
                self._conforms(constraint.shape, value) and not any(self._conforms(other, value) for other in constraint.siblings)
                for value in values
            )
            wrong = (constraint.most is not None and count > constraint.most) + (count < constraint.least)
            found += [self._result(shape, node)] * wrong
        return found

    def _closed(self, shape: Shape, constraint: Closed, pairs: Pairs) -> list[Result]:
        return [
            self._result(shape, node, printed(value), printed(predicate))
            for node, nodes in pairs
            for subject in nodes
            for predicate, column in self._rows.columns.items()
            if predicate not in constraint.predicates
            for value in column.get(subject, ())
            if (predicate, value) != (RDF.type, _RESOURCE)
        ]

    def _select(self, shape: Shape, constraint: Select, pairs: Pairs) -> list[Result]:
        found = []
        for node, _ in pairs:
            for said in self._answers(node).of(constraint, node):
                if not said.keys() & {"this", "path", "value"}:
                    continue
                at = said.get("this", printed(node))
                messages = sorted({_filled(message, said) for message in (*constraint.messages, *shape.messages)})
                value = said.get("value", printed(node))
                found.append(Result(shape.severity, at, said.get("path", ""), printed(shape.node), value, " ".join(messages)))
        return found


_JUDGES: dict[type, Callable[[_Executor, Shape, Any, Pairs], list[Result]]] = {
    Count: _Executor._count,
    HasValue: _Executor._has_value,
    UniqueLang: _Executor._unique_lang,
    Pair: _Executor._pair,
    Property: _Executor._property,
    Node: _Executor._node,
    Qualified: _Executor._qualified,
    Closed: _Executor._closed,
    Select: _Executor._select,
}


def _speaks(tag: str, languages: frozenset[str]) -> bool:
    return bool(tag) and ("*" in languages or tag in languages or tag.partition("-")[0] in languages)


def _is_within(value: str, limit: Range) -> bool:
    order = compared(value, limit.bound)
    if order is None:
        return False
    return (order == 0 and limit.inclusive) or (order > 0 if limit.least else order < 0)


def _filled(message: str, said: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda found: said.get(found[1], found[0]), message)
