"""The language of a text is told by Parliament's formulas: by nothing else, and not without them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzgraph.errors import InputError
from kzgraph.language.pack import languages
from kzgraph.pipeline import read_text
from kzgraph.reading.recognise import LEAST_POINTS, LEAST_RATIO, recognise, weigh
from kzgraph.reading.source import read

TOP = Path(__file__).resolve().parents[2]
SPECIMENS = {path.name.split(".")[1]: path for path in sorted((TOP / "docs" / "examples").glob("2031-2901.*"))}
TRAPS = {path.parent.parent.name: path for path in sorted((TOP / "tests" / "cases").glob("*/traps/text.*"))}

#: Texts in the form of a resolution, in languages that Parliament does not publish in; none is of anybody's parliament.
STRANGERS = {
    "Norwegian": """Europaparlamentet,

– som viser til artikkel 2 i traktaten og til sin resolusjon av 3. juni 2031 om fjorden,

A. som tar i betraktning at fjorden tilhører alle; som tar i betraktning at vannet synker;

1. ber Kommisjonen om å handle;

2. pålegger presidenten å oversende denne resolusjonen til Rådet.
""",
    "Icelandic": """Evrópuþingið,

– sem hefur hliðsjón af 2. grein sáttmálans,

A. þar sem vatnið er sameign allra;

1. skorar á ráðið að bregðast við;
""",
    "Serbian": """Evropski parlament,

– imajući u vidu član 2. Ugovora i svoju rezoluciju od 3. juna 2031. o jezeru,

A. pošto jezero pripada svima; pošto voda opada;

1. traži od vlade da deluje;

2. zadužuje svog predsednika da ovu rezoluciju prosledi Savetu.
""",
    "Serbian in Cyrillic": """Европски парламент,

– имајући у виду члан 2. Уговора,

А. пошто језеро припада свима; пошто вода опада;

1. тражи од владе да делује;
""",
    "Macedonian": """Европскиот парламент,

– имајќи го предвид членот 2 од Договорот,

А. бидејќи езерото им припаѓа на сите;

1. бара од Советот да дејствува;
""",
    "Ukrainian": """Європейський парламент,

– беручи до уваги статтю 2 Договору,

А. оскільки озеро належить усім;

1. закликає Раду діяти;
""",
    "Turkish": """Avrupa Parlamentosu,

– Antlaşmanın 2. maddesini göz önünde bulundurarak,

A. gölün herkese ait olduğunu dikkate alarak;

1. Konseyi harekete geçmeye çağırır;
""",
    "Catalan": """El Parlament Europeu,

– Vist l'article 2 del Tractat,

A. Atès que l'aigua és de tots; atès que el llac baixa;

1. Demana al Consell que actuï;
""",
    "Luxembourgish": """D'Europaparlament,

– mat Bezuch op den Artikel 2 vum Traité,

A. well d'Waasser jidderengem gehéiert;

