"""From bytes to text: every encoding in which old files of the 24 languages are kept, and every way in which bytes are no text."""

from __future__ import annotations

import codecs
import hashlib
import time
from pathlib import Path

import pytest

from kzgraph.errors import InputError
from kzgraph.language.pack import pack
from kzgraph.model import Source
from kzgraph.pipeline import read_text
from kzgraph.reading.charset import decode_page
from kzgraph.reading.source import MOST_BYTES, decode, read
from kzgraph.resolve.fingerprint import Fact, fingerprint

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
SPECIMENS = {path.name.split(".")[1]: path for path in sorted(EXAMPLES.glob("2031-2901.*"))}
#: What files of a language were saved in before UTF-8; written here and not taken from the packs, so that both can be wrong.
LEGACY = {
    "windows-1250": "cs de hr hu pl ro sk sl",
    "windows-1251": "bg",
    "windows-1252": "da de en es fi fr ga it nl pt sv",
    "windows-1253": "el",
    "windows-1257": "et lt lv",
    "iso-8859-1": "da de en es fi fr ga it nl pt sv",
    "iso-8859-2": "cs de hr hu pl ro sk sl",
    "iso-8859-3": "mt",
    "iso-8859-5": "bg",
    "iso-8859-7": "el",
    "iso-8859-13": "lt lv",
    "iso-8859-15": "da de en es et fi fr ga it nl pt sv",
}
UNICODE = {
    "utf-8": ("utf-8", b""),
    "utf-8 with a mark": ("utf-8", codecs.BOM_UTF8),
    "utf-16 little, with a mark": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16 big, with a mark": ("utf-16-be", codecs.BOM_UTF16_BE),
    "utf-16 little, without": ("utf-16-le", b""),
    "utf-16 big, without": ("utf-16-be", b""),
    "utf-32 little, with a mark": ("utf-32-le", codecs.BOM_UTF32_LE),
    "utf-32 big, with a mark": ("utf-32-be", codecs.BOM_UTF32_BE),
}


def specimen(language: str) -> str:
    return SPECIMENS[language].read_text("utf-8")


def facts(source: Source) -> frozenset[Fact]:
    return fingerprint(read_text(source))


FACTS = facts(decode(specimen("en").encode(), "en"))


def typed(text: str, encoding: str) -> str:
    """The text as somebody types it who has that encoding: no dash that it lacks, Romanian with cedillas."""
    old = text if encoding == "iso-8859-16" else text.replace("ș", "ş").replace("ț", "ţ")
    return old.replace("–", "-") if encoding.startswith("iso-") else old


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        decode(data, "lac.txt")
    assert caught.value.place == "lac.txt"
    assert caught.value.remedy
    return caught.value.reason


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("form", UNICODE)
@pytest.mark.parametrize("language", ["bg", "el", "fr", "hu", "lv"])
def test_unicode_in_all_its_forms(language: str, form: str) -> None:
    encoding, mark = UNICODE[form]
    text = specimen(language)
    source = decode(mark + text.encode(encoding), "x")
    assert source.text == text
    assert codecs.lookup(source.encoding) == codecs.lookup(encoding)
    assert facts(source) == FACTS


@pytest.mark.parametrize(
    ("encoding", "language"), [(encoding, language) for encoding, languages in LEGACY.items() for language in languages.split()]
)
def test_legacy_encoding_is_told_by_the_formulas(encoding: str, language: str) -> None:
    text = typed(specimen(language), encoding)
    source = decode(text.encode(encoding), "x")
    assert source.text == text
    assert facts(source) == FACTS


@pytest.mark.parametrize(
    ("encoding", "language"), [("iso-8859-16", "ro"), ("iso-8859-13", "et"), ("iso-8859-4", "et"), ("windows-1252", "et")]
)
def test_letters_that_no_formula_can_tell_change_no_fact(encoding: str, language: str) -> None:
    # Commas below Romanian letters and the rare "ž" of Estonian stand elsewhere in their likelier encodings.
    data = specimen(language).replace("–", "-").encode(encoding)
    assert facts(decode(data, "x")) == FACTS


