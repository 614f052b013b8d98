"""Two invented resolutions in ten languages: the same acts, actors, texts and pinpoints in each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kzgraph.extract.read import read_unit
from kzgraph.language.pack import pack
from kzgraph.model import Head, Recognition, Source, Unit, UnitKind, Version
from kzgraph.resolve.mentions import link

FOLDER = Path(__file__).resolve().parent / "specimens"
#: The first is about a state of its own in each language, the second about one state.
STATES = {
    "bg": "myanmar", "cs": "belarus", "el": "turkiye", "et": "russia", "fi": "egypt", "hu": "azerbaijan", "lt": "iran", "lv": "china",
    "pl": "uganda", "sk": "venezuela",
}  # fmt: skip
VP_HR = "vice-president-of-the-commission-high-representative-of-the-union-for-foreign-affairs-and-security-policy"
EEAS, SPOKESPERSON = "european-external-action-service", "spokesperson-of-the-european-external-action-service"
UN_COMMISSIONER = "un-high-commissioner-for-human-rights"
COUNCIL, COMMISSION, COUNCIL_OF_EUROPE = "council-of-the-european-union", "european-commission", "council-of-europe"
OSCE, ICC = "organization-for-security-and-co-operation-in-europe", "international-criminal-court"
COVENANT, TREATY = "international-covenant-on-civil-and-political-rights", "treaty-on-european-union"
RULES = "rules-of-procedure-of-the-european-parliament"
# Persons and the group have one key in every language.
ANA, PAVEL, MIREL = "person-n-vln", "person-pvl-rln", "person-mrl-tsk"
TOMAN, DARIN = "person-tmn-krs", "person-drn-ks"
DECLARATION = "universal-declaration-of-human-rights"
Acts = dict[str, list[tuple[str, set[str]]]]

#: For each unit its actors and texts; "{}" is the state.
ARRESTS = {
    "citation/1": {"{}", "resolution-european-parliament-2031-07-08", "resolution-european-parliament-2030-01-21"},
    "citation/2": {
        VP_HR, "european-union", SPOKESPERSON, EEAS, "{}", f"statement-{VP_HR}-2032-09-30", f"statement-{SPOKESPERSON}-2032-10-05",
    },
    "citation/3": {
        "european-council", COUNCIL, "conclusions-european-council-2032-06-24", f"conclusions-{COUNCIL}-2032-07-12",
    },
    "citation/4": {
        UN_COMMISSIONER, MIREL, "un-experts", f"statement-{UN_COMMISSIONER}-2032-10-01", "statement-un-experts-2032-10-02",
    },
    "citation/5": {
        COVENANT, f"{COVENANT}/art/19", TREATY, f"{TREATY}/art/3/5", f"{TREATY}/art/21", "convention-on-the-rights-of-the-child",
    },
    "citation/6": {RULES, f"{RULES}/rule/144/5", f"{RULES}/rule/132/4"},
    "recital/A": {"police-of-{}", ANA, PAVEL, "organisation"},
    "recital/B": {"president-of-{}", TOMAN, "ministry-of-internal-affairs-of-{}", "supreme-court-of-{}"},
    "recital/C": {"amnesty-international", "human-rights-watch", ICC, COUNCIL_OF_EUROPE, "{}"},
    "paragraph/1": {ANA, PAVEL},
    "paragraph/2": {"authorities-of-{}", ANA, "government-of-{}", "criminal-code-of-{}", "criminal-code-of-{}/art/212"},
    "paragraph/3": {"president-of-{}", TOMAN},
    "paragraph/4": {"member-states", COMMISSION, VP_HR, "eu-global-human-rights-sanctions-regime"},
    "paragraph/5": {"delegation-of-the-european-union-of-{}", "embassies-of-the-member-states-of-{}", EEAS},
    "paragraph/6": {COUNCIL, "{}", f"decision-{COUNCIL}-2032-07-12", COVENANT, f"{COVENANT}/art/26"},
    "paragraph/7": {"un-human-rights-council", ICC, COUNCIL_OF_EUROPE, OSCE},
    "paragraph/8": {
        "president-of-the-european-parliament", COUNCIL, COMMISSION, VP_HR, "eu-special-representative-for-human-rights",
        "governments-and-parliaments-of-the-member-states", "un-secretary-general", "president-of-{}", "government-of-{}",
        "parliament-of-{}",
    },
}  # fmt: skip
#: For each paragraph its acts with those they address.
ARRESTS_ACTS: Acts = {
    "paragraph/1": [("Condemnation", set()), ("Condolence", set())],
    "paragraph/2": [("Demand", {"authorities-of-{}"}), ("Demand", {"government-of-{}"})],
    "paragraph/3": [("Demand", {"president-of-{}", TOMAN}), ("Demand", {"president-of-{}", TOMAN})],
    "paragraph/4": [("Demand", {"member-states", COMMISSION, VP_HR}), ("Demand", set())],
    "paragraph/5": [
        ("Demand", {"delegation-of-the-european-union-of-{}", "embassies-of-the-member-states-of-{}"}),
        ("Demand", {EEAS}),
    ],
    "paragraph/6": [(force, set()) for force in ("Concern", "Condemnation", "Statement", "Commendation", "Statement")],
    "paragraph/7": [("Demand", set()), ("Demand", {"un-human-rights-council", ICC}), ("Demand", {COUNCIL_OF_EUROPE, OSCE})],
    "paragraph/8": [("Instruction", {"president-of-the-european-parliament"})],
}
#: A Hungarian adjective stands where other languages print the name of the state.
ADJECTIVES = {("hu", "citation/2")}

TRIALS = {
    "citation/1": {"rome-statute-of-the-international-criminal-court", "geneva-conventions", DECLARATION, f"{DECLARATION}/art/5"},
    "recital/A": {"parliament-of-{}", "law-on-non-governmental-organisations-of-{}", "Ana", PAVEL, DARIN},
    "recital/B": {"reporters-without-borders", "{}", "security-forces-of-{}", "world-press-freedom-index"},
    "paragraph/1": {"authorities-of-{}", "people-of-{}"},
    "paragraph/2": {"government-of-{}", PAVEL, "authorities-of-{}"},
    "paragraph/3": {VP_HR, COUNCIL, "russia"},
    "paragraph/4": {"international-community", "organization-of-american-states", "un-secretary-general", "china"},
    "paragraph/5": {ICC},
    "paragraph/6": {COMMISSION, EEAS, "police-of-{}", "army-of-{}"},
    "paragraph/7": {"{}", "un-special-rapporteur-on-torture", "Ana", DARIN},
}
TRIALS_ACTS: Acts = {
    "paragraph/1": [("Condemnation", set()), ("Commendation", set()), ("Commendation", set())],
    # Who is to release somebody is addressed, also as the subject of "that"; "them" are those addressed before.
    "paragraph/2": [("Demand", {"government-of-{}"}), ("Demand", {"authorities-of-{}"}), ("Demand", {"authorities-of-{}"})],
    "paragraph/3": [("Commendation", set()), ("Demand", {COUNCIL}), ("Condemnation", set())],
    "paragraph/4": [
        ("Demand", {"international-community", "organization-of-american-states", "un-secretary-general"}),
        ("Demand", {"china"}),
    ],
    "paragraph/5": [(force, set()) for force in ("Commendation", "Statement", "Statement", "Statement")],
    "paragraph/6": [("Demand", {COMMISSION, EEAS}), ("Demand", set()), ("Demand", {"police-of-{}", "army-of-{}"})],
    "paragraph/7": [("Demand", {"{}"}), ("Concern", set())],
}
RESOLUTIONS = {"arrests": (ARRESTS, ARRESTS_ACTS), "trials": (TRIALS, TRIALS_ACTS)}
FIGURES = {
    ("arrests", "recital/A"): [35, 2_000_000, 3_000_000],
    ("arrests", "recital/C"): [120],
    ("trials", "recital/A"): [17],
    ("trials", "recital/B"): [159, 200],
}

EVERY = pytest.mark.parametrize(
    ("code", "name", "unit"),
    [(code, name, unit) for code in sorted(STATES) for name, (units, _) in RESOLUTIONS.items() for unit in units],
)


def state(code: str, name: str) -> str:
    """Which state a resolution is about."""
    return STATES[code] if name == "arrests" else "venezuela"


@cache
def specimen(code: str, name: str) -> dict[str, Unit]:
    """The units of a resolution in one language by key."""
    units: list[Unit] = []
    title = None
    for line in (FOLDER / name / f"{code}.txt").read_text("utf-8").splitlines():
        key, text = line.split("|")
        kind, _, label = key.partition("/")
        if kind == "title":
            title = text
        else:
            units.append(replace(read_unit(text, pack(code), UnitKind(kind)), label=label, rank=len(units) + 1))
    version = Version(Source(code, "", "0" * 64, "text/plain", "utf-8"), Recognition(code, (), ()), Head(title), tuple(units))
    return {unit.key: unit for unit in link(version).units}


def plain(key: str) -> str:
    """The key of an entity without its kind; groups may be translated, and Velin may be Velinová, so they have none of their own."""
    name = key.partition("/")[2]
    return "organisation" if name.startswith("organisation-") else name


def told(names: set[str], name: str) -> set[str]:
    """The names of a unit; in the trials the woman has the ending of her language."""
    return {"Ana" if name == "trials" and one.startswith(ANA) else one for one in names}


@EVERY
def test_mentions(code: str, name: str, unit: str) -> None:
    wanted = {one.format(state(code, name)) for one in RESOLUTIONS[name][0][unit]}
    if name == "arrests" and (code, unit) in ADJECTIVES:
        wanted.discard(STATES[code])
    assert told({plain(mention.entity) for mention in specimen(code, name)[unit].mentions}, name) == wanted


@EVERY
def test_acts(code: str, name: str, unit: str) -> None:
    found = [(act.force, {plain(key) for key in act.addressees}) for act in specimen(code, name)[unit].acts]
    wanted = RESOLUTIONS[name][1].get(unit, [])
    assert found == [(force, {one.format(state(code, name)) for one in names}) for force, names in wanted]


@EVERY
def test_figures(code: str, name: str, unit: str) -> None:
    assert [mention.value for mention in specimen(code, name)[unit].figures] == FIGURES.get((name, unit), [])
