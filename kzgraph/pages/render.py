"""Templates to bytes: one environment, strict about what it is given, escaping all that it is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kzgraph.language.pack import languages, pack
from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.nodes import KZ
from kzgraph.pages.paths import anchor, page_of, root_of

_HERE = Path(__file__).parent
#: The way through the site, as every page shows it.
NAVIGATION = (
    ("Search", "index.html"),
    ("Resolutions", "resolutions/index.html"),
    ("Demands", "demands/index.html"),
    ("Actors", "actors/index.html"),
    ("Instruments", "instruments/index.html"),
    ("Network", "network/index.html"),
    ("Query", "query/index.html"),
    ("Ontology", "ontology/index.html"),
    ("About", "about/index.html"),
)


class Part(Protocol):
    """A kind of page."""

    def paths(self) -> Iterable[str]:
        """Yield the paths of its files."""
        ...

    def page(self, path: str) -> bytes:
        """Return a file; raise KeyError where there is none."""
        ...


@cache
def environment() -> Environment:
    """Return the environment of all templates."""
    found = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["anchor"] = anchor
    found.filters["number"] = lambda value: f"{int(value):,}"
    found.filters["endonym"] = endonym
    # Only the first letter: names within keep their capitals.
    found.filters["sentence"] = lambda text: f"{text[:1].upper()}{text[1:]}"
    return found


@cache
def endonym(code: str) -> str:
    """Return what a language calls itself; its code where no pack knows it."""
    return pack(code).endonym if code in languages() else code


class Renderer:
    """Makes pages from templates and scripts from data.

    Args:
        catalogue: The dataset, for names and links.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def page(self, template: str, path: str, values: Mapping[str, Any]) -> bytes:
        """Return a page.

        Args:
            template: Its name without ending.
            path: Where the page stands, which its links start from.
            values: What the template shows.
        """
        root = root_of(path)
        text = (
            environment()
            .get_template(f"{template}.html")
            .render(
                {
                    "path": path,
                    "root": root,
                    "kind": template,
                    "navigation": NAVIGATION,
                    "KZ": KZ,
                    "label": self.catalogue.label,
                    "entities": self.catalogue.entities,
                    "link": lambda iri: self.link(iri, root),
                    **values,
                }
            )
        )
        return text.encode()

    def link(self, iri: str, root: str) -> str:
        """Return the link from a page to the page of an IRI; the IRI itself where none shows it.

        Args:
            iri: Of the dataset or elsewhere.
            root: The way from the page to the root.
        """
        page = page_of(self.catalogue, iri)
        return f"{root}{page}" if page else iri


def script(name: str, value: object) -> bytes:
    r"""Return data as a script, which a page can load from a disk too.

    Args:
        name: What the scripts of the pages find it by.
        value: Anything that JSON can hold.

    >>> script("units/el", {"γ": 1}).decode()
    '(window.kzgraph ??= {})["units/el"] = {"γ":1};\n'
    """
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"(window.kzgraph ??= {{}})[{json.dumps(name)}] = {body};\n".encode()


def assets() -> dict[str, bytes]:
    """Return the files that are the same in every site, by path."""
    folder = _HERE / "assets"
    return {f"assets/{path.name}": path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
