"""``kzgraph languages``: what is known of each language, and what is missing."""

from __future__ import annotations

import argparse
import json

from kzgraph.commands import DONE
from kzgraph.commands.inputs import language_of
from kzgraph.commands.printing import console_on


def run(options: argparse.Namespace) -> int:
    """Print what is known of each language.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.resolve.coverage import as_json, as_markdown, coverage_of, label_of

    if options.json:
        print(json.dumps(as_json(), ensure_ascii=False, indent=1))
    elif options.markdown:
        print(as_markdown(), end="")
    elif options.missing:
        code = language_of(options.missing, "--missing")
        for share in coverage_of(code):
            for key in share.missing:
                print(f"{share.name}: {label_of(key)}")
    else:
        from kzgraph.terminal import coverage_table

        console_on(stderr=False).print(coverage_table(), markup=False, highlight=False)
    return DONE
