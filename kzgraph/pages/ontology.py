"""The page of the terms: every class and property with its meaning, an example, its names, and how often this graph uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kzgraph.dataset.load import TERMS
from kzgraph.pages.catalogue import Catalogue
from kzgraph.pages.nodes import KZ, RDFS, SKOS, TYPE, facts
from kzgraph.pages.render import Renderer

PATH = "ontology/index.html"
_OWL = "http://www.w3.org/2002/07/owl#"
_DEFAULT = ox.DefaultGraph()
#: What says how a term of ours relates to one of somebody else.
_ALIGNED = (
    ("same as", f"{_OWL}equivalentClass"),
    ("same as", f"{_OWL}equivalentProperty"),
    ("a kind of", f"{RDFS}subClassOf"),
    ("a kind of", f"{RDFS}subPropertyOf"),
    ("close to", f"{SKOS}closeMatch"),
    ("see", f"{RDFS}seeAlso"),
)

#: Names of places on every page, which a term of that name must not take.
_TAKEN = frozenset({"content", "theme", "classes", "properties", "tip", "plan-title"})
#: The picture: class, column and row. The names of classes and of the lines between them are looked up, so none can be stale.
_BOXES = (
    ("LanguageVersion", 0, 0), ("Resolution", 1, 0), ("Finding", 2, 0),
    ("UnitText", 0, 1), ("Unit", 1, 1), ("SpeechAct", 2, 1), ("Actor", 3, 1),
    ("Divergence", 0, 2), ("Mention", 1, 2), ("Provision", 2, 2), ("Instrument", 3, 2),
)  # fmt: skip
_LINES = (
    ("LanguageVersion", "versionOf", "Resolution"),
    ("UnitText", "inVersion", "LanguageVersion"),
    ("UnitText", "textOf", "Unit"),
    ("Unit", "partOf", "Resolution"),
    ("Finding", "inUnit", "Unit"),
    ("SpeechAct", "inUnit", "Unit"),
    ("SpeechAct", "addressee", "Actor"),
    ("Divergence", "inUnit", "Unit"),
    ("Mention", "inUnit", "Unit"),
    ("Mention", "refersTo", "Provision"),
    ("Provision", "provisionOf", "Instrument"),
)
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 150, 46, 270, 130


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property.

    Args:
        name: Behind the namespace.
        label: In English.
        definition: In English.
        examples: In English.
        above: Names and places of our terms that it is a kind of.
        aligned: How it relates to terms of others, and their IRIs.
        names: Language and label, where there are several.
        used: How often this graph uses it.
    """

    name: str
    label: str
    definition: str
    examples: tuple[str, ...]
    above: tuple[tuple[str, str], ...]
    aligned: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    used: int

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return anchor_of(self.name)


@dataclass(frozen=True, slots=True)
class Box:
    """A class in the picture.

    Args:
        name: Of the class.
        x: Of its upper left corner.
        y: Of the same.
    """

    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property in the picture, from the edge of a class to the edge of another; its name stands beside the middle.

    Args:
        name: Of the property.
        points: Across and down, of its beginning and its end.
    """

    name: str
    points: tuple[int, int, int, int]

    @property
    def beside(self) -> tuple[int, int, str]:
        """Where the name stands, and its anchor: over a level line, behind any other."""
        x, y = (self.points[0] + self.points[2]) // 2, (self.points[1] + self.points[3]) // 2
        return (x, y - 6, "middle") if self.points[1] == self.points[3] else (x + 8, y + 4, "start")


class OntologyPage:
    """``ontology/index.html``.

    Args:
        catalogue: The dataset, with the terms.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.renderer = Renderer(catalogue)

    def paths(self) -> Iterator[str]:
        """Yield the path of its file."""
        yield PATH

    def page(self, path: str) -> bytes:
        """Return the file.

        Args:
            path: From :meth:`paths`.

        Raises:
            KeyError: There is no such file.
        """
        if path != PATH:
            raise KeyError(path)
        classes = self._terms(f"{_OWL}Class")
        properties = sorted([*self._terms(f"{_OWL}ObjectProperty"), *self._terms(f"{_OWL}DatatypeProperty")], key=_by_name)
        boxes = [Box(name, column * _ACROSS + 10, row * _DOWN + 10) for name, column, row in _BOXES]
        values = {
            "title": "Ontology",
            "classes": classes,
            "properties": properties,
            "boxes": boxes,
            "arrows": list(_arrows({box.name: box for box in boxes})),
            "width": _WIDTH,
            "height": _HEIGHT,
            "view": (3 * _ACROSS + _WIDTH + 20, 2 * _DOWN + _HEIGHT + 20),
        }
        return self.renderer.page("ontology", path, values)

    def page_of(self, iri: str) -> str | None:
        """Return the place of a term; None where it is none of ours.

        Args:
            iri: Any IRI.
        """
        if not iri.startswith(KZ) or not any(self.catalogue.store.quads_for_pattern(ox.NamedNode(iri), None, None, _DEFAULT)):
            return None
        return f"{PATH}#{anchor_of(iri.removeprefix(KZ))}"

    def _terms(self, kind: str) -> list[Term]:
        store = self.catalogue.store
        found = []
        for quad in store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(kind), _DEFAULT):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(KZ):
                found.append(self._term(quad.subject.value))
        return sorted(found, key=_by_name)

    def _term(self, iri: str) -> Term:
        told = facts(self.catalogue.store, iri)
        names = told.words(f"{RDFS}label")
        aligned = sorted({(how, value) for how, name in _ALIGNED for value in told.all(name) if not value.startswith(KZ)})
        return Term(
            iri.removeprefix(KZ),
            self.catalogue.label(iri),
            told.one(f"{SKOS}definition"),
            told.all(f"{SKOS}example"),
            tuple(
                (value.removeprefix(KZ), anchor_of(value.removeprefix(KZ)))
                for value in told.all(f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")
                if value.startswith(KZ)
            ),
            tuple(aligned),
            names if len(names) > 1 else (),
            self._used(ox.NamedNode(iri)),
        )

    def _used(self, term: ox.NamedNode) -> int:
        """How many statements of the resolutions' own graphs use a term."""
        kind = ox.NamedNode(TYPE)
        used = {
            quad.triple
            for predicate, value in ((kind, term), (term, None))
            for quad in self.catalogue.store.quads_for_pattern(None, predicate, value)
            # The vocabularies type their concepts as what these stand for; the default graph repeats all others.
            if quad.graph_name not in (_DEFAULT, ox.NamedNode(TERMS))
        }
        return len(used)


def anchor_of(name: str) -> str:
    """Return the place of a term on the page: its name, as its IRI ends, so that the IRI leads there.

    >>> anchor_of("Demand"), anchor_of("content")
    ('Demand', 'kz-content')
    """
    return f"kz-{name}" if name in _TAKEN else name


def _by_name(term: Term) -> str:
    return term.name.casefold()


def _arrows(boxes: dict[str, Box]) -> Iterator[Arrow]:
    """The lines, each from the nearer side of a box to that of the other."""
    for start, name, end in _LINES:
        one, other = boxes[start], boxes[end]
        if one.x == other.x:
            x = one.x + _WIDTH // 2
            down = one.y < other.y
            yield Arrow(name, (x, one.y + (_HEIGHT if down else 0), x, other.y + (0 if down else _HEIGHT)))
        else:
            right = one.x < other.x
            points = (
                one.x + (_WIDTH if right else 0), one.y + _HEIGHT // 2,
                other.x + (0 if right else _WIDTH), other.y + _HEIGHT // 2,
            )  # fmt: skip
            yield Arrow(name, points)
