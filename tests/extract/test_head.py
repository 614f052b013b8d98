"""What stands before the first unit: title, date, numbers and stage, in every form a head takes."""

from __future__ import annotations

import pytest

from kzgraph.language.pack import languages, pack
from kzgraph.model import Head, Stage
from tests.extract.frames import FRAMES, body, last, paragraph, read, recital

#: A title of each language with its date, as Parliament words it, and what it is about.
TITLES = {
    "bg": (
        "Резолюция на Европейския парламент от 12 юни 2031 г. относно езерото Орм",
        "Резолюция на Европейския парламент относно езерото Орм",
    ),
    "cs": ("Usnesení Evropského parlamentu ze dne 12. června 2031 o jezeru Orm", "Usnesení Evropského parlamentu o jezeru Orm"),
    "de": (
        "Entschließung des Europäischen Parlaments vom 12. Juni 2031 zum Ormsee",
        "Entschließung des Europäischen Parlaments zum Ormsee",
    ),
    "el": (
        "Ψήφισμα του Ευρωπαϊκού Κοινοβουλίου της 12ης Ιουνίου 2031 σχετικά με τη λίμνη",
        "Ψήφισμα του Ευρωπαϊκού Κοινοβουλίου σχετικά με τη λίμνη",
    ),
    "en": ("European Parliament resolution of 12 June 2031 on Lake Orm", "European Parliament resolution on Lake Orm"),
    "et": (
        "Euroopa Parlamendi 12. juuni 2031. aasta resolutsioon Ormi järve kohta",
        "Euroopa Parlamendi resolutsioon Ormi järve kohta",
    ),
    "fi": (
        "Euroopan parlamentin päätöslauselma 12. kesäkuuta 2031 Orm-järvestä",
        "Euroopan parlamentin päätöslauselma Orm-järvestä",
    ),
    "hr": ("Rezolucija Europskog parlamenta od 12. lipnja 2031. o jezeru Orm", "Rezolucija Europskog parlamenta o jezeru Orm"),
    "hu": (
        "Az Európai Parlament 2031. június 12-i állásfoglalása az Orm-tóról",
        "Az Európai Parlament állásfoglalása az Orm-tóról",
    ),
    "lt": (
        "2031 m. birželio 12 d. Europos Parlamento rezoliucija dėl Ormo ežero",
        "Europos Parlamento rezoliucija dėl Ormo ežero",
    ),
    "sl": (
        "Resolucija Evropskega parlamenta z dne 12. junija 2031 o jezeru Orm",
        "Resolucija Evropskega parlamenta o jezeru Orm",
    ),
}
ALL = pytest.mark.parametrize("language", TITLES)
SOME = pytest.mark.parametrize("language", ["bg", "el", "en", "hu", "lt"])


def head(language: str, lines: str, foot: str = "") -> Head:
    """The head that is read from some lines before the enacting formula and a page foot behind it."""
    text = body(language, [recital(language, 1)], [paragraph(language, 1), foot, last(language, 2)])
    return read(f"{lines}\n\n{text}", language).head


# ---------------------------------------------------------------- title and date


@ALL
def test_title_date_and_number(language: str) -> None:
    dated = TITLES[language][0]
    found = head(language, f"{dated} (2031/2901(RSP))")
    assert (found.title, found.date, found.procedure) == (dated, "2031-06-12", "2031/2901(RSP)")
    assert found.stage is Stage.ADOPTED_TEXT


@ALL
@pytest.mark.parametrize(
    "form",
    [
        "{0}\n(2031/2901(RSP))",
        "{0}\n\n(2031/2901(RSP))",
        "{0}(2031/2901(RSP))",
        "**{0} (2031/2901(RSP))**",
        "# {0} (2031/2901(RSP))",
        "{0} (2031/2901 (RSP))",
        "{0} – 2031/2901(RSP)",
        "P11_TA(2031)0144\n\nX\n\n{0} (2031/2901(RSP))",
        "P11_TA(2031)0144\nX\n{0} (2031/2901(RSP))",
    ],
    ids=["next line", "next paragraph", "glued", "bold", "heading", "blank within", "dash", "below others", "right below others"],
)
def test_where_the_number_stands(language: str, form: str) -> None:
    dated = TITLES[language][0]
    found = head(language, form.format(dated))
    assert (found.title, found.date, found.procedure) == (dated, "2031-06-12", "2031/2901(RSP)")


@ALL
def test_a_title_over_several_lines(language: str) -> None:
    words = TITLES[language][0].split()
    found = head(language, "\n".join(" ".join(words[at : at + 3]) for at in range(0, len(words), 3)))
    assert (found.title, found.date) == (TITLES[language][0], "2031-06-12")


@ALL
def test_a_title_without_a_date(language: str) -> None:
    plain = TITLES[language][1]
    found = head(language, f"{plain} (2031/2901(RSP))")
    assert (found.title, found.date, found.procedure) == (plain, None, "2031/2901(RSP)")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("bg", "Резолюция на Европейския парламент относно положението на рибарите по езерото след протестите от 5 май 2030 г."),
        ("el", "Ψήφισμα του Ευρωπαϊκού Κοινοβουλίου σχετικά με τη λίμνη και τις διαδηλώσεις που άρχισαν στις 5 Μαΐου 2030"),
        ("en", "European Parliament resolution on the lake and the protests that began there on 5 May 2030"),
        ("hu", "Az Európai Parlament állásfoglalása az Orm-tóról és az ott élő halászokról a 2030. május 5-i tüntetés után"),
        ("lt", "Europos Parlamento rezoliucija dėl Ormo ežero ir protestų, kurie prie jo prasidėjo 2030 m. gegužės 5 d."),
        ("sl", "Resolucija Evropskega parlamenta o jezeru Orm in o protestih, ki so se tam začeli 5. maja 2030"),
    ],
)
def test_a_date_in_the_subject_is_not_that_of_the_document(language: str, title: str) -> None:
    found = head(language, f"{title} (2031/2901(RSP))")
    assert (found.title, found.date) == (title, None)


