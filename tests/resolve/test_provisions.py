"""Pinpoints and the texts they belong to, in languages that put the word for an article before or behind its number."""

from __future__ import annotations

import pytest

from kzgraph.extract.read import read_unit
from kzgraph.language.pack import pack
from kzgraph.model import Head, Recognition, Source, UnitKind, Version
from kzgraph.resolve.mentions import link

COVENANT = "international-covenant-on-civil-and-political-rights"
TREATY = "treaty-on-european-union"
RULES = "rules-of-procedure-of-the-european-parliament"


def pinpoints(text: str, code: str) -> list[tuple[str, str]]:
    """The provisions of a citation: instrument and pinpoint, in order."""
    unit = read_unit(text, pack(code), UnitKind.CITATION)
    source = Source("a text", text, "0" * 64, "text/plain", "utf-8")
    version = link(Version(source, Recognition(code, (), ()), Head(), (unit,)))
    by_key = {entity.key: entity for entity in version.entities}
    found = [by_key[mention.entity] for mention in version.units[0].mentions]
    return [((entity.base or "").rpartition("/")[2], entity.pinpoint) for entity in found if entity.pinpoint]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("pl", "Międzynarodowy pakt praw obywatelskich i politycznych, w szczególności jego art. 19, art. 21 Traktatu o Unii Europejskiej"),
        ("cs", "Mezinárodní pakt o občanských a politických právech, zejména článek 19 tohoto paktu, článek 21 Smlouvy o Evropské unii"),
        ("sk", "Medzinárodný pakt o občianskych a politických právach, najmä jeho článok 19, článok 21 Zmluvy o Európskej únii"),
        ("bg", "Международния пакт за граждански и политически права, по-специално член 19 от него, член 21 от Договора за Европейския съюз"),
        ("el", "το Διεθνές Σύμφωνο για τα Ατομικά και Πολιτικά Δικαιώματα, ιδίως το άρθρο 19 αυτού, το άρθρο 21 της Συνθήκης για την Ευρωπαϊκή Ένωση"),
        ("en", "the International Covenant on Civil and Political Rights, in particular Article 19 thereof, Article 21 of the Treaty on European Union"),
        ("fi", "kansalaisoikeuksia ja poliittisia oikeuksia koskevan kansainvälisen yleissopimuksen ja sen 19 artiklan, Euroopan unionista tehdyn sopimuksen 21 artiklan"),
        ("lv", "Starptautisko paktu par pilsoniskajām un politiskajām tiesībām, jo īpaši tā 19. pantu, Līguma par Eiropas Savienību 21. pantu"),
        ("et", "kodaniku- ja poliitiliste õiguste rahvusvahelist pakti, eelkõige selle artiklit 19, Euroopa Liidu lepingu artiklit 21"),
    ],
)  # fmt: skip
def test_an_article_thereof_belongs_to_the_text_before(code: str, text: str) -> None:
    assert pinpoints(text, code) == [(COVENANT, "art. 19"), (TREATY, "art. 21")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("pl", "art. 144 ust. 5 i art. 132 ust. 4 Regulaminu"),
        ("et", "kodukorra artikli 144 lõiget 5 ja artikli 132 lõiget 4"),
        ("fi", "työjärjestyksen 144 artiklan 5 kohdan ja 132 artiklan 4 kohdan"),
        ("hu", "eljárási szabályzata 144. cikkének (5) bekezdésére és 132. cikkének (4) bekezdésére"),
        ("lt", "Darbo tvarkos taisyklių 144 straipsnio 5 dalį ir 132 straipsnio 4 dalį"),
        ("sv", "artiklarna 144.5 och 132.4 i arbetsordningen"),
    ],
)
def test_rules_with_their_paragraphs(code: str, text: str) -> None:
    assert pinpoints(text, code) == [(RULES, "Rule 144(5)"), (RULES, "Rule 132(4)")]


def test_the_mark_of_an_article_tells_it_from_a_paragraph() -> None:
    text = "Tendo em conta os artigos 2.º, 3.º, n.º 5, 21.º e 24.º do Tratado da União Europeia"
    assert pinpoints(text, "pt") == [(TREATY, "art. 2"), (TREATY, "art. 3(5)"), (TREATY, "art. 21"), (TREATY, "art. 24")]


@pytest.mark.parametrize(
    ("code", "text", "pins"),
    [
        ("es", "Visto el apartado 5 del artículo 115 de su Reglamento", ["Rule 115(5)"]),
        ("es", "Vistos los apartados 2 y 4 del artículo 123 de su Reglamento", ["Rule 123(2)", "Rule 123(4)"]),
        ("pt", "Tendo em conta o n.º 5 do artigo 108.º do seu Regimento", ["Rule 108(5)"]),
        ("fr", "vu le paragraphe 5 de l'article 115 de son règlement", ["Rule 115(5)"]),
        ("es", "Visto el artículo 115, apartado 5, de su Reglamento", ["Rule 115(5)"]),
    ],
)
def test_a_paragraph_may_stand_before_its_article(code: str, text: str, pins: list[str]) -> None:
    assert pinpoints(text, code) == [(RULES, pin) for pin in pins]
