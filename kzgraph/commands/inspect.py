"""``kzgraph inspect``: what files are, before anything is built of them."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from itertools import groupby

from kzgraph.commands import DONE, FAILED, REFUSED
from kzgraph.commands.inputs import is_companion, language_of, openers
from kzgraph.commands.printing import Bar, console_on


def run(options: argparse.Namespace) -> int:
    """Tell what each input is, and what a build would make of it.

    Args:
        options: As :mod:`kzgraph.options` parsed them.

    Returns:
        The exit code.
    """
    from kzgraph.inspection import as_json, inspections
    from kzgraph.pipeline import read_inputs, works_of
    from kzgraph.resolve.iri import Minter
    from kzgraph.terminal import inspection_page

    minter = Minter(options.base)
    language = language_of(options.language)
    with Bar(console_on(), shown=True) as progress:
        inputs = openers(options.inputs, language, progress.update, offline=options.offline)
        readings = tuple(read_inputs(inputs, language, progress.update))
    works = works_of(readings, minter=minter)
    found = [
        replace(one, companion=bool(works) and one.fault is not None and is_companion(one.fault))
        for one in inspections([one.name for one in inputs], readings, works)
    ]
    if options.json:
        print(json.dumps(as_json(found, minter), ensure_ascii=False, indent=1))
    else:
        out = console_on(stderr=False)
        for _, texts in groupby(found, key=lambda one: one.named):
            out.print(inspection_page(tuple(texts), minter), highlight=False)
    if not works:
        return FAILED
    return REFUSED if any(one.refused for one in found) else DONE
