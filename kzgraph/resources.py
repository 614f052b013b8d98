"""The one place that knows where ontology, shapes and language packs are.

In a checkout ``ontology/`` and ``shapes/`` stand beside the package, in an installed wheel inside it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kzgraph.errors import KzgraphError

_PACKAGE = Path(__file__).resolve().parent


@cache
def _data(name: str) -> Path:
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise KzgraphError(name, "the installation lacks this folder", "Install kzgraph again.")


def ontology_folder() -> Path:
    """Return the folder of the ontology, the vocabularies and the JSON-LD context.

    >>> (ontology_folder() / "prefixes.ttl").is_file()
    True
    """
    return _data("ontology")


def shapes_folder() -> Path:
    """Return the folder of the SHACL shapes.

    >>> (shapes_folder() / "resolution.ttl").is_file()
    True
    """
    return _data("shapes")


def packs_folder() -> Path:
    """Return the folder of the language packs.

    >>> (packs_folder() / "hr.toml").is_file()
    True
    """
    return _PACKAGE / "language" / "packs"
