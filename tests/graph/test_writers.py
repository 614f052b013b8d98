"""Whatever is written is read back as it was meant, by parsers that are not ours, and its bytes depend on nothing else."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from random import Random

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import SH

from kzgraph.graph.build import Group, WorkGraph, build_graph, union_groups
from kzgraph.graph.jsonld import context
from kzgraph.graph.order import by_subject, natural
from kzgraph.graph.serialise import FORMATS
from kzgraph.graph.terms import KZ, RDF, SKOS, XSD, Row, date, integer, iri, prefixes, text, typed
from kzgraph.graph.turtle import USED
from kzgraph.language.pack import languages
from kzgraph.model import Version, Work
from kzgraph.resolve.iri import Minter
from kzgraph.resolve.works import group_versions

PARSERS = ("pyoxigraph", "rdflib")
NAMED = ("nq", "trig")
BUILDS = ("Greek", "two works", "all languages")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

BASES = (Minter().base, "http://xn--orm-example.test/donn%C3%A9es/", "https://ekżempju.test/a/b/", "https://data.test:8443/")

Term = tuple[str, ...]
Quad = tuple[Term, Term, Term, str]
Readers = dict[str, Callable[[str, str], list[Quad]]]
Write = Callable[..., str]
GraphOf = Callable[[Iterable[Row], Minter], WorkGraph]
#: A minter, and statements under its base with what must come back.
Made = tuple[Minter, list[tuple[Row, tuple[Term, Term, Term]]]]


# ---------------------------------------------------------------- real builds


def is_shared(group: Group) -> bool:
    """True for the statements about an actor or instrument, which many works may name."""
    return group.title.startswith(("actor ", "instrument "))


@pytest.mark.parametrize("build", BUILDS)
def test_ntriples_are_the_rows(exports: dict[str, list[WorkGraph]], write: Write, build: str) -> None:
    groups = [group for graph in exports[build] for group in graph.groups]
    rows = [row for group in groups if not is_shared(group) for row in group.rows]
    assert len(rows) > 800
    # What several works name is written once, behind all works.
    named = {group.order: set[Row]() for group in sorted(groups, key=lambda group: group.order) if is_shared(group)}
    for group in filter(is_shared, groups):
        named[group.order] |= set(group.rows)
    rows += [row for of_entity in named.values() for row in sorted(of_entity)]
    lines = write(exports[build], "nt").splitlines()
    assert lines == [" ".join(row) + " ." for row in rows]
    assert len(set(lines)) == len(lines), "a statement is written twice"


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("build", BUILDS)
def test_builds_are_read_back(
    exports: dict[str, list[WorkGraph]], readers: Readers, write: Write, build: str, form: str, parser: str
) -> None:
    graphs = exports[build]
    expected = {
        (*triple, graph.graph if form in NAMED else "")
        for graph in graphs
        for *triple, _ in readers["pyoxigraph"](write([graph], "nt"), "nt")
    }
    assert len(expected) == len({(row, graph.graph if form in NAMED else "") for graph in graphs for row in graph.rows()})
    found = readers[parser](write(graphs, form), form)
    assert set(found) == expected
    if parser == "pyoxigraph" and form != "jsonld":
        assert len(found) == len(expected), "a statement is written twice"


@pytest.mark.parametrize("form", NAMED)
def test_each_resolution_is_a_named_graph(exports: dict[str, list[WorkGraph]], readers: Readers, write: Write, form: str) -> None:
    found = readers["pyoxigraph"](write(exports["two works"], form), form)
    keys = {"2031-2901", "2031-2955"}
    assert {name for *_, name in found} == {Minter().graph(key) for key in keys}
    for subject, _, _, name in found:
        [key] = [key for key in keys if name.endswith(key)]
        assert f"/resolution/{key}" in subject[1] or re.search("/(source|actor|instrument)/", subject[1])


@pytest.mark.parametrize("form", NAMED)
def test_a_named_graph_needs_no_other(exports: dict[str, list[WorkGraph]], readers: Readers, write: Write, form: str) -> None:
    found = readers["pyoxigraph"](write(exports["two works"], form), form)
    president = Minter().entity("actor/president-of-the-european-parliament")
    assert {name for subject, *_, name in found if subject[1] == president} == {g.graph for g in exports["two works"]}


def test_works_that_prefer_different_names_leave_one(graph_of: GraphOf) -> None:
    """Most works prevail, then the alphabet; the other names stand beside, none in both places."""
    minter = Minter()
    node = iri(minter.entity("actor/a"))

    def named(*rows: tuple[str, str]) -> WorkGraph:
        names = tuple((node, predicate, name) for predicate, name in rows)
        return WorkGraph("w", minter.graph("w"), (Group((5, 0, "actor/a"), "actor a", names),))

    best, other, greek = text("Ħamrun", "mt"), text("Hamrun", "mt"), text("Χάμρουν", "el")
    graphs = [
        named((SKOS.prefLabel, other), (SKOS.altLabel, best)),
        named((SKOS.prefLabel, best), (SKOS.prefLabel, greek)),
        named((SKOS.prefLabel, best), (SKOS.altLabel, other)),
    ]
    for order in (graphs, graphs[::-1]):
        [group] = union_groups(order)
        assert set(group.rows) == {
            (node, SKOS.prefLabel, best), (node, SKOS.prefLabel, greek), (node, SKOS.altLabel, other)
        }  # fmt: skip
    [group] = union_groups(graphs[:2])
    assert [row[2] for row in group.rows if row[1] == SKOS.prefLabel and row[2].endswith("mt")] == [min(best, other)]


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_export_of_no_resolution_is_well_formed(readers: Readers, write: Write, form: str) -> None:
    assert [reader(write([], form), form) for reader in readers.values()] == [[], []]


# ---------------------------------------------------------------- anything that could be printed

# Text of any script, with what breaks writers drawn often: quotes, backslashes, line ends, controls, characters that no
# document may hold, characters that only look like digits, and characters outside the first plane.
NASTY = "\"'\\\n\r\t\b\f\x00\x1f\x7f\x85\xa0\u0307\u200f\u2028\u2029\ufeff\ufffe\uffff²①٣\U0001f514\U0001fffe<>@^{}|`%#_:;,. "
texts = st.lists(
    st.one_of(
        st.sampled_from(NASTY),
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(("\\u0041", "\\n", '"@mt', '"^^<x>', "10①3", "\\", '"""', "·", "ΣΤ", "għ", "Ъ", "<!--", "]]>")),
    ),
    max_size=12,
).map("".join)
tags = st.sampled_from(languages())
days = st.dates(dt.date(1000, 1, 1)).map(dt.date.isoformat)
months = days.map(lambda day: day[:7])
whole = st.integers(-(10**30), 10**30)
shares = st.one_of(st.decimals(0, 1, places=2).map(str), st.sampled_from(["1", "-1", "1.", "0.990"]))

