"""The formulas by which a language is recognised, of all languages in one small file.

A text is compared with all 24 languages, but only its own pack is needed to read it. So the few formulas that tell languages
apart are kept in ``formulas.json``, made from the packs by ``python -m kzgraph.language.formulas``; a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kzgraph.language.pack import languages, pack
from kzgraph.resources import packs_folder


def collect() -> dict[str, dict[str, list[str]]]:
    """Return, from the packs, the formulas of each language by kind: "opening", "title", "openers", and its "encodings"."""
    formulas: dict[str, dict[str, list[str]]] = {}
    for code in languages():
        own = pack(code)
        formulas[code] = {
            "opening": list(own.head.opening),
            "title": list(own.head.title),
            # Swedish prints no opener before its recitals, but names Parliament as the subject of each paragraph.
            "openers": list(dict.fromkeys((*own.citation_openers, *own.recital.openers, *own.subject))),
            "encodings": list(own.encodings),
        }
    return formulas


@cache
def formulas() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the formulas of all languages, from the file.

    >>> formulas()["mt"]["opening"]
    ['Il-Parlament Ewropew']
    """
    loaded: Mapping[str, Mapping[str, list[str]]] = json.loads(_file().read_text("utf-8"))
    return loaded


def _file() -> Path:
    return packs_folder() / "formulas.json"


def write() -> None:
    """Make the file anew."""
    _file().write_text(json.dumps(collect(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    write()
