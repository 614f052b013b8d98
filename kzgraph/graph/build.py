"""From works to statements: a pure mapping, one function per level of the graph.

Statements are made as rows of tokens, grouped by the unit they belong to; no graph is held in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kzgraph.graph.acts import act_rows, entity_rows
from kzgraph.graph.records import file_rows, record_groups, resolution_rows, same_rows
from kzgraph.graph.terms import (
    DCTERMS,
    ELI,
    KZ,
    LANGUAGE,
    PROV,
    RDF,
    RULE,
    SKOS,
    STAGE,
    SUBDIVISION,
    XSD,
    Row,
    confidences,
    date,
    integer,
    iri,
    text,
    typed,
)
from kzgraph.language.pack import pack
from kzgraph.model import Span, Stage, Unit, UnitKind, Version, Work
from kzgraph.resolve.align import act_positions, act_verbs
from kzgraph.resolve.divergences import Divergence, divergences
from kzgraph.resolve.iri import Minter

_UNIT_CLASS = {UnitKind.CITATION: KZ.Citation, UnitKind.RECITAL: KZ.Recital, UnitKind.PARAGRAPH: KZ.Paragraph}
_SUBDIVISION = {
    UnitKind.CITATION: SUBDIVISION.CIT,
    UnitKind.RECITAL: SUBDIVISION.RCT,
    UnitKind.PARAGRAPH: SUBDIVISION.PAR,
}
_KINDS = tuple(UnitKind)
# The place of actors, instruments and files of metadata, after the units: many works name them.
_ENTITIES = 2 + len(_KINDS)
_STAGES = (Stage.ADOPTED_TEXT, Stage.JOINT_MOTION, Stage.MOTION, Stage.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Group:
    """The statements that are printed together.

    Args:
        order: Its place within the work.
        title: What a reader sees above it.
        rows: Its statements, sorted, without doubles.
    """

    order: tuple[int, int, str]
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WorkGraph:
    """All statements about one work.

    Args:
        key: The work's key.
        graph: The IRI of its named graph.
        groups: In printed order.
    """

    key: str
    graph: str
    groups: tuple[Group, ...]

    def rows(self) -> Iterator[Row]:
        """Yield all statements in printed order."""
        for group in self.groups:
            yield from group.rows


@dataclass(frozen=True, slots=True)
class _Printed:
    """A unit as one version prints it, with the tokens that nearly all of its statements hold.

    Args:
        work: Key of the work.
        key: Of the version.
        version: The version.
        unit: The unit.
        minter: Mints the IRIs.
        node: The unit's token.
        in_version: The version's token.
    """

    work: str
    key: str
    version: Version
    unit: Unit
    minter: Minter
    node: str
    in_version: str

    def exact(self, span: Span) -> str:
        """The token of a stretch of the unit's text."""
        return text(self.unit.text.text[span.start : span.end], self.version.language)


