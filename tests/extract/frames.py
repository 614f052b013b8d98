"""The smallest resolutions of some languages, to try one thing at a time."""

from __future__ import annotations

from kzgraph.language.pack import pack
from kzgraph.model import Version
from kzgraph.pipeline import read_text
from kzgraph.reading.source import decode

#: The smallest resolution of a language: opening, opener of a citation, of a recital, verb, and the last paragraph.
FRAMES = {
    "bg": (
        "Европейският парламент,",
        "като взе предвид",
        "като има предвид, че",
        "призовава",
        "възлага на своя председател да предаде това.",
    ),
    "cs": (
        "Evropský parlament,",
        "s ohledem na",
        "vzhledem k tomu, že",
        "vyzývá",
        "pověřuje svou předsedkyni, aby toto předala.",
    ),
    "de": (
        "Das Europäische Parlament,",
        "unter Hinweis auf",
        "in der Erwägung, dass",
        "fordert",
        "beauftragt seine Präsidentin, dies zu senden.",
    ),
    "el": (
        "Το Ευρωπαϊκό Κοινοβούλιο,",
        "έχοντας υπόψη",
        "λαμβάνοντας υπόψη ότι",
        "καλεί",
        "αναθέτει στον Πρόεδρό του να διαβιβάσει το παρόν.",
    ),
    "en": ("The European Parliament,", "having regard to", "whereas", "Calls on", "Instructs its President to forward this."),
    "et": ("Euroopa Parlament,", "võttes arvesse", "arvestades, et", "kutsub", "teeb presidendile ülesandeks edastada see."),
    "fi": (
        "Euroopan parlamentti, joka",
        "ottaa huomioon",
        "ottaa huomioon, että",
        "kehottaa",
        "kehottaa puhemiestä välittämään tämän.",
    ),
    "hr": ("Europski parlament,", "uzimajući u obzir", "budući da", "poziva", "nalaže svojoj predsjednici da ovo proslijedi."),
    "hu": ("Az Európai Parlament,", "tekintettel", "mivel", "felszólítja", "utasítja elnökét, hogy továbbítsa ezt."),
    "lt": ("Europos Parlamentas,", "atsižvelgdamas į", "kadangi", "ragina", "paveda Pirmininkei perduoti tai."),
    "sl": ("Evropski parlament,", "ob upoštevanju", "ker", "poziva", "naroči svoji predsednici, naj to posreduje."),
}
STOPS = {"el": "·"}


def letter(language: str, rank: int) -> str:
    return pack(language).recital.labels[rank - 1][0]


def body(
    language: str, recitals: list[str], paragraphs: list[str], citations: list[str] | None = None, between: str = "\n\n"
) -> str:
    """A resolution of whole lines, labels and all."""
    opening, regard, *_ = FRAMES[language]
    return between.join([opening, *(citations or [f"– {regard} abc,"]), *recitals, *paragraphs]) + "\n"


def recital(language: str, rank: int, words: str = "abc", label: str | None = None) -> str:
    label = f"{letter(language, rank)}. " if label is None else label
    return f"{label}{FRAMES[language][2]} {words}{STOPS.get(language, ';')}"


def paragraph(language: str, number: int, words: str = "abc", label: str | None = None) -> str:
    return f"{f'{number}. ' if label is None else label}{FRAMES[language][3]} {words}{STOPS.get(language, ';')}"


def last(language: str, number: int) -> str:
    return f"{number}. {FRAMES[language][4]}"


def read(text: str, language: str) -> Version:
    return read_text(decode(text.encode(), "x"), language)


def recitals_of(language: str, rows: list[str]) -> Version:
    return read(body(language, rows, [paragraph(language, 1), last(language, 2)]), language)


def paragraphs_of(language: str, rows: list[str]) -> Version:
    return read(body(language, [recital(language, 1)], rows), language)
