"""Statements about metadata records: what they say stays with them, and what they add to a work is told from what texts print.

Parliament's own nodes are linked, never described.
"""

from __future__ import annotations

from collections.abc import Iterator

from kzgraph.graph.terms import DCTERMS, ELI, KZ, OWL, PROV, RDF, RDFS, XSD, Row, integer, iri, text, typed
from kzgraph.metadata import Record, RecordKind, VoteCount, reference_of
from kzgraph.model import Work
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.records import STAGES, RecordDivergence, record_divergences, tabled, votes

#: Where Parliament's Open Data is: its names begin with it, wherever the file was fetched.
_ROOT = "https://data.europarl.europa.eu/"
_ENDPOINTS = {
    RecordKind.ADOPTED_TEXT: "adopted-texts",
    RecordKind.PROCEDURE: "procedures",
    RecordKind.DECISION: "events",
}
_JSON = "application/ld+json"


def record_groups(work: Work, minter: Minter) -> Iterator[tuple[tuple[int, str], str, list[Row]]]:
    """Yield the groups of statements that stem from the records of a work: their order, title and statements.

    Args:
        work: With its records.
        minter: Mints the IRIs.
    """
    for record in work.records:
        rows = list(record_rows(work, record, minter))
        yield (1, f"{record.identifier} {record.sha256}"), f"record {record.reference}", rows
    for number, (title, of_title) in enumerate(
        (("tabled texts", tabled_rows), ("votes", vote_rows), ("divergences from records", divergence_rows)), 2
    ):
        if rows := list(of_title(work, minter)):
            yield (number, ""), title, rows


def resolution_rows(work: Work, minter: Minter) -> Iterator[Row]:
    """Yield what records add to a resolution: links, and what no text of it prints.

    Args:
        work: With its records.
        minter: Mints the IRIs.
    """
    node = iri(minter.resolution(work.key))
    heads = [version.head for _, version in work.versions]
    adopted = [record for record in work.records if record.kind is RecordKind.ADOPTED_TEXT]
    for record in work.records:
        yield node, PROV.wasDerivedFrom, iri(minter.record(record.sha256, record.identifier))
        if record.kind is not RecordKind.DECISION:
            yield node, RDFS.seeAlso, iri(_ROOT + record.address)
        for procedure in record.procedures:
            yield node, RDFS.seeAlso, iri(f"{_ROOT}eli/dl/proc/{procedure.partition('(')[0].replace('/', '-')}")
    if adopted and not any(head.adopted_text_numbers for head in heads):
        for record in adopted:
            yield node, KZ.adoptedTextNumber, text(record.reference)
    days = sorted({record.date for record in adopted if record.date})
    # Two records that do not agree decide nothing.
    if len(days) == 1 and not any(head.date for head in heads):
        yield node, ELI.date_document, typed(days[0], XSD.date)
    procedures = sorted({one for record in work.records for one in record.procedures if "(" in one})
    if len(procedures) == 1 and not any(head.procedure for head in heads):
        yield node, KZ.procedure, text(procedures[0])
    printed = {version.language for _, version in work.versions if version.head.title}
    titles: dict[str, str] = {}
    for record in work.records:
        if record.kind in STAGES:
            titles = dict(record.titles) | titles
    for language, title in titles.items():
        if language not in printed:
            yield node, DCTERMS.title, text(title, language)


def record_rows(work: Work, record: Record, minter: Minter) -> Iterator[Row]:
    """Yield the statements about one record.

    Args:
        work: That it is about.
        record: One of its records.
        minter: Mints the IRIs.
    """
    node = iri(minter.record(record.sha256, record.identifier))
    yield node, RDF.type, KZ.MetadataRecord
    yield node, RDF.type, PROV.Entity
    yield node, KZ.describes, iri(minter.resolution(work.key))
    yield node, KZ.reference, text(record.reference)
    yield node, DCTERMS.source, iri(f"{_ROOT}api/v2/{_ENDPOINTS.get(record.kind, 'plenary-documents')}/{record.identifier}")
    yield node, PROV.wasDerivedFrom, iri(minter.source(record.sha256))
    if record.date:
        yield node, KZ.recordedDate, typed(record.date, XSD.date)
    for procedure in record.procedures:
        yield node, KZ.recordedProcedure, text(procedure)
    for language, title in record.titles:
        yield node, KZ.recordedTitle, text(title, language)


