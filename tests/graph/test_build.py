"""What the graph says of a work: once where its versions agree, with its evidence in each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF

from kzgraph.graph.build import Group, WorkGraph, build_graph
from kzgraph.graph.check import to_rdflib
from kzgraph.graph.terms import ELI, KZ, STAGE, integer, text
from kzgraph.model import Head, Stage, Unit, UnitKind, Version, Work
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.works import group_versions

MINTER = Minter()
TYPE = f"<{RDF.type}>"
Specimen = Callable[[str], Version]


def node(token: str) -> rdflib.URIRef:
    """The rdflib term of an IRI's token."""
    return rdflib.URIRef(token[1:-1])


def resolution(name: str = "") -> rdflib.URIRef:
    """The specimen's resolution, or what stands under it."""
    return rdflib.URIRef(MINTER.resolution("2031-2901") + (f"/{name}" if name else ""))


def graph_of(*versions: Version) -> rdflib.Graph:
    """The graph of versions that are one work."""
    [work] = group_versions(versions)
    return to_rdflib(build_graph(work, MINTER).rows())


def staged(version: Version, stage: Stage, mark: str, **head: object) -> Version:
    """The version as another document: at another stage, and with a head of its own."""
    source = replace(version.source, sha256=mark * 64)
    return replace(version, source=source, head=replace(version.head, stage=stage, **head))  # type: ignore[arg-type]


def without(version: Version, *keys: str) -> Version:
    """The version with some units lost."""
    return replace(version, units=tuple(unit for unit in version.units if unit.key not in keys))


def squeezed(printed: str) -> str:
    """Printed characters without what layout and Markdown add."""
    return re.sub(r"<[^>]*>|[\\*_\s\u00ad]", "", printed)


def shows(printed: str, words: str) -> bool:
    """True where a stretch of a source holds some words from its first to its last character, footnotes between them."""
    letters = iter(squeezed(printed))
    own = squeezed(words)
    return squeezed(printed)[0] == own[0] and squeezed(printed)[-1] == own[-1] and all(letter in letters for letter in own)


# ---------------------------------------------------------------- evidence


def test_units_are_the_same_from_every_language(specimen: Specimen, languages: tuple[str, ...], union: rdflib.Graph) -> None:
    for kind, count in ((KZ.Citation, 8), (KZ.Recital, 6), (KZ.Paragraph, 8)):
        assert len(set(union.subjects(RDF.type, node(kind)))) == count
    assert {str(value) for value in union.objects(None, node(KZ.language))} == set(languages)
    texts = Counter(union.objects(None, node(KZ.textOf)))
    assert set(texts.values()) == {len(languages)}
    one, other = (graph_of(specimen(language)) for language in ("el", "bg"))
    assert set(one.subjects(node(KZ.partOf), resolution())) == set(other.subjects(node(KZ.partOf), resolution()))


def test_text_of_each_unit_is_that_of_its_version(specimen: Specimen, languages: tuple[str, ...], union: rdflib.Graph) -> None:
    for language in languages:
        version = specimen(language)
        for unit in version.units:
            subject = resolution(f"version/{language}/{unit.key}")
            assert union.value(subject, node(KZ.text)) == rdflib.Literal(unit.text.text, lang=language)
            assert union.value(subject, node(KZ.textOf)) == resolution(unit.key)
            assert union.value(subject, node(KZ.inVersion)) == resolution(f"version/{language}")
            start, end = (int(str(union.value(subject, node(place)))) for place in (KZ.start, KZ.end))
            assert shows(version.source.text[start:end], unit.text.text)
            printed = union.value(subject, node(KZ.printedLabel))
            assert (str(printed) if printed is not None else None) == unit.printed_label


@pytest.mark.parametrize("kind", ["Date", "Figure"])
def test_each_mention_shows_the_characters_it_came_from(specimen: Specimen, union: rdflib.Graph, kind: str) -> None:
    mentions = list(union.subjects(RDF.type, node(KZ[f"{kind}Mention"])))
    assert len(mentions) > 250
    for mention in mentions:
        [version] = union.objects(mention, node(KZ.inVersion))
        [exact] = union.objects(mention, node(KZ.exact))
        assert isinstance(exact, rdflib.Literal)
        source = specimen(str(version).rpartition("/")[2]).source.text
        start, end = (int(str(union.value(mention, node(place)))) for place in (KZ.start, KZ.end))
        assert squeezed(source[start:end]) == squeezed(str(exact))
        assert exact.language == str(union.value(version, node(KZ.language)))
        assert str(mention) == f"{version}/{kind.lower()}/{start}-{end}"