@pytest.mark.parametrize("language", SPECIMENS)
def test_packs_name_encodings_that_can_spell_them(language: str) -> None:
    text = specimen(language)
    for encoding in pack(language).encodings:
        assert typed(text, encoding).replace("ž", "").encode(encoding)


@pytest.mark.parametrize("language", ["bg", "el", "pl"])
def test_the_same_text_has_its_own_digest_in_every_encoding(language: str) -> None:
    text = specimen(language)
    for encoding in ("utf-8", "utf-16"):
        data = text.encode(encoding)
        assert decode(data, "x").sha256 == hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- two encodings in one file


def mixed(language: str, encoding: str, numbers: set[int], end: bytes = b"\n") -> bytes:
    """The specimen in UTF-8 with some of its lines (counted from 1) in a legacy encoding."""
    lines = specimen(language).split("\n")
    return end.join(line.encode(encoding if number in numbers else "utf-8") for number, line in enumerate(lines, 1))


def foreign_lines(language: str) -> list[int]:
    """Lines that are more than ASCII and dashes: only in these do the encodings differ."""
    return [n for n, line in enumerate(specimen(language).split("\n"), 1) if not line.replace("–", "").isascii()]


MIXES = [("bg", "windows-1251"), ("el", "windows-1253"), ("hr", "windows-1250"), ("fr", "windows-1252"), ("lt", "windows-1257")]


@pytest.mark.parametrize(("language", "encoding"), MIXES)
def test_a_few_legacy_lines_are_named(language: str, encoding: str) -> None:
    numbers = foreign_lines(language)[3:6]
    reason = refusal(mixed(language, encoding, set(numbers)))
    assert "mixes encodings" in reason
    assert ", ".join(map(str, numbers)) in reason


@pytest.mark.parametrize(("language", "encoding"), MIXES)
@pytest.mark.parametrize("end", [b"\r\n", b"\r"], ids=["crlf", "cr"])
def test_line_numbers_are_those_an_editor_shows(language: str, encoding: str, end: bytes) -> None:
    number = foreign_lines(language)[2]
    reason = refusal(mixed(language, encoding, {number}, end))
    assert "mixes encodings" in reason
    assert reason.endswith(f"line {number}")


@pytest.mark.parametrize(("language", "encoding"), MIXES)
def test_a_file_half_and_half_is_refused(language: str, encoding: str) -> None:
    assert "mixes encodings" in refusal(mixed(language, encoding, set(foreign_lines(language)[::2])))


@pytest.mark.parametrize(("language", "encoding"), MIXES)
def test_a_few_utf8_lines_in_a_legacy_file_are_no_text_of_it(language: str, encoding: str) -> None:
    numbers = foreign_lines(language)
    reason = refusal(mixed(language, encoding, set(range(1, 1000)) - set(numbers[-3:])))
    assert "mixes encodings" in reason


def test_many_lines_are_named_by_the_first() -> None:
    numbers = foreign_lines("bg")[:12]
    reason = refusal(mixed("bg", "windows-1251", set(numbers)))
    assert ", ".join(map(str, numbers[:5])) in reason
    assert str(numbers[9]) not in reason.split("line ")[1]


@pytest.mark.parametrize("heading", ["WODA NA PÓŁNOCY", "AU CAFÉ”"])
def test_two_letters_that_look_like_utf8_do_not_make_a_mix(heading: str) -> None:
    # "ÓŁ" in windows-1250 and "É”" in windows-1252 happen to be valid UTF-8.
    language, encoding = ("pl", "windows-1250") if "Ó" in heading else ("fr", "windows-1252")
    text = typed(specimen(language), encoding) + f"\n{heading}\n"
    assert decode(text.encode(encoding), "x").text == text


