"""A text with all that was found in it: coloured for the terminal, or as a page for people.

Nothing is decided here; what is shown is what the graph would say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from kzgraph.model import Entity, Span, Unit, Unresolved, Version
from kzgraph.resolve.vocabulary import LABEL_LANGUAGE

if TYPE_CHECKING:
    from rich.text import Text

#: What is shown, with its colour in the terminal and on the page; the order is that of the legend.
COLOURS = {
    "Person": ("bold magenta", "#7a1fa2"),
    "Organisation": ("magenta", "#a0307d"),
    "Institution": ("bold blue", "#1d4f91"),
    "Office": ("blue", "#3a6ea5"),
    "State": ("bold green", "#1b6e3c"),
    "Collective": ("green", "#4b7f2a"),
    "Instrument": ("bold yellow", "#8a5a00"),
    "Provision": ("yellow", "#a67c00"),
    "date": ("cyan", "#00707a"),
    "figure": ("bold cyan", "#005f8a"),
    "verb": ("bold red", "#b3261e"),
    "unresolved": ("underline", "#8a8a8a"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something found in a unit.

    Args:
        span: Where in its clean text.
        kind: A key of :data:`COLOURS`.
        note: What it means, for the reader.
    """

    span: Span
    kind: str
    note: str


def stretches(unit: Unit, entities: dict[str, Entity], left: Sequence[Unresolved] = ()) -> tuple[Stretch, ...]:
    """Return what was found in a unit, in order; of what overlaps the longest, verbs first.

    Args:
        unit: The unit.
        entities: Of its version, by key.
        left: What its version leaves unresolved; that of other units is passed over.
    """
    found = [Stretch(raw.verb, "verb", f"{raw.force}: {raw.concept.replace('-', ' ')}") for raw in unit.raw_acts]
    for mention in unit.mentions:
        entity = entities[mention.entity]
        found.append(Stretch(mention.span, _kind(entity), f"{_name(entity)} ({mention.rule})"))
    found += [Stretch(mention.span, "date", mention.value) for mention in unit.dates]
    found += [Stretch(mention.span, "figure", f"{mention.value:,}") for mention in unit.figures]
    found += [Stretch(one.span, "unresolved", one.reason.value) for one in left if one.unit == unit.key]
    shown: list[Stretch] = []
    for stretch in sorted(found, key=lambda one: (one.kind != "verb", one.span.start - one.span.end, one.span.start)):
        if all(stretch.span.end <= other.span.start or other.span.end <= stretch.span.start for other in shown):
            shown.append(stretch)
    return tuple(sorted(shown, key=lambda one: one.span))


def _kind(entity: Entity) -> str:
    return entity.cls if entity.cls in COLOURS else "Instrument"


def _name(entity: Entity) -> str:
    if entity.pinpoint is not None and entity.base is not None:
        return f"{entity.pinpoint} of {entity.base.rpartition('/')[2]}"
    names = {language: text for kind, language, text in reversed(entity.labels) if kind == "prefLabel"}
    return names.get(LABEL_LANGUAGE) or next(iter(names.values()), entity.key)


def _pieces(unit: Unit, entities: dict[str, Entity], left: Sequence[Unresolved]) -> Iterator[tuple[str, Stretch | None]]:
    text, at = unit.text.text, 0
    for stretch in stretches(unit, entities, left):
        if stretch.span.start > at:
            yield text[at : stretch.span.start], None
        yield text[stretch.span.start : stretch.span.end], stretch
        at = stretch.span.end
    yield text[at:], None


def as_text(version: Version) -> Text:
    """Return a version as coloured text for the terminal, with a legend."""
    from rich.text import Text

    entities = {entity.key: entity for entity in version.entities}
    page = Text()
    for kind, (style, _) in COLOURS.items():
        page.append(kind.lower(), style)
        page.append("  ")
    page.append("\n")
    for unit in version.units:
        page.append(f"\n{unit.kind.value} {unit.label}  ", "dim")
        for text, stretch in _pieces(unit, entities, version.unresolved):
            page.append(text, COLOURS[stretch.kind][0] if stretch else "")
        for act in unit.acts:
            names = [_name(entities[key]) for key in act.addressees if key in entities]
            page.append(f"\n    {act.force}: {act.concept.replace('-', ' ')}", "dim")
            page.append(f" → {', '.join(names)}" if names else "", "dim")
        page.append("\n")
    return page


def as_html(version: Version) -> str:
    """Return a version as a page of its own: no script, no request to anywhere."""
    entities = {entity.key: entity for entity in version.entities}
    title = escape(version.head.title or version.source.name)
    styles = "".join(f".{kind.lower()}{{color:{colour}}}" for kind, (_, colour) in COLOURS.items())
    legend = " ".join(f'<span class="mark {kind.lower()}">{kind.lower()}</span>' for kind in COLOURS)
    body = "".join(_section(unit, entities, version.unresolved) for unit in version.units)
    return (
        f'<!doctype html>\n<html lang="{version.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>"
        "body{font:1rem/1.6 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fdfdfb}"
        "h2{font:600 .8rem/1 sans-serif;color:#666;margin:1.6rem 0 .3rem}p{margin:0}"
        ".mark{border-bottom:2px solid;font-style:normal}ul{font:.85rem/1.5 sans-serif;color:#444;margin:.3rem 0 0}"
        f"{styles}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{legend}</p>\n{body}</main>\n</body>\n</html>\n"
    )


def _section(unit: Unit, entities: dict[str, Entity], left: Sequence[Unresolved]) -> str:
    words = "".join(
        escape(text)
        if stretch is None
        else f'<em class="mark {stretch.kind.lower()}" title="{escape(stretch.note)}">{escape(text)}</em>'
        for text, stretch in _pieces(unit, entities, left)
    )
    acts = "".join(
        f"<li>{act.force}: {act.concept.replace('-', ' ')}"
        + (f" → {escape(', '.join(_name(entities[key]) for key in act.addressees if key in entities))}" if act.addressees else "")
        + "</li>"
        for act in unit.acts
    )
    return f"<section>\n<h2>{unit.kind.value} {unit.label}</h2>\n<p>{words}</p>\n{f'<ul>{acts}</ul>' if acts else ''}</section>\n"