class _Collector:
    """Collects rows by group; what several versions say alike is said once."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int, str], set[Row]] = {}
        self._titles: dict[tuple[int, int, str], str] = {}

    def add(self, order: tuple[int, int, str], title: str, rows: Iterable[Row]) -> None:
        self._titles[order] = title
        self._rows.setdefault(order, set()).update(rows)

    def groups(self) -> tuple[Group, ...]:
        return tuple(Group(order, self._titles[order], tuple(sorted(self._rows[order]))) for order in sorted(self._rows))


def build_graph(work: Work, minter: Minter) -> WorkGraph:
    """Map a work with all its versions to statements.

    Args:
        work: The work.
        minter: Mints the IRIs.
    """
    collector = _Collector()
    collector.add((0, 0, ""), f"resolution {work.key}", _resolution(work, minter))
    collector.add((0, 0, ""), f"resolution {work.key}", resolution_rows(work, minter))
    for key, row in same_rows(work, minter):
        collector.add((1, 0, key), f"version {key}", [row])
    for (number, name), title, rows in record_groups(work, minter):
        collector.add((1, number, name), title, rows)
    for record in work.records:
        collector.add((_ENTITIES, 0, f"source/{record.sha256}"), f"file {record.sha256[:16]}", file_rows(record, minter))
    positions = _positions(work)
    acts = act_positions(work)
    verbs = act_verbs(work, acts)
    for key, version in work.versions:
        collector.add((1, 0, key), f"version {key}", _version(work, key, version, minter))
        in_version = iri(minter.version(work.key, key))
        for unit in version.units:
            order, title = (2 + _KINDS.index(unit.kind), unit.rank, ""), f"{unit.kind.value} {unit.label}"
            printed = _Printed(work.key, key, version, unit, minter, iri(minter.unit(work.key, unit.key)), in_version)
            collector.add(order, title, [(printed.node, KZ.position, integer(positions[unit.key]))])
            collector.add(order, title, _unit(printed))
            for index, act in enumerate(unit.acts):
                position = acts[key, unit.key, index]
                verb = verbs[unit.key, position]
                collector.add(order, title, act_rows(work, key, version, unit, act, position, verb, minter))
                collector.add(order, title, _passage(printed, f"act/{position}", act.span, "verb"))
    for divergence in divergences(work):
        unit = next(unit for _, version in work.versions for unit in version.units if unit.key == divergence.unit)
        collector.add(
            (2 + _KINDS.index(unit.kind), unit.rank, ""), f"{unit.kind.value} {unit.label}", _divergence(work, divergence, minter)
        )
    for entity, of_entity in entity_rows(work, minter):
        collector.add((_ENTITIES, 0, entity), entity.replace("/", " ", 1), of_entity)
    return WorkGraph(work.key, minter.graph(work.key), collector.groups())


def union_groups(graphs: Iterable[WorkGraph]) -> Iterator[Group]:
    """Yield the groups of several works for one graph: of each work what is its own, then, once, the entities that they name.

    Only the entities are held in memory; works come and go.

    Args:
        graphs: The works, in order.
    """
    shared: dict[tuple[int, int, str], tuple[str, Counter[Row]]] = {}
    for graph in graphs:
        for group in graph.groups:
            if group.order[0] == _ENTITIES:
                shared.setdefault(group.order, (group.title, Counter()))[1].update(group.rows)
            else:
                yield group
    for order in sorted(shared):
        title, rows = shared[order]
        yield Group(order, title, tuple(sorted(_one_name(rows))))


def _one_name(rows: Counter[Row]) -> set[Row]:
    """What works say of an entity; where they prefer different names in a language, most prevail and the rest stand beside."""
    names: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row[1] == SKOS.prefLabel:
            names[row[0], row[2].rpartition("@")[2]].append(row)
    said = set(rows)
    for of_language in names.values():
        (subject, _, best), *others = sorted(of_language, key=lambda row: (-rows[row], row))
        said -= {*others, (subject, SKOS.altLabel, best)}
        said |= {(subject, SKOS.altLabel, name) for _, _, name in others}
    return said


def _divergence(work: Work, divergence: Divergence, minter: Minter) -> Iterator[Row]:
    node = iri(minter.divergence(work.key, divergence.unit, divergence.number))
    yield node, RDF.type, KZ.Divergence
    yield node, KZ.inUnit, iri(minter.unit(work.key, divergence.unit))
    yield node, KZ.divergesOn, text(divergence.on)
    for reading in divergence.readings:
        yield node, KZ.reading, iri(f"{minter.version(work.key, reading.version)}/{reading.evidence}")


def _positions(work: Work) -> dict[str, int]:
    """The position of each unit within its kind, over all versions: where one version lost a unit, another has it."""
    ranks = {
        kind: sorted({(unit.rank, unit.key) for _, version in work.versions for unit in version.units if unit.kind is kind})
        for kind in UnitKind
    }
    return {key: position for of_kind in ranks.values() for position, (_, key) in enumerate(of_kind, 1)}


def _resolution(work: Work, minter: Minter) -> Iterator[Row]:
    node = iri(minter.resolution(work.key))
    yield node, RDF.type, KZ.Resolution
    yield node, RDF.type, ELI.Work
    # The further a text has come, the more its head counts: the title of the vote before that of the motion.
    versions = sorted(
        (version for _, version in work.versions),
        key=lambda version: (_STAGES.index(version.head.stage), version.language),
    )
    for head in (version.head for version in versions):
        if head.procedure:
            yield node, KZ.procedure, text(head.procedure)
        for number in head.adopted_text_numbers:
            yield node, KZ.adoptedTextNumber, text(number)
        if head.celex:
            yield node, KZ.celex, text(head.celex)
    titles = {version.language: version.head.title for version in reversed(versions) if version.head.title}
    for language, title in titles.items():
        yield node, DCTERMS.title, text(title, language)
    dates = Counter(version.head.date for version in versions if version.head.date)
    if dates:
        # Versions may misprint it: the work has the date that most print.
        yield node, ELI.date_document, date(min(dates, key=lambda value: (-dates[value], value)))


def _version(work: Work, key: str, version: Version, minter: Minter) -> Iterator[Row]:
    node = iri(minter.version(work.key, key))
    resolution = iri(minter.resolution(work.key))
    source = iri(minter.source(version.source.sha256))
    yield node, RDF.type, KZ.LanguageVersion
    yield node, RDF.type, ELI.Expression
    yield node, KZ.versionOf, resolution
    yield node, ELI.realizes, resolution
    yield node, KZ.language, text(version.language)
    yield node, ELI.language, iri(LANGUAGE + pack(version.language).authority)
    yield node, KZ.stage, STAGE[version.head.stage.value]
    if version.head.title:
        yield node, ELI.title, text(version.head.title, version.language)
    yield node, PROV.wasDerivedFrom, source
    yield source, RDF.type, KZ.Source
    yield source, RDF.type, PROV.Entity
    yield source, KZ.sha256, text(version.source.sha256)
    yield source, KZ.mediaType, text(version.source.media_type)
    yield source, KZ.encoding, text(version.source.encoding)
    yield source, KZ.length, integer(len(version.source.text))


def _unit(printed: _Printed) -> Iterator[Row]:
    unit, node = printed.unit, printed.node
    resolution = iri(printed.minter.resolution(printed.work))
    yield node, RDF.type, _UNIT_CLASS[unit.kind]
    yield node, RDF.type, KZ.Unit
    yield node, RDF.type, ELI.WorkSubdivision
    yield node, ELI.type_subdivision, _SUBDIVISION[unit.kind]
    yield node, KZ.partOf, resolution
    yield node, ELI.is_part_of, resolution
    yield node, KZ.label, text(unit.label)
    yield from _unit_text(printed)
    for position, clause in enumerate(unit.clauses, 1):
        yield from _finding(printed, position, clause.span, clause.rule)
    for when in unit.dates:
        value = date(when.value)
        yield node, KZ.mentionsDate, value
        shown = unit.text.unbroken(when.span.start, when.span.end)
        yield from _evidence(printed, "date", shown, when.rule, (KZ.DateMention, KZ.date, value))
    for figure in unit.figures:
        value = integer(figure.value)
        yield node, KZ.mentionsFigure, value
        shown = unit.text.unbroken(figure.span.start, figure.span.end)
        yield from _evidence(printed, "figure", shown, figure.rule, (KZ.FigureMention, KZ.figure, value))
    spans: Counter[Span] = Counter()
    for mention in unit.mentions:
        entity = iri(printed.minter.entity(mention.entity))
        yield node, KZ.mentions, entity
        # One pronoun may stand for two: a person and the post; and two torn names may have the same part left.
        shown = unit.text.unbroken(mention.span.start, mention.span.end)
        spans[shown] += 1
        kind = "mention" if spans[shown] == 1 else f"mention-{spans[shown]}"
        yield from _evidence(printed, kind, shown, mention.rule, (KZ.Mention, KZ.refersTo, entity))


def _unit_text(printed: _Printed) -> Iterator[Row]:
    unit = printed.unit
    node = iri(printed.minter.unit_text(printed.work, printed.key, unit.key))
    span = unit.text.span(0, len(unit.text))
    yield node, RDF.type, KZ.UnitText
    yield node, RDF.type, ELI.Expression
    yield node, KZ.textOf, printed.node
    yield node, ELI.realizes, printed.node
    yield node, KZ.inVersion, printed.in_version
    yield node, KZ.text, text(unit.text.text, printed.version.language)
    if unit.printed_label:
        yield node, KZ.printedLabel, text(unit.printed_label)
    yield node, KZ.start, integer(span.start)
    yield node, KZ.end, integer(span.end)


def _finding(printed: _Printed, position: int, span: Span, rule: str) -> Iterator[Row]:
    node = iri(printed.minter.finding(printed.work, printed.unit.key, position))
    yield node, RDF.type, KZ.Finding
    yield node, KZ.inUnit, printed.node
    yield node, KZ.position, integer(position)
    yield node, KZ.content, printed.exact(span)
    yield node, KZ.attestedIn, printed.in_version
    yield from _passage(printed, f"finding/{position}", span, rule)


def _passage(printed: _Printed, statement: str, span: Span, rule: str) -> Iterator[Row]:
    """Where a version shows a finding or an act; ``statement`` is the end of its IRI."""
    unit = printed.unit.key
    passage = iri(printed.minter.passage(printed.work, printed.key, f"{unit}/{statement}"))
    yield passage, RDF.type, KZ.Passage
    yield passage, KZ.evidenceOf, iri(f"{printed.minter.unit(printed.work, unit)}/{statement}")
    yield from _place(printed, passage, printed.unit.text.span(span.start, span.end), rule)


def _evidence(printed: _Printed, kind: str, span: Span, rule: str, value: tuple[str, str, str]) -> Iterator[Row]:
    """A date, a figure or a name with the characters that prove it.

    Args:
        printed: The unit.
        kind: The end of its IRI says it.
        span: The characters; of what is torn by a footnote the longer part, for that is what stands there in the source.
        rule: That found it.
        value: Its class, its property and the property's value.
    """
    place = printed.unit.text.span(span.start, span.end)
    node = iri(printed.minter.mention(printed.work, printed.key, kind, place))
    yield node, RDF.type, value[0]
    yield node, value[1], value[2]
    yield node, KZ.exact, printed.exact(span)
    yield from _place(printed, node, place, rule)


def _place(printed: _Printed, node: str, place: Span, rule: str) -> Iterator[Row]:
    """What all evidence has: unit, version, place in the source, rule and confidence."""
    yield node, RDF.type, KZ.Evidence
    yield node, KZ.inUnit, printed.node
    yield node, KZ.inVersion, printed.in_version
    yield node, KZ.start, integer(place.start)
    yield node, KZ.end, integer(place.end)
    yield node, KZ.rule, RULE[rule]
    yield node, KZ.confidence, typed(confidences()[rule], XSD.decimal)
