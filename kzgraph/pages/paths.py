"""Which page shows an IRI. Paths are relative to the site's root and end in a file, so that a disk serves them too."""

from __future__ import annotations

import pyoxigraph as ox

from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.nodes import KZ, facts, subjects
from kzgraph.pages.register import anchor_of

_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"


def anchor(key: str) -> str:
    """Return the anchor of a part of a resolution.

    Args:
        key: Behind the IRI of the resolution or version.

    >>> anchor("paragraph/4/act/2")
    'paragraph-4-act-2'
    """
    return key.replace("/", "-")


def root_of(path: str) -> str:
    """Return the way from a page to the root of the site.

    >>> root_of("actor/veldoria/index.html")
    '../../'
    """
    return "../" * path.count("/")


def page_of(catalogue: Catalogue, iri: str) -> str | None:
    """Return the path of the page that shows an IRI, with its anchor; None where none does.

    Args:
        catalogue: The dataset.
        iri: Any IRI.
    """
    if not iri.startswith(catalogue.base):
        return None
    key = iri.removeprefix(catalogue.base)
    kind, _, rest = key.partition("/")
    if kind == "graph":
        return page_of(catalogue, f"{catalogue.base}{rest}") if rest.startswith("resolution/") and rest.count("/") == 1 else None
    if iri in catalogue.entities:
        return entity_page(catalogue, iri)
    if next(catalogue.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()), None) is None:
        return None
    if kind == "source":
        return _of_source(catalogue, iri, rest)
    work, _, inner = rest.partition("/")
    if kind != "resolution" or work not in catalogue.by_key:
        return None
    return in_resolution(work, inner)


def _of_source(catalogue: Catalogue, iri: str, key: str) -> str | None:
    """The place of a file, of a record in it, or of a vote that the record counts."""
    if "/record/" in key:
        described = facts(catalogue.store, iri.partition("/vote/")[0]).all(f"{KZ}describes")
        page = page_of(catalogue, described[0]) if described else None
        return f"{page}#{anchor_of(key)}" if page else None
    read = subjects(catalogue.store, _DERIVED, iri)
    page = page_of(catalogue, read[0]) if read else None
    # A version has its sources in one place; a record is shown with its own.
    return f"{page}#source" if page and "#" not in page else page


def in_resolution(work: str, inner: str) -> str:
    """Return the page of a resolution, or of something in it.

    Args:
        work: Key of the resolution.
        inner: The IRI behind that of the resolution and a slash, empty for the resolution itself.

    >>> in_resolution("2031-2901", "version/mt/date/12-16")
    'resolution/2031-2901/version/mt/index.html#date-12-16'
    """
    if inner.startswith("version/"):
        version, _, deep = inner.removeprefix("version/").partition("/")
        page = f"resolution/{work}/version/{version}/index.html"
        return f"{page}#{anchor(deep)}" if deep else page
    page = f"resolution/{work}/index.html"
    return f"{page}#{anchor(inner)}" if inner else page


def entity_page(catalogue: Catalogue, iri: str) -> str | None:
    """Return the page of an actor or instrument; a provision has a place on that of its instrument.

    Args:
        catalogue: The dataset.
        iri: The entity.
    """
    folder = catalogue.page_key(iri)
    if not folder:
        return None
    inner = iri.removeprefix(f"{catalogue.base}{folder}").strip("/")
    return f"{folder}/index.html#{anchor(inner)}" if inner else f"{folder}/index.html"
