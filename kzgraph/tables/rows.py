"""From a dataset to the rows of tables, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kzgraph.dataset.load import Dataset
from kzgraph.errors import GraphError
from kzgraph.graph.order import natural
from kzgraph.graph.terms import ONTOLOGY
from kzgraph.tables.plan import TABLES, TYPE, Column, Table

#: The values of a cell; none where the graph has none.
Cell = tuple[str, ...]

_TYPE = ox.NamedNode(TYPE)
_CLASS_OF = {table.name: ox.NamedNode(table.of) for table in TABLES}


@dataclass(frozen=True, slots=True)
class Field:
    """A column as it stands in a file.

    Args:
        column: What it shows.
        language: Of its texts; empty for anything else.
    """

    column: Column
    language: str = ""

    @property
    def name(self) -> str:
        """What stands above it."""
        return f"{self.column.name}_{self.language}" if self.language else self.column.name


def fields(dataset: Dataset, table: Table) -> tuple[Field, ...]:
    """Return the columns of a table: a text has one for each language in which the dataset has it.

    Args:
        dataset: The graphs.
        table: The table.
    """
    found: list[Field] = []
    for column in table.columns:
        if column.kind == "text":
            found += [Field(column, language) for language in _languages(dataset, table, column)]
        else:
            found.append(Field(column))
    return tuple(found)


def rows(dataset: Dataset, table: Table) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a table, things in the order in which the writers print them.

    Args:
        dataset: The graphs, without vocabularies beside them.
        table: The table.

    Raises:
        GraphError: A thing lacks what all of its kind have, or has two where there is one.
    """
    columns = fields(dataset, table)
    for thing in _things(dataset, table.of):
        if table.target and not any(_leads(dataset, thing, column, table.target) for column in table.columns):
            continue
        if not table.follows:
            yield tuple(_cell(dataset, table, field, thing, None) for field in columns)
        else:
            for value in _objects(dataset, thing, table.follows):
                yield tuple(_cell(dataset, table, field, thing, value) for field in columns)


def _leads(dataset: Dataset, thing: ox.NamedNode, column: Column, target: str) -> bool:
    """True if a thing leads into a table by a column."""
    values = _objects(dataset, thing, column.property) if column.table == target else ()
    return any(isinstance(value, ox.NamedNode) and _is(dataset, value, _CLASS_OF[target]) for value in values)


def _things(dataset: Dataset, of: str) -> list[ox.NamedNode]:
    """The things of a class, in the order of the writers."""
    quads = dataset.store.quads_for_pattern(None, _TYPE, ox.NamedNode(of), ox.DefaultGraph())
    return sorted((quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)), key=_order)


def _order(term: object) -> tuple[object, str]:
    text = str(term)
    return natural(text), text


def _objects(dataset: Dataset, thing: ox.NamedNode, property_: str) -> list[ox.NamedNode | ox.Literal]:
    """What a thing has for a property, in the order of the writers."""
    quads = dataset.store.quads_for_pattern(thing, ox.NamedNode(property_), None, ox.DefaultGraph())
    return sorted((quad.object for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)), key=_order)


def _languages(dataset: Dataset, table: Table, column: Column) -> list[str]:
    found = set()
    for thing in _things(dataset, table.of):
        found |= {value.language or "" for value in _objects(dataset, thing, column.property) if isinstance(value, ox.Literal)}
    return sorted(found)


def _cell(dataset: Dataset, table: Table, field: Field, thing: ox.NamedNode, followed: object) -> Cell:
    """What one thing has in one column."""
    column = field.column
    if not column.property:
        return (thing.value.removeprefix(dataset.base),)
    if column.of_value and isinstance(followed, ox.NamedNode):
        values = _objects(dataset, followed, column.property)
    elif column.property == table.follows:
        values = [followed] if isinstance(followed, ox.NamedNode | ox.Literal) else []
    else:
        values = _objects(dataset, thing, column.property)
    cell = tuple(shown for value in values for shown in _shown(dataset, table, field, value))
    if column.kind == "class" and not cell:
        # Of a thing that has no special class, the general one is all that is known.
        cell = tuple(general.removeprefix(ONTOLOGY) for general in table.general)
    several = not column.many and len(cell) > 1
    missing = column.required and not values
    dangling = column.kind == "key" and len(cell) < len(values)
    if several or missing or dangling:
        wrong = (
            f"it has several ({', '.join(cell)})"
            if several
            else "it has none"
            if missing
            else f"it leads out of table '{column.table}'"
        )
        raise GraphError(
            thing.value, f"column '{column.name}' of table '{table.name}': {wrong}", "Run kzgraph validate on the graph."
        )
    return cell


def _shown(dataset: Dataset, table: Table, field: Field, value: ox.NamedNode | ox.Literal) -> Cell:
    """A value as a cell has it; nothing where it belongs to another column."""
    column = field.column
    if column.kind == "text":
        return (value.value,) if isinstance(value, ox.Literal) and (value.language or "") == field.language else ()
    if column.kind == "class":
        special = value.value.startswith(ONTOLOGY) and value.value not in table.general
        return (value.value.removeprefix(ONTOLOGY),) if special else ()
    if column.kind == "key":
        known = isinstance(value, ox.NamedNode) and _is(dataset, value, _CLASS_OF[column.table])
        return (value.value.removeprefix(dataset.base),) if known else ()
    if column.kind == "name":
        return (value.value.rpartition("/")[2],)
    if column.kind == "iri":
        return (value.value.removeprefix(dataset.base),)
    return (value.value,)


def _is(dataset: Dataset, thing: ox.NamedNode, of: ox.NamedNode) -> bool:
    return any(True for _ in dataset.store.quads_for_pattern(thing, _TYPE, of, ox.DefaultGraph()))
