"""The options of the commands by which an export is handed over."""

from __future__ import annotations

import argparse


def add_handover(commands: argparse._SubParsersAction[argparse.ArgumentParser], epilog: str) -> None:
    """Add the commands that describe, convert and compare exports.

    Args:
        commands: Of the whole command line.
        epilog: The exit codes, as all commands print them.
    """
    _add_describe(commands, epilog)
    _add_convert(commands, epilog)
    _add_diff(commands)


def _add_describe(commands: argparse._SubParsersAction[argparse.ArgumentParser], epilog: str) -> None:
    """Add the command that describes an export."""
    describe = commands.add_parser(
        "describe",
        help="describe an export for catalogues: VoID and DCAT-AP",
        description=(
            "Describe graphs for catalogues and crawlers: VoID statistics, partitions and link sets, and a data set of DCAT-AP 3 "
            "with its downloads and endpoint, where you say where they are."
        ),
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    describe.add_argument("graphs", nargs="+", metavar="GRAPH", help="the graphs of the export")
    describe.add_argument("-o", "--output", default="-", metavar="FILE", help="where to, as Turtle (default: standard output)")
    describe.add_argument(
        "--title", default="Resolutions of the European Parliament", metavar="TEXT", help="of the export (default: %(default)s)"
    )
    describe.add_argument("--download", metavar="URL", help="folder on the web where the graph files can be had")
    describe.add_argument("--endpoint", metavar="URL", help="SPARQL endpoint that holds them")
    describe.add_argument(
        "--licence",
        default="https://creativecommons.org/licenses/by/4.0/",
        metavar="URL",
        help="of the data (default: %(default)s)",
    )
    describe.add_argument("--modified", metavar="DATE", help="day of the export; nothing is taken from the clock")


def _add_convert(commands: argparse._SubParsersAction[argparse.ArgumentParser], epilog: str) -> None:
    """Add the command that writes graphs in the forms of others."""
    convert = commands.add_parser(
        "convert",
        help="write graphs as Akoma Ntoso, or in Parliament's metadata profile",
        description=(
            "Write language versions as Akoma Ntoso 3.0: numbers and title, the units with their words, and who and what they "
            "name, with our IRIs; one version goes into a file, all versions into a folder. Or describe adopted texts in "
            "Parliament's own metadata profile, ELI-EP, under our IRIs, as Turtle."
        ),
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    convert.add_argument("graphs", nargs="+", metavar="GRAPH", help="graphs that kzgraph built, in any of its formats")
    convert.add_argument("--to", required=True, choices=("akn", "eli-ep"), help="Akoma Ntoso 3.0, or ELI-EP")
    convert.add_argument("--version", metavar="VERSION", help="akn: one version alone, such as resolution/2031-2901/version/mt")
    convert.add_argument(
        "-o", "--output", default="-", metavar="FILE|DIR", help="where to; what is one file may go to standard output"
    )
    convert.add_argument("-q", "--quiet", action="store_true", help="print nothing but faults")


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that compares exports."""
    diff = commands.add_parser(
        "diff",
        help="show what changed between two exports",
        description="Compare two graphs by resolution: a table of what went, came and is said otherwise, and an RDF Patch.",
        epilog="exit codes: 0 they say the same, 1 they do not, 4 nothing could be done",
    )
    diff.add_argument("old", metavar="OLD", help="a graph")
    diff.add_argument("new", metavar="NEW", help="a later one")
    diff.add_argument("--patch", metavar="FILE", help="also write the changes as RDF Patch, for stores that take them")
