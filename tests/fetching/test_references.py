"""What a reference names: printed and parsed both ways, in all its forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph.errors import FetchError
from kzgraph.fetching.doceo import page_of
from kzgraph.fetching.references import Celex, Document, Procedure, Reference, expand, is_reference, parse
from kzgraph.language.pack import languages

YEARS = st.integers(1979, 2999)
NUMBERS = st.integers(1, 9999)
DOCUMENTS = st.builds(Document, st.sampled_from(["TA", "RC", "B", "A"]), st.integers(1, 99), YEARS, NUMBERS)
CELEX = st.builds(Celex, YEARS, st.sampled_from(["IP", "AP", "BP", "DP", "XP", "PC"]), NUMBERS, st.integers(0, 99))
PROCEDURES = st.builds(
    Procedure, YEARS, NUMBERS, st.sampled_from(["RSP", "INI", "INL", "COD", "DEC"]), st.sampled_from(["", "A", "M"])
)
VELDORIA = Document("TA", 11, 2031, 144)


@given(DOCUMENTS | CELEX | PROCEDURES)
def test_what_is_printed_is_parsed(work: Document | Celex | Procedure) -> None:
    assert parse(str(work)) == Reference(work)
    assert parse(f"  {str(work).lower()}\n").work == work


@given(DOCUMENTS | CELEX)
def test_an_identifier_is_parsed(work: Document | Celex) -> None:
    assert parse(work.identifier) == Reference(work)


@given(DOCUMENTS | CELEX, st.sampled_from(languages()))
def test_the_address_of_a_page_is_parsed(work: Document | Celex, language: str) -> None:
    assert parse(page_of(work, language)) == Reference(work, language)


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    if is_reference(text):
        assert parse(str(parse(text))).work == parse(text).work


@pytest.mark.parametrize(
    ("text", "work", "language"),
    [
        ("P11_TA-PROV(2031)0144", VELDORIA, None),
        ("T11-0144/2031", VELDORIA, None),
        ("TA-11-2031-0144_GA", VELDORIA, "ga"),
        ("P11-TA-2031-0144", VELDORIA, None),
        ("B11\u20110079/2031", Document("B", 11, 2031, 79), None),
        ("RC1-B11-0065/2031", Document("RC", 11, 2031, 65), None),
        ("A11-0019/2031", Document("A", 11, 2031, 19), None),
        ("52031IP0144(01)", Celex(2031, "IP", 144, 1), None),
        ("2031/2901(rsp)", Procedure(2031, 2901, "RSP"), None),
        ("https://www.europarl.europa.eu/doceo/document/TA-11-2031-0144-FNL_EL.pdf", VELDORIA, "el"),
        ("http://www.europarl.europa.eu/sides/getDoc.do?type=TA&reference=P7-TA-2012-0503&language=FI", Document("TA", 7, 2012, 503), "fi"),
        ("http://www.europarl.europa.eu/sides/getDoc.do?pubRef=-//EP//TEXT+TA+P5-TA-2000-0026+0+DOC+XML+V0//PT", Document("TA", 5, 2000, 26), "pt"),
        ("http://www.europarl.europa.eu/sides/getDoc.do?type=MOTION&reference=B7-2013-0178&language=SV", Document("B", 7, 2013, 178), "sv"),
        ("https://data.europarl.europa.eu/distribution/doc/TA-11-2031-0144_lv.docx", VELDORIA, "lv"),
        ("https://data.europarl.europa.eu/distribution/reds_iPlTa_Itm/TA-11-2031-0144/TA-11-2031-0144-FNL_cs.xml", VELDORIA, "cs"),
        ("https://data.europarl.europa.eu/eli/dl/doc/TA-11-2031-0144/hu", VELDORIA, "hu"),
        ("https://data.europarl.europa.eu/api/v2/adopted-texts/TA-11-2031-0144?format=application%2Fld%2Bjson", VELDORIA, None),
        ("https://eur-lex.europa.eu/legal-content/RO/TXT/HTML/?uri=CELEX%3A52031IP0144", Celex(2031, "IP", 144), "ro"),
        ("https://publications.europa.eu/resource/celex/52031IP0144", Celex(2031, "IP", 144), None),
        ("https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference=2031/2901(RSP)", Procedure(2031, 2901, "RSP"), None),
    ],
)  # fmt: skip
def test_all_forms_are_known(text: str, work: object, language: str | None) -> None:
    assert parse(text) == Reference(work, language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "notes.txt",
        "TA-11-2031-0144.txt",
        "TA-11-2031-06-12",
        "texts/TA-11-2031-0144",
        "2031-2901",
        "32016R0679",
        "https://www.europarl.europa.eu/doceo/document/TA-11-2031-06-12_HU.html",
        "https://eur-lex.europa.eu/legal-content/HU/AUTO/?uri=uriserv:OJ.C_.2031.075.01.0002.01.HUN",
        "https://europarl.europa.eu.example.org/doceo/document/TA-11-2031-0144_EN.html",
        "ftp://www.europarl.europa.eu/doceo/document/TA-11-2031-0144_EN.html",
    ],
)
def test_what_names_no_one_text_is_refused(text: str) -> None:
    assert not is_reference(text)
    with pytest.raises(FetchError, match=r"Give a procedure such as 2031/2901\(RSP\)"):
        parse(text)


@pytest.mark.parametrize(("celex", "document"), [("52031IP0144", "TA-11-2031-0144"), ("52022AP0012", "TA-9-2022-0012"), ("52017BP0001", "TA-8-2017-0001")])  # fmt: skip
def test_a_celex_number_leads_to_the_adopted_text(celex: str, document: str) -> None:
    work = parse(celex).work
    assert isinstance(work, Celex)
    assert str(work.document.identifier if work.document else None) == document


@pytest.mark.parametrize("celex", ["52019IP0001", "52024IP0001", "52031PC0144", "52031IP0144(01)"])
def test_a_celex_number_of_two_terms_or_another_kind_leads_to_none(celex: str) -> None:
    work = parse(celex).work
    assert isinstance(work, Celex)
    assert work.document is None


def test_a_list_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "\ufeff# of Veldoria\n2031/2901(RSP)   # the procedure\n\nP11_TA(2031)0144\nTA-11-2031-0144\nVeldoria\n", "utf-8"
    )
    found = list(expand([str(path), "52031IP0144", "T11-0144/2031"]))
    assert [str(one) for one in found[:2]] == ["2031/2901(RSP)", "P11_TA(2031)0144"]
    fault = found[2]
    assert isinstance(fault, FetchError)
    assert fault.place == f"{path}, line 6, Veldoria"
    assert [str(one) for one in found[3:]] == ["52031IP0144"]


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.bin"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(FetchError, match="Write one reference a line"):
        list(expand([str(path)]))
