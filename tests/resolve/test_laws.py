"""Laws of a state by number or title, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.resolve.named import keys, printed, version


@pytest.mark.parametrize(
    ("code", "text", "law"),
    [
        ("en", "Deplores Law No 123/2031 on Public Assembly in Mongolia", "Law No 123/2031"),
        ("en", "Deplores Decree 349 in Mongolia", "Decree 349"),
        ("en", "Deplores the Law on Purity of Mountain Lakes in Mongolia", "Law on Purity of Mountain Lakes"),
        ("en", "Deplores the Mongolian Lake Purity Act", "Lake Purity Act"),
        ("en", "Deplores the law entitled ‘For the Lakes’ in Mongolia", "law entitled ‘For the Lakes’"),
        ("es", "Condena la Ley n.º 1040 de Mongolia", "Ley n.º 1040"),
        ("de", "verurteilt das Gesetz „über die Reinheit der Seen“ in der Mongolei", "Gesetz „über die Reinheit der Seen“"),
        ("hu", "elítéli a „tavak védelméről” szóló törvényt Mongóliában", "„tavak védelméről” szóló törvényt"),
    ],
)
def test_a_law_has_a_number_or_a_title(code: str, text: str, law: str) -> None:
    assert printed(version(code, text), "NationalLaw") == [(law,)]


def test_a_law_belongs_to_the_state_beside_it() -> None:
    text = "Deplores Mongolian Law No 5651; notes that Iran, Iran and Iran did the same"
    assert keys(version("en", text), "NationalLaw") == [("law-5651-of-mongolia",)]


@pytest.mark.parametrize(
    "text",
    [
        "Deplores the end of the rule of law in Mongolia",
        "Mongolia is concerned: Act now, it says",
        "Recalls that Mongolia had a law 120 days earlier",
        "Recalls that the Mongolian law of 2031 was repealed",
        "Notes the programme of the Law and Justice party in Mongolia",
    ],
)
def test_not_every_law_is_named(text: str) -> None:
    assert printed(version("en", text), "NationalLaw") == [()]
