"""Counts and ranks in all languages, and the many numbers that are neither."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzgraph.extract.figures import find_figures
from kzgraph.language.pack import languages, pack

ALL = pytest.mark.parametrize("language", languages())

#: What is counted: a noun of each language that is no measure.
NOUNS = {
    "bg": "души", "cs": "osob", "da": "personer", "de": "Menschen", "el": "άτομα", "en": "people", "es": "personas", "et": "inimest",
    "fi": "ihmistä", "fr": "personnes", "ga": "duine", "hr": "osoba", "hu": "embert", "it": "persone", "lt": "žmonių", "lv": "cilvēki",
    "mt": "persuna", "nl": "personen", "pl": "osób", "pt": "pessoas", "ro": "persoane", "sk": "osôb", "sl": "oseb", "sv": "personer",
}  # fmt: skip


def values(language: str, text: str) -> list[int]:
    return [mention.value for mention in find_figures(text, pack(language))]


# ---------------------------------------------------------------- counts


@ALL
@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("17", 17),
        ("250", 250),
        ("1 250", 1250),
        ("1\u00a0250", 1250),
        ("1\u202f250", 1250),
        ("60 000", 60000),
        ("2 400 000", 2400000),
    ],
)
def test_counts_in_digits(language: str, printed: str, value: int) -> None:
    assert values(language, f"abc {printed} {NOUNS[language]} def") == [value]


@pytest.mark.parametrize(
    ("language", "printed", "value"),
    [
        ("en", "1,250", 1250),
        ("de", "1.250", 1250),
        ("el", "1.250", 1250),
        ("it", "60.000", 60000),
        ("nl", "2.400.000", 2400000),
        ("es", "1.250", 1250),
    ],
)
def test_thousands_marked_by_points(language: str, printed: str, value: int) -> None:
    assert values(language, f"abc {printed} {NOUNS[language]} def") == [value]


@ALL
def test_number_words(language: str) -> None:
    # The noun behind tells that the word counts; words of two are tried by the packs' own examples.
    for word, value in pack(language).number.words.items():
        if " " not in word:
            assert values(language, f"abc {word} {NOUNS[language]} def") == [value], word


@ALL
def test_millions_and_thousands_in_words(language: str) -> None:
    for scale, factor in pack(language).number.scales.items():
        if factor in (1_000, 1_000_000) and " " not in scale and not scale.endswith("."):
            assert values(language, f"abc 3 {scale} {NOUNS[language]} def") == [3 * factor], scale


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "2.4 million people", [2_400_000]),
        ("el", "2,4 εκατομμύρια άνθρωποι", [2_400_000]),
        ("bg", "2,4 милиона души", [2_400_000]),
        ("hr", "2,4 milijuna ljudi", [2_400_000]),
        ("fi", "2,4 miljoonaa ihmistä", [2_400_000]),
        ("hu", "2,4 millió ember", [2_400_000]),
        ("ga", "2.4 milliún duine", [2_400_000]),
        ("en", "thirty-five people", [35]),
        ("ro", "douăzeci și cinci de persoane", [25]),
        ("de", "fünfunddreißig Menschen", [35]),
        ("mt", "ħamsa u għoxrin persuna", [25]),
        ("en", "17 000–20 000 people", [17000, 20000]),
        ("en", "between 17 and 20 people", [17, 20]),
        ("el", "μεταξύ 17 και 20 ατόμων", [17, 20]),
        ("en", "at least 17 were killed", [17]),
        ("el", "τουλάχιστον 17 σκοτώθηκαν", [17]),
        ("bg", "най-малко 17 бяха убити", [17]),
        ("pl", "co najmniej 17 zginęło", [17]),
        ("en", "12 lawyers and 3 editors in 4 towns", [12, 3, 4]),
        ("cs", "12 advokátů a 3 redaktoři ve 4 městech", [12, 3, 4]),
        ("lt", "12 advokatų ir 3 redaktoriai 4 miestuose", [12, 3, 4]),
        ("sv", "12 advokater och 3 redaktörer i 4 städer", [12, 3, 4]),
    ],
)
def test_counts_of_many_forms(language: str, text: str, expected: list[int]) -> None:
    assert values(language, f"abc {text} def") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "ranks 121st out of 180 countries", [121, 180]),
        ("fr", "occupe la 121e place sur 180 pays", [121, 180]),
        ("de", "auf Platz 121 von 180 Ländern", [121, 180]),
        ("el", "βρίσκεται στην 121η θέση μεταξύ 180 χωρών", [121, 180]),
        ("bg", "е на 121-во място от 180 държави", [121, 180]),
        ("hr", "na 121. mjestu od 180 zemalja", [121, 180]),
        ("hu", "180 ország közül a 121. helyen áll", [180, 121]),
        ("it", "è al 121º posto su 180 paesi", [121, 180]),
        ("pl", "na 121. miejscu na 180 państw", [121, 180]),
    ],
)
def test_ranks(language: str, text: str, expected: list[int]) -> None:
    found = find_figures(f"abc {text} def", pack(language))
    assert [mention.value for mention in found] == expected
    assert {mention.rule for mention in found if mention.value == 121} <= {"rank", "digits"}


# ---------------------------------------------------------------- no counts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # Durations, ages, sentences.
        ("en", "for 20 years and 3 months"),
        ("en", "a 14-year-old girl"),
        ("en", "girls aged 14"),
        ("en", "sentenced to six years in prison"),
        ("en", "5 to 10 years"),
        ("bg", "от 20 години и 3 месеца"),
        ("bg", "14-годишно момиче"),
        ("bg", "осъдени на шест години затвор"),
        ("el", "εδώ και 20 χρόνια και 3 μήνες"),
        ("el", "ένα 14χρονο κορίτσι"),
        ("el", "έξι έτη φυλάκισης"),
        ("de", "seit 20 Jahren und drei Monaten"),
        ("de", "ein 14-jähriges Mädchen"),
        ("hr", "više od 20 godina"),
        ("hr", "14-godišnja djevojčica"),
        ("fi", "14-vuotias tyttö"),
        ("hu", "hat év börtön"),
        ("lt", "14 metų mergaitė"),
        ("sv", "sex års fängelse"),
        ("pl", "przez pięć dni"),
        ("mt", "għal sitt snin"),
        ("ga", "ar feadh 20 bliain"),
        # Shares, weights, lengths.
        ("en", "by 15 % and 2 per cent"),
        ("el", "κατά 15 % και δύο τοις εκατό"),
        ("bg", "с 15 % и 3 километра"),
        ("fr", "de 15 % sur 3 kilomètres"),
        ("it", "del 15% in 3 ore"),
        # Years and decades.
        ("en", "in 2031 and in the 1990s"),
        ("el", "το 2031 και το 1998"),
        ("bg", "през 2031 г."),
        ("lv", "2031. gadā"),
        # Dates.
        ("en", "on 30 and 31 May 2031, and on 11 June"),
        ("el", "στις 30 και 31 Μαΐου 2031 και στις 11 Ιουνίου"),
        ("bg", "на 30 и 31 май 2031 г."),
        ("hu", "2031. május 30-án és 31-én"),
        # Pinpoints.
        ("en", "Article 2, Article 3(5) and Articles 21, 24 and 31 of the Treaty"),
        ("en", "Rules 144(5) and 132(4)"),
        ("el", "το άρθρο 3 παράγραφος 5 και τα άρθρα 21, 24 και 31"),
        ("bg", "член 3, параграф 5 и членове 21, 24 и 31"),
        ("fi", "2 artikla, 3 artiklan 5 kohta sekä 21, 24 ja 31 artikla"),
        ("lt", "3 straipsnio 5 dalis ir 21, 24 bei 31 straipsniai"),
        ("et", "artikkel 2, artikli 3 lõige 5 ning artiklid 21, 24 ja 31"),
        ("hu", "a 3. cikk (5) bekezdése és a 21., 24. és 31. cikk"),
        ("lv", "3. panta 5. punkts un 21., 24. un 31. pants"),
        ("sv", "artikel 3.5 och artiklarna 21, 24 och 31"),
        # Codes and names.
        ("en", "COM(2031)0123, 2031/2901(RSP), P11_TA(2031)0144, C-123/31"),
        ("en", "resolution 1325 (2000) and Regulation (EU) 2030/1998"),
        ("en", "COVID-19, the G7, the EU-27 and CO2"),
        ("el", "το ψήφισμα 1325 (2000) και την COVID-19"),
        ("bg", "Резолюция 1325 (2000) и COVID-19"),
        ("nl", "COVID-19 en nr. 12"),
        ("en", "OJ C 301, 9.2.2028, p. 12"),
        # Ordinals that rank nothing.
        ("en", "the 6th meeting"),
        ("el", "την 6η σύνοδο"),
        ("bg", "6-ото заседание"),
        ("hr", "6. sastanak vijeća"),
        ("fi", "6. kokous"),
        ("hu", "a 6. ülés"),
        # The article that is also "one", noughts, fractions.
        ("en", "one person"),
        ("fr", "une personne"),
        ("en", "0.5 and 0 and 007"),
    ],
)
def test_what_is_no_count(language: str, text: str) -> None:
    assert values(language, f"abc {text} def") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Article 5 protects 12 people", [12]),
        ("el", "το άρθρο 5 προστατεύει 12 άτομα", [12]),
        ("bg", "член 5 закриля 12 души", [12]),
        ("en", "on 3 May 2031, 12 people and 20 years later 15 more", [12, 15]),
        ("fr", "le 3 mai 2031, 12 personnes", [12]),
        ("hu", "2031. május 3-án 12 embert", [12]),
        ("lt", "2031 m. gegužės 3 d. 12 žmonių", [12]),
        ("sv", "den 3 maj 2031 greps 12 personer", [12]),
        ("en", "12 people aged 14", [12]),
        ("en", "in 2031 twelve people", [12]),
    ],
)
def test_counts_beside_other_numbers(language: str, text: str, expected: list[int]) -> None:
    assert values(language, f"abc {text} def") == expected


# ---------------------------------------------------------------- what holds for every text


@ALL
@pytest.mark.parametrize("digits", ["9" * 13, "9" * 400, "9" * 5000, " 123" * 200, "1" + ".000" * 2000, "5" + " 999" * 3000])
def test_numbers_beyond_all_counts_are_no_figures(language: str, digits: str) -> None:
    assert all(value < 10**13 for value in values(language, f"abc {digits} {NOUNS[language]}; 12 {NOUNS[language]}"))
    assert values(language, f"abc {digits} {NOUNS[language]}; 12 {NOUNS[language]}")[-1] == 12


@ALL
def test_scales_do_not_pile_up_without_end(language: str) -> None:
    scale = next(word for word, factor in pack(language).number.scales.items() if factor == 1_000_000)
    assert all(value < 10**13 for value in values(language, f"abc 5 {' '.join([scale] * 80)} {NOUNS[language]}"))


WORDS = st.sampled_from(
    [
        *[
            "5",
            "12",
            "1",
            "250",
            "2031",
            "0",
            "3rd",
            "121η",
            "14-",
            ",5",
            ".5",
            "million",
            "twenty",
            "two",
            "εκατομμύρια",
            "people",
            "%",
            "years",
            "article",
            "(",
            ")",
            "–",
            "-",
            "and",
            "και",
            ".",
            ",",
        ],
        " ",
        " ",
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=20).map("".join), st.sampled_from(["bg", "el", "en", "fi", "hu", "mt"]))
def test_figures_stand_in_order_and_apart(text: str, language: str) -> None:
    mentions = find_figures(text, pack(language))
    at = 0
    for mention in mentions:
        assert mention.value > 0
        assert at <= mention.span.start < mention.span.end <= len(text)
        at = mention.span.end


@pytest.mark.parametrize(
    ("code", "text", "figures"),
    [
        # tens and units in one word
        ("fi", "kolmekymmentäviisi ihmistä ja kaksikymmentäyksi kylää", [35, 21]),
        ("hu", "harmincöt ember, huszonegy falu és negyvenkét ház", [35, 21, 42]),
        ("et", "kolmkümmend viis inimest, mis viis riigi kriisini", [35]),
        ("da", "femogtredive personer i enogtyve landsbyer", [35, 21]),
        ("nl", "vijfendertig mensen en tweeëntwintig dorpen", [35, 22]),
        ("de", "fünfunddreißig Personen und einundzwanzig Dörfer", [35, 21]),
        ("sv", "trettiofem personer i tjugoen byar", [35, 21]),
        # a scale belongs to both ends of a range
        ("en", "2–3 million people and 40–50 villages", [2_000_000, 3_000_000, 40, 50]),
        ("sk", "2 – 3 milióny ľudí", [2_000_000, 3_000_000]),
        ("lt", "2–3 mln. žmonių", [2_000_000, 3_000_000]),
        # a range that measures
        ("pl", "2–3 mln ton ryżu", []),
    ],
)
def test_compound_words_and_ranges(code: str, text: str, figures: list[int]) -> None:
    assert [mention.value for mention in find_figures(text, pack(code))] == figures


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2 700 km² of salt", "en"),
        ("2 700 km2 of salt", "en"),
        ("2 700 км² сол", "bg"),
        ("2 700 χλμ² αλάτι", "el"),
        ("12 km² suolaa", "fi"),
    ],
)
def test_squares_are_measures(text: str, language: str) -> None:
    assert find_figures(text, pack(language)) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "its resolutions of 16 December 2031 (1), 7 July 2032 (2) and 7 September 2033 (3),"),
        ("bg", "резолюциите си от 16 декември 2031 г. (1), 7 юли 2032 г. (2)"),
        ("hu", "a 2031. július 12-i (1), október 25-i (2) és november 15-i (3) állásfoglalására"),
    ],
)
def test_the_mark_of_a_footnote_behind_a_blank_is_no_count(language: str, text: str) -> None:
    assert values(language, text) == []


def test_one_hundred_is_a_count_though_one_is_an_article() -> None:
    assert values("en", "one of the one hundred writers and a thousand readers") == [100, 1000]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "2 to 3 million people fled", [2_000_000, 3_000_000]),
        ("en", "two to three million people and two or three hundred families", [2_000_000, 3_000_000, 200, 300]),
        ("en", "between 1.5 and 2 million people", [1_500_000, 2_000_000]),
        ("fr", "entre deux et trois millions de personnes", [2_000_000, 3_000_000]),
        ("es", "de 2 a 3 millones de personas", [2_000_000, 3_000_000]),
        ("en", "12 people and 3 million euros", [12, 3_000_000]),
        ("en", "5 and 3 million people", [5, 3_000_000]),
    ],
)
def test_the_lower_end_of_a_range_has_the_scale_of_the_higher(language: str, text: str, found: list[int]) -> None:
    assert values(language, text) == found
