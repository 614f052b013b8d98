"""The few types that travel along the chain. All are frozen; none knows RDF, files or a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kzgraph.metadata import Record as Record
from kzgraph.spans import MappedText as MappedText
from kzgraph.spans import Span as Span


class UnitKind(Enum):
    """The three kinds of unit of a resolution, in the order they are printed."""

    CITATION = "citation"
    RECITAL = "recital"
    PARAGRAPH = "paragraph"


class Stage(Enum):
    """How far the printed text has come in Parliament."""

    MOTION = "motion"
    JOINT_MOTION = "joint-motion"
    ADOPTED_TEXT = "adopted-text"
    UNKNOWN = "unknown"


class Reason(Enum):
    """Why something that is printed leads to no entity."""

    UNKNOWN_NAME = "a name that no vocabulary knows and no rule classifies"
    UNKNOWN_ADDRESSEE = "the addressee of a demand, which no vocabulary knows"
    BARE_BODY = "a body whose state is not known"
    AMBIGUOUS_SHORT_FORM = "a short form that fits several texts"
    AMBIGUOUS_SURNAME = "a surname that fits several persons"
    AMBIGUOUS_SPELLING = "a spelling that fits several entities of other texts"
    PRONOUN = "a pronoun that stands for nobody named before"
    PROVISION = "a provision whose text is not named"


class Part(Enum):
    """What a stretch of the source was taken for."""

    HEAD = "head"
    FURNITURE = "furniture"
    FOOTNOTE = "footnote"
    HEADING = "heading"
    ANNEX = "annex"
    UNIT = "unit"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that a file shows and the text made of it does not.

    Args:
        place: Where in the file: "page 3", "behind the text", the name of a member.
        text: The characters that are printed there, or what the member is.
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Medium:
    """What the reader of a medium tells of a file that the text made of it no longer shows.

    Args:
        form: The schema of an XML file; empty for media that have no forms.
        encoding: IANA name of the encoding of the file's characters; empty where the medium decides it.
        left_out: Heads and feet of pages, navigation, and what stands before or behind the text.
        annexes: Members of the same archive that are printed behind the text.
        passed_over: Members of the same archive that hold no text.
    """

    form: str = ""
    encoding: str = ""
    left_out: tuple[LeftOut, ...] = ()
    annexes: tuple[str, ...] = ()
    passed_over: tuple[LeftOut, ...] = ()


#: Of a file that is its text.
PLAIN = Medium()


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the decoded text and where it came from.

    Args:
        name: How the user named it, for messages only; it never enters the graph.
        text: The decoded text, unchanged: all offsets count its code points.
        sha256: Hex digest of the bytes.
        media_type: IANA name of the form.
        encoding: IANA name of the character encoding.
        medium: What the reader of its medium tells of the file.
    """

    name: str
    text: str = field(repr=False)
    sha256: str
    media_type: str
    encoding: str
    medium: Medium = field(default=PLAIN, repr=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch of the source that belongs to no unit, with what it was taken for."""

    span: Span
    part: Part


@dataclass(frozen=True, slots=True)
class Recognition:
    """The language of a text and the formulas that prove it.

    Args:
        language: The winner's code.
        hits: Points per language, best first; a formula counts by its number of words.
        formulas: How often each formula of the winner was seen.
        given: True where the user named the language.
    """

    language: str
    hits: tuple[tuple[str, int], ...]
    formulas: tuple[tuple[str, int], ...]
    given: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the enacting formula.

    Args:
        title: The full title as printed, without the procedure number; None where none is printed.
        date: ISO date of the document where the title prints one.
        procedure: Such as "2022/2505(RSP)".
        adopted_text_numbers: Such as "P9_TA(2022)0012".
        celex: Such as "52022IP0012".
        document_numbers: Of motions and reports, such as "RC-B9-0065/2022", also those that the text replaces or adopts.
        stage: Motion, joint motion or adopted text.
    """

    title: str | None = None
    date: str | None = None
    procedure: str | None = None
    adopted_text_numbers: tuple[str, ...] = ()
    celex: str | None = None
    document_numbers: tuple[str, ...] = ()
    stage: Stage = Stage.UNKNOWN


@dataclass(frozen=True, slots=True)
class Clause:
    """One finding of a recital: a stretch of the unit's clean text and the rule that found it."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date printed in a unit.

    Args:
        span: Where in the unit's clean text.
        value: ISO form, "2022-01-07" or "2022-01" where no day is printed.
        rule: Which rule found it.
    """

    span: Span
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A count or rank printed in a unit; see :class:`DateMention` for the arguments."""

    span: Span
    value: int
    rule: str


@dataclass(frozen=True, slots=True)
class RawAct:
    """A finite verb of Parliament, before it is known who is addressed.

    Args:
        span: What it governs, from its start to the next act.
        verb: Where the verb stands.
        force: Which of the seven forces.
        concept: Which verb.
        pronoun: "him" or "them" where a pronoun stands for the addressee.
    """

    span: Span
    verb: Span
    force: str
    concept: str
    pronoun: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A speech act with those it names.

    Args:
        span: Where in the unit's clean text.
        force: Which of the seven forces.
        concept: Which verb.
        addressees: Keys of the entities that are to act.
        concerns: Keys of the entities that the act is about.
        recipients: Keys of the entities that the resolution is sent to.
        deadlines: ISO days or months by which something is asked for.
    """

    span: Span
    force: str
    concept: str
    addressees: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where an entity is named in a unit.

    Args:
        span: Where in the unit's clean text.
        entity: Its key, such as "actor/european-commission".
        rule: Which rule found it.
    """

    span: Span
    entity: str
    rule: str


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Somebody or something that is named.

    Args:
        key: Its part of the IRI: "actor/government-of-veldoria", "instrument/treaty-on-european-union/art/3/5".
        cls: Its class: Person, State, Treaty …
        labels: Kind ("prefLabel", "altLabel"), language and text.
        links: Property and IRI of the same thing elsewhere.
        base: For a provision the key of its instrument.
        pinpoint: For a provision its pinpoint, "art. 3(5)".
        names: For persons and unknown organisations the forms as printed, for comparison.

    Raises:
        ValueError: It is a provision of nothing, or has the pinpoint of a provision and is none.
    """

    key: str
    cls: str
    labels: tuple[tuple[str, str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    base: str | None = None
    pinpoint: str | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len({self.cls == "Provision", bool(self.base), bool(self.pinpoint)}) > 1:
            raise ValueError(f"{self.key}: a provision, and nothing else, has its instrument and a pinpoint")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What is printed and leads to no entity: a result, so it is counted, never guessed or dropped.

    Args:
        unit: Key of the unit.
        span: Where in the unit's clean text.
        reason: Why it leads nowhere.
        candidates: Keys of the entities that it may mean, where there are several.
    """

    unit: str
    span: Span
    reason: Reason
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A citation, recital or paragraph of one version.

    Args:
        kind: Which of the three.
        rank: Its place in its series, from 1; a lost unit leaves its rank free.
        label: The language-free label: "3", "J", "13".
        printed_label: As printed, or None where it was lost or never printed.
        text: The running text without label, footnotes and page furniture.
        rule: What showed that it begins here: "label" or "opener".
        clauses: The findings, recitals only.
        dates: In printed order.
        figures: In printed order.
        yearless: Days printed without their year; they are no dates, but may point to a text cited before.
        raw_acts: The verbs of Parliament, paragraphs only.
        acts: The same with those they name.
        mentions: Of entities, in printed order.
    """

    kind: UnitKind
    rank: int
    label: str
    printed_label: str | None
    text: MappedText
    rule: str
    clauses: tuple[Clause, ...] = ()
    dates: tuple[DateMention, ...] = ()
    figures: tuple[FigureMention, ...] = ()
    yearless: tuple[DateMention, ...] = ()
    raw_acts: tuple[RawAct, ...] = ()
    acts: tuple[Act, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def key(self) -> str:
        """The unit's name within its resolution, such as "recital/J"."""
        return f"{self.kind.value}/{self.label}"


@dataclass(frozen=True, slots=True)
class Version:
    """One language of one stage of a resolution, read and understood.

    Args:
        source: Where it was read.
        recognition: Its language, with the evidence.
        head: Title, numbers and stage.
        units: In printed order.
        removed: What belongs to no unit.
        gaps: Labels that the series lacks, such as "paragraph/7".
        entities: All that its units mention, by key.
        unresolved: What leads to no entity, in printed order.
        also: Names of further inputs that hold the same bytes.
    """

    source: Source
    recognition: Recognition
    head: Head
    units: tuple[Unit, ...]
    removed: tuple[Removed, ...] = ()
    gaps: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """BCP 47 code."""
        return self.recognition.language


@dataclass(frozen=True, slots=True)
class Work:
    """A resolution with the versions that are at hand.

    Args:
        key: Its part of the IRI, such as "2022-2505".
        versions: Version key ("nl", "nl-motion") and version, sorted by key.
        tied: For versions without title and number: version key and the share of their facts found in the work.
        records: What Parliament's Open Data says about it, beside what its versions print.
    """

    key: str
    versions: tuple[tuple[str, Version], ...]
    tied: tuple[tuple[str, float], ...] = ()
    records: tuple[Record, ...] = ()
