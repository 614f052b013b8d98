"""``kzgraph inspect``: files of several media and languages with damage that is known, told before anything is built."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kzgraph.cli import main
from kzgraph.language.pack import pack
from tests.media import markup, pages, portable, word
from tests.media.specimen import EXAMPLES, plain, specimen

WORK = "https://w3id.org/kzgraph/id/resolution/2031-2901"
FEET = "RC\\2901000EL.docx 3/4 PE801.101v01-00 }\nPE801.103v01-00 } RC1\n\nXX\n\n"
#: Three alphabets and a language whose specimen has lost its number.
LANGUAGES = ["el", "bg", "pl", "mt"]


def inspect(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of the command."""
    code = main(["inspect", "--json", *map(str, arguments)])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, told


def only_text(told: dict[str, Any]) -> dict[str, Any]:
    (one,) = told["inputs"]
    text: dict[str, Any]
    (text,) = one["texts"]
    return text


def damaged(language: str) -> str:
    """A specimen with its third paragraph lost, a page foot and a note within, and behind its end what no one explains."""
    one = specimen(language)
    text = plain(one, [pages.JOINT])
    third, fourth = (text.index(f"\n{number}. ") for number in (3, 4))
    return f"{text[: third + 1]}{FEET}{text[fourth + 1 :]}\n17 | 4 | 1230\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_damage_is_told_with_its_place(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page"
    text = damaged(language)
    path.write_text(text, "utf-8")
    code, told = inspect(capsys, path)
    assert code == 0
    one = only_text(told)
    assert (one["kind"], one["encoding"], one["characters"]) == ("Markdown", "utf-8", len(text))
    assert one["language"]["code"] == language
    assert pack(language).recital.openers[0] in one["language"]["formulas"]
    assert one["gaps"] == ["paragraph/3"]
    assert one["series"] == {"citation": "1–8", "recital": "A–F", "paragraph": "1–8"}
    assert (one["counts"]["citations"], one["counts"]["recitals"], one["counts"]["paragraphs"]) == (8, 6, 7)
    assert sum(one["acts"].values()) > 8
    lines = text.split("\n")
    for part, printed in (("furniture", FEET.split()), ("unexplained", ["1230"]), ("footnote", ["301", "88"])):
        held = one["left out"][part]
        assert held["lines"] == len(held["places"]) > 0
        assert held["characters"] == sum(len(re.sub(r"\s", "", row["text"])) for row in held["places"])
        for row in held["places"]:
            assert " ".join(text[row["start"] : row["end"]].split()) == row["text"]
            assert " ".join(lines[row["line"] - 1].split()) == row["text"]
        assert [word for word in printed if not any(word in row["text"] for row in held["places"])] == []
    assert one["unexplained"] == one["left out"]["unexplained"]["places"]
    for row in one["unresolved"]:
        assert text[row["start"] : row["end"]] == row["text"]
        assert lines[row["line"] - 1].find(row["text"].split()[0]) >= 0


