"""Findings: a recital's clauses, wherever its "whereas" can stand and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzgraph.extract.clauses import find_clauses
from kzgraph.language.pack import languages, pack


def clauses(language: str, text: str) -> list[str]:
    return [text[clause.span.start : clause.span.end] for clause in find_clauses(text, pack(language))]


def opener(language: str) -> str:
    """The first "whereas" of a language that is written out."""
    return next(phrase for phrase in pack(language).recital.openers if "…" not in phrase and "*" not in phrase)


WITH_OPENERS = [code for code in languages() if pack(code).recital.clause == "opener"]


@pytest.mark.parametrize("language", WITH_OPENERS)
@pytest.mark.parametrize("separator", ["; ", ";", "· ", "\u0387 ", ". ", ";” ", "; – ", "; x ", "; xy, xyz ", ";» "])
def test_a_clause_begins_behind_each_separator(language: str, separator: str) -> None:
    whereas = opener(language)
    rows = clauses(language, f"{whereas} abc{separator}{whereas} def{separator}{whereas} ghi;")
    assert len(rows) == 3
    assert rows[0].startswith(f"{whereas} abc")
    assert rows[1].startswith(whereas)
    assert rows[2] == f"{whereas} ghi;"


@pytest.mark.parametrize("language", WITH_OPENERS)
@pytest.mark.parametrize("between", [", ", " ", " – ", ": ", "; a b c d ", "xyz"])
def test_no_clause_begins_elsewhere(language: str, between: str) -> None:
    whereas = opener(language)
    assert len(clauses(language, f"{whereas} abc{between}{whereas} def;")) == 1


@pytest.mark.parametrize("language", WITH_OPENERS)
def test_capitals_and_lost_blanks(language: str) -> None:
    whereas = opener(language)
    assert len(clauses(language, f"{whereas.upper()} abc;{whereas.capitalize()} def;")) == 2


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        # A bare "that" goes on behind a separator, where the language does so.
        ("fr", "considérant que le lac est à tous; que sa vente est nulle; qu'elle nuit;", 3),
        ("fr", "considérant que le lac est à tous et que sa vente est nulle;", 1),
        ("es", "considerando que el lago es de todos; que su venta es nula;", 2),
        ("it", "considerando che il lago è di tutti; che la vendita è nulla;", 2),
        ("pt", "considerando que o lago é de todos; que a venda é nula;", 2),
        ("de", "in der Erwägung, dass der See allen gehört; dass der Verkauf nichtig ist;", 2),
        ("de", "in der Erwägung, dass der See allen gehört und dass er sinkt;", 1),
        ("nl", "overwegende dat het meer van allen is; dat de verkoop nietig is;", 2),
        ("da", "der henviser til, at søen er alles; at salget er ugyldigt;", 2),
        # "And whereas", "furthermore whereas" and the like.
        ("en", "whereas the lake is low; and whereas the shore is sold; furthermore, whereas nobody asked;", 3),
        ("bg", "като има предвид, че езерото е плитко; и като има предвид, че брегът е продаден;", 2),
        ("el", "λαμβάνοντας υπόψη ότι η λίμνη ρηχαίνει· και λαμβάνοντας υπόψη ότι η όχθη πωλήθηκε·", 2),
        ("pl", "mając na uwadze, że jezioro opada; oraz mając na uwadze, że brzeg sprzedano;", 2),
        # The Greek semicolon in both its code points, and the question mark that looks like ours.
        ("el", "λαμβάνοντας υπόψη ότι α\u00b7 λαμβάνοντας υπόψη ότι β\u0387 λαμβάνοντας υπόψη ότι γ\u00b7", 3),
        ("el", "λαμβάνοντας υπόψη ότι ρώτησαν «ποιος ακούει;»· λαμβάνοντας υπόψη ότι κανείς·", 2),
        # Words split by others.
        ("el", "λαμβάνοντας υπόψη ότι α· λαμβάνοντας επίσης υπόψη ότι β·", 2),
        ("bg", "като има предвид, че а; като има предвид също така, че б;", 2),
        ("cs", "vzhledem k tomu, že a; vzhledem rovněž k tomu, že b;", 2),
        # What another recital or a quotation says is no clause of this one.
        ("en", "whereas the letter said 'whereas we must'; it was lost;", 1),
        ("sl", "ker je jezero plitvo, ker ga črpajo, in ker dežja ni;", 1),
        ("sl", "ker je jezero plitvo; ker ga črpajo;", 2),
        ("lt", "kadangi ežeras seklus, nes kadangi lyja mažai;", 1),
        ("hu", "mivel a tó sekély, mivel kevés az eső; mivel senki sem kérdezett;", 2),
        ("ro", "întrucât lacul scade; iar întrucât malul s-a vândut;", 2),
        ("ga", "de bhrí go bhfuil an loch íseal; de bhrí gur díoladh an bruach;", 2),
        ("mt", "billi l-ilma naqas; billi l-art inbiegħet;", 2),
        ("fi", "ottaa huomioon, että järvi on matala; ottaa huomioon, että ranta myytiin;", 2),
        ("et", "arvestades, et järv on madal; arvestades, et kallas müüdi;", 2),
        ("lv", "tā kā ezers ir sekls; tā kā krasts ir pārdots;", 2),
        ("sk", "keďže jazero klesá; keďže breh predali;", 2),
        ("hr", "budući da je jezero plitko; budući da je obala prodana;", 2),
    ],
)
def test_findings(language: str, text: str, count: int) -> None:
    assert len(clauses(language, text)) == count


def test_rules_are_named() -> None:
    found = find_clauses("considerando que a es b; que c es d; considerando que e es f;", pack("es"))
    assert [clause.rule for clause in found] == ["opener", "continuation", "opener"]


# ---------------------------------------------------------------- a language of sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Sjön är grund. Stranden har sålts. Ingen har frågat.", 3),
        ("Sjön är grund! Vem frågade? Ingen.", 3),
        ("Den 3 juni 2031 kl. 14.30 sjönk vattnet med 3,5 meter. Ingen såg det.", 2),
        ("Artikel 3.5 i fördraget gäller. Det gör även art. 7.", 2),
        ("T.ex. sjön, dvs. vattnet, m.m. är skyddat.", 1),
        ("Redaktören J. Lind och M. E. Holm greps.", 1),
        ("Han sade: ”Sjön är vår.” Ingen svarade.", 2),
        ("FN:s rapportör kom bl.a. från Genève. Hon stannade i ca. tre dagar.", 2),
        ("Sjön är grund; stranden har sålts.", 1),
        ("Sjön ägs av Orm AB. Åtta byar dricker ur den. Även Ödevata gör det.", 3),
        ("Fallet prövades 2030. 12 personer dömdes.", 2),
    ],
)
def test_swedish_findings_are_sentences(text: str, count: int) -> None:
    found = find_clauses(text, pack("sv"))
    assert len(found) == count
    assert {clause.rule for clause in found} == {"sentence"}


# ---------------------------------------------------------------- what holds for every text


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["whereas", "; ", ". ", "· ", " ", "and ", "abc", "«", "” ", "3. ", "\u00a0", ", "]), max_size=25
    ).map("".join)
)
def test_clauses_cover_the_text_in_order(text: str) -> None:
    for language in ("en", "sv"):
        found = find_clauses(text, pack(language))
        assert bool(found) == bool(text)
        at = 0
        for clause in found:
            assert clause.span.start >= at
            assert not text[at : clause.span.start].strip()
            at = clause.span.end
        assert not text[at:].strip()
