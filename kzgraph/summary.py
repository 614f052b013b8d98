"""What a run says about itself: for people as a table, for machines as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kzgraph.graph.report import Report, Result
from kzgraph.graph.terms import KZ
from kzgraph.model import Part, Record, Span, UnitKind, Unresolved, Version
from kzgraph.pipeline import Build, BuiltWork
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.records import RecordDivergence, record_divergences


def coverage(version: Version) -> Mapping[str, float]:
    """Return which share of the printed characters of a source went where; the shares add up to 1.

    Args:
        version: A version that was read.

    Returns:
        Shares of "units" (their texts), "labels" (labels and footnote marks), and of each kind of what belongs to no unit.
    """
    source = version.source.text
    total = _printed(source)
    shares = {part.value: 0 for part in Part}
    for removed in version.removed:
        shares[removed.part.value] += _printed(source[removed.span.start : removed.span.end])
    # One printed sign may be several letters: a ligature, a fraction.
    shares["unit"] = sum(len({at for at in unit.text.origins if not source[at].isspace()}) for unit in version.units)
    rest = total - sum(shares.values())
    return {"units": shares.pop("unit") / total, "labels": rest / total} | {name: count / total for name, count in shares.items()}


def _printed(text: str) -> int:
    return len("".join(text.split()))


def counts(version: Version) -> Mapping[str, int]:
    """Return how many units, findings, dates and figures a version has."""
    kinds = Counter(unit.kind for unit in version.units)
    return {
        "citations": kinds[UnitKind.CITATION],
        "recitals": kinds[UnitKind.RECITAL],
        "findings": sum(len(unit.clauses) for unit in version.units),
        "paragraphs": kinds[UnitKind.PARAGRAPH],
        "dates": sum(len(unit.dates) for unit in version.units),
        "figures": sum(len(unit.figures) for unit in version.units),
        "unresolved": len(version.unresolved),
    }


def as_json(build: Build) -> dict[str, Any]:
    """Return all that is known about a run, in plain lists and tables, in stable order."""
    return {
        "works": [_work(built) for built in build.works],
        "refused": [{"input": fault.place, "reason": fault.reason, "remedy": fault.remedy} for fault in build.refused],
        "records of none of the texts": sorted({record.name for record in build.loose}),
        "conforms": all(built.report.conforms for built in build.works),
    }


def _work(built: BuiltWork) -> dict[str, Any]:
    tied = dict(built.work.tied)
    return {
        "key": built.work.key,
        "conforms": built.report.conforms,
        "written": built.report.conforms,
        "results": [_result(result) for result in built.report.results],
        "versions": [
            {"key": key, "tied by facts in common": tied.get(key), **version_facts(version)}
            for key, version in built.work.versions
        ],
        "records": [_record(record) for record in built.work.records],
        "divergences from records": [_divergence(point) for point in record_divergences(built.work)],
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "input": record.name,
        "sha256": record.sha256,
        "about": record.reference,
        "kind": record.kind.value,
        "languages of titles": [language for language, _ in record.titles],
        "votes": len(record.votes),
    }


def _divergence(point: RecordDivergence) -> dict[str, Any]:
    return {
        "on": point.on,
        "input": point.record.name,
        "recorded": point.recorded,
        "printed": point.printed,
        "versions": list(point.versions),
    }


def version_facts(version: Version) -> dict[str, Any]:
    """Return what a run says of one version, in plain lists and tables.

    Args:
        version: A version that was read.
    """
    return {
        "input": version.source.name,
        "same text": list(version.also),
        "sha256": version.source.sha256,
        "encoding": version.source.encoding,
        "media type": version.source.media_type,
        "language": {
            "code": version.language,
            "given": version.recognition.given,
            "points": dict(version.recognition.hits),
            "formulas": dict(version.recognition.formulas),
        },
        "stage": version.head.stage.value,
        "title": version.head.title,
        "counts": counts(version),
        "gaps": list(version.gaps),
        "units without label": [
            unit.key for unit in version.units if unit.rule != "label" and unit.kind is not UnitKind.CITATION
        ],
        "unresolved": [_unresolved(*row) for row in unresolved_places(version)],
        "coverage": {name: round(share, 4) for name, share in coverage(version).items()},
        "unexplained": [
            {
                "start": removed.span.start,
                "end": removed.span.end,
                "text": version.source.text[removed.span.start : removed.span.end].strip()[:200],
            }
            for removed in version.removed
            if removed.part is Part.UNEXPLAINED
        ],
    }


def unresolved_places(version: Version) -> Iterator[tuple[Unresolved, Span, str]]:
    """Yield what stays unresolved with its place in the source and the characters that are printed there.

    Args:
        version: A version that was read.
    """
    units = {unit.key: unit.text for unit in version.units}
    for one in version.unresolved:
        text = units[one.unit]
        yield one, text.span(one.span.start, one.span.end), text.text[one.span.start : one.span.end]


def unresolved_report(build: Build, minter: Minter) -> Report:
    """Return what stays unresolved as results that tell and do not refuse, to stand beside those of the validator.

    Args:
        build: A run.
        minter: Mints the IRIs of the texts of units.
    """
    rows = (
        (minter.unit_text(built.work.key, key, one.unit), one, place, printed)
        for built in build.works
        for key, version in built.work.versions
        for one, place, printed in unresolved_places(version)
    )
    return Report(
        tuple(
            Result("Info", node, KZ.mentions[1:-1], "", printed, f"Unresolved, {place.start} to {place.end}: {one.reason.value}.")
            for node, one, place, printed in rows
        )
    )


def _unresolved(one: Unresolved, place: Span, printed: str) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "start": place.start,
        "end": place.end,
        "text": printed,
        "reason": one.reason.value,
        "candidates": list(one.candidates),
    }


def _result(result: Result) -> dict[str, str]:
    return {name: getattr(result, name) for name in ("severity", "focus", "path", "shape", "value", "message")}