1. freet de Rot, eppes ze maachen;
""",
}


@pytest.mark.parametrize("language", SPECIMENS)
def test_specimen_is_recognised_by_its_own_formulas(language: str) -> None:
    found = recognise(SPECIMENS[language].read_text("utf-8"), "x")
    assert found.language == language
    assert not found.given
    assert found.hits[0][0] == language
    assert found.hits[0][1] >= 3 * LEAST_POINTS
    assert len(found.hits) == 1 or found.hits[1][1] <= 2
    assert len(found.formulas) >= 3
    assert all(count > 0 for _, count in found.formulas)


@pytest.mark.parametrize("language", TRAPS)
def test_nothing_foreign_is_found_in_a_text(language: str) -> None:
    points = weigh(TRAPS[language].read_text("utf-8"))
    assert points[0][0] == language
    assert sum(count for _, count in points[1:]) * 2 * LEAST_RATIO <= points[0][1]


@pytest.mark.parametrize("language", SPECIMENS)
def test_a_name_that_lies_is_not_believed(language: str, tmp_path: Path) -> None:
    other = next(code for code in ("fi", "pt") if code != language)
    path = tmp_path / f"P9_TA(2022)0001_{other.upper()}.{other}.txt"
    path.write_bytes(SPECIMENS[language].read_bytes())
    assert read_text(read(path)).language == language


@pytest.mark.parametrize("language", ["bg", "el", "ga", "hr", "lv"])
def test_the_text_without_its_first_line_is_enough(language: str) -> None:
    # Converters lose the enacting formula; openers alone prove a language.
    text = SPECIMENS[language].read_text("utf-8").splitlines()
    body = text[next(index for index, line in enumerate(text) if re.match(r"\s*[-–]\s", line)) :]
    assert recognise("\n".join(body), "x").language == language


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hr", "sl"),
        ("cs", "sk"),
        ("da", "sv"),
        ("es", "pt"),
        ("el", "bg"),
        ("en", "fr"),
        ("fi", "et"),
        ("lt", "lv"),
        ("ga", "es"),
        ("bg", "fr"),
    ],
)
def test_two_languages_in_one_file_are_in_doubt(one: str, other: str) -> None:
    first, second = (SPECIMENS[language].read_text("utf-8") for language in (one, other))
    for text in (f"{first}\n\n{second}", f"{second}\n\n{first}"):
        with pytest.raises(InputError) as caught:
            recognise(text, "dve.txt")
        assert "in doubt" in caught.value.reason
        assert one in caught.value.reason
        assert other in caught.value.reason
        assert "--language" in caught.value.remedy


def test_a_text_half_translated_is_in_doubt() -> None:
    head = SPECIMENS["en"].read_text("utf-8").split("\n")[:40]
    rest = SPECIMENS["de"].read_text("utf-8").split("\n")[20:]
    with pytest.raises(InputError, match="in doubt"):
        recognise("\n".join(head + rest), "x")


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_language_of_no_pack_is_refused(stranger: str) -> None:
    with pytest.raises(InputError) as caught:
        recognise(STRANGERS[stranger], "x")
    assert "no resolution" in caught.value.reason or "in doubt" in caught.value.reason


def test_a_close_neighbour_is_recognised_only_with_evidence() -> None:
    # Bosnian words these lines as Croatian does: the recognition must show by what it was taken for it.
    text = "Europski parlament,\n\n– uzimajući u obzir članak 2. Ugovora,\n\nA. budući da jezero pripada svima;\n"
    found = recognise(text, "x")
    assert found.language == "hr"
    assert {"Europski parlament", "uzimajući u obzir", "budući da"} == {phrase for phrase, _ in found.formulas}


@pytest.mark.parametrize(
    "text",
    [
        "Whereas many believe that the lake is lost, others do not.\n\nThe Council calls on all to act.",
        "Considerando que é tarde, vamos.",
        "Η λίμνη ανήκει σε όλους.\n\nΤο νερό λιγοστεύει.",
        "Езерото е на всички.\n\nВодата намалява.",
        "1. calls\n2. urges\n3. notes\n",
        "The European Parliament met in Strasbourg. The European Parliament, which has 720 members, voted.",
        "| year | value |\n| --- | --- |\n| 2031 | 12 |\n",
        "12 34 56\n" * 50,
        "x",
    ],
)
def test_other_texts_are_no_resolution(text: str) -> None:
    with pytest.raises(InputError, match="no resolution"):
        recognise(text, "x")


def test_words_within_a_sentence_prove_nothing() -> None:
    # "ker" is Slovene for "whereas", "että" Finnish for "that", "că" Romanian: none opens anything here.
    assert weigh("Le mot ker signifie puisque.\nOn dit että en finnois et că en roumain.\n") == ()


def test_a_formula_shared_by_two_languages_proves_neither() -> None:
    assert "es" not in dict(weigh("A. considerando que el lago es de todos;")) or "pt" not in dict(
        weigh("A. considerando que o lago é de todos;")
    )
    for text in ("A. considerando que la sal es blanca;", "A. considerando que o sal é branco;"):
        assert len(weigh(text)) <= 1


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("language", ["el", "mt", "sv"])
def test_line_ends_change_no_point(language: str, end: str) -> None:
    text = SPECIMENS[language].read_text("utf-8")
    assert weigh(text.replace("\n", end)) == weigh(text)


def test_labels_and_indents_hide_no_opener() -> None:
    plain = weigh("whereas the shore was sold;\nwhereas the lake is low;")
    for text in (
        "A. whereas the shore was sold;\n\nB. whereas the lake is low;",
        "  A.  whereas the shore was sold;\n\n  B.  whereas the lake is low;",
        "- A. whereas the shore was sold;\n- B. whereas the lake is low;",
        "(A) whereas the shore was sold; whereas the lake is low;",
        "**A.** whereas the shore was sold;\n\n**B.** whereas the lake is low;",
    ):
        assert weigh(text) == plain


# ---------------------------------------------------------------- a language that the user names


@pytest.mark.parametrize("language", ["bg", "el", "hr"])
def test_the_named_language_is_believed_and_the_evidence_reported(language: str) -> None:
    text = SPECIMENS[language].read_text("utf-8")
    named = recognise(text, "x", "fr")
    assert (named.language, named.given) == ("fr", True)
    assert named.hits == recognise(text, "x").hits
    assert named.formulas == ()


def test_the_named_language_decides_a_doubt() -> None:
    text = SPECIMENS["cs"].read_text("utf-8") + SPECIMENS["sk"].read_text("utf-8")
    named = recognise(text, "x", "sk")
    assert named.language == "sk"
    assert {code for code, _ in named.hits} == {"cs", "sk"}
    assert named.formulas


@pytest.mark.parametrize("language", languages())
def test_a_named_language_reads_its_specimen_alike(language: str) -> None:
    source = read(SPECIMENS[language])
    named, found = read_text(source, language), read_text(source)
    assert named.units == found.units
    assert (named.recognition.given, found.recognition.given) == (True, False)
    assert named.recognition.formulas == found.recognition.formulas


def test_a_named_language_without_evidence_shows_that_it_has_none() -> None:
    found = recognise(STRANGERS["Turkish"], "x", "el")
    assert (found.language, found.hits, found.formulas) == ("el", (), ())


@pytest.mark.parametrize(
    "opening", ["The European Parliament", "Evropski parlament", "Το Ευρωπαϊκό Κοινοβούλιο", "Европейският парламент"]
)
def test_parliaments_name_alone_proves_nothing(opening: str) -> None:
    with pytest.raises(InputError, match="no resolution"):
        recognise(f"{opening}\n\n2029 - 2034\n\n{opening},\n", "x")