@ALL
def test_no_head_at_all(language: str) -> None:
    found = head(language, "")
    assert found == Head()


@ALL
def test_words_of_a_title_within_other_words_are_no_title(language: str) -> None:
    found = head(language, f"abc def ghi jkl mno pqr stu vwx yz {TITLES[language][0]}")
    assert (found.title, found.date) == (None, None)


@pytest.mark.parametrize("language", languages())
def test_every_wording_of_a_title_is_found(language: str) -> None:
    opening = next(iter(pack(language).head.opening))
    regard = pack(language).citation_openers[0]
    subject = f"{pack(language).subject[0]} " if pack(language).subject else ""
    verb = next(v.phrase for v in pack(language).verbs if v.force == "Demand" and "…" not in v.phrase and "*" not in v.phrase)
    for words in pack(language).head.title:
        title = words.replace("…", "xyz")
        found = read(f"{title} abc (2031/2901(RSP))\n\n{opening}\n\n– {regard} abc,\n\n1. {subject}{verb} abc.\n", language).head
        assert found.title == f"{title} abc", words
        assert found.procedure == "2031/2901(RSP)"


# ---------------------------------------------------------------- numbers


@SOME
def test_numbers_of_the_text(language: str) -> None:
    dated = TITLES[language][0]
    found = head(language, f"P11\\_TA-PROV(2031)0144\n\nP11_TA(2031)0144\n\n52031IP0144\n\n{dated} (2031/2901(RSP))")
    assert found.adopted_text_numbers == ("P11_TA-PROV(2031)0144", "P11_TA(2031)0144")
    assert found.celex == "52031IP0144"
    assert found.title == dated


@SOME
@pytest.mark.parametrize(
    "procedure", ["2031/2901(RSP)", "2031/0412(COD)", "2031/2144(INI)", "2031/0088M(NLE)", "2030/2901B(BUD)"]
)
def test_kinds_of_procedure(language: str, procedure: str) -> None:
    assert head(language, f"{TITLES[language][0]} ({procedure})").procedure == procedure


@SOME
def test_numbers_in_citations_are_not_those_of_the_document(language: str) -> None:
    regard = FRAMES[language][1]
    rows = [f"– {regard} P10_TA(2029)0001, 52029IP0001 (2029/2500(RSP)),"]
    text = body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], rows)
    found = read(f"{TITLES[language][1]}\n\n{text}", language).head
    assert (found.procedure, found.adopted_text_numbers, found.celex) == (None, (), None)


# ---------------------------------------------------------------- stage


@ALL
@pytest.mark.parametrize(
    ("lines", "foot", "stage"),
    [
        ("{dated}", "", Stage.ADOPTED_TEXT),
        ("P11_TA(2031)0144\n\n{plain}", "", Stage.ADOPTED_TEXT),
        ("{adopted}\n\n{plain}", "", Stage.ADOPTED_TEXT),
        ("{motion}\n\nB11-0144/2031\n\n{plain}", "", Stage.MOTION),
        ("{motion_big}\n\n{plain}", "", Stage.MOTION),
        ("B11-0144/2031\n\n{plain}", "", Stage.MOTION),
        ("{plain}", "RE\\1290417{code}.docx 3/7 PE801.101v01-00", Stage.MOTION),
        ("{joint}\n\nRC-B11-0144/2031\n\n{plain}", "", Stage.JOINT_MOTION),
        ("{joint_big}\n\n{plain}", "", Stage.JOINT_MOTION),
        ("RC-B11-0144/2031\n\n{plain}", "", Stage.JOINT_MOTION),
        ("{plain}", "RC\\1290417{code}.docx 3/7 PE801.101v01-00 }}\n}} RC1", Stage.JOINT_MOTION),
        ("{plain}", "", Stage.UNKNOWN),
        ("", "", Stage.UNKNOWN),
        ("{joint}\n\n(B11-0144/2031)\n\n{plain}", "", Stage.JOINT_MOTION),
    ],
)
def test_stages(language: str, lines: str, foot: str, stage: Stage) -> None:
    words = pack(language).head
    dated, plain = TITLES[language]
    fields = {
        "dated": dated,
        "plain": plain,
        "adopted": words.adopted[0].upper(),
        "motion": words.motion[0],
        "motion_big": words.motion[0].upper(),
        "joint": words.joint_motion[0],
        "joint_big": words.joint_motion[0].upper(),
        "code": language.upper(),
    }
    assert head(language, lines.format(**fields), foot.format(**fields)).stage is stage


@pytest.mark.parametrize("dash", ["– ", "- ", ""])
@pytest.mark.parametrize("language", sorted(FRAMES))
def test_a_citation_on_the_line_of_the_enacting_formula_is_one(language: str, dash: str) -> None:
    opening, regard, *_ = FRAMES[language]
    citations = [f"{dash}{regard} abc,", f"{dash}{regard} def,"]
    whole = body(language, [recital(language, 1)], [paragraph(language, 1), last(language, 2)], citations)
    joined = whole.replace(f"{opening}\n\n", f"{opening} ", 1)
    assert joined != whole
    head = f"{opening.rstrip(',: ')}\n\n"
    for text in (joined, head + joined):
        version = read(text, language)
        units = [(unit.key, unit.text.text) for unit in version.units]
        assert units == [(unit.key, unit.text.text) for unit in read(whole, language).units]
        first = version.units[0].text
        assert text[first.span(0, len(first.text)).start :].startswith(regard)
