"""The names that the vocabularies hold, in the forms in which frames can take them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from generator.phrases import ADJECTIVE, changed, phrases
from kzgraph.language.pack import languages, pack
from kzgraph.resolve.vocabulary import Entry, entries_of, vocabulary

_LISTED = ("Institution", "Office", "Organisation", "Collective")
_TEXTS = ("Convention", "PolicyDocument", "Treaty", "SanctionsRegime")


def ident_of(key: str) -> str:
    """Return the id of an entity: its key without the first part."""
    return key.partition("/")[2]


def slug(name: str) -> str:
    """Return the id of an invented name."""
    return "-".join(name.lower().split())


@cache
def force_of(concept: str) -> str:
    """Return the force of a verb."""
    if concept == "instructs":
        return "Instruction"
    return next(verb.force for code in languages() for verb in pack(code).verbs if verb.concept == concept)


def _owner_facts(entry: Entry) -> Mapping[str, str]:
    """The facts of the body that an office belongs to."""
    owner = vocabulary().get(entry.facts.get("belongsTo", ""))
    return owner.facts if owner else {}


@cache
def known_names(code: str, kind: str) -> tuple[tuple[Entry, str], ...]:
    """Return the names that stand in lists: those that mean one thing only and fit any state.

    Args:
        code: The language.
        kind: "bodies", "texts" or "countries".
    """
    classes = {"bodies": _LISTED, "texts": _TEXTS, "countries": ("State",)}[kind]
    meanings: dict[str, set[str]] = {}
    rows: list[tuple[Entry, str]] = []
    for entry in (*entries_of("actor"), *entries_of("instrument")):
        for text in entry.printed(code):
            meanings.setdefault(text.casefold(), set()).add(entry.key)
        of_a_state = "labelTemplate" in entry.facts or "labelTemplate" in _owner_facts(entry)
        if entry.cls in classes and not of_a_state:
            labels = ("prefLabel",) if kind == "countries" else ("prefLabel", "altLabel")
            rows += [(entry, text) for label in labels for text in entry.labels[label].get(code, ())]
    return tuple((entry, text) for entry, text in rows if len(meanings[text.casefold()]) == 1 and "," not in text)


@cache
def state_forms(code: str, case: str) -> dict[str, str]:
    """Return the states that have a form in a case, with it; an adjective that two states share tells neither."""
    rules = phrases(code).state_rules[case]
    label = "adjectiveLabel" if case.startswith(ADJECTIVE) else "prefLabel"
    forms: dict[str, str] = {}
    for entry in entries_of("actor"):
        found = [form for text in entry.labels[label].get(code, ()) if (form := changed(text, rules))]
        if entry.cls == "State" and found:
            forms[entry.key] = found[0]
    shared = Counter(forms.values())
    return {key: form for key, form in forms.items() if shared[form] == 1}


@cache
def state_idents() -> frozenset[str]:
    """Return the ids of all states."""
    return frozenset(ident_of(entry.key) for entry in entries_of("actor") if entry.cls == "State")
