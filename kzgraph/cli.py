"""The command line: options, progress, tables, exit codes. Nothing else prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzgraph import __version__
from kzgraph.errors import KzgraphError

if TYPE_CHECKING:
    from rich.console import Console

    from kzgraph.graph.check import Report
    from kzgraph.model import Source
    from kzgraph.pipeline import Build

#: Everything was done.
DONE = 0
#: A graph does not conform to the shapes; what does not conform was not written.
NOT_CONFORMING = 1
#: Some inputs were refused; the others were built.
REFUSED = 3
#: Nothing could be done: no readable input, no place to write, a damaged graph.
FAILED = 4

_EXIT_CODES = """\
exit codes:
  0  done; what was written conforms to the shapes
  1  a resolution does not conform; it was not written, the others were
  2  the command line is wrong
  3  an input was refused (reason and remedy are printed); the others were written
  4  nothing could be done; no file was touched
"""

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
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kzgraph",
        description="Parliamentary resolutions, in any official EU language, as one validated knowledge graph.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"kzgraph {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = commands.add_parser(
        "build",
        help="build one validated graph from texts",
        description="Read texts of resolutions, put their language versions together, validate each resolution, write one graph.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    build.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="plain text or Markdown files, folders of such, or - for standard input",
    )
    build.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="where to: .ttl, .nt, .trig, .nq or .jsonld, or - for standard output",
    )
    build.add_argument(
        "--format",
        choices=("ttl", "nt", "trig", "nq", "jsonld"),
        help="format of the output, if its ending does not tell",
    )
    build.add_argument(
        "--known", metavar="GRAPH", help="an earlier graph: its resolutions, persons and organisations are recognised"
    )
    build.add_argument(
        "--decisions", metavar="FILE", help="curators' decisions beside those of ontology/curation.toml, in the same form"
    )
    build.add_argument("--language", metavar="XX", help="the language of all inputs; normally it is recognised")
    build.add_argument(
        "--base",
        default="https://w3id.org/kzgraph/id/",
        metavar="IRI",
        help="what the IRIs of the data begin with (default: %(default)s)",
    )
    build.add_argument("--report", metavar="FILE", help="also write a report: .json all about the run, .ttl the SHACL report")
    build.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")
    build.set_defaults(run=_build)

    validate = commands.add_parser(
        "validate",
        help="validate any graph against the shapes",
        description="Validate a graph, one resolution at a time, and print what a curator has to mend.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    validate.add_argument("graph", metavar="GRAPH", help="a .ttl, .nt, .trig, .nq, .jsonld or .rdf file")
    validate.add_argument("--report", metavar="FILE", help="also write the SHACL report, as Turtle")
    validate.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")
    validate.set_defaults(run=_validate)

    compare = commands.add_parser(
        "compare",
        help="show where the versions of a resolution differ",
        description="Read the versions of resolutions and list every date, figure, name, act and addressee they do not share.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compare.add_argument("inputs", nargs="+", metavar="INPUT", help="texts or folders, as for build")
    compare.set_defaults(run=_compare)

    explain = commands.add_parser(
        "explain",
        help="show a text with all that was found in it",
        description="Read one text and show it with the acts, names, instruments, dates and figures found in it.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    explain.add_argument("text", metavar="TEXT", help="a plain text or Markdown file, or - for standard input")
    explain.add_argument("--language", metavar="XX", help="its language; normally it is recognised")
    explain.add_argument("--html", metavar="FILE", help="write a page instead; it needs no network and no script")
    explain.set_defaults(run=_explain)
    return parser


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
        _write_report(result, options.report)
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


def _language(code: str | None) -> str | None:
    from kzgraph.language.pack import languages

    if code is not None and code not in languages():
        raise KzgraphError("--language", f"there is no pack for '{code}'", f"Known are: {', '.join(languages())}.")
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


def _write_report(result: Build, path: str) -> None:
    from kzgraph.graph.serialise import write_bytes

    if path.endswith(".json"):
        from kzgraph.summary import as_json

        data = json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n"
    else:
        from kzgraph.graph.check import report_graph

        data = report_graph(built.report for built in result.works).serialize(format="turtle")
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
