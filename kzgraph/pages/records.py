"""What a page shows, as plain records: read off the graph once, so that templates know nothing of RDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: So many letters of a title stand in a narrow column.
_NARROW = 44


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, an instrument or a provision of one.

    Args:
        iri: Its IRI.
        key: The IRI behind the base, such as "actor/veldoria".
        kind: Local name of its most special class.
        name: The name that pages give it.
        language: Of that name, empty where it is made of several.
        names: Preferred names, language and text, sorted.
        others: Other names, language and text, sorted.
        links: The same thing or more about it elsewhere, sorted.
        owner: The instrument that a provision belongs to, else None.
    """

    iri: str
    key: str
    kind: str
    name: str
    language: str
    names: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    owner: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a version prints something.

    Args:
        iri: Its IRI.
        kind: "mention", "date", "figure" or "passage".
        unit: IRI of the unit it stands in.
        version: IRI of the version.
        exact: What is printed; empty for a passage.
        start: First code point in the source.
        end: Behind the last one.
        rule: IRI of the rule that found it.
        confidence: From 0 to 1, as the graph writes it.
        target: IRI of what is named or, for a passage, of the clause it shows; None for dates and figures.
        value: The date or figure; empty for the others.
    """

    iri: str
    kind: str
    unit: str
    version: str
    exact: str
    start: int
    end: int
    rule: str
    confidence: str
    target: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a unit in a version.

    Args:
        iri: Its IRI.
        unit: IRI of the unit.
        version: IRI of the version.
        text: The words.
        language: Their language.
        label: The label as printed, empty where none is.
        start: First code point in the source.
    """

    iri: str
    unit: str
    version: str
    text: str
    language: str
    label: str
    start: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A finding of a recital or a speech act of a paragraph.

    Args:
        iri: Its IRI.
        unit: IRI of the unit.
        position: From 1.
        force: Local name of the class of an act, "Finding" for a finding.
        verb: IRI of the verb, None where there is none or the versions do not agree.
        addressees: IRIs of who is to act.
        concerns: IRIs of whom it is about.
        recipients: IRIs of whom the resolution goes to.
        deadlines: Days or months by which it asks.
        contents: Language and words, sorted.
        attested: IRIs of the versions that show it.
    """

    iri: str
    unit: str
    position: int
    force: str
    verb: str | None
    addressees: tuple[str, ...]
    concerns: tuple[str, ...]
    recipients: tuple[str, ...]
    deadlines: tuple[str, ...]
    contents: tuple[tuple[str, str], ...]
    attested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Divergence:
    """A point on which the versions of a unit differ.

    Args:
        iri: Its IRI.
        on: The kind of thing that differs.
        readings: IRIs of the evidence of what each version has.
    """

    iri: str
    on: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A citation, recital or paragraph.

    Args:
        iri: Its IRI.
        key: The IRI behind that of the resolution, such as "recital/C".
        kind: Local name of its class.
        label: "3", "C".
        position: From 1 within its kind.
        mentions: IRIs of the entities that it names.
        clauses: What it finds or does, in order.
        divergences: Where its versions differ.
    """

    iri: str
    key: str
    kind: str
    label: str
    position: int
    mentions: tuple[str, ...]
    clauses: tuple[Clause, ...]
    divergences: tuple[Divergence, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that a version was read from.

    Args:
        iri: Its IRI.
        sha256: Of the bytes.
        media: Their media type.
        encoding: Their encoding.
        length: Of the decoded text, in code points.
    """

    iri: str
    sha256: str
    media: str
    encoding: str
    length: str


@dataclass(frozen=True, slots=True)
class Version:
    """One language of one stage.

    Args:
        iri: Its IRI.
        key: Such as "nl" or "nl-motion".
        language: Its language.
        title: As this version prints it, empty where it prints none.
        stage: IRI of the stage, None where it is unknown.
        sources: What it was read from.
        links: Where else it is.
    """

    iri: str
    key: str
    language: str
    title: str
    stage: str | None
    sources: tuple[Source, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What lists say of a resolution.

    Args:
        iri: Its IRI.
        key: The IRI behind the base and "resolution/".
        titles: Language and title, sorted.
        date: Of the document, empty where unknown.
        numbers: Procedure, adopted text, CELEX: what it is known by.
        languages: Of its versions, sorted.
        links: Where else it is.
    """

    iri: str
    key: str
    titles: tuple[tuple[str, str], ...]
    date: str
    numbers: tuple[str, ...]
    languages: tuple[str, ...]
    links: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a narrow column calls it: its first number, else its key or, where that is a hash, the start of a title."""
        if self.numbers or not self.key.startswith("x-") or not self.titles:
            return next(iter(self.numbers), self.key)
        title = self.titles[0][1]
        return title if len(title) <= _NARROW else f"{title[: _NARROW - 1].rstrip()}…"

    @property
    def year(self) -> str:
        """Of its date; of its key where it has none and the key begins with a year; else empty."""
        return self.date[:4] or (self.key[:4] if self.key[:4].isdigit() and self.key[4:5] == "-" else "")


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution whole.

    Args:
        heading: What lists say of it.
        versions: By key.
        units: In order: citations, recitals, paragraphs.
        texts: By the IRIs of unit and version.
        evidence: By IRI.
    """

    heading: Heading
    versions: Mapping[str, Version]
    units: tuple[Unit, ...]
    texts: Mapping[tuple[str, str], Text]
    evidence: Mapping[str, Evidence]
