"""The command line: one command after the other, each loaded when it is called for."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Sequence
from importlib import import_module

from kzgraph.commands import DONE, FAILED
from kzgraph.errors import KzgraphError
from kzgraph.options import parser

#: So many new values are made before the collector looks at them.
_YOUNG = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: Without the program's name; those of the process by default.

    Returns:
        An exit code, see ``kzgraph --help``.
    """
    options = parser().parse_args(arguments)
    # What rdflib logs of a literal that is not of its datatype is for programmers; the shapes say it to users.
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    command = import_module(f"kzgraph.commands.{options.command}")
    try:
        return int(command.run(options))
    except KzgraphError as fault:
        print(f"kzgraph: {fault}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output left, as `head` does: not our fault and no message.
        sys.stderr.close()
        return DONE


def collect_seldom() -> None:
    """Have Python look for values in circles less often.

    A run makes millions of small values that lie in no circle; to look for circles in them so often is a tenth of its time.
    """
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])


def entry() -> None:
    """Run the command line and leave the process with its exit code."""
    collect_seldom()
    code = main()
    # When it ends, Python looks for circles once more in all that a run has left: a fifth of the time of a short one.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    entry()
