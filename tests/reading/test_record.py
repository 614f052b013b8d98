"""Records of Parliament's Open Data: whatever stands in the JSON, it is understood or refused."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph.errors import InputError
from kzgraph.metadata import RecordKind, VoteCount
from kzgraph.reading import record as reader
from kzgraph.reading.record import day_in_brussels, read_record_file, read_records
from tests.records import TITLES, WORK, adopted, as_file, decision, digest, joint, procedure, records_of


def refusal(*items: Any) -> str:
    with pytest.raises(InputError) as caught:
        records_of(*items)
    assert caught.value.place == "a.json"
    assert caught.value.remedy
    return caught.value.reason


def test_an_adopted_text() -> None:
    [record] = records_of(adopted())
    assert (record.kind, record.identifier, record.reference) == (RecordKind.ADOPTED_TEXT, WORK, "P11_TA(2031)0144")
    assert (record.address, record.date, record.procedures) == (f"eli/dl/doc/{WORK}", "2031-06-12", ("2031/2901",))
    assert dict(record.titles) == TITLES
    assert record.languages == tuple(sorted(TITLES))
    assert record.adopts == ("RC-11-2031-0065",)
    assert record.sha256 == digest(adopted())
    assert record.length == len(as_file(adopted()).decode())


def test_a_joint_motion_with_what_it_replaces() -> None:
    [record] = records_of(joint())
    assert (record.kind, record.reference) == (RecordKind.JOINT_MOTION, "RC-B11-0065/2031")
    assert record.replaces == ("B-11-2031-0079", "B-11-2031-0080")
    # Midnight where Parliament sits, told in UTC.
    assert record.date == "2031-06-10"


def test_a_single_motion_replaces_nothing() -> None:
    item = joint(id="eli/dl/doc/B-11-2031-0079", identifier="B-11-2031-0079")
    [record] = records_of(item)
    assert (record.kind, record.replaces) == (RecordKind.MOTION, ())


def test_a_procedure_and_its_votes() -> None:
    [record] = records_of(procedure(consists_of=[decision(), {"id": "eli/dl/event/x"}]))
    assert (record.kind, record.identifier, record.reference) == (RecordKind.PROCEDURE, "2031-2901", "2031/2901(RSP)")
    assert record.procedures == ("2031/2901(RSP)",)
    [vote] = record.votes
    assert (vote.favor, vote.against, vote.abstention, vote.date) == (512, 31, 47, "2031-06-12")


def test_a_procedure_whose_kind_is_not_told() -> None:
    [record] = records_of(procedure(label=None))
    assert (record.reference, record.procedures) == ("2031/2901", ("2031/2901",))


def test_decisions_of_a_sitting() -> None:
    other = decision(id="eli/dl/event/MTG-PL-2031-06-12-DEC-160032", activity_id="MTG-PL-2031-06-12-DEC-160032")
    first, second = records_of(decision(), other, {"id": "eli/dl/event/MTG-PL-2031-06-12-ITM-1", "type": "Activity"})
    assert first.kind is RecordKind.DECISION
    assert first.votes == (
        VoteCount(
            "MTG-PL-2031-06-12-DEC-160031", "eli/dl/event/MTG-PL-2031-06-12-DEC-160031", "2031-06-12", 512, 31, 47,
            ("RC-11-2031-0065",),
        ),
    )  # fmt: skip
    assert second.identifier == "MTG-PL-2031-06-12-DEC-160032"


@pytest.mark.parametrize(
    "titles",
    [
        {"el": " Οι λίμνες \n της Βελντόρια ", "mul": "x", "ru": "x"},
        [{"@language": "el", "@value": "Οι λίμνες της Βελντόρια"}],
        {"@language": "el", "@value": "Οι λίμνες της Βελντόρια"},
        {"el": ["Οι λίμνες της Βελντόρια", "another"]},
    ],
)
def test_titles_in_any_form_of_json_ld(titles: Any) -> None:
    assert records_of(adopted(title_dcterms=titles))[0].titles == (("el", "Οι λίμνες της Βελντόρια"),)


def test_titles_of_expressions_fill_what_the_work_lacks() -> None:
    expressions = [
        {"id": f"eli/dl/doc/{WORK}/hr", "title": {"hr": "Drugi naslov"}},
        {"id": f"eli/dl/doc/{WORK}/lt", "title": "Veldorijos ežerų bendruomenės"},
        {"id": f"eli/dl/doc/{WORK}/mul", "title": "x"},
    ]
    [record] = records_of(adopted(is_realized_by=expressions))
    assert dict(record.titles) == {**TITLES, "lt": "Veldorijos ežerų bendruomenės"}
    assert record.languages == ("hr", "lt")


def test_addresses_may_be_written_out_and_the_procedure_named_by_its_decision() -> None:
    root = "https://data.europarl.europa.eu/"
    item = adopted(
        id=f"{root}eli/dl/doc/{WORK}",
        adopts=f"{root}eli/dl/doc/RC-11-2031-0065",
        inverse_created_a_realization_of=None,
        inverse_decided_on_a_realization_of=["eli/dl/event/2031-2901-DEC-DCPL-2031-06-12"],
    )
    [record] = records_of(item)
    assert (record.adopts, record.procedures) == (("RC-11-2031-0065",), ("2031/2901",))


def test_a_vote_inside_the_record_of_the_text_is_on_that_text() -> None:
    [record] = records_of(adopted(inverse_decided_on_a_realization_of=[decision(decided_on_a_realization_of=None)]))
    assert record.votes[0].about == (WORK,)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is no JSON"),
        (b"{]", "it is no JSON"),
        (b"\xff\xfe{\x00", "it is no JSON"),
        (b"[" * 200_000, "it is no JSON"),
        (b'{"data": [{"number_of_votes_favor": NaN}]}', "it is no JSON"),
        (b'{"data": ' + b"9" * 10_000 + b"}", "it is no JSON"),
        (b'["data"]', "it is no record of Parliament's Open Data"),
        (b'{"data": {"id": 1}}', "it is no record of Parliament's Open Data"),
        (b'{"data": [1]}', "it is no record of Parliament's Open Data"),
        (b'{"works": []}', "it is no record of Parliament's Open Data"),
        (b'{"data": []}', "it says nothing about a text, a procedure or a vote"),
        (as_file({"id": "person/124936"}), "it says nothing about a text, a procedure or a vote"),
        (as_file({"id": "eli/dl/doc/TA-11-2031-0144-COR01"}), "it says nothing about a text, a procedure or a vote"),
    ],
)
def test_what_is_no_record_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read_records(data, "a.json")
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (adopted(id=7), "its id is no text"),
        (adopted(identifier="TA-11-2031-0145"), "its identifier is not that of its id"),
        (adopted(identifier=[]), "its identifier is not that of its id"),
        (adopted(document_date="12 June 2031"), "its document_date is no date"),
        (adopted(document_date="2031-02-30"), "its document_date is no date"),
        (adopted(document_date=20310612), "its document_date is no date"),
        (adopted(document_date={"@value": []}), "its document_date is no date"),
        (adopted(document_date="0001-01-01T00:00:00+14:00"), "its document_date is no date"),
        (adopted(document_date="9999-12-31T23:30:00Z"), "its document_date is no date"),
        (adopted(title_dcterms={"hr": 7}), "its title_dcterms is no title"),
        (adopted(title_dcterms={"hr": {"x": 1}}), "its title_dcterms is no title"),
        (adopted(title_dcterms={"hr": "x" * 2001}), "its title_dcterms is no title"),
        (adopted(title_dcterms={"hr": "a\x1b[2Jb"}), "its title_dcterms has characters that no title has"),
        (adopted(adopts=[7]), "its adopts is neither a text nor a node"),
        (adopted(adopts=[{"id": 7}]), "its id is no text"),
        (adopted(adopts=["x"] * 10_001), "its adopts has more than 10,000 values"),
        (procedure(label="2031/2902(RSP)"), "its label is not the number of the procedure"),
        (procedure(label=7), "its label is not the number of the procedure"),
        (decision(number_of_votes_favor=-1), "its number_of_votes_favor is no number of votes"),
        (decision(number_of_votes_against="31"), "its number_of_votes_against is no number of votes"),
        (decision(number_of_votes_abstention=True), "its number_of_votes_abstention is no number of votes"),
        (decision(number_of_votes_abstention=None), "its number_of_votes_abstention is no number of votes"),
        (decision(number_of_votes_favor=10**9), "its number_of_votes_favor is no number of votes"),
        (decision(activity_id="a/../b"), "its activity_id is no identifier"),
        (decision(activity_id=None, id=None), "its activity_id is no identifier"),
        (
            procedure(consists_of=[decision(), decision(number_of_votes_favor=513)]),
            "its activity_id MTG-PL-2031-06-12-DEC-160031 stands for two votes",
        ),
    ],
)
def test_a_value_of_another_form_is_named(item: dict[str, Any], reason: str) -> None:
    assert refusal(item) == reason


def test_half_a_character_is_no_title() -> None:
    data = as_file(adopted(title_dcterms={"hr": "x"})).replace(b'"x"', b'"\\ud83d"')
    with pytest.raises(InputError, match="characters that no title has"):
        read_records(data, "a.json")


def test_one_file_says_one_thing_of_one_text() -> None:
    assert len(records_of(adopted(), adopted())) == 1
    assert refusal(adopted(), adopted(document_date="2031-06-13")) == "it says different things about P11_TA(2031)0144"


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 100)
    path = tmp_path / "a.json"
    path.write_bytes(as_file(adopted()))
    with pytest.raises(InputError, match="more than 100 bytes"):
        read_record_file(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_record_file(tmp_path / "b.json")


def test_a_sitting_with_very_many_votes_takes_no_time() -> None:
    many = [
        decision(activity_id=f"DEC-{number}", id=f"eli/dl/event/DEC-{number}", had_voter_favor=["person/1"] * 300)
        for number in range(1500)
    ]
    start = time.process_time()
    assert len(records_of(*many)) == 1500
    assert time.process_time() - start < 20


@pytest.mark.parametrize("year", [2029, 2030, 2031])
def test_summer_time_is_that_of_the_union(year: int) -> None:
    """By the tables of time zones where the machine has them, hour by hour over the days on which it changes."""
    zoneinfo = pytest.importorskip("zoneinfo")
    try:
        brussels = zoneinfo.ZoneInfo("Europe/Brussels")
    except zoneinfo.ZoneInfoNotFoundError:
        pytest.skip("this machine has no tables of time zones")
    from datetime import UTC, datetime, timedelta

    for month in (1, 3, 6, 10, 12):
        moment = datetime(year, month, 20, tzinfo=UTC)
        for _ in range(12 * 24):
            moment += timedelta(hours=1)
            assert day_in_brussels(moment.isoformat()) == moment.astimezone(brussels).date()


KEYS = st.sampled_from(
    sorted({*adopted(), *joint(), *procedure(), *decision(), "@value", "@language", "@id", "title", "hr", "mul"})
)
WORDS = st.sampled_from(
    [f"eli/dl/doc/{WORK}", f"eli/dl/doc/{WORK}/hr", "eli/dl/proc/2031-2901", "2031-06-12", "2031-06-11T22:00Z", "2031/2901(RSP)",
     "eli/dl/doc/../../x", "\x00", "\ud800", ""]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(st.dictionaries(KEYS, JSON, max_size=6) | st.builds(lambda more: adopted() | more, st.dictionaries(KEYS, JSON, max_size=2)), max_size=3))  # fmt: skip
def test_any_json_is_understood_or_refused(items: list[Any]) -> None:
    try:
        found = read_records(json.dumps({"data": items}).encode(), "a.json")
    except InputError:
        return
    for record in found:
        for _, title in record.titles:
            title.encode()
        assert " " not in record.address + record.identifier


@given(st.binary(max_size=200))
def test_any_bytes_are_understood_or_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_records(data, "a.json")
