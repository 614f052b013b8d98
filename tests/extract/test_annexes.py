"""What stands behind a resolution, an annex or an explanatory statement, is no part of its last paragraph."""

from __future__ import annotations

import hashlib
import re

import pytest

from kzgraph.language.pack import languages, pack
from kzgraph.model import Part, Source, Version
from kzgraph.pipeline import read_text
from kzgraph.reading.media import open_bytes
from tests.media import markup
from tests.media.specimen import plain, specimen

#: Points of an annex begin anew, count past the last paragraph of the specimen, and open like paragraphs do.
POINTS = 12


def version_of(text: str) -> Version:
    return read_text(Source("a text", text, hashlib.sha256(text.encode()).hexdigest(), "text/plain", "utf-8"))


def texts(version: Version) -> list[tuple[str, str]]:
    return [(unit.key, unit.text.text) for unit in version.units]


def without_instruction(language: str) -> str:
    """A specimen whose last paragraph instructs nobody, its notes gone: nothing but the last paragraph closes it."""
    text = re.sub(r"<sup>\d</sup>", "", plain(specimen(language)).partition("\n\n<sup>1</sup>")[0])
    return text.rpartition("\n\n8. ")[0].rstrip(";·,\u0387 ") + "."


def verb(language: str) -> str:
    """What a paragraph of the specimen opens with."""
    return " ".join(specimen(language).units[-3].paragraphs[0].split()[:6])


def annex(heading: str, language: str) -> str:
    points = "".join(f"{number}. {verb(language)} {number}.\n\n" for number in range(1, POINTS + 1))
    return f"\n\n{heading}\n\n{points}"


@pytest.mark.parametrize("language", languages())
def test_a_text_ends_where_the_heading_of_an_annex_stands(language: str) -> None:
    own = pack(language)
    body = without_instruction(language)
    alone = version_of(body)
    assert texts(alone)[-1][0] == "paragraph/7"
    for heading in (own.end.annex[0].upper(), f"{own.end.annex[0]} I", f"**{own.end.explanation[0]}**", own.end.explanation[0]):
        behind = annex(heading, language)
        version = version_of(body + behind)
        assert texts(version) == texts(alone), heading
        lines = [row for row in version.removed if row.part is Part.ANNEX]
        # The heading and each point: nothing behind it is lost from sight, and nothing before it is taken.
        assert len(lines) == POINTS + 1
        assert lines[0].span.start == len(body) + 2
        assert version.source.text[lines[-1].span.start :].startswith(f"{POINTS}. ")


@pytest.mark.parametrize("language", languages())
def test_without_a_heading_what_follows_is_text(language: str) -> None:
    """The fault that the heading mends: points that count on are taken for paragraphs."""
    version = version_of(without_instruction(language) + annex("", language))
    assert texts(version)[-1][0] == f"paragraph/{POINTS}"


@pytest.mark.parametrize("language", languages())
def test_the_word_within_a_text_ends_nothing(language: str) -> None:
    own = pack(language)
    whole = plain(specimen(language))
    word = own.end.annex[0]
    for inside in (
        # A torn line begins with the word, and goes on.
        f"\n\n{word} I, {word.lower()} II\n",
        # Within an unfinished sentence it stands alone on its line.
        f"\n\n{word.upper()}\n\n",
    ):
        at = whole.index(" ", whole.index("\n\n4. ") + 30)
        version = version_of(f"{whole[:at]}{inside}{whole[at + 1 :]}")
        assert [unit.key for unit in version.units if unit.key.startswith("p")][-1] == "paragraph/8"
        assert not any(row.part is Part.ANNEX for row in version.removed)
    # A heading with the next paragraph below stands within the text, whatever it says.
    version = version_of(whole.replace("\n\n5. ", f"\n\n{own.end.explanation[0].upper()}\n\n5. "))
    assert len(version.units) == 22
    assert not any(row.part is Part.ANNEX for row in version.removed)


@pytest.mark.parametrize("language", ["el", "bg", "fr", "ga"])
def test_behind_the_last_paragraph_an_annex_is_told_from_what_nobody_explains(language: str) -> None:
    body = plain(specimen(language)).partition("\n\n<sup>1</sup>")[0]
    version = version_of(body + annex(pack(language).end.annex[0].upper(), language) + "17 | 4 | 1230\n")
    assert {row.part for row in version.removed} == {Part.HEAD, Part.ANNEX}
    version = version_of(body + "\n\n17 | 4 | 1230\n" + annex(pack(language).end.annex[0].upper(), language))
    assert [row.part for row in version.removed].count(Part.UNEXPLAINED) == 1
    assert texts(version)[-1][0] == "paragraph/8"


def test_the_title_of_a_text_may_name_an_annex() -> None:
    """Only behind a paragraph a heading ends a text."""
    text = plain(specimen("hr"), ["PRILOG"])
    assert len(version_of(text).units) == 22
    assert len(version_of(text.replace("\n\nB. ", "\n\nPRILOG\n\nBistar.\n\nB. ")).units) == 22


@pytest.mark.parametrize("language", ["lv", "el", "hu"])
def test_an_annex_is_found_in_every_medium(language: str) -> None:
    heading = pack(language).end.annex[0].upper()
    blocks = (without_instruction(language) + annex(heading, language)).strip().split("\n\n")
    page = "".join(f"<h2>{block}</h2>" if block == heading else f"<p>{block}</p>" for block in blocks)
    marked = "\n\n".join(f"## {block}" if block == heading else block for block in blocks)
    archive = {
        "C_2031301XX.01014401.xml": markup.formex(specimen(language)),
        "C_2031301XX.01015201.xml": markup.annex().replace(b"<P>ANNEX</P>", f"<P>{heading}</P>".encode()),
    }
    for data, last in ((f"<html>{page}".encode(), 7), (marked.encode(), 7), (markup.zipped(archive), 8)):
        version = read_text(open_bytes(data, "a file")[0])
        assert texts(version)[-1][0] == f"paragraph/{last}"
        assert {row.part for row in version.removed} >= {Part.ANNEX}
        assert not any(row.part is Part.UNEXPLAINED for row in version.removed)
