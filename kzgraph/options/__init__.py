"""The options of the command line, with their help."""

from __future__ import annotations

import argparse

from kzgraph import __version__
from kzgraph.options.handover import add_handover
from kzgraph.options.serving import add_serve

_GRAPH = "a .ttl, .nt, .trig, .nq, .jsonld or .rdf file, packed by gzip or not, or a folder of them"

_EXIT_CODES = """\
exit codes:
  0  done; what was written conforms to the shapes
  1  a resolution does not conform; it was not written, the others were
  2  the command line is wrong
  3  an input was refused (reason and remedy are printed); the others were written
  4  nothing could be done; no file was touched
"""

_ENVIRONMENT = """\
environment:
  KZGRAPH_CACHE     folder of the cache (default: kzgraph in the platform's folder of caches)
  KZGRAPH_PORTAL, KZGRAPH_CELLAR, KZGRAPH_DOCEO, KZGRAPH_PAUSE
                    as the options of these names, for all commands
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                    proxies, as usual
"""

_ACCOUNTS = """\
environment:
  KZGRAPH_USER, KZGRAPH_PASSWORD
                    the account at the store; or KZGRAPH_TOKEN; or a line of ~/.netrc. Secrets are no options
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                    proxies, as usual
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; what it parses names its command."""
    top = argparse.ArgumentParser(
        prog="kzgraph",
        description="Parliamentary resolutions, in any official EU language, as one validated knowledge graph.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"kzgraph {__version__}")
    commands = top.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")

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
        help="files of any kind that is read, folders of such, - for standard input, or references to fetch (see kzgraph fetch)",
    )
    build.add_argument("--offline", action="store_true", help="take texts that references name from the cache alone")
    target = build.add_mutually_exclusive_group(required=True)
    target.add_argument(
        "-o",
        "--output",
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
    _add_validator(build)
    build.add_argument("--report", metavar="FILE", help="also write a report: .json all about the run, .ttl the SHACL report")
    build.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")
    _add_bulk(build, target)

    validate = commands.add_parser(
        "validate",
        help="validate any graph against the shapes",
        description="Validate graphs, one resolution at a time, and print what a curator has to mend.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    validate.add_argument("graphs", nargs="+", metavar="GRAPH", help=f"{_GRAPH}; each file by itself")
    _add_validator(validate)
    validate.add_argument("--report", metavar="FILE", help="also write the SHACL report, as Turtle")
    validate.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")

    compare = commands.add_parser(
        "compare",
        help="show where the versions of a resolution differ",
        description="Read the versions of resolutions and list every date, figure, name, act and addressee they do not share.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compare.add_argument("inputs", nargs="+", metavar="INPUT", help="texts, folders or references, as for build")
    compare.add_argument("--offline", action="store_true", help="take texts that references name from the cache alone")

    inspect = commands.add_parser(
        "inspect",
        help="tell what files are, before anything is built",
        description=(
            "Tell of each file its kind, encoding, language, stage, numbers and units, what was left out or not understood, "
            "and which resolution a build of these inputs would put it in. Nothing is written or validated."
        ),
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    inspect.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, - or references, as for build")
    inspect.add_argument("--offline", action="store_true", help="take texts that references name from the cache alone")
    inspect.add_argument("--language", metavar="XX", help="the language of all inputs; normally it is recognised")
    inspect.add_argument(
        "--base", default="https://w3id.org/kzgraph/id/", metavar="IRI", help="as for build (default: %(default)s)"
    )
    inspect.add_argument("--json", action="store_true", help="all of it as JSON")

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

    add_serve(commands, _EXIT_CODES)
    _add_fetch(commands)
    _add_publish(commands)
    _add_query(commands)
    _add_tables(commands)
    _add_site(commands)
    _add_network(commands)
    add_handover(commands, _EXIT_CODES)

    known = commands.add_parser(
        "languages",
        help="show what is known of each language",
        description="Count, per language, verbs, openers, months, numbers, and the known things that have a name in it.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    form = known.add_mutually_exclusive_group()
    form.add_argument("--missing", metavar="XX", help="list what one language lacks")
    form.add_argument("--json", action="store_true", help="all of it as JSON")
    form.add_argument("--markdown", action="store_true", help="the page docs/coverage.md")
    return top


def _add_bulk(build: argparse.ArgumentParser, target: argparse._MutuallyExclusiveGroup) -> None:
    """Add what whole archives need."""
    target.add_argument(
        "--out-dir",
        metavar="DIR",
        help="for archives: a folder (or an address, such as s3://…) of shards, with a manifest by which the next run only does "
        "what changed",
    )
    archive = build.add_argument_group("archives, with --out-dir")
    archive.add_argument("--jobs", type=int, metavar="N", help="processes on this machine (default: 1)")
    archive.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler whose workers do the work instead")
    archive.add_argument("--resume", action="store_true", help="take up a run that was killed")
    archive.add_argument("--compress", action="store_true", help="shards are gzip files")
    archive.add_argument(
        "--shard-digits",
        type=int,
        default=2,
        metavar="N",
        help="shards: 1, 16, 256 or 4096 for N from 0 to 3 (default: %(default)s)",
    )


def _add_validator(command: argparse.ArgumentParser) -> None:
    """Add the choice of a validator; all give the same results."""
    words = "compiled shapes are fast, pyshacl is the reference; auto takes it, and says so, only for what is not compiled"
    names = ("auto", "compiled", "pyshacl")
    command.add_argument("--validator", choices=names, default=names[0], help=f"{words} (default: %(default)s)")


def _add_fetch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that goes on-line."""
    fetch = commands.add_parser(
        "fetch",
        help="fetch texts from Parliament's Open Data and EUR-Lex's store",
        description=(
            "Fetch the language versions of resolutions: from Parliament's Open Data, else from CELLAR, else from Parliament's "
            "site. What came once is kept, and a day later only asked for again if it changed."
        ),
        epilog=f"{_ENVIRONMENT}\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    fetch.add_argument(
        "references",
        nargs="+",
        metavar="REF",
        help=(
            "a procedure (2031/2901(RSP)), an adopted text (P11_TA(2031)0144, TA-11-2031-0144), a motion (RC-B11-0065/2031), "
            "a CELEX number, an address, or a file with one of these a line"
        ),
    )
    fetch.add_argument("--lang", default="all", metavar="XX,YY", help="languages, or all that there are (default: %(default)s)")
    fetch.add_argument("-o", "--output", metavar="DIR", help="where to (default: a folder of the cache)")
    fetch.add_argument("--offline", action="store_true", help="take texts from the cache alone")
    fetch.add_argument("--refresh", action="store_true", help="ask whether texts changed, even within a day")
    fetch.add_argument("--pause", type=float, metavar="SECONDS", help="between two requests to one host (default: 0.6)")
    fetch.add_argument("--portal", metavar="URL", help="another place of Parliament's Open Data")
    fetch.add_argument("--cellar", metavar="URL", help="another place of CELLAR")
    fetch.add_argument("--doceo", metavar="URL", help="another place of Parliament's site")
    fetch.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")


def _add_publish(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that fills stores."""
    publish = commands.add_parser(
        "publish",
        help="load graphs into a SPARQL store, only what changed",
        description=(
            "Bring a store up to date with graphs: one named graph per resolution, replaced whole or not at all, and a graph of "
            "the terms. What the store remembers as unchanged is not sent; after a cut, run the command again."
        ),
        epilog=f"{_ACCOUNTS}\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    publish.add_argument("graphs", nargs="+", metavar="GRAPH", help=_GRAPH)
    publish.add_argument(
        "--endpoint", required=True, metavar="URL", help="the data set of the store, such as http://localhost:3030/ds"
    )
    stores = ("virtuoso", "fuseki", "rdf4j", "graphdb", "oxigraph", "qlever", "blazegraph")
    publish.add_argument("--store", choices=stores, help="which store it is; normally it is asked")
    for name, what in (("query", "queries"), ("update", "updates"), ("graphs", "whole graphs (Graph Store Protocol)")):
        publish.add_argument(f"--{name}-url", metavar="URL", help=f"the address for {what}, if it is not the usual one")
    publish.add_argument(
        "--auth", choices=("basic", "digest", "bearer"), help="how the account is shown (default: as the store's kind)"
    )
    publish.add_argument("--no-terms", action="store_true", help="leave the ontology and the vocabularies out")
    publish.add_argument("--delete-missing", action="store_true", help="remove what was published before and is in no GRAPH now")
    publish.add_argument("--all", action="store_true", help="send what has not changed too")
    publish.add_argument("--dry-run", action="store_true", help="say what would be done; the store is only asked")
    publish.add_argument("--force", action="store_true", help="send what does not conform to the shapes too")
    publish.add_argument(
        "--load",
        choices=("put", "staged", "update"),
        help="how a graph is replaced: by one request, by way of a graph beside it, or without the Graph Store Protocol "
        "(default: as the store's kind needs it)",
    )
    publish.add_argument(
        "--verify",
        choices=("digest", "count"),
        default="digest",
        help="compare what the store gives back, or only how many statements it counts (default: %(default)s)",
    )
    publish.add_argument("--timeout", type=float, default=600.0, metavar="SECONDS", help="for each answer (default: %(default)g)")
    publish.add_argument("--at", metavar="TIME", help="the moment to be remembered in the store; without it none is")
    publish.add_argument("--report", metavar="FILE", help="also write what happened to each graph, as JSON")
    publish.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")


def _add_query(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that asks graphs."""
    query = commands.add_parser(
        "query",
        help="ask graphs a question",
        description=(
            "Ask graphs one of the questions that are ready (--list), or a SPARQL query of your own. The ontology and the "
            "vocabularies are asked along with the graphs; the prefixes of ontology/prefixes.ttl need not be declared."
        ),
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    query.add_argument("query", nargs="?", metavar="NAME|FILE", help="a question, a file with a query, or - for standard input")
    query.add_argument("graphs", nargs="*", metavar="GRAPH", help="graph files, of any format that kzgraph build writes")
    query.add_argument("--list", action="store_true", help="list the questions and what can be set in them")
    query.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set something in the question, such as addressee=actor/european-commission; given twice, either fits",
    )
    query.add_argument("--format", choices=("table", "csv", "tsv", "json", "xml", "ttl", "nt"), help="form of the answer")
    query.add_argument("-o", "--output", metavar="FILE", help="where to, instead of standard output; needs --format")
    query.add_argument("--sparql", action="store_true", help="print the query itself, with what is set in it")


def _add_network(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that writes networks."""
    network = commands.add_parser(
        "network",
        help="write networks of acts, citations and joint mentions",
        description=(
            "Write networks as GraphML, GEXF, node-link JSON and SVG: acts and those they are about, resolutions and what they "
            "cite, actors named together; degree, betweenness and closeness stand on the nodes."
        ),
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    network.add_argument("graphs", nargs="+", metavar="GRAPH", help="graphs that kzgraph built, in any of its formats")
    network.add_argument("-o", "--output", required=True, metavar="DIR", help="where to")
    network.add_argument("--view", action="append", choices=("acts", "citations", "mentions"), help="only this one")
    network.add_argument("--language", metavar="XX", help="of the labels (default: English)")
    network.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")


def _add_site(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that writes the pages."""
    site = commands.add_parser(
        "site",
        help="write the pages that people read, as plain files",
        description=(
            "Write the pages of graphs: search, resolutions with their versions side by side, demands, actors, instruments. "
            "They need no server and load nothing from elsewhere."
        ),
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    site.add_argument("graphs", nargs="+", metavar="GRAPH", help="graphs that kzgraph built, in any of its formats")
    site.add_argument("-o", "--output", required=True, metavar="DIR", help="where to; index.html there is the front page")
    site.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")


def _add_tables(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that writes tables."""
    tables = commands.add_parser(
        "tables",
        help="write graphs as CSV and JSON tables",
        description=(
            "Write graphs as tables, in CSV and in JSON: resolutions, versions, units, texts, findings, acts, addressees, "
            "actors, instruments, mentions, dates, figures, divergences. csv-metadata.json says what each column means."
        ),
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    tables.add_argument("graphs", nargs="+", metavar="GRAPH", help="graph files, of any format that kzgraph build writes")
    tables.add_argument("-o", "--output", required=True, metavar="DIR", help="where to: a new folder, or one with earlier tables")
    tables.add_argument("--bom", action="store_true", help="mark the CSV files as UTF-8, for spreadsheets that need it")
    tables.add_argument(
        "--raw",
        action="store_true",
        help="leave CSV cells as they are; without it a text that begins like a formula (= + - @) has an apostrophe before it",
    )
    tables.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")
