"""What the command line shows on a terminal: tables of versions, of results of SHACL and of divergences, and progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from kzgraph.graph.report import Result
from kzgraph.inspection import (
    KINDS,
    Destination,
    Inspection,
    acts,
    characters,
    left_out,
    numbers,
    series,
    unresolved,
)
from kzgraph.language.pack import languages, pack
from kzgraph.model import Medium, Part, UnitKind, Version
from kzgraph.pipeline import Build
from kzgraph.resolve.coverage import coverage_of
from kzgraph.resolve.divergences import Divergence
from kzgraph.resolve.iri import Minter
from kzgraph.summary import counts, coverage

if TYPE_CHECKING:
    from kzgraph.fetching.fetch import Outcome
    from kzgraph.publish.results import Outcome as PublishOutcome

#: So many characters of a value are shown; the report holds all.
_LONGEST_VALUE = 80
#: So many places, formulas and names of a kind are shown; the JSON has all.
_MOST_SHOWN = 4
#: More graphs that stay as they are share a row.
_MOST_UNCHANGED = 20
#: Rows about what a curator should look at.
_FAULTS = frozenset({"refused", "missing"})


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="bold")


def summary_table(result: Build) -> Table:
    """Return a row per version: what was found in it, how much of it is explained, whether its work conforms.

    Args:
        result: Of a build, with at least one work.
    """
    table = _table()
    table.add_column("resolution", no_wrap=True)
    table.add_column("version", no_wrap=True)
    table.add_column("language by points")
    for name in ("cit", "rec", "find", "par", "dates", "figures"):
        table.add_column(name, justify="right")
    table.add_column("unresolved", justify="right")
    table.add_column("gaps")
    for name in ("units", "furniture", "unexplained"):
        table.add_column(name, justify="right")
    table.add_column("SHACL")
    for built in result.works:
        tied = dict(built.work.tied)
        for key, version in built.work.versions:
            shares = coverage(version)
            unexplained = shares["unexplained"]
            furniture = 1 - shares["units"] - unexplained
            points = ", ".join(f"{code} {n}" for code, n in version.recognition.hits[:2])
            work = built.work.key + (f" (by {tied[key]:.0%} of its facts)" if key in tied else "")
            table.add_row(
                work, key, ("given; " if version.recognition.given else "") + points,
                *(str(n) for n in counts(version).values()), ", ".join(version.gaps) or "–",
                f"{shares['units']:.1%}", f"{furniture:.1%}", f"{unexplained:.1%}",
                "conforms" if built.report.conforms else "VIOLATED",
            )  # fmt: skip
        if built.work.key.startswith("x-"):
            table.caption = "x-…: no number was found in the text and no resolution fits it, so its key is made from its content"
    return table


def results_table(results: Sequence[Result]) -> Table:
    """Return a row per result of a validation.

    Args:
        results: What the shapes found.
    """
    table = _table()
    for name in ("severity", "where", "what", "found"):
        table.add_column(name, overflow="fold")
    for result in results:
        where = result.focus.partition("/resolution/")[2] or result.focus
        table.add_row(result.severity, where, result.message, result.value[:_LONGEST_VALUE])
    return table


def divergence_table(found: Sequence[Divergence]) -> Table:
    """Return a row per point on which versions differ, with what each of them prints there.

    Args:
        found: The divergences of one work.
    """
    table = _table()
    for name in ("unit", "on", "printed", "silent"):
        table.add_column(name, overflow="fold")
    for point in found:
        printed = dict.fromkeys(f"{reading.version}: {reading.value} “{reading.printed}”" for reading in point.readings)
        table.add_row(point.unit, point.on, "\n".join(printed), ", ".join(point.silent) or "–")
    return table


def inspection_page(found: Sequence[Inspection], minter: Minter) -> RenderableType:
    """Return what is told of the texts of one input, each as a list of names and values.

    Args:
        found: Its texts.
        minter: Mints the IRIs of the works.
    """
    rows: list[RenderableType] = [Text(found[0].named, "bold")]
    if len(found) > 1:
        refused = sum(one.refused for one in found)
        rows.append(Text(f"{len(found)} texts" + (f", {refused} of them refused" if refused else ""), "dim"))
    passed_over = next((one.source.medium.passed_over for one in found if one.source is not None), ())
    if passed_over:
        shown = ", ".join(f"{row.place} ({row.text})" for row in passed_over[:_MOST_SHOWN])
        rows.append(Text(f"passed over {_counted(len(passed_over), 'member')}: {shown}", "dim"))
    for one in found:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, style="dim")
        table.add_column(overflow="fold")
        if one.name != one.named:
            table.add_row("text", Text(one.name, "bold"))
        for name, value in _told(one, minter):
            table.add_row(name, Text(value, "red" if name in _FAULTS else ""))
        rows.append(table)
        rows.append(Text(""))
    return Group(*rows)


def _told(one: Inspection, minter: Minter) -> Iterator[tuple[str, str]]:
    """The rows of a text."""
    kind = KINDS.get(one.media_type or "", "not told")
    if one.source is not None:
        form = f" ({one.source.medium.form})" if one.source.medium.form else ""
        kind = ", ".join(filter(None, (kind + form, one.encoding, f"{len(one.source.text):,} characters")))
    yield "kind", kind
    if one.record:
        yield "about", f"{one.record.kind.value} {one.record.reference}"
        yield "date", one.record.date or "none is recorded"
        yield "procedure", ", ".join(one.record.procedures) or "none is recorded"
        yield "titles", f"in {len(one.record.titles)} languages"
        yield "votes", str(len(one.record.votes))
    if one.points:
        (code, points), *others = one.points
        next_ = f"next {others[0][0]} {others[0][1]}" if others else "no other language has any"
        yield "language", f"{pack(code).name} ({code}), {points} points; {next_}"
    if one.companion:
        yield "passed over", "it speaks about the texts beside it and is none"
    elif one.fault is not None:
        yield "refused", f"{one.fault.reason}. {one.fault.remedy}"
    if one.version is not None and one.destination is not None:
        yield from _told_of_version(one.version, one.destination, minter)
    if one.source is not None:
        yield from _told_of_medium(one.source.medium)


def _told_of_medium(medium: Medium) -> Iterator[tuple[str, str]]:
    if medium.left_out:
        size = sum(len("".join(row.text.split())) for row in medium.left_out)
        shown = "".join(f"\n{row.place}: {_cut(' '.join(row.text.split()))}" for row in medium.left_out[:_MOST_SHOWN])
        yield "not in the text", f"{_counted(len(medium.left_out), 'place')}, {size:,} characters{shown}"
    if medium.annexes:
        yield "annexes behind it", ", ".join(medium.annexes)


def _told_of_version(version: Version, home: Destination, minter: Minter) -> Iterator[tuple[str, str]]:
    formulas = [f"“{phrase}” {count}×" for phrase, count in version.recognition.formulas[:_MOST_SHOWN]]
    if version.recognition.given:
        yield "", f"{pack(version.language).name} ({version.language}) was given"
    if formulas:
        yield "by formulas", ", ".join(formulas)
    yield "stage", version.head.stage.value.replace("-", " ")
    yield "title", version.head.title or "none is printed"
    yield "date", version.head.date or "none is printed"
    found = numbers(version)
    yield "numbers", "; ".join(f"{kind} {', '.join(rows)}" for kind, rows in found.items()) or "none is printed"
    share = f", {home.share:.0%} of them" if home.share is not None else ""
    yield "work", f"{minter.resolution(home.key)} by {home.by}{share}"
    if not home.lasting:
        yield "", "a content key: no number was found and no resolution of these inputs fits; it changes with the text"
    yield "version", home.version + (f"; the same bytes: {', '.join(version.also)}" if version.also else "")
    yield from _told_of_units(version)
    yield from _told_of_rest(version)


def _told_of_units(version: Version) -> Iterator[tuple[str, str]]:
    count = counts(version)
    for kind, name in zip(UnitKind, ("citations", "recitals", "paragraphs"), strict=True):
        more = f", {count['findings']} findings" if kind is UnitKind.RECITAL else ""
        if kind is UnitKind.PARAGRAPH:
            forces = acts(version)
            more = f", {sum(forces.values())} acts: {', '.join(f'{force} {n}' for force, n in forces.items())}" if forces else ""
        yield name, f"{count[name]}, {series(version, kind)}{more}" if count[name] else "none"
    if version.gaps:
        yield "missing", ", ".join(version.gaps)
    mentions = sum(len(unit.mentions) for unit in version.units)
    things = f"{mentions} mentions of {len(version.entities)} entities"
    yield "found", f"{count['dates']} dates, {count['figures']} figures, {things}"


def _told_of_rest(version: Version) -> Iterator[tuple[str, str]]:
    yield "characters", ", ".join(f"{name} {share:.1%}" for name, share in coverage(version).items() if share)
    for part, places in left_out(version).items():
        if places or part is Part.UNEXPLAINED:
            size = f"{_counted(len(places), 'line')}, {characters(version.source, places):,} characters" if places else "nothing"
            shown = "".join(f"\nline {row.line}: {_cut(row.text)}" for row in places[:_MOST_SHOWN])
            yield part.value, size + shown
    reasons: dict[str, list[str]] = {}
    for reason, unit, row in unresolved(version):
        reasons.setdefault(reason, []).append(f"“{_cut(row.text)}” (line {row.line}, {unit})")
    for reason, rows in reasons.items():
        more = ", …" if len(rows) > _MOST_SHOWN else ""
        yield "unresolved", f"{len(rows)} × {reason}: {', '.join(rows[:_MOST_SHOWN])}{more}"


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]} …"


def fetch_table(outcomes: Sequence[Outcome]) -> Table:
    """Return a row per text: where it came from, or that it did not come.

    Args:
        outcomes: Of a run.
    """
    table = _table()
    for name in ("work", "language", "from", "how", "file"):
        table.add_column(name, no_wrap=name != "file", overflow="fold")
    for outcome in outcomes:
        how = outcome.origin.value if outcome.origin else "refused" if outcome.refused else "not there"
        table.add_row(outcome.work, outcome.language or "–", outcome.source or "–", how, str(outcome.path or "–"))
    return table


def coverage_table() -> Table:
    """Return a row per language: how many verbs, openers and names it has."""
    table = _table()
    table.add_column("language", no_wrap=True)
    for share in coverage_of(languages()[0]):
        table.add_column(share.name, justify="right")
    for code in languages():
        table.add_row(f"{code} {pack(code).name}", *(share.shown for share in coverage_of(code)))
    return table


def publish_table(outcomes: Sequence[PublishOutcome], base: str, *, dry_run: bool) -> Table:
    """Return a row per graph: what happened to it in the store, or what would; many that stay as they are share one row.

    Args:
        outcomes: Of a run.
        base: What the IRIs of the data begin with.
        dry_run: Nothing was done yet.
    """
    table = _table()
    for name in ("graph", "triples", "what", "why", "compared by"):
        table.add_column(name, no_wrap=name == "what", overflow="fold", justify="right" if name == "triples" else "left")
    planned = {"sent": "would be sent", "removed": "would be removed"} if dry_run else {}
    still = [outcome for outcome in outcomes if outcome.action.value == "unchanged"]
    many = len(still) > _MOST_UNCHANGED
    for outcome in sorted(outcomes, key=lambda one: one.graph):
        if many and outcome.action.value == "unchanged":
            continue
        what = outcome.action.value
        name = outcome.graph.removeprefix(f"{base}graph/")
        table.add_row(
            name,
            f"{outcome.triples:,}" if outcome.triples else "–",
            planned.get(what, what),
            outcome.why,
            outcome.verified or "–",
        )
    if many:
        table.add_row(f"{len(still):,} graphs", f"{sum(outcome.triples for outcome in still):,}", "unchanged", "", "–")
    return table
