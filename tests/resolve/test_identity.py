"""One node per person, built together or one after another, and what curators change about it; all persons are invented."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SKOS

from kzgraph.graph.check import check, to_rdflib
from kzgraph.graph.known import known_entities, known_works
from kzgraph.graph.serialise import FORMATS
from kzgraph.model import Reason
from kzgraph.pipeline import Build, build
from kzgraph.reading.media import open_bytes
from kzgraph.resolve.decisions import Decisions
from kzgraph.resolve.iri import Minter

KZ = rdflib.Namespace("https://w3id.org/kzgraph/ontology#")
ID = rdflib.Namespace(Minter().base)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def english(number: int, *recitals: str) -> str:
    """An invented resolution in English."""
    lettered = "\n\n".join(f"{letter}. whereas {words};" for letter, words in zip("ABCDEF", recitals, strict=False))
    return (
        f"European Parliament resolution of 3 July 2032 on salt (2032/{number}(RSP))\n\nThe European Parliament,\n\n"
        f"– having regard to Article 2 of the Treaty on European Union,\n\n{lettered[:-1]}.\n\n"
        "1. Instructs its President to forward this resolution to the Council.\n"
    )


def italian(number: int, *recitals: str) -> str:
    """The same in Italian."""
    lettered = "\n\n".join(f"{letter}. considerando che {words};" for letter, words in zip("ABCDEF", recitals, strict=False))
    return (
        f"Risoluzione del Parlamento europeo del 3 luglio 2032 sul sale (2032/{number}(RSP))\n\nIl Parlamento europeo,\n\n"
        f"– visto l'articolo 2 del trattato sull'Unione europea,\n\n{lettered[:-1]}.\n\n"
        "1. incarica il suo Presidente di trasmettere la presente risoluzione al Consiglio.\n"
    )


def built(texts: Sequence[str], known: rdflib.Graph | None = None, decisions: Decisions | None = None) -> Build:
    """A build of some texts."""
    return build(
        [partial(open_bytes, text.encode(), f"{index}.txt") for index, text in enumerate(texts)],
        minter=Minter(),
        known=known_works(known) if known else (),
        entities=known_entities(known) if known else (),
        decisions=decisions or Decisions(),
    )


def graph_of(result: Build) -> rdflib.Graph:
    """All that was built, as one graph; every work of it conforms."""
    assert not result.refused
    assert [found.message for work in result.works for found in work.report.results] == []
    data = "".join(FORMATS["ttl"]((work.graph for work in result.works), Minter().base))
    return rdflib.Graph().parse(data=data, format="turtle")


def persons(graph: rdflib.Graph) -> dict[str, set[str]]:
    """The persons of a graph by the end of their IRI, with the works that name them."""
    return {
        str(node).rpartition("/")[2]: {
            str(graph.value(unit, KZ.partOf)).rpartition("/")[2] for unit in graph.subjects(KZ.mentions, node)
        }
        for node in graph.subjects(RDF.type, KZ.Person)
    }


def preferred(graph: rdflib.Graph, key: str) -> dict[str, str]:
    """The preferred names of an entity by language."""
    names = [name for name in graph.objects(ID[key], SKOS.prefLabel) if isinstance(name, rdflib.Literal)]
    assert len({name.language for name in names}) == len(names)
    return {name.language or "": str(name) for name in names}


HELD = "the journalist Igor Chuprina was held"
TENUTO = "il giornalista Igor Ciuprina è stato arrestato"
CHUPRINA, CIUPRINA = "person-gr-chprn", "person-gr-kprn"

# ---------------------------------------------------------------- spellings over works and graphs


def test_spellings_alone_make_two_keys() -> None:
    """What the tests below join: without versions side by side the two spellings are two persons."""
    assert set(persons(graph_of(built([english(2551, HELD)])))) == {CHUPRINA}
    assert set(persons(graph_of(built([italian(2552, TENUTO)])))) == {CIUPRINA}


def test_a_person_of_two_resolutions_is_one_node_built_together() -> None:
    graph = graph_of(built([english(2551, HELD), italian(2551, TENUTO), italian(2552, TENUTO)]))
    assert list(persons(graph).values()) == [{"2032-2551", "2032-2552"}]


def test_a_person_of_two_resolutions_is_one_node_built_one_after_another() -> None:
    first = graph_of(built([english(2551, HELD), italian(2551, TENUTO)]))
    [key] = persons(first)
    assert persons(graph_of(built([italian(2552, TENUTO)], first))) == {key: {"2032-2552"}}
    assert persons(graph_of(built([english(2552, HELD)], first))) == {key: {"2032-2552"}}


@pytest.mark.parametrize("order", [(english, italian), (italian, english)])
def test_a_later_version_is_aligned_with_the_known_ones(order: Sequence[object]) -> None:
    texts = {english: english(2551, HELD), italian: italian(2551, TENUTO)}
    first, later = (texts[make] for make in order)  # type: ignore[index]
    known = graph_of(built([first]))
    assert set(persons(graph_of(built([later], known)))) == set(persons(known))


def test_a_known_person_keeps_the_preferred_name() -> None:
    known = graph_of(built([english(2551, HELD)]))
    node = ID[f"actor/{CHUPRINA}"]
    known.set((node, SKOS.prefLabel, rdflib.Literal("Ihor Chuprina", lang="en")))
    graph = graph_of(built([english(2552, HELD)], known))
    assert preferred(graph, f"actor/{CHUPRINA}") == {"en": "Ihor Chuprina"}
    assert rdflib.Literal("Igor Chuprina", lang="en") in set(graph.objects(node, SKOS.altLabel))


def test_a_known_organisation_is_recognised_by_its_names() -> None:
    known = graph_of(built([english(2551, "the movement Solvarna Tide, which was banned, has closed")]))
    [node] = known.subjects(RDF.type, KZ.Organisation)
    known.add((node, SKOS.altLabel, rdflib.Literal("Salt Wave", lang="en")))
    graph = graph_of(built([english(2552, "the movement Salt Wave, which was banned, has closed")], known))
    assert set(graph.subjects(RDF.type, KZ.Organisation)) == {node}


def test_s_and_z_are_one_sound_in_a_long_name() -> None:
    texts = [english(2551, "the lawyer Tamaz Kuzmenko was held"), english(2552, "the lawyer Tamaz Kusmenko was held")]
    assert list(persons(graph_of(built(texts))).values()) == [{"2032-2551", "2032-2552"}]
    [key] = persons(known := graph_of(built(texts[:1])))
    assert set(persons(graph_of(built(texts[1:], known)))) == {key}
    short = [english(2551, "the lawyer Aza Zim was held"), english(2552, "the lawyer Asa Sim was held")]
    assert len(persons(graph_of(built(short)))) == 2


def test_what_one_text_tells_apart_stays_two() -> None:
    """A text that prints both spellings beside each other speaks of two persons."""
    both = italian(2552, TENUTO, "il giornalista Igor Tchuprina è stato arrestato")
    alone = persons(graph_of(built([both])))
    assert len(alone) == 2
    known = graph_of(built([english(2551, HELD), italian(2551, TENUTO)]))
    assert len(persons(graph_of(built([both], known)))) == 2
    assert len(persons(graph_of(built([english(2551, HELD), italian(2551, TENUTO), both])))) == 2


def test_a_spelling_that_fits_two_known_persons_is_counted() -> None:
    known = graph_of(built([english(2551, HELD, "the journalist Ivar Kopernik was held")]))
    others = sorted(persons(known))
    for key in others:
        known.add((ID[f"actor/{key}"], SKOS.altLabel, rdflib.Literal("Igor Ciuprina", lang="it")))
    result = built([italian(2552, TENUTO)], known)
    assert set(persons(graph_of(result))) == {CIUPRINA}
    [(_, version)] = result.works[0].work.versions
    [found] = [one for one in version.unresolved if one.reason is Reason.AMBIGUOUS_SPELLING]
    assert found.unit == "recital/A"
    assert found.candidates == tuple(f"actor/{key}" for key in others)


def test_nothing_is_known_of_a_graph_of_another_program() -> None:
    known = rdflib.Graph()
    known.add((rdflib.URIRef("urn:a"), RDF.type, KZ.Actor))
    known.add((rdflib.URIRef("urn:a"), SKOS.prefLabel, rdflib.Literal("Igor Ciuprina", lang="it")))
    known.add((rdflib.URIRef("urn:m"), RDF.type, KZ.Mention))
    assert set(persons(graph_of(built([italian(2552, TENUTO)], known)))) == {CIUPRINA}


# ---------------------------------------------------------------- decisions


def test_two_that_are_the_same_become_one_node() -> None:
    texts = [english(2551, HELD), english(2552, "the lawyer Ivar Kopernik visited the salt works")]
    one, other = sorted(persons(graph_of(built(texts))))
    kept = Decisions(kept={f"actor/{other}": f"actor/{one}"})
    graph = graph_of(built(texts, decisions=kept))
    assert persons(graph) == {one: {"2032-2551", "2032-2552"}}
    assert set(graph.objects(ID[f"actor/{one}"], OWL.sameAs)) == {ID[f"actor/{other}"]}
    names = {*graph.objects(ID[f"actor/{one}"], SKOS.prefLabel), *graph.objects(ID[f"actor/{one}"], SKOS.altLabel)}
    assert {str(name) for name in names} == {"Igor Chuprina", "Ivar Kopernik"}
    # The node that was given up is nowhere but behind owl:sameAs.
    assert set(graph.subject_predicates(ID[f"actor/{other}"])) == {(ID[f"actor/{one}"], OWL.sameAs)}


def test_a_known_graph_remembers_what_was_given_up() -> None:
    lawyer = "the lawyer Ivar Kopernik visited the salt works"
    first = built(
        [english(2551, HELD), english(2552, lawyer)], decisions=Decisions(kept={"actor/person-vr-kprnk": f"actor/{CHUPRINA}"})
    )
    assert set(persons(graph_of(built([english(2553, lawyer)], graph_of(first))))) == {CHUPRINA}


def test_a_group_may_turn_out_to_be_in_a_vocabulary() -> None:
    text = english(2551, "the movement Solvarna Tide, which was banned, has closed")
    [node] = graph_of(built([text])).subjects(RDF.type, KZ.Organisation)
    key = str(node).removeprefix(ID)
    graph = graph_of(built([text], decisions=Decisions(kept={key: "actor/amnesty-international"})))
    known = ID["actor/amnesty-international"]
    assert set(graph.subjects(RDF.type, KZ.Organisation)) == {known}
    assert preferred(graph, "actor/amnesty-international")["en"] == "Amnesty International"
    assert rdflib.Literal("Solvarna Tide", lang="en") in set(graph.objects(known, SKOS.altLabel))


def test_two_of_one_name_are_kept_apart_by_work() -> None:
    texts = [english(2551, HELD), english(2552, HELD), italian(2552, TENUTO)]
    second = f"actor/{CHUPRINA}-2"
    decided = Decisions(apart=frozenset({(f"actor/{CHUPRINA}", second)}), moved={("2032-2552", f"actor/{CHUPRINA}"): second})
    graph = graph_of(built(texts, decisions=decided))
    assert persons(graph) == {CHUPRINA: {"2032-2551"}, f"{CHUPRINA}-2": {"2032-2552"}}
    assert set(graph.objects(ID[second], OWL.differentFrom)) == {ID[f"actor/{CHUPRINA}"]}
    assert persons(graph_of(built(texts[1:], graph, decided))) == {f"{CHUPRINA}-2": {"2032-2552"}}


def test_two_that_versions_would_join_are_kept_apart() -> None:
    texts = [english(2551, HELD), italian(2551, TENUTO)]
    assert len(persons(graph_of(built(texts)))) == 1
    apart = Decisions(apart=frozenset({(f"actor/{CHUPRINA}", f"actor/{CIUPRINA}")}))
    assert set(persons(graph_of(built(texts, decisions=apart)))) == {CHUPRINA, CIUPRINA}


def test_a_name_by_decision_takes_the_place_of_the_derived_one() -> None:
    names = {(f"actor/{CHUPRINA}", "en"): "Ihor Chuprina", (f"actor/{CHUPRINA}", "mt"): "Igor Tċuprina"}
    graph = graph_of(built([english(2551, HELD)], decisions=Decisions(names=names)))
    assert preferred(graph, f"actor/{CHUPRINA}") == {"en": "Ihor Chuprina", "mt": "Igor Tċuprina"}
    assert set(graph.objects(ID[f"actor/{CHUPRINA}"], SKOS.altLabel)) == {rdflib.Literal("Igor Chuprina", lang="en")}


# ---------------------------------------------------------------- one name in all named graphs


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_named_graphs_of_works_agree_on_names(form: str) -> None:
    """Works that spell one person in two ways: the file as a whole still has one preferred name in each language."""
    texts = [english(2551, HELD), english(2552, HELD.replace("Chuprina", "Chuprena")), english(2553, HELD)]
    result = built(texts)
    data = "".join(FORMATS[form]((work.graph for work in result.works), Minter().base))
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=data, format={"nq": "nquads"}.get(form, form))
    union = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        union.add((subject, predicate, value))
    assert preferred(union, f"actor/{CHUPRINA}") == {"en": "Igor Chuprina"}
    assert set(union.objects(ID[f"actor/{CHUPRINA}"], SKOS.altLabel)) == {rdflib.Literal("Igor Chuprena", lang="en")}
    assert check(union).conforms
    assert check(to_rdflib(row for work in result.works for row in work.graph.rows())).conforms
