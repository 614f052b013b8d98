"""Which work a record is about, and where record and text do not say the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from kzgraph.metadata import Record
from kzgraph.model import Head, Recognition, Source, Stage, Version, Work
from kzgraph.resolve.records import alike, attach, described, record_divergences, tabled, votes
from tests.records import TITLES, adopted, decision, joint, procedure, records_of

FULL = {
    "bg": "Резолюция на Европейския парламент от 12 юни 2031 г. относно езерните общности на Велдория",
    "el": "Ψήφισμα του Ευρωπαϊκού Κοινοβουλίου της 12ης Ιουνίου 2031 σχετικά με τις λιμναίες κοινότητες της Βελντόρια",
    "fi": "Euroopan parlamentin päätöslauselma 12. kesäkuuta 2031 Veldorian järviyhteisöistä",
    "hr": "Rezolucija Europskog parlamenta od 12. lipnja 2031. o jezerskim zajednicama u Veldoriji",
    "mt": "Riżoluzzjoni tal-Parlament Ewropew tat-12 ta' Ġunju 2031 dwar il-komunitajiet tal-lag tal-Veldorja",
}
#: What a register would call another text.
OTHER = {
    "bg": "Изборите в Остравия",
    "el": "Οι εκλογές στην Οστράβια",
    "fi": "Ostravian vaalit",
    "hr": "Izbori u Ostraviji",
    "mt": "L-elezzjonijiet f'Ostravja",
}


def version(code: str = "hr", name: str = "", **head: Any) -> Version:
    found = Head(**{"stage": Stage.ADOPTED_TEXT, **head})
    name = name or f"in/{code}.txt"
    return Version(Source(name, "", name, "text/plain", "utf-8"), Recognition(code, (), ()), found, ())


def work(*versions: Version, key: str = "2031-2901") -> Work:
    return Work(key, tuple((one.language + str(number), one) for number, one in enumerate(versions)))


def tied(works: Sequence[Work], *records: Record) -> dict[str, list[str]]:
    """The records of each work, and under "" those of none."""
    found, loose = attach(works, records)
    return {one.key: [record.identifier for record in one.records] for one in found} | {"": [one.identifier for one in loose]}


PRINTED = version(procedure="2031/2901(RSP)", adopted_text_numbers=("P11_TA(2031)0144",))


# ---------------------------------------------------------------- which work


@pytest.mark.parametrize(
    "head",
    [
        {"adopted_text_numbers": ("P11_TA(2031)0144",)},
        {"adopted_text_numbers": ("P11_TA-PROV(2031)0144",)},
        {"procedure": "2031/2901(RSP)"},
    ],
)
def test_a_printed_number_ties(head: dict[str, Any]) -> None:
    other = work(version("mt", procedure="2031/2750(RSP)", adopted_text_numbers=("P11_TA(2031)0145",)), key="2031-2750")
    assert tied([work(version(**head)), other], *records_of(adopted())) == {
        "2031-2901": ["TA-11-2031-0144"],
        "2031-2750": [],
        "": [],
    }


def test_a_text_without_number_is_tied_by_its_file() -> None:
    [record] = records_of(adopted(inverse_created_a_realization_of=None), name="out/TA-11-2031-0144.json")
    beside = work(version("el", "out/TA-11-2031-0144.el.xml"), key="x-1")
    elsewhere = work(version("el", "in/TA-11-2031-0144.el.xml"), key="x-2")
    member = work(version("el", "out/TA-11-2031-0144.el.zip#a.xml"), key="x-3")
    assert tied([beside, elsewhere], record)["x-1"] == ["TA-11-2031-0144"]
    assert tied([member], record)["x-3"] == ["TA-11-2031-0144"]
    assert tied([elsewhere], record)[""] == ["TA-11-2031-0144"]


def test_another_adopted_text_of_the_same_procedure_is_another() -> None:
    [record] = records_of(adopted(id="eli/dl/doc/TA-11-2031-0145", identifier="TA-11-2031-0145"))
    assert tied([work(PRINTED)], record)[""] == ["TA-11-2031-0145"]


@pytest.mark.parametrize("head", [{"document_numbers": ("RC-B11-0065/2031",)}, {"document_numbers": ("RC-11-0065/2031",)}])
def test_a_joint_motion_is_tied_by_its_number(head: dict[str, Any]) -> None:
    assert tied([work(version(stage=Stage.JOINT_MOTION, **head))], *records_of(joint()))["2031-2901"] == ["RC-11-2031-0065"]


def test_what_was_adopted_or_replaced_is_tied_by_what_says_so() -> None:
    motion = joint(id="eli/dl/doc/B-11-2031-0079", identifier="B-11-2031-0079", is_derivative_of=None)
    records = [
        *records_of(adopted()),
        *records_of(joint()),
        *records_of(motion),
        *records_of(decision()),
        *records_of(procedure()),
    ]
    expected = ["TA-11-2031-0144", "RC-11-2031-0065", "B-11-2031-0079", "2031-2901", "MTG-PL-2031-06-12-DEC-160031"]
    for order in permutations(records):
        assert tied([work(PRINTED)], *order) == {"2031-2901": expected, "": []}
    assert tied([work(PRINTED)], *records_of(joint()), *records_of(decision()))[""] == [
        "RC-11-2031-0065",
        "MTG-PL-2031-06-12-DEC-160031",
    ]


def test_a_record_of_nothing_here_is_told() -> None:
    assert tied([work(version("mt", procedure="2031/2750(RSP)"))], *records_of(adopted()), *records_of(procedure()))[""] == [
        "TA-11-2031-0144",
        "2031-2901",
    ]


def test_a_record_given_twice_counts_once() -> None:
    [one], [other] = records_of(adopted()), records_of(adopted(), name="b.json")
    [found], _ = attach([work(PRINTED)], [other, one])
    assert found.records == (one,)


def test_works_without_records_are_as_they_were() -> None:
    one = work(PRINTED)
    assert attach([one], []) == ((one,), ())


# ---------------------------------------------------------------- what differs


def points(*items: Any, versions: Sequence[Version]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    [found], _ = attach([work(*versions)], records_of(*items))
    return [(point.on, point.recorded, point.printed, point.versions) for point in record_divergences(found)]


@pytest.mark.parametrize("code", sorted(FULL))
def test_titles_of_one_text_are_alike_in_every_language(code: str) -> None:
    assert alike(TITLES[code], FULL[code])
    assert alike(FULL[code], FULL[code])
    assert alike(FULL[code].upper(), FULL[code])
    assert not alike(OTHER[code], FULL[code])
    assert not alike(FULL[code].replace("12", "13"), FULL[code])


def test_what_agrees_is_no_divergence() -> None:
    versions = [
        version(code, date="2031-06-12", title=title, procedure="2031/2901(RSP)", adopted_text_numbers=("P11_TA(2031)0144",))
        for code, title in FULL.items()
    ]
    assert points(adopted(), procedure(), versions=versions) == []


def test_a_date_that_two_versions_print_otherwise() -> None:
    dates = {"bg": "2031-06-12", "el": "2031-06-11", "hr": "2031-06-12", "mt": "2031-06-11", "fi": None}
    versions = [version(code, date=day, procedure="2031/2901(RSP)") for code, day in dates.items()]
    assert points(adopted(), versions=versions) == [("date", "2031-06-12", "2031-06-11", ("el1", "mt3"))]


@pytest.mark.parametrize("code", sorted(FULL))
def test_a_title_of_something_else(code: str) -> None:
    one = version(code, title=FULL[code], procedure="2031/2901(RSP)")
    assert points(adopted(title_dcterms=OTHER), versions=[one]) == [("title", OTHER[code], FULL[code], (f"{code}0",))]


def test_another_procedure_and_another_number() -> None:
    item = adopted(inverse_created_a_realization_of=["eli/dl/proc/2031-2902", "eli/dl/proc/2031-2903"])
    one = version(procedure="2031/2901(RSP)", adopted_text_numbers=("P11_TA(2031)0144",))
    assert points(item, versions=[one]) == [("procedure", "2031/2902, 2031/2903", "2031/2901(RSP)", ("hr0",))]
    named = version("hr", "TA-11-2031-0144.hr.xml", adopted_text_numbers=("P11_TA(2031)0143",))
    [found], _ = attach([work(named)], records_of(adopted(), name="TA-11-2031-0144.json"))
    [point] = record_divergences(found)
    assert (point.on, point.recorded, point.printed) == ("number", "P11_TA(2031)0144", "P11_TA(2031)0143")


def test_the_kind_of_a_procedure_counts_where_it_is_recorded() -> None:
    one = version(procedure="2031/2901(RSP)")
    assert points(procedure(label="2031/2901(INI)"), versions=[one]) == [
        ("procedure", "2031/2901(INI)", "2031/2901(RSP)", ("hr0",))
    ]


def test_the_record_of_one_stage_says_nothing_of_another() -> None:
    motion = version(date="2031-06-10", procedure="2031/2901(RSP)", stage=Stage.JOINT_MOTION)
    assert points(adopted(), versions=[motion]) == []
    assert points(adopted(), joint(), versions=[motion]) == []
    assert points(adopted(), joint(document_date="2031-06-09"), versions=[motion]) == [
        ("date", "2031-06-09", "2031-06-10", ("hr0",))
    ]


def test_a_text_that_does_not_tell_its_stage_is_described_by_the_record_beside_it() -> None:
    unknown = version("hr", "out/RC-11-2031-0065.hr.pdf", stage=Stage.UNKNOWN, procedure="2031/2901(RSP)")
    records = [*records_of(adopted(), name="out/TA-11-2031-0144.json"), *records_of(joint(), name="out/RC-11-2031-0065.json")]
    [found], _ = attach([work(unknown)], records)
    assert [record.identifier for record in found.records if list(described(found, record))] == ["RC-11-2031-0065"]
    [found], _ = attach([work(unknown)], records[:1])
    assert [record.identifier for record in found.records if list(described(found, record))] == ["TA-11-2031-0144"]


def test_divergences_are_numbered_by_what_they_are_on() -> None:
    versions = [version("el", date="2031-06-11", title=FULL["el"], procedure="2031/2901(RSP)"), version("mt", date="2031-06-10")]
    [found], _ = attach([work(*versions)], records_of(adopted(title_dcterms=OTHER)))
    assert [(point.on, point.number) for point in record_divergences(found)] == [("date", 1), ("date", 2), ("title", 1)]


# ---------------------------------------------------------------- motions and votes


def test_motions_are_told_with_what_became_of_them() -> None:
    [found], _ = attach([work(PRINTED)], records_of(adopted(), joint()))
    assert {name: (by, adopted) for name, (by, adopted, _) in tabled(found).items()} == {
        "B-11-2031-0079": (("RC-11-2031-0065",), False),
        "B-11-2031-0080": (("RC-11-2031-0065",), False),
        "RC-11-2031-0065": ((), True),
    }


def test_of_the_votes_in_a_procedure_those_on_the_text_count() -> None:
    on = {
        "a": ["eli/dl/doc/TA-11-2031-0144"],
        "b": ["eli/dl/doc/RC-11-2031-0065"],
        "c": ["eli/dl/doc/B-11-2031-0081"],
        "d": ["eli/dl/doc/RC-11-2031-0065-AM-001"],
        "e": None,
    }
    steps = [decision(activity_id=name, decided_on_a_realization_of=about) for name, about in on.items()]
    [found], _ = attach([work(PRINTED)], records_of(adopted(), procedure(consists_of=steps)))
    assert [vote.identifier for _, vote in votes(found)] == ["a", "b"]