@pytest.mark.parametrize(
    ("on_unit", "on_mention", "kind"),
    [(KZ.mentionsDate, KZ.date, KZ.DateMention), (KZ.mentionsFigure, KZ.figure, KZ.FigureMention)],
)
def test_what_a_unit_mentions_is_what_its_mentions_say(union: rdflib.Graph, on_unit: str, on_mention: str, kind: str) -> None:
    said = {
        (union.value(mention, node(KZ.inUnit)), value)
        for mention in union.subjects(RDF.type, node(kind))
        for value in union.objects(mention, node(on_mention))
    }
    assert said == set(union.subject_objects(node(on_unit)))
    assert len(said) > 10


def test_a_finding_is_attested_where_a_passage_shows_it(union: rdflib.Graph, languages: tuple[str, ...]) -> None:
    attested = set(union.subject_objects(node(KZ.attestedIn)))
    passages = [
        (union.value(passage, node(KZ.evidenceOf)), union.value(passage, node(KZ.inVersion)))
        for passage in union.subjects(RDF.type, node(KZ.Passage))
    ]
    assert len(passages) == len(set(passages)) == (12 + 13) * len(languages), "findings and acts"
    assert set(passages) == attested
    for passage, finding in union.subject_objects(node(KZ.evidenceOf)):
        assert union.value(passage, node(KZ.inUnit)) == union.value(finding, node(KZ.inUnit))


def test_words_of_a_finding_are_those_between_its_offsets(specimen: Specimen, union: rdflib.Graph) -> None:
    for passage, finding in union.subject_objects(node(KZ.evidenceOf)):
        language = str(union.value(passage, node(KZ.inVersion))).rpartition("/")[2]
        [words] = [value for value in union.objects(finding, node(KZ.content)) if getattr(value, "language", "") == language]
        start, end = (int(str(union.value(passage, node(place)))) for place in (KZ.start, KZ.end))
        assert shows(specimen(language).source.text[start:end], str(words))


def test_source_is_described(specimen: Specimen, union: rdflib.Graph) -> None:
    for language in ("nl", "el"):
        source = specimen(language).source
        [subject] = union.objects(resolution(f"version/{language}"), PROV.wasDerivedFrom)
        assert str(subject) == MINTER.source(source.sha256)
        assert str(union.value(subject, node(KZ.sha256))) == source.sha256
        assert str(union.value(subject, node(KZ.mediaType))) == source.media_type
        assert str(union.value(subject, node(KZ.encoding))) == source.encoding
        assert int(str(union.value(subject, node(KZ.length)))) == len(source.text)


def test_name_of_the_file_stays_outside(specimen: Specimen) -> None:
    version = specimen("mt")
    elsewhere = replace(version, source=replace(version.source, name="/home/somebody/secret.txt"))
    assert set(graph_of(version)) == set(graph_of(elsewhere))


def test_labels_are_latin_and_print_stays_on_the_version(union: rdflib.Graph) -> None:
    assert str(union.value(resolution("recital/C"), node(KZ.label))) == "C"
    assert str(union.value(resolution("version/el/recital/C"), node(KZ.printedLabel))) == "Γ."
    assert str(union.value(resolution("version/bg/recital/C"), node(KZ.printedLabel))) == "В."


# ---------------------------------------------------------------- the work


def test_one_title_per_language(union: rdflib.Graph, languages: tuple[str, ...]) -> None:
    tags = Counter(title.language for title in union.objects(resolution(), DCTERMS.title) if isinstance(title, rdflib.Literal))
    # The Croatian specimen has lost its head.
    assert tags == Counter(language for language in languages if language != "hr")


@pytest.mark.parametrize("first", [0, 1, 2, 3])
def test_the_further_a_text_has_come_the_more_its_title_counts(specimen: Specimen, first: int) -> None:
    version = specimen("mt")
    stages = (Stage.ADOPTED_TEXT, Stage.JOINT_MOTION, Stage.MOTION, Stage.UNKNOWN)[first:]
    versions = [staged(version, stage, f"{n}", title=f"Titlu {stage.value}") for n, stage in enumerate(stages)]
    graph = graph_of(*versions[::-1], staged(specimen("fi"), Stage.MOTION, "a", title="Otsikko"))
    assert set(graph.objects(resolution(), DCTERMS.title)) == {
        rdflib.Literal(f"Titlu {stages[0].value}", lang="mt"),
        rdflib.Literal("Otsikko", lang="fi"),
    }
    own = {str(title) for title in graph.objects(None, node(ELI.title))}
    assert own == {f"Titlu {stage.value}" for stage in stages} | {"Otsikko"}