#: The term that a token must come back as, beside the token.
literals: st.SearchStrategy[tuple[str, Term]] = st.one_of(
    texts.map(lambda value: (text(value), ("literal", value, "", ""))),
    st.builds(lambda value, tag: (text(value, tag), ("literal", value, tag, "")), texts, tags),
    days.map(lambda day: (date(day), ("literal", day, "", XSD.date[1:-1]))),
    months.map(lambda month: (date(month), ("literal", month, "", XSD.gYearMonth[1:-1]))),
    whole.map(lambda value: (integer(value), ("literal", str(value), "", XSD.integer[1:-1]))),
    shares.map(lambda share: (typed(share, XSD.decimal), ("literal", share, "", XSD.decimal[1:-1]))),
)
parts = st.text("abcXYZ0189-", min_size=1, max_size=6)
local = st.lists(parts, min_size=1, max_size=4).map("/".join)
foreign = st.sampled_from(
    (
        "http://publications.europa.eu/resource/authority/language/MLT",
        "https://w3id.org/kzgraph/ontology#",
        "https://w3id.org/kzgraph/ontology#0x",
        "https://w3id.org/kzgraph/ontology#a²",
        "https://w3id.org/kzgraph/ontology#a.b",
        "https://w3id.org/kzgraph/ontology#għ",
        "https://w3id.org/kzgraph/vocab/stage/joint-motion",
        "https://w3id.org/kzgraph/vocab/stage/joint-motion/",
        "http://data.europa.eu/eli/ontology#-x",
        "urn:x:1",
    )
)


