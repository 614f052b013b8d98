"""Who issued a dated text, where its word, its issuer and its date stand in another order or are printed once for several."""

from __future__ import annotations

import pytest

from kzgraph.model import UnitKind
from tests.resolve.named import keys, version

TEXTS = ("OfficialStatement", "PolicyDocument", "ParliamentResolution", "Report", "Instrument", "Statement", "UnionAct")
VP_HR = "vice-president-of-the-commission-high-representative-of-the-union-for-foreign-affairs-and-security-policy"
COUNCIL = "council-of-the-european-union"


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        # The issuer is printed with the first word for the texts.
        ("sk", "so zreteľom na vyhlásenia podpredsedu/vysokého predstaviteľa, najmä vyhlásenia zo 7. augusta 2031 a zo 14. júla 2031",
         [f"statement-{VP_HR}-2031-08-07", f"statement-{VP_HR}-2031-07-14"]),
        # Each date has its own.
        ("pl", "uwzględniając oświadczenia Rady z dnia 4 maja 2031 r. oraz ekspertów ONZ z dnia 6 maja 2031 r.",
         [f"statement-{COUNCIL}-2031-05-04", "statement-un-experts-2031-05-06"]),
        # What a resolution is about is no text of the next date.
        ("cs", "s ohledem na svá usnesení ze dne 4. května 2031 o akčním plánu, ze dne 6. května 2030 o volbách",
         ["resolution-european-parliament-2031-05-04", "resolution-european-parliament-2030-05-06"]),
        # The date stands before the word, the issuer before or behind the date.
        ("fi", "ottaa huomioon 4. toukokuuta 2031 annetut neuvoston päätelmät", [f"conclusions-{COUNCIL}-2031-05-04"]),
        ("fi", "ottaa huomioon neuvoston 4. toukokuuta 2031 antamat päätelmät", [f"conclusions-{COUNCIL}-2031-05-04"]),
        ("lt", "atsižvelgdamas į 2031 m. gegužės 4 d. Tarybos išvadas dėl Norvegijos", [f"conclusions-{COUNCIL}-2031-05-04"]),
        ("lv", "ņemot vērā Padomes 2031. gada 4. maija secinājumus", [f"conclusions-{COUNCIL}-2031-05-04"]),
        ("et", "võttes arvesse nõukogu 4. mai 2031. aasta järeldusi", [f"conclusions-{COUNCIL}-2031-05-04"]),
        ("hu", "tekintettel a Tanács Norvégiáról szóló, 2031. május 4-i következtetéseire", [f"conclusions-{COUNCIL}-2031-05-04"]),
        # In the name of the Union others speak.
        ("et", "võttes arvesse komisjoni asepresidendi ja kõrge esindaja 4. mai 2031. aasta avaldust Euroopa Liidu nimel",
         [f"statement-{VP_HR}-2031-05-04"]),
        # A session of two days comes to one text.
        ("bg", "като взе предвид заключенията на Европейския съвет от 4 и 5 май 2031 г.", ["conclusions-european-council-2031-05-04"]),
    ],
)  # fmt: skip
def test_dated_texts(code: str, text: str, names: list[str]) -> None:
    found = keys(version(code, text, kind=UnitKind.CITATION), *TEXTS)[0]
    assert sorted(found) == sorted(names)
