"""Plain pages for people: what is said of an IRI, what is here, and why there is no answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from kzgraph.graph.jsonld import unescape
from kzgraph.graph.order import natural
from kzgraph.graph.terms import Row
from kzgraph.pages.render import NAVIGATION
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kzgraph.serve.describe import Description

#: What a thing is called, the best first.
_NAMES = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://data.europa.eu/eli/ontology#title",
)
#: What stands in a path as it is.
_SAFE = "/-._~!$&'()*+,;=:@"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is shown.

    Args:
        text: What is read.
        link: Where it leads, empty for a text.
        language: Its tag, empty where it has none.
    """

    text: str
    link: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A property with its values.

    Args:
        name: What the property is called.
        values: In order.
    """

    name: Value
    values: tuple[Value, ...]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kzgraph.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, **values: object) -> bytes:
    """Return a page.

    Args:
        template: The name of a file in ``templates``.
        **values: What it shows.
    """
    return _environment().get_template(template).render(navigation=NAVIGATION, **values).encode()


def place_of(iri: str, base: str) -> str:
    """Return where on this server an IRI is described, as a path.

    Args:
        iri: Any.
        base: Of the data: what stands under it has a place of its own.

    >>> place_of("https://w3id.org/kzgraph/id/actor/x", "https://w3id.org/kzgraph/id/")
    '/actor/x'
    >>> place_of("urn:x", "https://w3id.org/kzgraph/id/")
    '/describe?iri=urn%3Ax'
    """
    if iri.startswith(base):
        return "/" + quote(iri[len(base) :], safe=_SAFE)
    return f"/describe?iri={quote(iri, safe='')}"


class _Names:
    """What things are called, in the language of the labels where they have a name in it."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store = store
        self._base = base
        self.of = cache(self._of)

    def _of(self, iri: str) -> Value:
        import pyoxigraph as ox

        for name in _NAMES:
            quads = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(name), None, ox.DefaultGraph())
            texts = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
            if texts:
                best = min(texts, key=lambda one: (one.language != LABEL_LANGUAGE, one.language or "", one.value))
                return Value(best.value, language=best.language or "")
        return Value(iri.removeprefix(self._base) if iri.startswith(self._base) else iri.rpartition("#")[2].rpartition("/")[2])

    def value(self, token: str) -> Value:
        """Return how an object is shown."""
        if token.startswith("<"):
            return self.link(token[1:-1])
        if token.startswith("_:"):
            return Value(token)
        text, _, tail = token.rpartition('"')
        return Value(unescape(text[1:]), language=tail[1:] if tail.startswith("@") else "")

    def link(self, iri: str) -> Value:
        """Return the name of a thing, with where it leads: nowhere beyond this server but to what is said of it here."""
        import pyoxigraph as ox

        name = self.of(iri)
        text = name.text or iri
        known = next(self._store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()), None) is not None
        return Value(text if known else iri, place_of(iri, self._base) if known else iri, name.language)

    def statements(self, rows: Iterable[Row]) -> list[Statement]:
        """Return the statements of one thing by property, types first."""
        by_property: dict[str, list[str]] = {}
        for _, predicate, object_ in sorted(rows, key=lambda row: (row[1] != f"<{_TYPE}>", row[1], natural(row[2]), row[2])):
            by_property.setdefault(predicate[1:-1], []).append(object_)
        return [
            Statement(self.link(predicate), tuple(self.value(token) for token in objects))
            for predicate, objects in by_property.items()
        ]


def description_page(store: ox.Store, base: str, found: Description, shown: str | None) -> bytes:
    """Return the page that describes an IRI.

    Args:
        store: Knows what things are called.
        base: Of the data.
        found: What is said.
        shown: The page of the site that shows the same to readers, where there is one.
    """
    names = _Names(store, base)
    pointing: dict[str, list[Value]] = {}
    for subject, predicate, _ in sorted(found.pointing, key=lambda row: (natural(row[0]), row)):
        pointing.setdefault(predicate[1:-1], []).append(names.value(subject))
    return page(
        "description.html",
        title=names.of(found.iri),
        iri=found.iri,
        shown=shown,
        place=place_of(found.iri, base),
        own=names.statements(found.own),
        parts=[(names.link(iri), names.statements(rows)) for iri, rows in sorted(found.parts, key=lambda one: natural(one[0]))],
        pointing=[Statement(names.link(predicate), tuple(values)) for predicate, values in sorted(pointing.items())],
        page=found.page,
        pages=found.pages,
        total=found.total,
    )


def refusal_page(status: int, phrase: str, reason: str) -> bytes:
    """Return the page that says why there is no answer.

    Args:
        status: Of HTTP.
        phrase: What HTTP calls it.
        reason: For the reader.
    """
    return page("refusal.html", status=status, phrase=phrase, reason=reason)
