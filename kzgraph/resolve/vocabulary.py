"""The known things, as the vocabularies in ``ontology/vocab`` name them: who and what, never how a language works.

Read with Oxigraph, in one pass; what comes out are plain tables, which are kept for the next process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kzgraph.kept import digest_of, kept
from kzgraph.resources import ontology_folder

if TYPE_CHECKING:
    import pyoxigraph

_ONTOLOGY = "https://w3id.org/kzgraph/ontology#"
_DATA = "https://w3id.org/kzgraph/id/"
_VOCABULARY = "https://w3id.org/kzgraph/vocab/"
_INVENTED = f"{_VOCABULARY}specimen"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LINKS = (f"{_SKOS}exactMatch", "http://www.w3.org/2002/07/owl#sameAs", "http://www.w3.org/2000/01/rdf-schema#seeAlso")
#: The language in which the graph names what it mints; what texts print stands beside it in their own languages.
LABEL_LANGUAGE = "en"
#: Labels of our own: adjectives of a state, and words that look like a name and are none.
_OWN_LABELS = (f"{_ONTOLOGY}adjectiveLabel", f"{_ONTOLOGY}unlikeLabel")
_GENERAL = frozenset({"Actor", "Instrument"})


@dataclass(slots=True)
class Entry:
    """One thing of a vocabulary.

    Args:
        key: The end of its IRI: "actor/european-commission", "state-body/government".
        classes: Local names of its classes of ours.
        labels: By kind ("prefLabel", "altLabel", "hiddenLabel", "adjectiveLabel", "unlikeLabel") and language, in order.
        facts: Other properties of ours, by local name.
        links: Property and IRI of the same thing elsewhere.
        invented: True for the state of the examples, which is none of the world.
    """

    key: str
    classes: set[str] = field(default_factory=set)
    labels: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    facts: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    invented: bool = False

    @property
    def kind(self) -> str:
        """Which vocabulary it belongs to: "actor", "instrument", "state-body"."""
        return self.key.partition("/")[0]

    @property
    def cls(self) -> str:
        """Its class: the most special of ours."""
        special = sorted(self.classes - _GENERAL)
        return special[0] if special else next(iter(sorted(self.classes)), "")

    def printed(self, language: str) -> Iterator[str]:
        """Yield all forms of its name in a language, the preferred one first."""
        for kind in ("prefLabel", "altLabel", "hiddenLabel"):
            yield from self.labels[kind].get(language, ())

    def label(self, language: str = LABEL_LANGUAGE) -> str:
        """Return its preferred name."""
        names = (
            self.labels["prefLabel"].get(language)
            or self.labels["prefLabel"].get(LABEL_LANGUAGE)
            or [self.key.rpartition("/")[2]]
        )
        return names[0]


@cache
def vocabulary() -> Mapping[str, Entry]:
    """Return all entries by key.

    >>> vocabulary()["actor/european-commission"].cls
    'Institution'
    """
    entries = {}
    for key, classes, labels, facts, links, invented in kept("vocabulary", vocabulary_digest(), _rows):
        entry = entries[key] = Entry(
            key, set(classes), facts=facts, links=[(name, link) for name, link in links], invented=invented
        )
        for kind, by_language in labels.items():
            entry.labels[kind].update(by_language)
    return entries


@cache
def vocabulary_digest() -> str:
    """Return the digest of the vocabularies, and of the program that reads them."""
    return digest_of([*_files(), Path(__file__)])


def _files() -> list[Path]:
    return sorted((ontology_folder() / "vocab").glob("*.ttl"))


def _rows() -> list[tuple[object, ...]]:
    """All entries in order of their keys, as they are kept."""
    import pyoxigraph

    entries: dict[str, Entry] = {}
    for path in _files():
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            key = _key(quad.subject)
            if key is not None:
                _add(entries.setdefault(key, Entry(key)), quad)
    return [
        (entry.key, sorted(entry.classes), entry.labels, entry.facts, entry.links, entry.invented)
        for _, entry in sorted(entries.items())
    ]


def _key(node: object) -> str | None:
    text = getattr(node, "value", "")
    for base in (_DATA, _VOCABULARY):
        if text.startswith(base) and "/" in text[len(base) :]:
            return str(text[len(base) :])
    return None


def _add(entry: Entry, quad: pyoxigraph.Quad) -> None:
    predicate, value = quad.predicate.value, quad.object
    text = str(getattr(value, "value", ""))
    if predicate == _TYPE:
        if text.startswith(_ONTOLOGY):
            entry.classes.add(text[len(_ONTOLOGY) :])
    elif predicate in _LINKS:
        entry.links.append((predicate, text))
    elif predicate == f"{_SKOS}inScheme":
        entry.invented = text == _INVENTED
    elif predicate.startswith(_SKOS) or predicate in _OWN_LABELS:
        language = getattr(value, "language", None)
        kind = predicate.rpartition("#")[2]
        if language and kind.endswith("Label"):
            entry.labels[kind][language].append(text)
    elif predicate.startswith(_ONTOLOGY):
        name = predicate[len(_ONTOLOGY) :]
        target = _key(value)
        entry.facts[name] = target if target is not None else text.removeprefix(_ONTOLOGY)


def entries_of(kind: str) -> tuple[Entry, ...]:
    """Return the entries of one vocabulary, such as "state-body"."""
    return tuple(entry for entry in vocabulary().values() if entry.kind == kind)