def file_rows(record: Record, minter: Minter) -> Iterator[Row]:
    """Yield the statements about the file that a record stands in; records of several works may share it.

    Args:
        record: One of its records.
        minter: Mints the IRIs.
    """
    source = iri(minter.source(record.sha256))
    yield source, RDF.type, KZ.Source
    yield source, RDF.type, PROV.Entity
    yield source, KZ.sha256, text(record.sha256)
    yield source, KZ.mediaType, text(_JSON)
    yield source, KZ.encoding, text("utf-8")
    yield source, KZ.length, integer(record.length)


def same_rows(work: Work, minter: Minter) -> Iterator[tuple[str, Row]]:
    """Yield the key of each version that is what Parliament calls an expression of a document, with the statement that says so.

    Nothing is said of a version whose stage is not known, of a provisional text, nor where several would be the same.

    Args:
        work: With its records.
        minter: Mints the IRIs.
    """
    for record in work.records:
        found: dict[str, list[str]] = {}
        for key, version in work.versions:
            numbers = version.head.adopted_text_numbers
            if version.head.stage is STAGES.get(record.kind) and (not numbers or record.reference in numbers):
                found.setdefault(version.language, []).append(key)
        for language in record.languages:
            if len(found.get(language, ())) == 1:
                [key] = found[language]
                yield key, (iri(minter.version(work.key, key)), OWL.sameAs, iri(f"{_ROOT}{record.address}/{language}"))


def tabled_rows(work: Work, minter: Minter) -> Iterator[Row]:
    """Yield the statements about the motions and reports that led to a work.

    Args:
        work: With its records.
        minter: Mints the IRIs.
    """
    known = tabled(work)
    for identifier, (replaced_by, adopted, records) in known.items():
        node = iri(minter.tabled(work.key, identifier))
        yield node, RDF.type, KZ.TabledText
        yield node, KZ.reference, text(reference_of(identifier))
        yield node, RDFS.seeAlso, iri(f"{_ROOT}eli/dl/doc/{identifier}")
        for other in replaced_by:
            yield node, KZ.replacedBy, iri(minter.tabled(work.key, other))
        if adopted:
            yield node, KZ.adoptedAs, iri(minter.resolution(work.key))
        for record in records:
            yield node, PROV.wasDerivedFrom, iri(minter.record(record.sha256, record.identifier))


def vote_rows(work: Work, minter: Minter) -> Iterator[Row]:
    """Yield the statements about the votes on a work.

    Args:
        work: With its records.
        minter: Mints the IRIs.
    """
    for record, vote in votes(work):
        yield from _vote(work, record, vote, minter)


def _vote(work: Work, record: Record, vote: VoteCount, minter: Minter) -> Iterator[Row]:
    node = iri(minter.vote(record.sha256, record.identifier, vote.identifier))
    yield node, RDF.type, KZ.Vote
    yield node, KZ.voteOn, iri(minter.resolution(work.key))
    yield node, KZ.votesFor, integer(vote.favor)
    yield node, KZ.votesAgainst, integer(vote.against)
    yield node, KZ.abstentions, integer(vote.abstention)
    yield node, PROV.wasDerivedFrom, iri(minter.record(record.sha256, record.identifier))
    if vote.date:
        yield node, KZ.voteDate, typed(vote.date, XSD.date)
    if vote.address:
        yield node, RDFS.seeAlso, iri(_ROOT + vote.address)


def divergence_rows(work: Work, minter: Minter) -> Iterator[Row]:
    """Yield the statements about the points on which records and texts differ.

    Args:
        work: With its records.
        minter: Mints the IRIs.
    """
    for point in record_divergences(work):
        yield from _divergence(work, point, minter)


def _divergence(work: Work, point: RecordDivergence, minter: Minter) -> Iterator[Row]:
    node = iri(minter.record_divergence(work.key, point.on, point.number))
    language = point.language or None
    yield node, RDF.type, KZ.RecordDivergence
    yield node, KZ.divergesOn, text(point.on)
    yield node, KZ.divergesFrom, iri(minter.record(point.record.sha256, point.record.identifier))
    yield node, KZ.recordedValue, text(point.recorded, language)
    yield node, KZ.printedValue, text(point.printed, language)
    for key in point.versions:
        yield node, KZ.printedIn, iri(minter.version(work.key, key))
