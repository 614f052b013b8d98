"""One resolution read off the graph: its versions, units, clauses, texts and all evidence."""

from __future__ import annotations

import pyoxigraph as ox

from kzgraph.pages.nodes import DCTERMS, ELI, KZ, LINKS, Facts, facts, subjects
from kzgraph.pages.records import Clause, Divergence, Evidence, Heading, Resolution, Source, Text, Unit, Version

#: Classes of units in the order of a resolution.
KINDS = ("Citation", "Recital", "Paragraph")
_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_EVIDENCE = {"Mention": "mention", "DateMention": "date", "FigureMention": "figure", "Passage": "passage"}
_TARGETS = (f"{KZ}refersTo", f"{KZ}evidenceOf")
_VALUES = (f"{KZ}date", f"{KZ}figure")


def read_heading(store: ox.Store, iri: str, base: str) -> Heading:
    """Read what lists say of a resolution.

    Args:
        store: Holds the quads.
        iri: The resolution.
        base: What the IRIs of the data begin with.
    """
    said = facts(store, iri)
    versions = [facts(store, version) for version in subjects(store, f"{KZ}versionOf", iri)]
    titles = set(said.words(f"{DCTERMS}title"))
    # Two stages of one language may differ in their title: the first in order stands for both.
    first = dict(sorted(titles, reverse=True))
    return Heading(
        iri,
        iri.removeprefix(f"{base}resolution/"),
        tuple(sorted(first.items())),
        said.one(f"{ELI}date_document"),
        said.all(f"{KZ}procedure", f"{KZ}adoptedTextNumber", f"{KZ}celex"),
        tuple(sorted({version.one(f"{KZ}language") for version in versions})),
        said.all(*LINKS),
    )


def read_resolution(store: ox.Store, heading: Heading) -> Resolution:
    """Read a resolution whole.

    Args:
        store: Holds the quads.
        heading: Which one.
    """
    found = [_version(store, heading, iri) for iri in subjects(store, f"{KZ}versionOf", heading.iri)]
    versions = {version.key: version for version in sorted(found, key=lambda version: version.key)}
    units, texts, evidence = [], {}, {}
    for iri in subjects(store, f"{KZ}partOf", heading.iri):
        clauses, divergences = [], []
        for node in subjects(store, f"{KZ}inUnit", iri):
            said = facts(store, node)
            if "Evidence" in said.classes:
                evidence[node] = _evidence(said)
            elif "Divergence" in said.classes:
                divergences.append(Divergence(node, said.one(f"{KZ}divergesOn"), said.all(f"{KZ}reading")))
            else:
                clauses.append(read_clause(said))
        for node in subjects(store, f"{KZ}textOf", iri):
            text = _text(facts(store, node))
            texts[text.unit, text.version] = text
        said = facts(store, iri)
        units.append(
            Unit(
                iri,
                iri.removeprefix(f"{heading.iri}/"),
                next((kind for kind in KINDS if kind in said.classes), KINDS[-1]),
                said.one(f"{KZ}label"),
                int(said.one(f"{KZ}position") or 0),
                said.all(f"{KZ}mentions"),
                tuple(sorted(clauses, key=lambda clause: (clause.position, clause.iri))),
                tuple(sorted(divergences, key=lambda one: (len(one.iri), one.iri))),
            )
        )
    units.sort(key=lambda unit: (KINDS.index(unit.kind), unit.position, unit.iri))
    return Resolution(heading, versions, tuple(units), texts, evidence)


def _version(store: ox.Store, heading: Heading, iri: str) -> Version:
    said = facts(store, iri)
    sources = [facts(store, source) for source in said.all(_DERIVED)]
    return Version(
        iri,
        iri.removeprefix(f"{heading.iri}/version/"),
        said.one(f"{KZ}language"),
        said.one(f"{ELI}title"),
        said.one(f"{KZ}stage") or None,
        tuple(
            Source(source.iri, *(source.one(f"{KZ}{name}") for name in ("sha256", "mediaType", "encoding", "length")))
            for source in sources
        ),
        said.all(*LINKS),
    )


def _evidence(said: Facts) -> Evidence:
    return Evidence(
        said.iri,
        next((_EVIDENCE[name] for name in said.classes if name in _EVIDENCE), "passage"),
        said.one(f"{KZ}inUnit"),
        said.one(f"{KZ}inVersion"),
        said.one(f"{KZ}exact"),
        int(said.one(f"{KZ}start")),
        int(said.one(f"{KZ}end")),
        said.one(f"{KZ}rule"),
        said.one(f"{KZ}confidence"),
        next(iter(said.all(*_TARGETS)), None),
        next(iter(said.all(*_VALUES)), ""),
    )


def read_clause(said: Facts) -> Clause:
    """Read a finding or an act.

    Args:
        said: What the graph says of it.
    """
    return Clause(
        said.iri,
        said.one(f"{KZ}inUnit"),
        int(said.one(f"{KZ}position") or 0),
        next((name for name in said.classes if name != "SpeechAct"), "Finding"),
        said.one(f"{KZ}verb") or None,
        said.all(f"{KZ}addressee"),
        said.all(f"{KZ}concerns"),
        said.all(f"{KZ}recipient"),
        said.all(f"{KZ}deadline"),
        said.words(f"{KZ}content"),
        said.all(f"{KZ}attestedIn"),
    )


def _text(said: Facts) -> Text:
    language, text = next(iter(said.words(f"{KZ}text")), ("", ""))
    return Text(
        said.iri,
        said.one(f"{KZ}textOf"),
        said.one(f"{KZ}inVersion"),
        text,
        language,
        said.one(f"{KZ}printedLabel"),
        int(said.one(f"{KZ}start") or 0),
    )