@st.composite
def graphs(draw: st.DrawFn) -> Made:
    """A base and statements under it; predicates are those of the context, objects such as their terms ask for."""
    minter = Minter(draw(st.sampled_from(BASES)))
    names = local.map(minter.base.__add__)
    rows: list[tuple[Row, tuple[Term, Term, Term]]] = []
    for _ in range(draw(st.integers(1, 8))):
        subject, predicate = draw(names), draw(st.sampled_from(sorted(PREDICATES)))
        kind = PREDICATES[predicate]
        token, term = draw(literals)
        if kind == "@id" or predicate == RDF.type[1:-1]:
            name = draw(st.one_of(names, foreign))
            token, term = iri(name), ("iri", name)
        elif kind is not None:
            value, datatype = (draw(days), XSD.date) if kind == "xsd:date" else (draw(shares), XSD.decimal)
            token, term = typed(value, datatype), ("literal", value, "", datatype[1:-1])
        elif draw(st.booleans()):
            name = draw(st.one_of(names, foreign))
            token, term = iri(name), ("iri", name)
        row = (iri(subject), iri(predicate), token)
        rows.append((row, (("iri", subject), ("iri", predicate), term)))
    return minter, rows


def _predicates() -> dict[str, str | None]:
    """The properties of our context with what their values are coerced to, and rdf:type."""
    found: dict[str, str | None] = {RDF.type[1:-1]: "@id"}
    for name, entry in context().items():
        if name in prefixes() or name[0].isupper():
            continue
        prefix, _, own = (entry if isinstance(entry, str) else entry["@id"]).partition(":")
        found[prefixes()[prefix] + own] = None if isinstance(entry, str) else entry["@type"]
    return found


PREDICATES = _predicates()


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("form", sorted(FORMATS))
@given(graphs())
@settings(max_examples=60, deadline=None)
def test_any_statement_is_read_back(
    readers: Readers, graph_of: GraphOf, write: Write, form: str, parser: str, made: Made
) -> None:
    minter, rows = made
    graph = graph_of((row for row, _ in rows), minter)
    found = readers[parser](write([graph], form, minter.base), form)
    assert set(found) == {(*triple, graph.graph if form in NAMED else "") for _, triple in rows}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_character_is_read_back(readers: Readers, graph_of: GraphOf, write: Write, form: str, parser: str) -> None:
    every = [*range(0x2100), *range(0x2FE0, 0x3040), *range(0xD780, 0xD800), *range(0xE000, 0xE010), *range(0xFDD0, 0x10010)]
    letters = [*map(chr, every), "\U0001f514", "\U0010fffd", "\U0010ffff"]
    minter = Minter()
    rows = [(iri(minter.resolution(f"{ord(x):x}")), KZ.content, text(f"a{x}", "mt")) for x in letters]
    found = readers[parser](write([graph_of(rows, minter)], form), form)
    assert {subject[1].rpartition("/")[2]: value[1] for subject, _, value, _ in found} == {
        f"{ord(x):x}": f"a{x}" for x in letters
    }


# ---------------------------------------------------------------- order and bytes