def test_a_head_without_title_takes_none_away(specimen: Specimen) -> None:
    adopted = staged(specimen("mt"), Stage.ADOPTED_TEXT, "a", title=None)
    motion = staged(specimen("mt"), Stage.MOTION, "b", title="Mozzjoni")
    assert set(graph_of(adopted, motion).objects(resolution(), DCTERMS.title)) == {rdflib.Literal("Mozzjoni", lang="mt")}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2031-06-12", "2031-06-12", "2031-06-21"], "2031-06-12"),
        (["2031-06-21", "2031-06-12", "2031-06-21", None], "2031-06-21"),
        (["2031-06-21", "2031-06-12"], "2031-06-12"),
        ([None, "2031-06-12"], "2031-06-12"),
        ([None, None], None),
    ],
)
def test_the_work_has_the_date_that_most_versions_print(
    specimen: Specimen, dates: list[str | None], expected: str | None
) -> None:
    versions = [
        staged(specimen(language), Stage.ADOPTED_TEXT, f"{n}", date=date)
        for n, (language, date) in enumerate(zip(("mt", "el", "bg", "fi"), dates, strict=False))
    ]
    found = [str(value) for value in graph_of(*versions).objects(resolution(), node(ELI.date_document))]
    assert found == ([expected] if expected else [])


def test_numbers_of_all_versions_are_kept(specimen: Specimen) -> None:
    final = staged(specimen("mt"), Stage.ADOPTED_TEXT, "a", adopted_text_numbers=("P11_TA(2031)0144",), celex="52031IP0144")
    provisional = staged(specimen("el"), Stage.ADOPTED_TEXT, "b", adopted_text_numbers=("P11_TA-PROV(2031)0144",))
    graph = graph_of(final, provisional)
    numbers = {str(value) for value in graph.objects(resolution(), node(KZ.adoptedTextNumber))}
    assert numbers == {"P11_TA(2031)0144", "P11_TA-PROV(2031)0144"}
    assert [str(value) for value in graph.objects(resolution(), node(KZ.procedure))] == ["2031/2901(RSP)"]
    assert [str(value) for value in graph.objects(resolution(), node(KZ.celex))] == ["52031IP0144"]


# ---------------------------------------------------------------- positions


def positions(graph: rdflib.Graph, kind: str) -> dict[str, list[int]]:
    """The positions of each unit of a kind, by its label."""
    return {
        str(graph.value(unit, node(KZ.label))): [int(str(value)) for value in graph.objects(unit, node(KZ.position))]
        for unit in graph.subjects(RDF.type, node(kind))
    }


def test_a_unit_that_one_version_lost_has_its_place_from_another(specimen: Specimen) -> None:
    torn = without(specimen("mt"), "recital/C", "paragraph/1")
    alone = graph_of(torn)
    assert positions(alone, KZ.Recital) == {"A": [1], "B": [2], "D": [3], "E": [4], "F": [5]}
    both = graph_of(torn, specimen("el"))
    assert positions(both, KZ.Recital) == {letter: [n] for n, letter in enumerate("ABCDEF", 1)}
    assert positions(both, KZ.Paragraph) == {str(n): [n] for n in range(1, 9)}
    assert set(both.subjects(node(KZ.textOf), resolution("recital/C"))) == {resolution("version/el/recital/C")}


