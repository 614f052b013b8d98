"""The command line: options, progress, tables, exit codes. Nothing else prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzgraph.errors import KzgraphError
from kzgraph.options import parser

if TYPE_CHECKING:
    from rich.console import Console

    from kzgraph.graph.check import Report
    from kzgraph.model import Source
    from kzgraph.pipeline import Build
    from kzgraph.resolve.iri import Minter

#: Everything was done.
DONE = 0
#: A graph does not conform to the shapes; what does not conform was not written.
NOT_CONFORMING = 1
#: Some inputs were refused; the others were built.
REFUSED = 3
#: Nothing could be done: no readable input, no place to write, a damaged graph.
FAILED = 4

# What a folder is searched for. A file that is named outright is always read.
_ENDINGS = frozenset({"", ".txt", ".text", ".md", ".markdown"})
# Files that say something about the texts beside them: no fault if they are no resolution.
_COMPANIONS = ("readme", "license", "licence", "changelog", "notice")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: Without the program's name; those of the process by default.

    Returns:
        An exit code, see ``kzgraph --help``.
    """
    commands = {"build": _build, "validate": _validate, "compare": _compare, "explain": _explain, "languages": _languages}
    options = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = commands[options.command]
    try:
        return run(options)
    except KzgraphError as fault:
        print(f"kzgraph: {fault}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output left, as `head` does: not our fault and no message.
        sys.stderr.close()
        return DONE


def entry() -> None:
    """Run the command line and leave the process with its exit code."""
    sys.exit(main())


# ---------------------------------------------------------------- build


def _build(options: argparse.Namespace) -> int:
    from kzgraph.graph.serialise import format_of, write
    from kzgraph.pipeline import build
    from kzgraph.resolve.decisions import load_decisions
    from kzgraph.resolve.iri import Minter
    from kzgraph.terminal import Bar, summary_table

    form = options.format or ("ttl" if options.output == "-" else format_of(options.output))
    minter = Minter(options.base)
    language = _language(options.language)
    if options.report and Path(options.report).suffix not in (".json", ".ttl"):
        raise KzgraphError(options.report, "a report is written as .json or .ttl", "Name it so.")
    decisions = load_decisions(Path(options.decisions) if options.decisions else None, minter.base)
    known, entities = _known(options.known)
    paths = list(_inputs(options.inputs))
    console = _console()
    with Bar(console, shown=not options.quiet) as progress:
        result = build(
            [partial(_open, path) for path in paths],
            minter=minter,
            known=known,
            entities=entities,
            decisions=decisions,
            language=language,
            progress=progress.update,
        )
    result = _without_companions(result, console, quiet=options.quiet)
    for fault in result.refused:
        console.print(f"refused: {fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    if options.report:
        _write_report(result, options.report, minter)
    if result.works and not options.quiet:
        console.print(summary_table(result))
    for built in result.works:
        _print_results(built.report, console, only_faults=options.quiet)
    conforming = result.conforming
    if not conforming:
        console.print("nothing was written", style="red")
        return NOT_CONFORMING if result.works else FAILED
    size = write((built.graph for built in conforming), options.output, minter.base, form)
    if not options.quiet:
        triples = sum(len(group.rows) for built in conforming for group in built.graph.groups)
        versions = sum(len(built.work.versions) for built in conforming)
        console.print(
            f"{len(conforming)} resolution(s), {versions} version(s), {triples:,} triples, {size:,} bytes: {options.output}",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
    if len(conforming) < len(result.works):
        return NOT_CONFORMING
    return REFUSED if result.refused else DONE


def _language(code: str | None, option: str = "--language") -> str | None:
    from kzgraph.language.pack import languages

    if code is not None and code not in languages():
        raise KzgraphError(option, f"there is no pack for '{code}'", f"Known are: {', '.join(languages())}.")
    return code


def _known(path: str | None) -> tuple[Sequence[Any], Sequence[Any]]:
    if path is None:
        return (), ()
    from kzgraph.graph.known import known_entities, known_works, load

    graph = load(Path(path))
    return known_works(graph), known_entities(graph)


def _inputs(names: Sequence[str]) -> Iterator[Path | None]:
    """The files to read, folders searched, in order and once; None is standard input."""
    seen: set[Path | None] = set()
    for name in names:
        path = Path(name)
        found: list[Path | None]
        if name == "-":
            found = [None]
        elif path.is_dir():
            found = [file for file in sorted(path.rglob("*")) if _is_text(file, path)]
            if not found:
                raise KzgraphError(name, "the folder holds no text", f"Texts end in {', '.join(sorted(_ENDINGS - {''}))}.")
        else:
            found = [path]
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _is_text(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and file.suffix.lower() in _ENDINGS and not hidden


def _open(path: Path | None) -> Source:
    from kzgraph.reading.source import MOST_BYTES, decode, read

    if path is None:
        return decode(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input")
    return read(path)


def _without_companions(result: Build, console: Console, *, quiet: bool) -> Build:
    """A README among the texts is passed over, and said to be; anything else that is no resolution stays refused."""
    from kzgraph.pipeline import Build as Result

    companions = [fault for fault in result.refused if Path(fault.place).name.lower().startswith(_COMPANIONS)]
    if not result.works or not companions:
        return result
    if not quiet:
        for fault in companions:
            console.print(
                f"passed over: {fault.place}, it speaks about the texts and is none",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
    return Result(result.works, tuple(fault for fault in result.refused if fault not in companions))


def _write_report(result: Build, path: str, minter: Minter) -> None:
    from kzgraph.graph.serialise import write_bytes

    if path.endswith(".json"):
        from kzgraph.summary import as_json

        data = json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n"
    else:
        from kzgraph.graph.check import report_graph
        from kzgraph.summary import unresolved_report

        reports = [*(built.report for built in result.works), unresolved_report(result, minter)]
        data = report_graph(reports).serialize(format="turtle")
    write_bytes([data.encode()], Path(path))


# ---------------------------------------------------------------- validate


def _validate(options: argparse.Namespace) -> int:
    from kzgraph.graph.check import check, parts, report_graph
    from kzgraph.graph.known import load
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.terminal import Bar

    console = _console()
    graph = load(Path(options.graph))
    if not len(graph):
        raise KzgraphError(options.graph, "the graph is empty", "Give a graph with statements.")
    pieces = list(parts(graph))
    reports = []
    with Bar(console, shown=not options.quiet) as progress:
        for done, piece in enumerate(pieces):
            progress.update("validate", done, len(pieces))
            reports.append(check(piece))
    if options.report:
        write_bytes([report_graph(reports).serialize(format="turtle").encode()], Path(options.report))
    for report in reports:
        _print_results(report, console, only_faults=options.quiet)
    conforms = all(report.conforms for report in reports)
    if not options.quiet:
        faults = sum(result.severity == "Violation" for report in reports for result in report.results)
        verdict = "conforms" if conforms else f"does not conform: {faults} violation(s)"
        console.print(f"{options.graph}: {len(graph):,} triples, {verdict}", markup=False, highlight=False, soft_wrap=True)
    return DONE if conforms else NOT_CONFORMING


# ---------------------------------------------------------------- compare, explain


def _compare(options: argparse.Namespace) -> int:
    from kzgraph.pipeline import build
    from kzgraph.resolve.divergences import divergences
    from kzgraph.resolve.iri import Minter
    from kzgraph.terminal import Bar, divergence_table

    console = _console()
    with Bar(console, shown=True) as progress:
        opened = [partial(_open, path) for path in _inputs(options.inputs)]
        result = build(opened, minter=Minter(), progress=progress.update)
    result = _without_companions(result, console, quiet=False)
    for fault in result.refused:
        console.print(f"refused: {fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    out = _console(stderr=False)
    for built in result.works:
        found = divergences(built.work)
        keys = ", ".join(key for key, _ in built.work.versions)
        out.print(f"{built.work.key} ({keys}): {len(found)} divergence(s)", markup=False, highlight=False, soft_wrap=True)
        if found:
            out.print(divergence_table(found), markup=False, highlight=False)
    if not result.works:
        return FAILED
    return REFUSED if result.refused else DONE


def _explain(options: argparse.Namespace) -> int:
    from kzgraph.explain import as_html, as_text
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.pipeline import read_text

    version = read_text(_open(None if options.text == "-" else Path(options.text)), _language(options.language))
    if options.html:
        write_bytes([as_html(version).encode()], Path(options.html))
    else:
        _console(stderr=False).print(as_text(version), soft_wrap=True)
    return DONE


# ---------------------------------------------------------------- languages


def _languages(options: argparse.Namespace) -> int:
    from kzgraph.resolve.coverage import as_json, as_markdown, coverage_of, label_of

    if options.json:
        print(json.dumps(as_json(), ensure_ascii=False, indent=1))
    elif options.markdown:
        print(as_markdown(), end="")
    elif options.missing:
        code = _language(options.missing, "--missing")
        for share in coverage_of(code):
            for key in share.missing:
                print(f"{share.name}: {label_of(key)}")
    else:
        from kzgraph.terminal import coverage_table

        _console(stderr=False).print(coverage_table(), markup=False, highlight=False)
    return DONE


# ---------------------------------------------------------------- printing


def _console(*, stderr: bool = True) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr)
    if not console.is_terminal:
        # A pipe has no width: let rows be as long as they are.
        console.width = 200
    return console


def _print_results(report: Report, console: Console, *, only_faults: bool) -> None:
    from kzgraph.terminal import results_table

    shown = [result for result in report.results if not only_faults or result.severity == "Violation"]
    if shown:
        console.print(results_table(shown), markup=False, highlight=False)


if __name__ == "__main__":
    entry()
