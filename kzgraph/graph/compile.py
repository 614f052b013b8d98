"""From a shapes graph to frozen constraints: what is understood is compiled, what is not is named and compiled by nobody.

The rules stay in ``shapes/``; this module knows the vocabulary of SHACL Core and not one rule. It takes a construct only where
pySHACL, the reference, is known to do the same with it; for any other :class:`UnknownConstructError` says which and where.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path as File
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
    Pattern,
    Property,
    Qualified,
    Range,
    Shape,
    Shapes,
    Targets,
    UniqueLang,
)  # fmt: skip
from kzgraph.graph.literals import canonical, language, parts, printed
from kzgraph.graph.parts import token
from kzgraph.graph.paths import FIRST, UnknownConstructError, read_list, read_path
from kzgraph.graph.select import NotUnderstoodError, kinds_of, read_select
from kzgraph.graph.terms import RDF, XSD
from kzgraph.resources import shapes_folder

_RDFS = "<http://www.w3.org/2000/01/rdf-schema#"
_SUBCLASS, _CLASS = f"{_RDFS}subClassOf>", f"{_RDFS}Class>"
_OWL = "<http://www.w3.org/2002/07/owl#"
_SHACL = "<http://www.w3.org/ns/shacl#"
_TRUE, _FALSE = (f'"{value}"^^{XSD.boolean}' for value in ("true", "false"))
_NODE_SHAPE, _PROPERTY_SHAPE = f"{_SHACL}NodeShape>", f"{_SHACL}PropertyShape>"
#: What shapes say to people, and what their constraints read beside the parameter that names them.
_ALSO = {
    f"{_SHACL}{name}>"
    for name in (
        "name", "description", "order", "group", "defaultValue", "severity", "message", "path", "deactivated", "flags",
        "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "ignoredProperties", "qualifiedMinCount",
        "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "select", "prefixes", "declare",
    )
}  # fmt: skip
#: A constraint component of somebody's own, or a rule: nothing here is known of either.
_FOREIGN = ("ConstraintComponent", "SPARQLFunction", "JSFunction", "SPARQLTargetType", "JSTargetType")
_KINDS = {
    "IRI": "<", "BlankNode": "_", "Literal": '"', "BlankNodeOrIRI": "_<", "BlankNodeOrLiteral": '_"', "IRIOrLiteral": '<"',
}  # fmt: skip
#: pySHACL gives up where shapes lead to shapes deeper than this.
_DEEPEST = 12


@cache
def data_shapes() -> Shapes:
    """Return the shapes of the data, compiled once per process; those of the ontology's own style are left out.

    Raises:
        UnknownConstructError: One of them is not compiled.

    >>> data_shapes().by_node["<https://w3id.org/kzgraph/shapes#Day>"].constraints
    (Datatype(name='<http://www.w3.org/2001/XMLSchema#date>'),)
    """
    return compile_shapes(path for path in sorted(shapes_folder().glob("*.ttl")) if path.name != "ontology-style.ttl")


def compile_shapes(paths: Iterable[File]) -> Shapes:
    """Compile the shapes of some Turtle files, which make one shapes graph.

    Args:
        paths: The files.

    Raises:
        UnknownConstructError: A shape is not compiled.
    """
    import pyoxigraph

    table: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            values = table[token(quad.subject)][token(quad.predicate)]
            value = token(quad.object)
            value = canonical(value) if value[0] == '"' else value
            if value not in values:
                values.append(value)
    return _Compiler(table).shapes()


class _Compiler:
    """Compiles one shapes graph.

    Args:
        table: Subject, predicate and objects, as tokens.
    """

    def __init__(self, table: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._table = table
        self._instances: dict[str, list[str]] = defaultdict(list)
        for subject, row in table.items():
            for name in row.get(RDF.type, ()):
                self._instances[name].append(subject)

    def shapes(self) -> Shapes:
        for name in _FOREIGN:
            for node in self._instances[f"{_SHACL}{name}>"]:
                raise UnknownConstructError(node, f"sh:{name}")
        found = {node: self._shape(node) for node in self._nodes()}
        for shape in found.values():
            _check_depth(shape, found, ())
        tagged = any(value[0] == '"' and language(value) for row in self._table.values() for value in self._values(row))
        return Shapes(found, kinds_of(found.values()), tagged=tagged)

    @staticmethod
    def _values(row: Mapping[str, list[str]]) -> Iterator[str]:
        """What the shapes compare with the data: values, members of lists, nodes that are targets."""
        for predicate in (f"{_SHACL}hasValue>", f"{_SHACL}targetNode>", FIRST):
            yield from row.get(predicate, ())

    def _get(self, node: str, name: str) -> list[str]:
        row = self._table.get(node)
        return row.get(f"{_SHACL}{name}>", []) if row is not None else []

    def _one(self, node: str, name: str) -> str | None:
        values = self._get(node, name)
        if len(values) > 1:
            raise UnknownConstructError(node, f"sh:{name} with {len(values)} values")
        return values[0] if values else None

    def _nodes(self) -> list[str]:
        """All shapes: what is called one, has targets, or stands where a shape is expected."""
        found = dict.fromkeys([*self._instances[_NODE_SHAPE], *self._instances[_PROPERTY_SHAPE]])
        for subject in self._table:
            for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "property", "node"):
                if self._get(subject, name):
                    found[subject] = None
            for name in ("property", "node", "not", "qualifiedValueShape"):
                found |= dict.fromkeys(self._get(subject, name))
            for name in ("and", "or", "xone"):
                for head in self._get(subject, name):
                    found |= dict.fromkeys(read_list(self._table, subject, head))
        return list(found)

    def _shape(self, node: str) -> Shape:
        row = self._table.get(node)
        if row is None:
            raise UnknownConstructError(node, "no statement")
        path = self._one(node, "path")
        if node in self._instances[_NODE_SHAPE if path is not None else _PROPERTY_SHAPE]:
            raise UnknownConstructError(node, "sh:path where none may stand, or none where one must")
        severity = self._one(node, "severity") or f"{_SHACL}Violation>"
        deactivated = self._one(node, "deactivated")
        if deactivated not in (None, _TRUE, _FALSE):
            raise UnknownConstructError(node, f"sh:deactivated {deactivated}")
        known = read_path(self._table, node, path) if path is not None else None
        constraints = tuple(self._constraints(node, is_property=path is not None))
        messages = tuple(sorted(printed(value) for value in self._get(node, "message")))
        delegating = all(isinstance(constraint, Property) for constraint in constraints)
        if deactivated == _TRUE:
            constraints = ()
        elif not messages and not delegating:
            # pySHACL would make one up, of names and values; the shapes here all say what they mean.
            raise UnknownConstructError(node, "no sh:message")
        return Shape(node, printed(severity).rpartition("#")[2], messages, known, self._targets(node), constraints)

    def _targets(self, node: str) -> Targets:
        classes = {_CLASS, f"{_OWL}Class>"} | {
            subject for subject, row in self._table.items() if _CLASS in row.get(_SUBCLASS, ())
        }
        implicit = [node] if classes & set(self._table[node].get(RDF.type, ())) else []
        return Targets(
            tuple(dict.fromkeys([*self._get(node, "targetClass"), *implicit])),
            tuple(self._get(node, "targetNode")),
            tuple(self._get(node, "targetSubjectsOf")),
            tuple(self._get(node, "targetObjectsOf")),
        )

    # ------------------------------------------------------------ constraints

    def _constraints(self, node: str, *, is_property: bool) -> Iterator[Constraint]:
        for predicate, values in self._table[node].items():
            if not predicate.startswith(_SHACL) or predicate in _ALSO:
                continue
            name = predicate.removeprefix(_SHACL)[:-1]
            made = _MAKERS.get(name)
            if made is None or (name in _ON_PROPERTIES and not is_property) or (name in _ON_NODES and is_property):
                raise UnknownConstructError(node, f"sh:{name}")
            if len(values) > 1 and name in _ONCE:
                raise UnknownConstructError(node, f"sh:{name} with {len(values)} values")
            for value in values:
                yield from made(self, node, value)

    def _number(self, node: str, name: str, value: str) -> int:
        characters, _, datatype = parts(value) if value[0] == '"' else ("", "", "")
        if datatype != XSD.integer or not characters.isdecimal():
            raise UnknownConstructError(node, f"sh:{name} {value}")
        return int(characters)

    def _flag(self, node: str, name: str, value: str) -> bool:
        if value not in (_TRUE, _FALSE):
            raise UnknownConstructError(node, f"sh:{name} {value}")
        return value == _TRUE

    def counted(self, name: str, node: str, value: str) -> Iterator[Constraint]:
        number = self._number(node, name, value)
        of = Count if name.endswith("Count") else Length
        yield of(number) if name.startswith("min") else of(0, number)

    def node_kind(self, node: str, value: str) -> Iterator[Constraint]:
        kind = _KINDS.get(value.removeprefix(_SHACL)[:-1])
        if kind is None:
            raise UnknownConstructError(node, f"sh:nodeKind {value}")
        yield NodeKind(kind)

    def pattern(self, node: str, value: str) -> Iterator[Constraint]:
        said = self._one(node, "flags")
        flags = printed(said).lower() if said else ""
        try:
            yield Pattern(re.compile(printed(value), re.I * ("i" in flags) | re.M * ("m" in flags)))
        except re.error as fault:
            raise UnknownConstructError(node, f"sh:pattern {value} ({fault})") from fault

    def language_in(self, node: str, value: str) -> Iterator[Constraint]:
        yield LanguageIn(frozenset(printed(item).lower() for item in read_list(self._table, node, value)))

    def unique_lang(self, node: str, value: str) -> Iterator[Constraint]:
        if self._flag(node, "uniqueLang", value):
            yield UniqueLang()

    def range(self, name: str, node: str, value: str) -> Iterator[Constraint]:
        if value[0] != '"':
            raise UnknownConstructError(node, f"sh:{name} {value}")
        yield Range(value, least=name.startswith("min"), inclusive=name.endswith("Inclusive"))

    def logic(self, name: str, node: str, value: str) -> Iterator[Constraint]:
        shapes = read_list(self._table, node, value)
        if name != "xone":
            shapes = list(dict.fromkeys(shapes))
        yield Logic(tuple(shapes), len(shapes) if name == "and" else 1, 1 if name == "xone" else len(shapes))

    def pair(self, name: Any, node: str, value: str) -> Iterator[Constraint]:
        if value[0] != "<":
            raise UnknownConstructError(node, f"sh:{name} {value}")
        yield Pair(name, value)

    def qualified(self, node: str, value: str) -> Iterator[Constraint]:
        least, most = self._one(node, "qualifiedMinCount"), self._one(node, "qualifiedMaxCount")
        if least is None and most is None:
            raise UnknownConstructError(node, "sh:qualifiedValueShape without a count")
        disjoint = self._one(node, "qualifiedValueShapesDisjoint")
        siblings: dict[str, None] = {}
        if disjoint is not None and self._flag(node, "qualifiedValueShapesDisjoint", disjoint):
            for row in self._table.values():
                shapes = row.get(f"{_SHACL}property>", [])
                if node in shapes:
                    siblings |= dict.fromkeys(other for shape in shapes for other in self._get(shape, "qualifiedValueShape"))
            siblings.pop(value, None)
        yield Qualified(
            value,
            self._number(node, "qualifiedMinCount", least) if least else 0,
            self._number(node, "qualifiedMaxCount", most) if most else None,
            tuple(siblings),
        )

    def closed(self, node: str, value: str) -> Iterator[Constraint]:
        ignored = self._one(node, "ignoredProperties")
        if self._flag(node, "closed", value):
            own = {path for shape in self._get(node, "property") for path in self._get(shape, "path")}
            yield Closed(frozenset(own) | frozenset(read_list(self._table, node, ignored) if ignored else ()))

    def select(self, node: str, value: str) -> Iterator[Constraint]:
        query = self._one(value, "select")
        if query is None or self._get(value, "deactivated"):
            raise UnknownConstructError(node, "sh:sparql without one sh:select, or deactivated")
        prefixes: dict[str, str] = {}
        for ontology in self._get(value, "prefixes"):
            declared = self._get(ontology, "declare")
            if not declared or f"{_OWL}Ontology>" not in self._table[ontology].get(RDF.type, ()):
                raise UnknownConstructError(node, f"sh:prefixes {ontology}")
            for declaration in declared:
                prefix, namespace = self._one(declaration, "prefix"), self._one(declaration, "namespace")
                prefixes[printed(prefix or '""')] = printed(namespace or '""')
        own = self._get(node, "message")
        messages = tuple(printed(message) for message in self._get(value, "message") if message not in own)
        try:
            yield read_select(printed(query), prefixes, messages)
        except NotUnderstoodError as fault:
            raise UnknownConstructError(node, f"sh:select with {fault}") from fault


#: What pySHACL refuses, or passes over, on node shapes, or what is known on node shapes alone.
_ON_PROPERTIES = {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"}
_ON_NODES = {"sparql"}
_ONCE = {
    "datatype", "nodeKind", "in", "minCount", "maxCount", "minLength", "maxLength", "languageIn", "uniqueLang", "closed",
}  # fmt: skip
_Maker = Callable[[_Compiler, str, str], Iterable[Constraint]]


def _named(method: Callable[[_Compiler, Any, str, str], Iterable[Constraint]], *names: str) -> dict[str, _Maker]:
    return {name: lambda own, node, value, name=name: method(own, name, node, value) for name in names}  # type: ignore[misc]


#: What makes the constraints of each parameter.
_MAKERS: dict[str, _Maker] = {
    "class": lambda _own, _node, value: [Class(value)],
    "datatype": lambda _own, _node, value: [Datatype(value)],
    "hasValue": lambda _own, _node, value: [HasValue(value)],
    "property": lambda _own, _node, value: [Property(value)],
    "node": lambda _own, _node, value: [Node(value)],
    "not": lambda _own, _node, value: [Logic((value,), 0, 0)],
    "in": lambda own, node, value: [In(frozenset(read_list(own._table, node, value)))],
    "nodeKind": _Compiler.node_kind,
    "pattern": _Compiler.pattern,
    "languageIn": _Compiler.language_in,
    "uniqueLang": _Compiler.unique_lang,
    "qualifiedValueShape": _Compiler.qualified,
    "closed": _Compiler.closed,
    "sparql": _Compiler.select,
    **_named(_Compiler.counted, "minCount", "maxCount", "minLength", "maxLength"),
    **_named(_Compiler.range, "minInclusive", "minExclusive", "maxInclusive", "maxExclusive"),
    **_named(_Compiler.logic, "and", "or", "xone"),
    **_named(_Compiler.pair, "equals", "disjoint", "lessThan", "lessThanOrEquals"),
}


def _check_depth(shape: Shape, shapes: Mapping[str, Shape], above: tuple[str, ...]) -> None:
    """Refuse shapes that lead to themselves, and chains of shapes so long that pySHACL breaks off."""
    if shape.node in above:
        raise UnknownConstructError(shape.node, "itself")
    if len(above) > _DEEPEST:
        raise UnknownConstructError(shape.node, "shapes that deep")
    for constraint in shape.constraints:
        if isinstance(constraint, (Property, Node)):
            named: tuple[str, ...] = (constraint.shape,)
            if (shapes[constraint.shape].path is None) == isinstance(constraint, Property):
                raise UnknownConstructError(shape.node, "a property shape for a node shape, or the other way round")
        elif isinstance(constraint, Qualified):
            named = (constraint.shape, *constraint.siblings)
        else:
            named = constraint.shapes if isinstance(constraint, Logic) else ()
        for node in named:
            _check_depth(shapes[node], shapes, (*above, shape.node))
