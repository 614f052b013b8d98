"""What a text of a few units names, in the words of the text: for the tests of names, states and addressees."""

from __future__ import annotations

from dataclasses import replace

from kzgraph.extract.read import read_unit
from kzgraph.language.pack import pack
from kzgraph.model import Head, Recognition, Source, UnitKind, Version
from kzgraph.resolve.mentions import link


def version(language: str, *texts: str, title: str = "", kind: UnitKind = UnitKind.PARAGRAPH) -> Version:
    """A version whose units are some texts, with all that they name.

    Args:
        language: Its code.
        texts: One per unit.
        title: Of the resolution; it says which state is meant where none is printed.
        kind: Of the units.
    """
    own = pack(language)
    source = Source("x.txt", " ".join(texts), "0" * 64, "text/plain", "utf-8")
    units = tuple(replace(read_unit(text, own, kind), rank=rank, label=str(rank)) for rank, text in enumerate(texts, 1))
    return link(Version(source, Recognition(language, (), ()), Head(title=title or None), units))


def printed(of: Version, *classes: str) -> list[tuple[str, ...]]:
    """For each unit what it prints for entities of some classes, in order.

    Args:
        of: The version.
        classes: Local names of classes.
    """
    known = {entity.key: entity.cls for entity in of.entities}
    return [
        tuple(
            unit.text.text[mention.span.start : mention.span.end] for mention in unit.mentions if known[mention.entity] in classes
        )
        for unit in of.units
    ]


def keys(of: Version, *classes: str) -> list[tuple[str, ...]]:
    """For each unit the keys of its entities of some classes, in order, without their kind."""
    known = {entity.key: entity.cls for entity in of.entities}
    return [
        tuple(dict.fromkeys(mention.entity.partition("/")[2] for mention in unit.mentions if known[mention.entity] in classes))
        for unit in of.units
    ]


def addressees(of: Version) -> list[list[tuple[str, ...]]]:
    """For each unit the addressees of its acts, by key without their kind."""
    return [[tuple(key.partition("/")[2] for key in act.addressees) for act in unit.acts] for unit in of.units]
