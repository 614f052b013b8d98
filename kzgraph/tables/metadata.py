"""What the columns mean, as CSV on the Web has it: ``csv-metadata.json`` beside the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kzgraph.graph.terms import ONTOLOGY, prefixes
from kzgraph.tables.plan import Column, Table
from kzgraph.tables.rows import Field

#: Stands between the values of a cell that has several.
SEPARATOR = " ¦ "
#: What is told of cells that a spreadsheet would take for formulas.
GUARD = (
    "A cell whose text begins with one of = + - @ or a control character has an apostrophe before it; the JSON files have none."
)

_DAY = {"base": "string", "format": r"\d{4}-\d{2}(-\d{2})?"}


def metadata(tables: Sequence[tuple[Table, tuple[Field, ...]]], base: str, *, guarded: bool) -> Mapping[str, Any]:
    """Return the description of all tables, ready for JSON.

    Args:
        tables: Each with its columns.
        base: What the IRIs of the data begin with.
        guarded: Cells are made harmless for spreadsheets.
    """
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": "Resolutions as tables",
        "dc:description": GUARD if guarded else "Cells are as they are in the graph.",
        "dc:conformsTo": {"@id": ONTOLOGY.rstrip("#")},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [_table(table, columns, base) for table, columns in tables],
    }


def _table(table: Table, columns: tuple[Field, ...], base: str) -> dict[str, Any]:
    keys = [
        {
            "columnReference": [field.name],
            "reference": {"resource": f"{field.column.table}.csv", "columnReference": ["id"]},
        }
        for field in columns
        if field.column.table
    ]
    schema: dict[str, Any] = {
        "columns": [_column(field, base) for field in columns],
        "primaryKey": list(table.key),
        "aboutUrl": f"{base}{{+{table.key[0]}}}",
    }
    if keys:
        schema["foreignKeys"] = keys
    return {"url": f"{table.name}.csv", "dc:title": table.name, "dc:description": table.about, "tableSchema": schema}


def _column(field: Field, base: str) -> dict[str, Any]:
    column = field.column
    title = f"{column.title} ({field.language})" if field.language else column.title
    row: dict[str, Any] = {"name": field.name, "titles": list(dict.fromkeys([field.name, title]))}
    row["datatype"] = _DAY if column.kind == "day" else column.kind if column.kind in ("integer", "decimal", "date") else "string"
    if field.language:
        row["lang"] = field.language
    if column.required:
        row["required"] = True
    if column.many:
        row["separator"] = SEPARATOR
    if not column.property:
        row["suppressOutput"] = True
        return row
    if column.of_value:
        # It is not said of the thing that the row is about.
        row["aboutUrl"] = f"{base}{{+evidence}}"
    row["propertyUrl"] = column.property
    value = _value_url(column, field.name, base)
    if value and not column.many:
        row["valueUrl"] = value
    return row


def _value_url(column: Column, name: str, base: str) -> str:
    """How the IRI of a value is made of a cell; empty where the cell is the value."""
    if column.kind == "key" or (column.kind == "iri" and column.property.startswith(ONTOLOGY)):
        return f"{base}{{+{name}}}"
    if column.kind == "class":
        return f"{ONTOLOGY}{{+{name}}}"
    if column.kind == "name":
        return f"{prefixes()[column.name]}{{+{name}}}"
    return ""