@pytest.mark.parametrize(
    ("form", "kind", "language"),
    [
        ("typeset", "PDF file", "bg"),
        ("docx", "Word file (DOCX)", "el"),
        ("adopted", "web page", "el"),
        ("formex", "XML file", "hu"),
        ("sdocta", "XML file", "ga"),
    ],
)
def test_every_medium_tells_the_same(
    form: str, kind: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    render = {
        "typeset": portable.typeset,
        "docx": word.listed,
        "adopted": pages.adopted,
        "formex": markup.formex,
        "sdocta": markup.sdocta,
    }[form]
    path, other = tmp_path / "a.bin", tmp_path / "b.bin"
    path.write_bytes(render(specimen(language)))
    other.write_text(plain(specimen(language)), "utf-8")
    code, told = inspect(capsys, path)
    assert code == 0
    one = only_text(told)
    assert one["kind"] == kind
    _, told = inspect(capsys, other)
    clean = only_text(told)
    for name in ("title", "date", "counts", "gaps", "acts", "mentions", "entities", "series"):
        assert one[name] == clean[name], name
    assert (one["work"]["iri"], one["work"]["by"], one["work"]["lasting"]) == (WORK, "procedure", True)


def test_the_numbers_of_the_head_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    for render, others in (
        (pages.adopted, {"adopted text": [pages.ADOPTED]}),
        (pages.motion_first, {"document": [pages.MOTION]}),
    ):
        path.write_bytes(render(specimen("lv")))
        one = only_text(inspect(capsys, path)[1])
        assert one["numbers"] == {"procedure": ["2031/2901(RSP)"], **others}
        assert one["stage"] == ("motion" if "document" in others else "adopted-text")


def test_a_key_that_is_made_of_the_content_is_called_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page"
    whole = plain(specimen("bg"))
    path.write_text(whole[whole.index(specimen("bg").opening) :], "utf-8")
    home = only_text(inspect(capsys, path)[1])["work"]
    assert home["key"].startswith("x-")
    assert (home["by"], home["lasting"], home["share"]) == ("its content", False, None)
    # Beside a version with a number it is tied to that one, as in a build.
    _, told = inspect(capsys, path, EXAMPLES / "2031-2901.el.txt")
    home, other = (one["texts"][0]["work"] for one in told["inputs"])
    assert (home["iri"], home["by"], home["lasting"]) == (WORK, "facts in common", True)
    assert home["share"] > 0.6
    assert (other["by"], other["version iri"]) == ("procedure", f"{WORK}/version/el")
    assert main(["inspect", str(path)]) == 0
    assert "a content key" in capsys.readouterr().out


def test_the_texts_of_an_archive_and_of_a_day_are_told_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "all.zip"
    members = {
        "a.xml": markup.formex(specimen("el")),
        "b.docx": word.typed(specimen("bg")),
        "c.txt": b"milk and bread, and little else\n",
        "d.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }
    path.write_bytes(markup.zipped(members))
    code, told = inspect(capsys, path)
    assert code == 3
    (one,) = told["inputs"]
    rows = {row["text"].rpartition("#")[2]: row for row in one["texts"]}
    assert {name: row["kind"] for name, row in rows.items()} == {
        "a.xml": "XML file",
        "b.docx": "Word file (DOCX)",
        "c.txt": "plain text",
        "d.doc": "old Word file",
    }
    assert {name for name, row in rows.items() if row["refused"]} == {"c.txt", "d.doc"}
    assert "Save it as DOCX" in rows["d.doc"]["refused"]["remedy"]
    assert [rows[name]["work"]["version"] for name in ("a.xml", "b.docx")] == ["el", "bg"]


def test_what_readers_take_away_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file"
    path.write_bytes(portable.typeset(specimen("bg"), portable.Form(height=400, running="LAKES AND RIVERS")))
    one = only_text(inspect(capsys, path)[1])
    assert one["encoding"] is None
    taken = {(row["place"], row["text"]) for row in one["not in the text"]}
    # The head of the first page is that of the document, and its file name is kept, for it tells the stage.
    assert {("page 2", "LAKES AND RIVERS"), ("page 1", "BG"), ("page 2", "BG")} <= taken
    assert ("page 1", "LAKES AND RIVERS") not in taken
    assert [row["text"] for row in one["left out"]["furniture"]["places"]] == ["RC\\2901000BG.docx 1/5 PE801.101v01-00 }"]
    clean = tmp_path / "plain"
    clean.write_text(plain(specimen("bg")), "utf-8")
    assert only_text(inspect(capsys, clean)[1])["not in the text"] == []
    assert main(["inspect", str(path)]) == 0
    assert re.search(r"^not in the text +\d+ places, \d+ characters *\n +page 1: BG", capsys.readouterr().out, re.MULTILINE)


def test_a_page_tells_its_encoding_and_what_stands_round_the_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file"
    path.write_bytes(pages.report(specimen("el")).decode().encode("windows-1253", "xmlcharrefreplace"))
    one = only_text(inspect(capsys, path)[1])
    assert (one["encoding"], one["stage"]) == ("windows-1253", "motion")
    taken = {row["text"]: row["place"] for row in one["not in the text"]}
    assert taken["Home"] == taken["Legal notice"] == "navigation"
    assert taken["EXPLANATORY STATEMENT"] == taken["1. Calls on the Commission to suggest more;"] == "behind the text"
    # Notes stand behind all that the page holds, and belong to the text all the same.
    assert one["left out"]["footnote"]["lines"] == 3
    assert not any("P11_TA(2029)0144" in text for text in taken)


def test_the_texts_of_a_day_are_told_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file"
    path.write_bytes(pages.day(specimen("pl"), "<h2>1. Lakes</h2>"))
    (day,) = inspect(capsys, path)[1]["inputs"]
    first, second = day["texts"]
    assert [first["work"]["key"], second["work"]["key"]] == ["2031-2901", "2031-2902"]
    assert first["numbers"]["adopted text"] == [pages.ADOPTED]
    assert second["text"] == f"{path}#{pages.OTHER}"
    # What belongs to no text of the page is told once.
    assert [row["place"] for row in first["not in the text"]].count("outside the texts") > 1
    assert not any(row["place"] in ("outside the texts", "navigation") for row in second["not in the text"])


def test_an_archive_tells_what_it_holds_besides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "file"
    path.write_bytes(markup.formex_zip(specimen("hu")))
    one = only_text(inspect(capsys, path)[1])
    assert (one["kind"], one["form"], one["encoding"]) == ("XML file", "Formex 4", "utf-8")
    assert one["annexes"] == ["C_2031301XX.01015201.xml"]
    assert one["passed over in its archive"] == {
        "C_2031301XX.01014401.doc.xml": "a notice about a text",
        "C_2031301XX.01014401.tif": "no text, by its first bytes",
    }
    assert one["unexplained"][0]["text"] == "ANNEX"
    alone = tmp_path / "alone"
    alone.write_bytes(
        markup.sdocta(specimen("sk")).decode().replace("UTF-8", "windows-1250").encode("windows-1250", "xmlcharrefreplace")
    )
    one = only_text(inspect(capsys, alone)[1])
    assert (one["form"], one["annexes"], one["passed over in its archive"]) == ("SDOCTA", [], {})
    assert one["encoding"] == "windows-1250"
    assert main(["inspect", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "passed over 2 members: C_2031301XX.01014401.doc.xml (a notice about a text)" in printed
    assert "XML file (Formex 4), utf-8" in printed


def test_what_is_refused_says_why_and_the_others_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, cut, note, folder = tmp_path / "whole.txt", tmp_path / "cut.txt", tmp_path / "README", tmp_path / "folder"
    whole.write_text(plain(specimen("mt")), "utf-8")
    cut.write_bytes(plain(specimen("el")).rsplit("\n8. ", 1)[0][:-60].encode("windows-1253"))
    note.write_text("Two texts stand here.\n", "utf-8")
    folder.mkdir()
    (folder / "x.pdf").write_bytes(b"%PDF-1.7\nbroken")
    code, told = inspect(capsys, whole, cut, note, folder, tmp_path / "absent.txt")
    assert code == 3
    rows = {Path(row["input"]).name: row["texts"][0] for row in told["inputs"]}
    assert list(rows) == ["whole.txt", "cut.txt", "README", "x.pdf", "absent.txt"]
    assert rows["whole.txt"]["refused"] is None
    assert "breaks off" in rows["cut.txt"]["refused"]["reason"]
    assert (rows["cut.txt"]["encoding"], next(iter(rows["cut.txt"]["language"]["points"]))) == ("windows-1253", "el")
    assert (rows["README"]["refused"], rows["README"]["passed over"]) == (None, True)
    assert rows["x.pdf"]["kind"] == "PDF file"
    assert rows["absent.txt"]["kind"] is None
    assert main(["inspect", str(note)]) == 4
    assert main(["inspect", str(whole), str(note)]) == 0


def test_people_read_it_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(damaged("el").encode())))
    readable = tmp_path / "readable.txt"
    readable.write_text("Nothing of this is a resolution [red]at all[/red].\n", "utf-8")
    assert main(["inspect", "-", str(readable)]) == 3
    printed = capsys.readouterr().out
    rows = dict(re.findall(r"^(\w+)  +(\S.*?) *$", printed.partition(str(readable))[0], re.MULTILINE))
    assert printed.startswith("standard input")
    assert rows["language"].startswith("Greek (el), ")
    assert rows["stage"] == "adopted text"
    assert rows["numbers"] == f"procedure 2031/2901(RSP); document {pages.JOINT}"
    assert rows["work"] == f"{WORK} by procedure"
    assert rows["recitals"] == "6, A–F, 12 findings"
    assert rows["missing"] == "paragraph/3"
    assert rows["furniture"].startswith("3 lines, ")
    assert re.search(r"^unexplained +1 line, 9 characters *\n +line \d+: 17 \| 4 \| 1230 *$", printed, re.MULTILINE)
    assert "refused" in printed
    assert "\x1b" not in printed