# ---------------------------------------------------------------- no text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \t\r\n\n",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF8 + b"\n",
        "\u00a0\u2028\u3000".encode(),
        "\n \n".encode("utf-16"),
    ],
    ids=["nothing", "blanks", "mark only", "mark of utf-16 only", "mark and blank", "blanks of unicode", "blanks in utf-16"],
)
def test_empty_files_are_called_empty(data: bytes) -> None:
    assert "empty" in refusal(data)


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0\x08\x06\x00\x00\x00" + bytes(range(256)) * 9


@pytest.mark.parametrize(
    "data",
    [PNG, b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)) * 9, bytes(4096), b"\x7fELF\x02\x01\x01\x00" + bytes(64)],
    ids=["png", "docx", "zeros", "program"],
)
def test_binary_files_are_called_binary(data: bytes) -> None:
    assert "binary" in refusal(data)


@pytest.mark.parametrize("language", ["el", "en", "sl"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_one_nul_in_a_text_is_a_fault(language: str, encoding: str) -> None:
    text = specimen(language)
    assert "binary" in refusal((text[:900] + "\x00" + text[900:]).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_file_cut_within_a_letter_is_refused(encoding: str) -> None:
    assert "breaks off" in refusal(specimen("bg").encode(encoding)[:-1])


def test_bytes_of_no_encoding_are_refused() -> None:
    assert "no text in any encoding" in refusal(bytes(range(128, 256)) * 8 + b"\x01\x02\x03\n")


# ---------------------------------------------------------------- files


def test_a_file_that_is_too_large_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dump.txt"
    with path.open("wb") as file:
        file.truncate(17 * 2**20)
    for name in ("open", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, name, lambda *_: pytest.fail("it was opened"))
    with pytest.raises(InputError, match="17,825,792 bytes"):
        read(path)


def test_the_largest_file_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_bytes(b"x" * MOST_BYTES)
    assert len(read(path).text) == MOST_BYTES
    with pytest.raises(InputError, match="no resolution has more"):
        decode(b"x" * (MOST_BYTES + 1), "standard input")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_ends() -> None:
    with pytest.raises(InputError, match="no resolution has more"):
        read(Path("/dev/zero"))


def test_what_cannot_be_opened_is_refused_with_its_name(tmp_path: Path) -> None:
    for path in (tmp_path / "nincs.txt", tmp_path):
        with pytest.raises(InputError) as caught:
            read(path)
        assert caught.value.place == str(path)
        assert "cannot be read" in caught.value.reason


# ---------------------------------------------------------------- what a source says


def test_offsets_count_code_points() -> None:
    # Characters outside the Basic Multilingual Plane are one code point, two in UTF-16 and four bytes in UTF-8.
    text = specimen("el").replace("– έχοντας", "𝔙 – έχοντας", 1).replace("Βελντόρια", "Βελντόρια😀")
    for encoding in ("utf-8", "utf-16", "utf-32"):
        version = read_text(decode(text.encode(encoding), "x"))
        assert version.source.text == text
        unit = next(unit for unit in version.units if unit.key == "citation/2")
        assert "😀" in unit.text.text
        span = unit.text.span(0, len(unit.text))
        assert text[span.start : span.end].split() == unit.text.text.split()
        for mention in unit.dates:
            printed = unit.text.span(mention.span.start, mention.span.end)
            shown = unit.text.text[mention.span.start : mention.span.end]
            assert text[printed.start : printed.end].split() == shown.split()


@pytest.mark.parametrize("language", SPECIMENS)
def test_markdown_is_told_by_its_marks_and_not_by_its_name(language: str) -> None:
    wanted = "text/markdown" if SPECIMENS[language].suffix == ".md" else "text/plain"
    assert decode(SPECIMENS[language].read_bytes(), "noname").media_type == wanted


def test_lines_without_words_cost_no_more_than_words() -> None:
    def seconds(filling: str) -> float:
        data = f"Az Európai Parlament,\n{filling}\n– tekintettel az őszi ülésre".encode("windows-1250")
        took = []
        for _ in range(3):
            began = time.process_time()
            decode(data, "x")
            decode_page(b"<html><body>" + data, "x")
            took.append(time.process_time() - began)
        return min(took)

    assert seconds("\n" * 40_000) < 20 * seconds("x" * 40_000)