@given(st.lists(st.sets(st.integers(1, 12), max_size=8), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_positions_are_contiguous_whatever_was_lost(specimen: Specimen, kept: list[set[int]]) -> None:
    model = specimen("mt")
    pattern = next(unit for unit in model.units if unit.kind is UnitKind.PARAGRAPH)
    versions = [
        (f"v{n}", replace(model, units=tuple(replace(pattern, rank=rank, label=str(rank)) for rank in sorted(ranks))))
        for n, ranks in enumerate(kept)
    ]
    graph = to_rdflib(build_graph(Work("2031-2901", tuple(versions)), MINTER).rows())
    ranks = sorted(set().union(*kept))
    assert positions(graph, KZ.Paragraph) == {str(rank): [place] for place, rank in enumerate(ranks, 1)}


# ---------------------------------------------------------------- groups


def _named(graph: WorkGraph) -> set[str]:
    """The actors and instruments that a graph names anywhere."""
    return {value for _, _, value in graph.rows() if value.startswith((f"<{MINTER.base}actor/", f"<{MINTER.base}instrument/"))}


def test_groups_come_as_they_are_printed(exports: dict[str, list[WorkGraph]]) -> None:
    [graph] = exports["Greek"]
    titles = [group.title for group in graph.groups]
    expected = ["resolution 2031-2901", "version el"]
    expected += [f"citation {n}" for n in range(1, 9)]
    expected += [f"recital {letter}" for letter in "ABCDEF"]
    expected += [f"paragraph {n}" for n in range(1, 9)]
    assert titles[: len(expected)] == expected
    # Then what they name, sorted: actors before instruments.
    entities = [group.order[2] for group in graph.groups[len(expected) :]]
    assert entities == sorted({value.removeprefix(f"<{MINTER.base}").rstrip(">") for value in _named(graph)})
    assert titles[len(expected) :] == [entity.replace("/", " ", 1) for entity in entities]


def test_rows_of_the_graph_are_those_of_its_groups(exports: dict[str, list[WorkGraph]]) -> None:
    [graph] = exports["Greek"]
    assert list(graph.rows()) == [row for group in graph.groups for row in group.rows]
    assert graph.graph == MINTER.graph(graph.key)


def test_every_subject_has_a_type(exports: dict[str, list[WorkGraph]]) -> None:
    for graph in exports["two works"]:
        typed = {subject for subject, predicate, _ in graph.rows() if predicate == TYPE}
        assert {subject for subject, _, _ in graph.rows()} == typed


def test_every_node_of_ours_that_is_named_is_described(exports: dict[str, list[WorkGraph]]) -> None:
    for graph in exports["all languages"]:
        subjects = {subject for subject, _, _ in graph.rows()}
        named = {value for _, _, value in graph.rows() if value.startswith(f"<{MINTER.base}")}
        assert named - subjects == set()


def test_a_unit_without_words_about_it_has_no_empty_statements(specimen: Specimen) -> None:
    version = specimen("mt")
    unit = replace(version.units[0], printed_label=None, dates=(), figures=(), clauses=(), mentions=(), acts=())
    bare = replace(version, units=(unit,), head=Head())
    [work] = [Work("x-0123456789abcdef", (("mt", bare),))]
    rows = list(build_graph(work, MINTER).rows())
    assert {value for _, _, value in rows if value in ('""', '""@mt', '"None"')} == set()
    predicates = {predicate for _, predicate, _ in rows}
    assert predicates & {KZ.printedLabel, KZ.procedure, KZ.celex, ELI.title, KZ.mentionsDate, KZ.exact} == set()
    assert STAGE.unknown in {value for _, predicate, value in rows if predicate == KZ.stage}


def test_a_group_says_nothing_twice(specimen: Specimen) -> None:
    version = specimen("mt")
    [work] = group_versions([version, staged(version, Stage.MOTION, "b")])
    group = next(group for group in build_graph(work, MINTER).groups if group.title == "citation 1")
    assert isinstance(group, Group)
    assert len(set(group.rows)) == len(group.rows)
    label = (f"<{resolution('citation/1')}>", KZ.label, text("1"))
    assert group.rows.count(label) == 1
    assert group.rows.count((label[0], KZ.position, integer(1))) == 1


def test_a_date_and_a_figure_at_one_place_stay_apart(specimen: Specimen) -> None:
    version = specimen("mt")
    unit: Unit = next(unit for unit in version.units if unit.dates and unit.figures)
    moved = replace(unit, figures=(replace(unit.figures[0], span=unit.dates[0].span),))
    work = Work("2031-2901", (("mt", replace(version, units=(moved,))),))
    rows = list(build_graph(work, MINTER).rows())
    place = unit.text.span(unit.dates[0].span.start, unit.dates[0].span.end)
    for kind in ("date", "figure"):
        subject = f"<{resolution(f'version/mt/{kind}/{place.start}-{place.end}')}>"
        assert len({value for own, predicate, value in rows if own == subject and predicate == TYPE}) == 2
