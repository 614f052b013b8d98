"""What Parliament's own records say of a resolution, read off the graph: what led to it, the votes on it, where texts differ."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kzgraph.pages.nodes import DCTERMS, KZ, LINKS, Facts, facts, subjects

_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
#: So many digits of the digest of a file tell its records from those of others on one page.
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Record:
    """What one file says about a document or a procedure.

    Args:
        anchor: Its place on the page.
        reference: What it is about, as Parliament writes it.
        source: The address that it came from.
        date: That it records, empty where none.
        procedures: That it records, sorted.
        titles: Language and title, sorted.
        sha256: Of the file.
    """

    anchor: str
    reference: str
    source: str
    date: str
    procedures: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Tabled:
    """A motion or report that led to the resolution.

    Args:
        anchor: Its place on the page.
        reference: As Parliament writes it.
        adopted: True where Parliament adopted it.
        replaced_by: References and anchors of the texts that replaced it, sorted.
        links: More about it elsewhere.
        records: That say so.
    """

    anchor: str
    reference: str
    adopted: bool
    replaced_by: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote, as a record counts it.

    Args:
        anchor: Its place on the page.
        date: Of the vote, empty where unknown.
        votes: For, against and abstentions, as the graph writes them.
        links: More about it elsewhere.
        records: That say so.
    """

    anchor: str
    date: str
    votes: tuple[str, str, str]
    links: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A point on which a record and the texts do not agree.

    Args:
        anchor: Its place on the page.
        on: The matter, such as "date".
        recorded: What the record says.
        printed: What the text says.
        language: Of both where they are titles, else empty.
        versions: IRIs of the versions that print it.
        records: The record.
    """

    anchor: str
    on: str
    recorded: str
    printed: str
    language: str
    versions: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All that records say of a resolution; empty where there is none.

    Args:
        records: By reference.
        tabled: By reference.
        votes: By date.
        differences: By matter.
    """

    records: tuple[Record, ...]
    tabled: tuple[Tabled, ...]
    votes: tuple[Vote, ...]
    differences: tuple[Difference, ...]


def anchor_of(key: str) -> str:
    """Return the anchor of a record, or of a vote that one counts, on the page of its resolution.

    Args:
        key: Its IRI behind the base and "source/".

    >>> anchor_of("4f2a9c01d7e0/record/TA-11-2031-0144")
    'record-4f2a9c01-TA-11-2031-0144'
    >>> anchor_of("4f2a9c01d7e0/record/MTG-PL/vote/MTG-PL-160031")
    'vote-4f2a9c01-MTG-PL-160031'
    """
    digest, _, record = key.partition("/record/")
    identifier, _, vote = record.partition("/vote/")
    return f"{'vote' if vote else 'record'}-{digest[:_DIGITS]}-{vote or identifier}".replace("/", "-")


def read_register(store: ox.Store, iri: str, base: str) -> Register:
    """Read what records say of a resolution.

    Args:
        store: Holds the quads.
        iri: The resolution.
        base: What the IRIs of the data begin with.
    """
    known = {node: _record(store, facts(store, node), base) for node in subjects(store, f"{KZ}describes", iri)}
    derived = sorted({node for record in known for node in subjects(store, _DERIVED, record)})
    nodes = [facts(store, node) for node in derived]
    differences = [facts(store, node) for record in known for node in subjects(store, f"{KZ}divergesFrom", record)]

    def records(said: Facts, property_: str = _DERIVED) -> tuple[Record, ...]:
        return tuple(known[node] for node in said.all(property_) if node in known)

    def inner(node: str) -> str:
        return node.removeprefix(f"{iri}/").replace("/", "-")

    def replacing(said: Facts) -> tuple[tuple[str, str], ...]:
        return tuple((facts(store, node).one(f"{KZ}reference"), inner(node)) for node in said.all(f"{KZ}replacedBy"))

    return Register(
        tuple(sorted(known.values(), key=lambda one: (one.reference, one.anchor))),
        tuple(
            Tabled(
                inner(said.iri),
                said.one(f"{KZ}reference"),
                iri in said.all(f"{KZ}adoptedAs"),
                replacing(said),
                said.all(*LINKS),
                records(said),
            )
            for said in nodes
            if "TabledText" in said.classes and said.iri.startswith(f"{iri}/")
        ),
        tuple(
            Vote(
                anchor_of(said.iri.removeprefix(f"{base}source/")),
                said.one(f"{KZ}voteDate"),
                (said.one(f"{KZ}votesFor"), said.one(f"{KZ}votesAgainst"), said.one(f"{KZ}abstentions")),
                said.all(*LINKS),
                records(said),
            )
            for said in sorted(nodes, key=lambda said: (said.one(f"{KZ}voteDate"), said.iri))
            if "Vote" in said.classes and iri in said.all(f"{KZ}voteOn")
        ),
        tuple(
            Difference(
                inner(said.iri),
                said.one(f"{KZ}divergesOn"),
                said.one(f"{KZ}recordedValue"),
                said.one(f"{KZ}printedValue"),
                next((language for language, _ in said.words(f"{KZ}printedValue")), ""),
                said.all(f"{KZ}printedIn"),
                records(said, f"{KZ}divergesFrom"),
            )
            for said in sorted(differences, key=lambda said: said.iri)
            if said.iri.startswith(f"{iri}/")
        ),
    )


def _record(store: ox.Store, said: Facts, base: str) -> Record:
    file = facts(store, next(iter(said.all(_DERIVED)), ""))
    return Record(
        anchor_of(said.iri.removeprefix(f"{base}source/")),
        said.one(f"{KZ}reference"),
        said.one(f"{DCTERMS}source"),
        said.one(f"{KZ}recordedDate"),
        said.all(f"{KZ}recordedProcedure"),
        said.words(f"{KZ}recordedTitle"),
        file.one(f"{KZ}sha256"),
    )
