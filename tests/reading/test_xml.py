"""The same text in every form of XML gives the same graph; what an element holds is printed where Parliament prints it."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from lxml import etree

from kzgraph.cli import main
from kzgraph.model import Source
from kzgraph.reading.media import open_bytes, read_bytes
from tests.media import markup, pages, word
from tests.media.mutations import rearranged
from tests.media.specimen import Specimen, facts_of, plain, specimen

LANGUAGES = ("en", "el", "bg", "hr", "fi", "ga")
FORMS: dict[str, Callable[[Specimen], bytes]] = {
    "sdocta": markup.sdocta,
    "sdocta-old": partial(markup.sdocta, old=True),
    "formex": markup.formex,
    "formex-zip": markup.formex_zip,
    "akoma-ntoso": markup.akoma_ntoso,
}
graph_in = cache(lambda language: facts_of(plain(specimen(language)).encode()))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_text_gives_the_same_graph(language: str, form: str) -> None:
    data = FORMS[form](specimen(language))
    assert facts_of(data) == graph_in(language)


def printed(xml: str) -> list[str]:
    """The blocks of the one text of a file."""
    (source,) = open_bytes(f'<?xml version="1.0"?>{xml}'.encode(), "a.xml")
    assert source.text.endswith("\n")
    return source.text.removesuffix("\n").split("\n\n")


def in_formex(body: str) -> list[str]:
    return printed(f"<GENERAL>{body}</GENERAL>")


# ---------------------------------------------------------------- labels


def test_points_stand_on_lines_of_their_own_and_cannot_be_taken_for_units() -> None:
    """Paragraph 2 is yet to come: the numbers in the list of paragraph 1 must not begin it."""
    items = "".join(f"<ITEM><NP><NO.P>{n}.</NO.P><TXT>uno {n};</TXT></NP></ITEM>" for n in (1, 2, 3))
    assert in_formex(
        f"<NP><NO.P>1.</NO.P><TXT>chiede:</TXT><P><LIST TYPE='alpha'><ITEM><NP><NO.P>a)</NO.P><TXT>di fare;</TXT></NP></ITEM>"
        f"<ITEM><NP><NO.P>b)</NO.P><TXT>di dire:</TXT><P><LIST>{items}</LIST></P></NP></ITEM></LIST></P></NP>"
        "<NP><NO.P>2.</NO.P><TXT>incarica</TXT></NP>"
    ) == ["1.  chiede:", "a)  di fare;", "b)  di dire: 1.  uno 1; 2.  uno 2; 3.  uno 3;", "2.  incarica"]


def test_points_of_a_recital_stay_on_its_line() -> None:
    """A list from A to D in recital B has what would be the letters of recitals C and D."""
    items = "".join(f"<ITEM><NP><NO.P>{letter})</NO.P><TXT>čas;</TXT></NP></ITEM>" for letter in "abcd")
    blocks = in_formex(
        f"<LIST TYPE='ALPHA'><ITEM><NP><NO.P>A.</NO.P><TXT>ker:</TXT><P><LIST>{items}</LIST></P></NP></ITEM>"
        "<ITEM><NP><NO.P>B.</NO.P><TXT>ker;</TXT></NP></ITEM></LIST>"
    )
    assert blocks == ["A.  ker: a)  čas; b)  čas; c)  čas; d)  čas;", "B.  ker;"]


def test_quoted_paragraphs_stay_in_theirs() -> None:
    quoted = "<QUOT.S><NP><NO.P><QUOT.START CODE='201E'/>2.</NO.P><TXT>Der Rat tagt.<QUOT.END CODE='201C'/></TXT></NP></QUOT.S>"
    assert in_formex(f"<NP><NO.P>1.</NO.P><TXT>fordert:</TXT>{quoted}</NP>") == ["1.  fordert: „2.  Der Rat tagt.“"]


def test_units_in_one_element_are_told_by_their_labels() -> None:
    assert printed(
        "<SDOCTA><VISA><P><NO.P>–</NO.P>a,</P><P><NO.P>–</NO.P>b,</P></VISA><ACTION><P><NO.P>A.</NO.P>c;</P></ACTION>"
        "<ACTION><P><NO.P>1.</NO.P>d:</P><P><NO.P>(i)</NO.P>e;</P><P><NO.P>–</NO.P>f;</P><P>g;</P></ACTION>"
        "<ACTION><P><NO.P>2.</NO.P>h;</P><P><NO.P>3.</NO.P>i.</P></ACTION></SDOCTA>"
    ) == ["– a,", "– b,", "A.  c;", "1.  d:", "(i)  e;", "– f; g;", "2.  h;", "3.  i."]


def test_a_label_without_its_dot_gets_it_and_a_citation_its_dash() -> None:
    blocks = printed(
        "<akomaNtoso><doc><preamble><citation><p>ag féachaint</p></citation><recital><num>A</num><p>de bhrí</p></recital></preamble>"
        "<mainBody><paragraph><num>1</num><content><p>á iarraidh</p></content></paragraph></mainBody></doc></akomaNtoso>"
    )
    assert blocks == ["– ag féachaint", "A.  de bhrí", "1.  á iarraidh"]


# ---------------------------------------------------------------- words


def test_tails_instructions_and_signs_are_kept_in_their_line() -> None:
    assert in_formex(
        "<NP><NO.P>1.</NO.P><TXT>on <DATE ISO='20310528'>28 May 2031</DATE> in <!-- x -->the <?PAGE NO='3'?>town<HT TYPE='BOLD'>s</HT>\n"
        "   of <QUOT.START CODE='2018'/>Orm<QUOT.END CODE='2019'/>, 5 km<HT TYPE='SUP'>2</HT>, CO<HT TYPE='SUB'>2</HT></TXT></NP>"
    ) == ["1.  on 28 May 2031 in the towns of ‘Orm’, 5 km², CO2"]


def test_what_only_the_machine_needs_is_not_printed() -> None:
    assert in_formex("<BIB.INSTANCE><DATE>20310612</DATE></BIB.INSTANCE><P>a</P>") == ["a"]
    assert printed("<akomaNtoso><doc><meta><p>x</p></meta><mainBody><p>a<del>b</del></p></mainBody></doc></akomaNtoso>") == ["a"]


def test_unknown_elements_lose_no_word_and_glue_none() -> None:
    assert in_formex("<NEW><A>one</A><B>two</B></NEW><P>three <C>four</C> five</P><P><D>six</D> <D>seven</D></P>") == [
        "one", "two", "three four five", "six seven",
    ]  # fmt: skip


def test_a_title_over_several_lines_is_one_and_its_number_stands_apart() -> None:
    title = "<TITLE><TI><P>one</P><P>two</P><NO.DOC.C>(2031/C 301/15)</NO.DOC.C></TI></TITLE>"
    assert in_formex(f"{title}<P>three</P><P>four</P>") == ["one\ntwo", "(2031/C 301/15)", "three", "four"]


def test_tables_begin_with_a_bar_so_that_no_number_in_them_is_a_label() -> None:
    assert in_formex("<TBL><CORPUS><ROW><CELL>1.</CELL><CELL>two</CELL></ROW></CORPUS></TBL>") == ["| 1. | two"]


def test_headings_are_marked_once_the_text_has_begun_and_rules_are_not() -> None:
    title = "<GR.SEQ><TITLE><TI>{}</TI></TITLE></GR.SEQ>"
    assert in_formex(
        "<TITLE><TI><P>Title</P></TI></TITLE>" + title.format("<P>Part</P>") + "<NP><NO.P>1.</NO.P><TXT>a;</TXT></NP>"
        + title.format("<NP><NO.P>I —</NO.P><TXT>lakes and rivers:</TXT></NP>") + title.format("<P>o o o</P>") + title.format("<P>°</P>")
    ) == ["Title", "Part", "1.  a;", "# I — lakes and rivers:", "o o o", "°"]  # fmt: skip


# ---------------------------------------------------------------- notes


def test_marks_stand_at_their_word_and_notes_behind() -> None:
    note = "<NOTE NOTE.ID='E{0}'><P>OJ C {0}</P><P>p. {0}.</P></NOTE>"
    assert in_formex(
        f"<TITLE><TI><P>Title{note.format(9)}</P></TI></TITLE><NP><NO.P>1.</NO.P><TXT>a \n {note.format(1)}, b{note.format(2)}"
        "<NOTE/> and again<NOTE NOTE.REF='E1'/>;</TXT></NP>"
    ) == [
        "Title",
        "1.  a<sup>1</sup>, b<sup>2</sup> and again<sup>1</sup>;",
        "<sup>1</sup> OJ C 1 p. 1.",
        "<sup>2</sup> OJ C 2 p. 2.",
        "<sup>3</sup> OJ C 9 p. 9.",
    ]


def test_notes_that_stand_apart_are_found_by_their_names() -> None:
    assert printed(
        "<akomaNtoso><doc><meta><notes><note eId='n1'><p>see</p></note></notes></meta>"
        "<mainBody><paragraph><num>1.</num><p>a<noteRef href='#n1'/>;</p></paragraph></mainBody></doc></akomaNtoso>"
    ) == ["1.  a<sup>1</sup>;", "<sup>1</sup> see"]


def test_a_note_that_begins_small_is_a_note() -> None:
    text = plain(specimen("sv")).encode()
    changed = text.replace(b"<sup>1</sup> Antagna texter", b"<sup>1</sup> se antagna texter")
    assert changed != text
    assert facts_of(changed) == facts_of(text)


def test_a_note_at_a_label_is_one_and_a_note_in_a_note_keeps_its_words() -> None:
    note = "<NOTE><P>see<NOTE><P>there</P></NOTE></P></NOTE>"
    assert in_formex(f"<NP><NO.P>1.{note}</NO.P><TXT>a;</TXT></NP>") == ["1.  <sup>1</sup> a;", "<sup>1</sup> see there"]


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalpha())


@pytest.mark.parametrize("form", ["sdocta", "formex", "akoma-ntoso"])
def test_no_letter_is_lost_or_doubled_however_elements_stand(form: str) -> None:
    """A thousand files of no schema: whatever stands where, each letter is printed once."""
    whole = FORMS[form](specimen("lv"))
    found: list[str] = re.findall(r"<([A-Za-z][\w.]*)", whole.decode())
    names = sorted({*found, "UNKNOWN", "TBL", "CELL", "td"} - {"akomaNtoso", "GENERAL", "meta", "BIB.INSTANCE", "RESOL"})
    for seed in range(350):
        data = rearranged(whole, random.Random(seed), names)
        held = etree.fromstring(data)
        for unprinted in [*held.iter("{*}meta", "{*}BIB.INSTANCE")]:
            unprinted.text = None
            del unprinted[:]
        (source,) = open_bytes(data, "a.xml")
        words = re.sub(r"<sup>\d+</sup>", "", source.text)
        assert _letters(words) == _letters("".join(map(str, held.itertext()))), seed


# ---------------------------------------------------------------- several texts


def test_acts_of_one_file_share_its_head() -> None:
    found = open_bytes(
        b"<SDOCTA><IDENT>P11_TA(2031)0002</IDENT><TXTLST><RESOL><P>one</P></RESOL><RESOL><P>two</P></RESOL></TXTLST></SDOCTA>",
        "a.xml",
    )
    assert [(one.name, one.text) for one in found] == [
        ("a.xml#RESOL 1", "P11_TA(2031)0002\n\none\n"),
        ("a.xml#RESOL 2", "P11_TA(2031)0002\n\ntwo\n"),
    ]
    assert len({one.sha256 for one in found}) == 2


def test_documents_of_a_collection_are_texts_and_those_without_preamble_annexes() -> None:
    component = "<component><doc>{}</doc></component>".format
    found = open_bytes(
        f"<akomaNtoso><documentCollection><components>{component('<preamble><p>a</p></preamble>')}{component('<p>annex</p>')}"
        f"{component('<preamble><p>b</p></preamble>')}</components></documentCollection></akomaNtoso>".encode(), "a.xml",
    )  # fmt: skip
    assert [one.text for one in found] == ["a\n\nannex\n", "b\n"]


def test_notes_of_an_annex_are_counted_on_though_its_file_names_them_anew() -> None:
    text = "<NP><NO.P>1.</NO.P><TXT>{0}<NOTE NOTE.ID='E1'><P>note {0}</P></NOTE> {0}<NOTE NOTE.REF='E1'/>.</TXT></NP>"
    files = {"1.xml": f"<GENERAL>{text.format('a')}</GENERAL>", "2.xml": f"<ANNEX>{text.format('b')}</ANNEX>"}
    (source,) = open_bytes(markup.zipped({name: data.encode() for name, data in files.items()}), "a.zip")
    assert source.text.split("\n\n") == [
        "1.  a<sup>1</sup> a<sup>1</sup>.",
        "1.  b<sup>2</sup> b<sup>2</sup>.",
        "<sup>1</sup> note a",
        "<sup>2</sup> note b\n",
    ]


def test_an_annex_goes_to_the_resolution_before_it_in_its_issue() -> None:
    def general(word: str) -> bytes:
        return f"<GENERAL><P>{word}</P></GENERAL>".encode()

    def annex(word: str) -> bytes:
        return f"<ANNEX><P>annex {word}</P></ANNEX>".encode()

    found = read_bytes(
        markup.zipped(
            {
                "C_2031301EN.01020001.xml": annex("two"),
                "C_2031301EN.01010001.xml": general("one"),
                "C_2031301EN.01015001.xml": general("two"),
                "C_2031301FR.01020001.xml": annex("three"),
            }
        ),
        "a.zip",
    )
    assert [one.text if isinstance(one, Source) else one.place for one in found] == [
        "one\n", "a.zip#C_2031301FR.01020001.xml", "two\n\nannex two\n",
    ]  # fmt: skip


def test_a_member_is_known_by_its_own_bytes_and_kind() -> None:
    text, xml = plain(specimen("mt")).encode(), markup.akoma_ntoso(specimen("mt"))
    found = {one.name: one for one in open_bytes(markup.zipped({"a.txt": text, "b.xml": xml}), "z.zip")}
    assert found["z.zip#a.txt"].sha256 == hashlib.sha256(text).hexdigest()
    assert found["z.zip#b.xml"].sha256 == hashlib.sha256(xml).hexdigest()
    assert [one.media_type for one in found.values()] == ["text/markdown", "application/xml"]


@pytest.mark.parametrize("member", [word.typed, pages.adopted])
def test_members_of_any_kind_are_read(member: Callable[[Specimen], bytes]) -> None:
    data = member(specimen("et"))
    (alone,), (packed,) = open_bytes(data, "a"), open_bytes(markup.zipped({"a": data}), "z.zip")
    assert packed.name == "z.zip#a"
    assert (packed.text, packed.sha256, packed.media_type) == (alone.text, alone.sha256, alone.media_type)


def test_the_command_line_builds_a_folder_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(markup.sdocta(specimen("lt")))
    (tmp_path / "b.zip").write_bytes(markup.formex_zip(specimen("mt")))
    out = tmp_path / "out.nt"
    assert main(["build", "-q", str(tmp_path), "-o", str(out)]) == 0
    written = out.read_text("utf-8")
    assert all(f"/resolution/2031-2901/version/{code}>" in written for code in ("lt", "mt"))