@pytest.mark.parametrize("form", ["jsonld", "trig", "ttl"])
@given(made=graphs(), random=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_rows_does_not_show(graph_of: GraphOf, write: Write, form: str, made: Made, random: Random) -> None:
    minter, pairs = made
    rows = sorted({row for row, _ in pairs})
    shuffled = random.sample(rows, len(rows))
    assert write([graph_of(shuffled, minter)], form, minter.base) == write([graph_of(rows, minter)], form, minter.base)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_order_of_inputs_does_not_show(specimen: Callable[[str], Version], golden: Version, write: Write, form: str) -> None:
    versions = [*map(specimen, ("mt", "bg", "hr", "el")), golden]
    exports = {
        write([build_graph(work, Minter()) for work in group_versions(order)], form) for order in (versions, versions[::-1])
    }
    assert len(exports) == 1


def test_hash_seed_does_not_show(repository: Path) -> None:
    program = (
        "import hashlib\n"
        "from pathlib import Path\n"
        "from kzgraph.graph.build import build_graph\n"
        "from kzgraph.graph.serialise import FORMATS\n"
        "from kzgraph.pipeline import read_text\n"
        "from kzgraph.reading.source import read\n"
        "from kzgraph.resolve.iri import Minter\n"
        "from kzgraph.resolve.works import group_versions\n"
        "names = ('docs/examples/2031-2901.mt.txt', 'docs/examples/2031-2901.el.txt', 'tests/graph/golden.txt')\n"
        "works = group_versions([read_text(read(Path(name))) for name in names])\n"
        "for form, writer in FORMATS.items():\n"
        "    pieces = writer([build_graph(work, Minter()) for work in works], Minter().base)\n"
        "    print(form, hashlib.sha256(''.join(pieces).encode()).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=repository, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "4093")
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert len(runs[0].splitlines()) == len(FORMATS)


def test_groups_and_rows_are_sorted(exports: dict[str, list[WorkGraph]]) -> None:
    for graph in exports["all languages"]:
        orders = [group.order for group in graph.groups]
        assert all(one < other for one, other in pairwise(orders))
        for group in graph.groups:
            assert all(one < other for one, other in pairwise(group.rows)), group.title


def test_each_subject_is_printed_once_in_a_group(exports: dict[str, list[WorkGraph]], write: Write) -> None:
    text_of_group = re.compile(r"^# (.*)$", re.MULTILINE)
    _, *blocks = text_of_group.split(write(exports["all languages"], "ttl"))
    assert len(blocks) == 2 * len(exports["all languages"][0].groups)
    for title, block in zip(blocks[::2], blocks[1::2], strict=True):
        subjects = re.findall(r"^<\S+>", block, re.MULTILINE)
        assert len(set(subjects)) == len(subjects) > 0, title


def test_subjects_with_the_same_numbers_stay_apart() -> None:
    rows = [(f"<urn:{name}>", f"<urn:{p}>", '"x"') for p in "ab" for name in ("1", "01", "001")]
    names = [subject for subject, _ in by_subject(rows)]
    assert len(names) == len(set(names)) == 3
    assert [*by_subject(rows)] == [*by_subject(rows[::-1])]


@pytest.mark.parametrize("token", ['"10①3"', '"1²3"', '"٣①٣"', '"①"', '"½1"', f'"{"9" * 5000}"'])
def test_what_only_looks_like_a_digit_is_no_number(token: str) -> None:
    assert natural(token)


def test_a_unit_is_printed_before_what_it_holds(exports: dict[str, list[WorkGraph]], write: Write) -> None:
    body = write(exports["Greek"], "ttl")
    subjects = re.findall(r"^<(resolution/\S+)> a ", body, re.MULTILINE)
    place = {subject: number for number, subject in enumerate(subjects)}
    inner = [subject for subject in subjects if re.search(r"2901/[a-z]+/\w+/(?:finding|act)/\d+$", subject)]
    assert len(inner) > 10
    assert [subject for subject in inner if place[subject.rsplit("/", 2)[0]] > place[subject]] == []


def test_types_come_first_and_numbers_in_their_order() -> None:
    rows = [(f"<urn:{n}>", predicate, f'"{n}"') for n in (10, 9, 100) for predicate in ("<urn:a>", RDF.type)]
    assert [(subject, [predicate for predicate, _ in predicates]) for subject, predicates in by_subject(rows)] == [
        (f"<urn:{n}>", [RDF.type, "<urn:a>"]) for n in (9, 10, 100)
    ]


# ---------------------------------------------------------------- heads


def table(repository: Path) -> dict[str, str]:
    """Prefix and namespace, as rdflib reads the only table of them."""
    graph = rdflib.Graph().parse(repository / "ontology" / "prefixes.ttl")
    rows = graph.subjects(rdflib.RDF.type, SH.PrefixDeclaration)
    return {str(graph.value(row, SH.prefix)): str(graph.value(row, SH.namespace)) for row in rows}


@pytest.mark.parametrize("form", ["ttl", "trig"])
def test_head_declares_base_and_prefixes_of_the_table(
    exports: dict[str, list[WorkGraph]], write: Write, repository: Path, form: str
) -> None:
    data = write(exports["Greek"], form)
    lines = re.findall(r"^@prefix (\w+): +<([^>]*)> \.$", data, re.MULTILINE)
    assert lines == [(name, table(repository)[name]) for name in USED]
    assert re.findall(r"^@base +<([^>]*)> \.$", data, re.MULTILINE) == [Minter().base]
    parser = pyoxigraph.parse(data.encode(), format={"ttl": pyoxigraph.RdfFormat.TURTLE, "trig": pyoxigraph.RdfFormat.TRIG}[form])
    assert len([*parser]) > 0
    assert dict(parser.prefixes.items()) == dict(lines)
    assert parser.base_iri == Minter().base


def test_context_declares_prefixes_of_the_table(repository: Path) -> None:
    rows = table(repository)
    own = {name: entry for name, entry in context().items() if isinstance(entry, str) and "://" in entry}
    assert own
    assert own == {name: rows[name] for name in own}


def test_every_prefix_of_the_head_is_used(exports: dict[str, list[WorkGraph]], write: Write) -> None:
    body = write(exports["all languages"], "ttl").partition("\n\n")[2]
    assert {name for name in USED if not re.search(rf"\b{name}:[A-Za-z]", body)} == set()


def test_no_iri_is_written_in_full_that_could_be_short(exports: dict[str, list[WorkGraph]], write: Write) -> None:
    body = write(exports["Greek"], "ttl").partition("\n\n")[2]
    full = set(re.findall(r"<(https?://[^>]*)>", body))
    assert {name for name in full if name.startswith((Minter().base, *(prefixes()[used] for used in USED)))} == set()
    assert full, "the IRIs of the EU authorities stand in full"


# ---------------------------------------------------------------- the golden graph


def test_golden_graph(golden: Version, write: Write) -> None:
    # After a change that is meant: kzgraph build tests/graph/golden.txt -o tests/graph/golden.ttl, and read the difference.
    graphs = [build_graph(work, Minter()) for work in group_versions([golden])]
    assert write(graphs, "ttl") == (Path(__file__).parent / "golden.ttl").read_text("utf-8")


def test_shares_are_written_as_the_vocabulary_prints_them() -> None:
    minter = Minter()
    rows = ((iri(minter.resolution("a")), KZ.confidence, typed("0.90", XSD.decimal)),)
    graph = WorkGraph("a", minter.graph("a"), (Group((0, 0, ""), "a", rows),))
    assert "kz:confidence 0.90 ." in "".join(FORMATS["ttl"]([graph], minter.base))


def test_work_without_versions_still_has_its_class(write: Write) -> None:
    assert "a eli:Work, kz:Resolution ." in write([build_graph(Work("x-1", ()), Minter())], "ttl")
