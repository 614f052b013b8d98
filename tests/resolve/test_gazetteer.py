"""Known names: every name of every vocabulary is found as itself, in 24 languages."""

from __future__ import annotations

import pytest

from kzgraph.language.pack import languages
from kzgraph.language.tokens import tokenise
from kzgraph.resolve.gazetteer import gazetteer
from kzgraph.resolve.vocabulary import entries_of, vocabulary


def found(text: str, code: str) -> list[tuple[str, str]]:
    """The names in a text: what is printed, and the entry's key."""
    return [(text[hit.start : hit.end], hit.key) for hit in gazetteer(code).find(text, tokenise(text, code))]


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_name_is_found_as_its_own_entry(code: str) -> None:
    strangers = []
    for entry in (*entries_of("actor"), *entries_of("instrument")):
        for form in (*entry.labels["prefLabel"].get(code, ()), *entry.labels["altLabel"].get(code, ())):
            if "…" in form:
                continue
            keys = {key for _, key in found(f"xx {form} xx", code)}
            # One printed form may name two things (CSI, CEDH); a dialogue without its state is any dialogue.
            rivals = [vocabulary()[key] for key in keys if key in vocabulary()]
            shared = any(form.casefold() in map(str.casefold, rival.printed(code)) for rival in rivals)
            if entry.key not in keys and not shared and not any(rival.kind == "bilateral" for rival in rivals):
                strangers.append((entry.key, form, sorted(keys)))
    assert not strangers


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("hu", "felhívja az Európai Tanácsot", [("Európai Tanácsot", "actor/european-council")]),
        ("hu", "felhívja az Európa Tanácsot", [("Európa Tanácsot", "actor/council-of-europe")]),
        ("en", "under GSP+ status", [("GSP+", "instrument/gsp-plus")]),
        ("en", "under GSP status", [("GSP", "instrument/generalised-scheme-of-preferences")]),
        ("hr", "kaže OESS-a i dalje", [("OESS-a", "actor/organization-for-security-and-co-operation-in-europe")]),
        ("de", "ruft die Kommission auf", [("Kommission", "actor/european-commission")]),
        ("en", "a commission of lawyers", []),
        ("cs", "jaro na Ukrajině", [("Ukrajině", "actor/ukraine")]),
        ("ga", "ar an gComhairle", [("gComhairle", "actor/council-of-the-european-union")]),
        ("ga", "teorainn na hÍoslainne", [("hÍoslainne", "actor/iceland")]),
        ("en", "the North Korean coast", [("North Korean", "adjective/actor/north-korea")]),
        ("hu", "az új-zélandi part", [("új-zélandi", "adjective/actor/new-zealand")]),
        ("sk", "píše Marek Tosk", []),
    ],
)
def test_names_are_told_apart(code: str, text: str, names: list[tuple[str, str]]) -> None:
    assert found(text, code) == names


@pytest.mark.parametrize(
    ("code", "text", "keys"),
    [
        # The name itself ends like a case ending.
        ("fi", "välittää neuvostolle, komissiolle ja YK:n ihmisoikeusneuvostolle", ["council-of-the-european-union", "european-commission", "un-human-rights-council"]),
        ("hu", "felszólítja Azerbajdzsánt és Tanzániát", ["azerbaijan", "tanzania"]),
        ("et", "kutsub üles OSCEd ja Rahvusvahelist Kriminaalkohut", ["organization-for-security-and-co-operation-in-europe", "international-criminal-court"]),
        ("fi", "Human Rights Watchin ja Amnesty Internationalin mukaan", ["human-rights-watch", "amnesty-international"]),
        # A comma of the name's own.
        ("cs", "místopředsedovi Komise, vysokému představiteli Unie pro zahraniční věci a bezpečnostní politiku", ["vice-president-of-the-commission-high-representative-of-the-union-for-foreign-affairs-and-security-policy"]),
        # Words that only look like a case form.
        ("et", "mure Norra kohta", ["norway"]),
        ("et", "on olnud võimul kümme aastat", []),
        ("pl", "sprawuje władzę od dziesięciu lat", []),
        ("bg", "е на власт от десет години", []),
        ("lt", "yra valdžioje dešimt metų", []),
    ],
)  # fmt: skip
def test_case_forms(code: str, text: str, keys: list[str]) -> None:
    assert [key.rpartition("/")[2] for _, key in found(text, code)] == keys
