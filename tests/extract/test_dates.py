"""Dates in all languages, and numbers that only look like dates."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzgraph.extract.dates import begins_with_date, find_dated_stretches, find_dates
from kzgraph.language.pack import languages, pack

ALL = pytest.mark.parametrize("language", languages())

#: One day as each language prints it within a sentence, and a month with its year.
PRINTED = {
    "bg": ("от 12 юни 2031 г.", "през юни 2031 г."),
    "cs": ("ze dne 12. června 2031", "v červnu 2031"),
    "da": ("den 12. juni 2031", "i juni 2031"),
    "de": ("am 12. Juni 2031", "im Juni 2031"),
    "el": ("στις 12 Ιουνίου 2031", "τον Ιούνιο του 2031"),
    "en": ("on 12 June 2031", "in June 2031"),
    "es": ("el 12 de junio de 2031", "en junio de 2031"),
    "et": ("12. juunil 2031", "2031. aasta juunis"),
    "fi": ("12. kesäkuuta 2031", "kesäkuussa 2031"),
    "fr": ("le 12 juin 2031", "en juin 2031"),
    "ga": ("an 12 Meitheamh 2031", "i Meitheamh 2031"),
    "hr": ("dana 12. lipnja 2031.", "u lipnju 2031."),
    "hu": ("2031. június 12-én", "2031 júniusában"),
    "it": ("il 12 giugno 2031", "nel giugno 2031"),
    "lt": ("2031 m. birželio 12 d.", "2031 m. birželio mėn."),
    "lv": ("2031. gada 12. jūnijā", "2031. gada jūnijā"),
    "mt": ("fit-12 ta' Ġunju 2031", "f'Ġunju 2031"),
    "nl": ("op 12 juni 2031", "in juni 2031"),
    "pl": ("dnia 12 czerwca 2031 r.", "w czerwcu 2031 r."),
    "pt": ("a 12 de junho de 2031", "em junho de 2031"),
    "ro": ("la 12 iunie 2031", "în iunie 2031"),
    "sk": ("dňa 12. júna 2031", "v júni 2031"),
    "sl": ("dne 12. junija 2031", "junija 2031"),
    "sv": ("den 12 juni 2031", "i juni 2031"),
}


def values(language: str, text: str) -> list[str]:
    return [mention.value for mention in find_dates(text, pack(language))]


def test_every_language_has_its_row() -> None:
    assert sorted(PRINTED) == list(languages())


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("language", PRINTED)
def test_a_day_and_a_month(language: str) -> None:
    day, month = PRINTED[language]
    assert values(language, f"abc {day}, def {month}, ghi") == ["2031-06-12", "2031-06"]
    assert values(language, day) == ["2031-06-12"]
    assert values(language, month) == ["2031-06"]


@pytest.mark.parametrize("language", PRINTED)
def test_line_wraps_lost_blanks_and_other_blanks(language: str) -> None:
    day = PRINTED[language][0]
    for blank in ("\u00a0", "\u202f", "  "):
        assert values(language, day.replace(" ", blank)) == ["2031-06-12"], blank


@pytest.mark.parametrize("language", PRINTED)
def test_where_a_date_stands(language: str) -> None:
    text = f"abc {PRINTED[language][0]} def"
    mention = find_dates(text, pack(language))[0]
    shown = text[mention.span.start : mention.span.end]
    assert "12" in shown
    assert "2031" in shown
    assert not shown.startswith((" ", "abc"))
    assert "def" not in shown


@ALL
def test_every_month_in_every_form(language: str) -> None:
    words = pack(language).date
    template = words.full[0]
    for number, forms in enumerate(words.months, 1):
        for form in forms:
            printed = template.replace("{day}", "3").replace("{month}", form).replace("{year}", "2031").replace("*", "")
            assert values(language, f"abc {printed} def") == [f"2031-{number:02}-03"], printed


@ALL
def test_every_full_form(language: str) -> None:
    words = pack(language).date
    month = words.months[4][0]
    for template in words.full:
        printed = template.replace("{day}", "27").replace("{month}", month).replace("{year}", "2031").replace("*", "")
        assert values(language, f"abc {printed}, def") == ["2031-05-27"], printed


@ALL
def test_every_day_word(language: str) -> None:
    words = pack(language).date
    month = words.months[4][0]
    for word, day in words.day_words.items():
        printed = words.full[0].replace("{day}", word).replace("{month}", month).replace("{year}", "2031").replace("*", "")
        assert values(language, f"abc {printed}, def") == [f"2031-05-{day:02}"], printed


@ALL
@pytest.mark.parametrize("printed", ["12.6.2031", "12.06.2031", "12/06/2031", "12. 6. 2031"])
def test_dates_in_figures(language: str, printed: str) -> None:
    assert values(language, f"abc {printed}, def") == ["2031-06-12"]
    assert find_dates(f"abc {printed}, def", pack(language))[0].rule == "numeric-date"


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("bg", "на 3 и 4 май 2031 г.", [3, 4]),
        ("bg", "от 3 до 5 май 2031 г.", [3, 5]),
        ("cs", "ve dnech 3. a 4. května 2031", [3, 4]),
        ("da", "den 3., 4. og 5. maj 2031", [3, 4, 5]),
        ("de", "vom 3. bis 5. Mai 2031", [3, 5]),
        ("el", "στις 3, 4 και 5 Μαΐου 2031", [3, 4, 5]),
        ("el", "από τις 3 έως τις 5 Μαΐου 2031", [3, 5]),
        ("en", "on 3 and 4 May 2031", [3, 4]),
        ("en", "on 3-5 May 2031", [3, 5]),
        ("en", "on 3–5 May 2031", [3, 5]),
        ("en", "on 3, 4, and 5 May 2031", [3, 4, 5]),
        ("es", "los días 3 y 4 de mayo de 2031", [3, 4]),
        ("et", "3. ja 4. mail 2031", [3, 4]),
        ("fi", "3. ja 4. toukokuuta 2031", [3, 4]),
        ("fr", "les 3 et 4 mai 2031", [3, 4]),
        ("fr", "du 1er au 3 mai 2031", [1, 3]),
        ("ga", "an 3 agus an 4 Bealtaine 2031", [3, 4]),
        ("hr", "3. i 4. svibnja 2031.", [3, 4]),
        ("hu", "2031. május 3-án és 4-én", [3, 4]),
        ("it", "il 3 e 4 maggio 2031", [3, 4]),
        ("lt", "2031 m. gegužės 3 ir 4 d.", [3, 4]),
        ("lv", "2031. gada 3. un 4. maijā", [3, 4]),
        ("mt", "fit-3 u l-4 ta' Mejju 2031", [3, 4]),
        ("nl", "op 3 en 4 mei 2031", [3, 4]),
        ("pl", "w dniach 3 i 4 maja 2031 r.", [3, 4]),
        ("pt", "em 3 e 4 de maio de 2031", [3, 4]),
        ("ro", "la 3 și 4 mai 2031", [3, 4]),
        ("ro", "la 3 şi 4 mai 2031", [3, 4]),
        ("sk", "3. a 4. mája 2031", [3, 4]),
        ("sl", "3. in 4. maja 2031", [3, 4]),
        ("sv", "den 3 och 4 maj 2031", [3, 4]),
    ],
)
def test_days_of_one_month(language: str, text: str, days: list[int]) -> None:
    mentions = find_dates(text, pack(language))
    assert [mention.value for mention in mentions] == [f"2031-05-{day:02}" for day in days]
    assert {mention.rule for mention in mentions} == {"day-list"}
    for mention, day in zip(mentions, days, strict=True):
        shown = text[mention.span.start : mention.span.end]
        assert "2031" in shown
        assert re.search(rf"(?<!\d){day}(?!\d)", shown)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # Each with its own month or year.
        ("en", "on 30 April and 1 May 2031", ["2031-05-01"]),
        ("en", "from 30 December 2030 to 2 January 2031", ["2030-12-30", "2031-01-02"]),
        ("el", "της 7ης Οκτωβρίου 2030 και της 20ής Μαΐου 2031", ["2030-10-07", "2031-05-20"]),
        ("bg", "от 7 октомври 2030 г. и 20 май 2031 г.", ["2030-10-07", "2031-05-20"]),
        ("hu", "a 2030. október 7-i és a 2031. május 20-i", ["2030-10-07", "2031-05-20"]),
        ("lt", "2030 m. spalio 7 d. ir 2031 m. gegužės 20 d.", ["2030-10-07", "2031-05-20"]),
        ("hr", "od 7. listopada 2030. i 20. svibnja 2031.", ["2030-10-07", "2031-05-20"]),
        # Ordinals, capitals, glued words.
        ("en", "the 3rd of May 2031", ["2031-05-03"]),
        ("fr", "le 1er mai 2031", ["2031-05-01"]),
        ("it", "il 1° maggio 2031", ["2031-05-01"]),
        ("es", "el 1.º de mayo de 2031", ["2031-05-01"]),
        ("el", "της 1ης Μαΐου 2031", ["2031-05-01"]),
        ("nl", "de 3e mei 2031", ["2031-05-03"]),
        ("en", "ON 12 MAY 2031", ["2031-05-12"]),
        ("de", "12.Mai 2031", ["2031-05-12"]),
        ("cs", "12.května2031", ["2031-05-12"]),
        ("el", "12Μαΐου2031", ["2031-05-12"]),
        ("bg", "12май2031", ["2031-05-12"]),
        # A footnote mark or an end mark behind.
        ("en", "(12 May 2031)", ["2031-05-12"]),
        ("sl", "12. maja 2031.", ["2031-05-12"]),
    ],
)
def test_more_forms(language: str, text: str, expected: list[str]) -> None:
    assert values(language, text) == expected


# ---------------------------------------------------------------- no dates


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # No year, no date.
        ("en", "on 12 May"),
        ("de", "am 11. Juni"),
        ("el", "στις 11 Ιουνίου"),
        ("bg", "на 11 юни"),
        ("fi", "11. kesäkuuta"),
        # A year alone.
        ("en", "in 2031"),
        ("lt", "2031 metais"),
        ("hu", "2031-ben"),
        # No such day.
        ("en", "31 June 2031"),
        ("fr", "le 30 février 2031"),
        ("el", "31 Ιουνίου 2031"),
        ("sv", "29.2.2031"),
        ("nl", "13.13.2031"),
        # Words that are months elsewhere.
        ("en", "they may 2031 times"),
        ("en", "march 2031 miles"),
        # Codes.
        ("en", "COM(2031)0123 and 2031/2901(RSP)"),
        ("pl", "Dz.U. 12/06/203"),
        ("it", "n. 112/06/2031"),
        ("cs", "č. 1.12.6.2031"),
        ("de", "123456.6.2031"),
        ("lv", "12.6.20314"),
        # Years that are none.
        ("en", "12 June 1831"),
        ("hr", "12. lipnja 21031"),
    ],
)
def test_what_is_no_date(language: str, text: str) -> None:
    assert values(language, f"abc {text} def") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "31 June 2031 and 30 June 2031", ["2031-06-30"]),
        ("el", "30 και 31 Ιουνίου 2031", ["2031-06-30"]),
        ("bg", "29 февруари 2032 г., не 29 февруари 2031 г.", ["2032-02-29"]),
    ],
)
def test_days_that_do_not_exist_spoil_no_others(language: str, text: str, expected: list[str]) -> None:
    assert values(language, text) == expected


@ALL
def test_a_number_before_a_date_is_not_part_of_it(language: str) -> None:
    words = pack(language).date
    if words.full[0].startswith("{day}"):
        printed = (
            words.full[0].replace("{day}", "12").replace("{month}", words.months[5][0]).replace("{year}", "2031").replace("*", "")
        )
        # A month may still be read, a day may not.
        for before in ("7", "3."):
            assert not [value for value in values(language, f"abc {before}{printed}") if len(value) == 10], before


# ---------------------------------------------------------------- stretches, line starts


@pytest.mark.parametrize("language", PRINTED)
def test_dated_stretches_hold_the_dates(language: str) -> None:
    text = f"abc {PRINTED[language][0]}, def {PRINTED[language][1]}, ghi"
    stretches = find_dated_stretches(text, pack(language))
    for mention in find_dates(text, pack(language)):
        assert any(span.start <= mention.span.start and mention.span.end <= span.end for span in stretches)


@pytest.mark.parametrize(
    ("language", "text", "begins"),
    [
        ("bg", "3 юни 2031 г. относно", True),
        ("bg", "3 юни относно", True),
        ("cs", "3. a 4. června 2031", True),
        ("el", "3 Ιουνίου 2031 σχετικά", True),
        ("el", "3. καλεί την Επιτροπή", False),
        ("et", "3. juuni 2031. aasta", True),
        ("et", "3. kutsub komisjoni", False),
        ("hr", "3. lipnja 2031. o", True),
        ("hr", "3. poziva Komisiju da do 3. lipnja 2031.", False),
        ("hu", "2031. június 3-i", True),
        ("lt", "2031 m. birželio 3 d.", True),
        ("sv", "3 juni 2031 från", True),
        ("en", "3. May the lake recover", False),
        ("fi", "3. kesäkuuta annettu", True),
    ],
)
def test_a_text_begins_with_a_date(language: str, text: str, begins: bool) -> None:
    assert begins_with_date(text, pack(language)) is begins


# ---------------------------------------------------------------- what holds for every text

WORDS = st.sampled_from(
    [
        *[
            "0",
            "1",
            "3",
            "12",
            "31",
            "2031",
            "1998",
            "May",
            "maja",
            "Ιουνίου",
            "юни",
            "kesäkuuta",
            "and",
            "i",
            "και",
            "и",
            "ja",
            ".",
            ",",
            "-",
            "–",
            "/",
            "(",
            ")",
        ],
        " ",
        " ",
        "\u00a0",
        "ης",
        ".",
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=20).map("".join), st.sampled_from(["bg", "el", "en", "fi", "hr"]))
def test_dates_are_days_of_the_calendar_and_stand_apart(text: str, language: str) -> None:
    mentions = find_dates(text, pack(language))
    for mention in mentions:
        assert re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?", mention.value)
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert mention.value[:4] in text[mention.span.start : mention.span.end]
    assert list(mentions) == sorted(mentions, key=lambda mention: (mention.span, mention.value))
