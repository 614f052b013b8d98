"""``kzgraph explain``: a text with what was found coloured in it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kzgraph.commands import DONE
from kzgraph.commands.inputs import language_of, open_input
from kzgraph.commands.printing import console_on
from kzgraph.errors import InputError


def run(options: argparse.Namespace) -> int:
    """Show a text with what was found in it.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.explain import as_html, as_text
    from kzgraph.graph.serialise import write_bytes
    from kzgraph.model import Source
    from kzgraph.pipeline import read_text

    found = open_input(None if options.text == "-" else Path(options.text))
    sources = [one for one in found if isinstance(one, Source)]
    if len(sources) > 1:
        raise InputError(options.text, f"it holds {len(sources)} texts", "Give a file with one resolution.")
    if not sources:
        other = InputError(options.text, "it holds metadata and no text", "Give the file of a text.")
        raise next((one for one in found if isinstance(one, InputError)), other)
    version = read_text(sources[0], language_of(options.language))
    if options.html:
        write_bytes([as_html(version).encode()], Path(options.html))
    else:
        console_on(stderr=False).print(as_text(version), soft_wrap=True)
    return DONE
