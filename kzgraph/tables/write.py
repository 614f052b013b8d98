"""Writing tables: a folder of CSV and JSON files that is there as a whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kzgraph.dataset.load import Dataset
from kzgraph.errors import OutputError
from kzgraph.tables.metadata import SEPARATOR, metadata
from kzgraph.tables.plan import TABLES, Table
from kzgraph.tables.rows import Cell, Field, fields, rows

#: The file that describes the others.
METADATA = "csv-metadata.json"

_OURS = {METADATA, *(f"{table.name}.{form}" for table in TABLES for form in ("csv", "json"))}
# What spreadsheets take for the beginning of a formula, in full width too, or skip to find one. Apostrophes before it count, so
# that one more can be taken away again.
_FORMULA = re.compile("'*(?:[\t\r\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        rows: How many rows each table has, by its name.
    """

    rows: dict[str, int]


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs; taking one apostrophe away gives it back.

    >>> guarded("=HYPERLINK(A1)"), guarded("'=1"), guarded("'s Lands"), guarded("– vistas")
    ("'=HYPERLINK(A1)", "''=1", "'s Lands", '– vistas')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that :func:`guarded` made.

    >>> unguarded("'=HYPERLINK(A1)"), unguarded("'s Lands")
    ('=HYPERLINK(A1)', "'s Lands")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_tables(dataset: Dataset, folder: Path, *, bom: bool = False, raw: bool = False) -> Written:
    """Write all tables into a folder; an earlier set of tables there is replaced when the new one is complete.

    Args:
        dataset: The graphs, without vocabularies beside them.
        folder: Where to. It may hold an earlier set of tables, nothing else.
        bom: Mark the CSV files as UTF-8, as some spreadsheets need it.
        raw: Leave texts in CSV files as they are, even where a spreadsheet would take them for formulas.

    Raises:
        OutputError: The folder holds other files, or cannot be written.
        GraphError: A graph breaks what the tables rest on.
    """
    with _replacing(folder) as new:
        counts = {}
        described = []
        for table in TABLES:
            columns = fields(dataset, table)
            described.append((table, columns))
            counts[table.name] = _write(dataset, table, columns, new, bom=bom, raw=raw)
        text = json.dumps(metadata(described, dataset.base, guarded=not raw), ensure_ascii=False, indent=1)
        (new / METADATA).write_text(text + "\n", "utf-8")
    return Written(counts)


def _write(dataset: Dataset, table: Table, columns: tuple[Field, ...], folder: Path, *, bom: bool, raw: bool) -> int:
    """Write one table in both forms, row by row."""
    count = 0
    encoding = "utf-8-sig" if bom else "utf-8"
    with (
        (folder / f"{table.name}.csv").open("w", encoding=encoding, newline="") as as_csv,
        (folder / f"{table.name}.json").open("w", encoding="utf-8") as as_json,
    ):
        writer = csv.writer(as_csv, lineterminator="\r\n")
        writer.writerow(field.name for field in columns)
        as_json.write("[")
        for row in rows(dataset, table):
            cells = (SEPARATOR.join(cell) for cell in row)
            writer.writerow(cells if raw else map(guarded, cells))
            as_json.write(f"{',' if count else ''}\n{json.dumps(_record(columns, row), ensure_ascii=False)}")
            count += 1
        as_json.write("\n]\n")
    return count


def _record(columns: tuple[Field, ...], row: tuple[Cell, ...]) -> dict[str, object]:
    """A row as JSON: lists for what can be several, numbers for what is counted, nothing for what is not known."""
    record: dict[str, object] = {}
    for field, cell in zip(columns, row, strict=True):
        number = {"integer": int, "decimal": float}.get(field.column.kind)
        values = [number(value) if number else value for value in cell]
        if values:
            record[field.name] = values if field.column.many else values[0]
    return record


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Give a new folder to fill, and put it in the place of the old one when it is full."""
    folder = Path(os.path.realpath(folder))
    new = folder.with_name(f".{folder.name}.new.{os.getpid()}")
    old = folder.with_name(f".{folder.name}.old.{os.getpid()}")
    try:
        if folder.is_dir() and (strangers := sorted({path.name for path in folder.iterdir()} - _OURS)):
            reason = f"the folder holds other files, such as {strangers[0]}"
            raise OutputError(str(folder), reason, "Give a new folder, or one that holds tables alone.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as fault:
        if old.exists() and not folder.exists():
            old.rename(folder)
        reason = f"it cannot be written ({fault.strerror or fault})"
        raise OutputError(str(folder), reason, "Check the folder and its free space.") from fault
    finally:
        shutil.rmtree(new, ignore_errors=True)
