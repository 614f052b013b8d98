"""``kzgraph query``: ask graphs, with a question that is ready or with a query of one's own."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kzgraph.commands import DONE
from kzgraph.commands.printing import console_on
from kzgraph.errors import QueryError

if TYPE_CHECKING:
    from kzgraph.dataset.load import Dataset
    from kzgraph.queries.answer import Table
    from kzgraph.queries.question import Question

_LANGUAGES = "SELECT DISTINCT ?language { ?version kz:language ?language } ORDER BY ?language"


def run(options: argparse.Namespace) -> int:
    """Ask graphs and print the answer.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.resolve.iri import BASE

    if options.list:
        _print_list()
        return DONE
    if options.query is None:
        raise QueryError("query", "no question is given", "Name one of kzgraph query --list, a file, or - for standard input.")
    values = _values(options.set)
    asked = _asked(options.query)
    if options.sparql:
        print(asked.bound(values, BASE), end="")
        return DONE
    if not options.graphs:
        raise QueryError("query", "no graph is given", "Name the graph files to ask, behind the question.")
    from kzgraph.dataset.load import open_dataset
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.queries.answer import Answer, checked

    dataset = open_dataset([Path(name) for name in options.graphs])
    checked(asked, values, dataset)
    answer = Answer(dataset, asked.bound(values, dataset.base), asked.name)
    form = options.format or ("table" if answer.has_rows else "ttl")
    if form == "table":
        if options.output:
            raise QueryError("--format", "a table is for reading, not for a file", "Use csv, tsv, json, xml or ttl with -o.")
        table = answer.table()
        _print_table(table)
        if "language" not in values and any(parameter.name == "language" for parameter in asked.parameters):
            _hint_at_language(table, dataset)
    elif options.output:
        write_bytes([answer.encoded(form)], Path(options.output))
    else:
        sys.stdout.buffer.write(answer.encoded(form))
    return DONE


def _values(rows: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """What ``--set`` says, by name."""
    values = defaultdict(list)
    for row in rows:
        name, equals, value = row.partition("=")
        if not equals:
            raise QueryError(f"--set {row}", "it has no value", "Write --set NAME=VALUE.")
        values[name].append(value)
    return values


def _asked(name: str) -> Question:
    """The question that a name, a file or standard input gives."""
    from kzgraph.queries.question import Question, question, read_question

    if name == "-":
        return Question("standard input", "", "", "", (), (), sys.stdin.read())
    path = Path(name)
    if not path.is_file():
        return question(name)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise QueryError(name, f"it cannot be read ({fault})", "Give a query as text in UTF-8.") from fault
    # A query of one's own may have a header as those of the house have; then values can be set in it.
    return read_question(path) if "\n# set " in text else Question(name, "", "", "", (), (), text)


def _print_list() -> None:
    from kzgraph.queries.question import questions

    console = console_on(stderr=False)
    topic = ""
    for each in sorted(questions(), key=lambda each: (each.topic, each.name)):
        if each.topic != topic:
            topic = each.topic
            console.print(f"\n{topic}", style="bold", markup=False, highlight=False)
        settable = "".join(f" [--set {parameter.name}=…]" for parameter in each.parameters)
        console.print(f"  {each.name}{settable}", markup=False, highlight=False, soft_wrap=True)
        console.print(f"      {each.text}", style="dim", markup=False, highlight=False, soft_wrap=True)


def _print_table(table: Table) -> None:
    from rich import box
    from rich.table import Table as Grid

    console = console_on(stderr=False)
    grid = Grid(box=box.SIMPLE if console.is_terminal else None, pad_edge=False, header_style="bold")
    for column in table.columns:
        grid.add_column(column, overflow="fold")
    for row in table.rows:
        grid.add_row(*row)
    console.print(grid, markup=False, highlight=False)
    count = len(table.rows)
    console_on().print(f"{count} row{'' if count == 1 else 's'}", markup=False, highlight=False)


def _hint_at_language(table: Table, dataset: Dataset) -> None:
    """Say how to come by names where a whole column has none, since the graph was read in other languages."""
    from kzgraph.queries.answer import Answer

    empty = [column for place, column in enumerate(table.columns) if table.rows and not any(row[place] for row in table.rows)]
    if empty:
        rows = Answer(dataset, _LANGUAGES, "languages").table().rows
        languages = ", ".join(language for (language,) in rows)
        told = f"nothing in column {' and '.join(empty)}: the graph is in {languages}; choose with --set language=…"
        console_on().print(told, style="dim", markup=False, highlight=False, soft_wrap=True)
