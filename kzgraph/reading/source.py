"""From bytes to a decoded text whose code points all offsets count.

UTF-8 is believed when it is valid. Other encodings are told apart by Parliament's own formulas: of all that could decode the
bytes, the one in which most formulas of the languages that use it are found is right.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from functools import cache
from pathlib import Path

from kzgraph.errors import InputError
from kzgraph.language.formulas import formulas
from kzgraph.model import Source
from kzgraph.reading.recognise import weigh
from kzgraph.resources import packs_folder

#: The longest resolution ever adopted has less than a million characters; what is over this is something else.
MOST_BYTES = 16 * 2**20
#: So many characters are enough to compare encodings by.
_SAMPLE = 200_000
#: So many characters of UTF-8 in a file of another encoding are no chance.
_LEAST_LETTERS = 2

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16be", "utf-16"),
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|[-*+] \S.*\n(?:.*\n){0,40}?[-*+] \S|.*<sup>\d+</sup>|.*\w\\_\w|(\*{1,2})[^\s*].*[^\s*]\1[ \t]*$"
    r"|[ \t]*(?:\d{1,3}|[^\W\d_])\\[.)]\s)"
    # Emphasis within a line, links, and marks of notes.
    r"|\*\*[^\s*][^*\n]{0,300}\*\*|(?<![\w*])\*[^\W\d_][^*\n]{0,300}[^\s*]\*(?![\w*])"
    r"|(?<![\w_])_[^\W\d_][^_\n]{0,300}[^\s_]_(?![\w_])|\]\((?:https?:|#)|\[\^\d{1,3}\]",
    re.MULTILINE,
)


def read(path: Path) -> Source:
    """Read a file as text.

    Args:
        path: A plain text or Markdown file in any encoding used in the EU.

    Raises:
        InputError: It cannot be opened, is empty, too large, binary, or mixes encodings.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(
                str(path),
                f"it has {size:,} bytes, no resolution has more than {MOST_BYTES:,}",
                "Give the text of one resolution a file.",
            )
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # a pipe or a device tells no size
    except OSError as fault:
        raise InputError(str(path), f"it cannot be read ({fault.strerror})", "Check the name and the permissions.") from fault
    return decode(data, str(path))


def decode(data: bytes, name: str) -> Source:
    """Decode the bytes of a text.

    Args:
        data: The bytes as they stand in the file.
        name: What to call them in an error.

    Raises:
        InputError: The bytes are no text, or not in one encoding.

    >>> decode("Europski parlament,".encode("utf-16"), "a.txt").encoding
    'utf-16le'
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            name,
            f"it has {len(data):,} bytes, no resolution has more than {MOST_BYTES:,}",
            "Give one resolution at a time.",
        )
    text, encoding = _decoded(data, name)
    if not text.strip():
        raise InputError(name, "it is empty", "Give a file with the text of a resolution.")
    if "\x00" in text:
        raise InputError(name, "it holds NUL characters, so it is binary or damaged", "Export it as plain text.")
    media_type = "text/markdown" if _MARKDOWN.search(text) else "text/plain"
    return Source(name, text, hashlib.sha256(data).hexdigest(), media_type, encoding)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    found = decode_unicode(data, name)
    if found is not None:
        return found
    if b"\x00" in data:
        raise InputError(name, "it is binary, not text", "Give plain text or Markdown.")
    refuse_mix(data, name)
    encoding = choose_encoding(data, name)
    return data.decode(encoding), encoding


def decode_unicode(data: bytes, name: str) -> tuple[str, str] | None:
    """Return the text and the encoding of bytes in UTF-8, UTF-16 or UTF-32, None where they are in none of them.

    Args:
        data: The bytes.
        name: What to call them in an error.

    Raises:
        InputError: They begin with the mark of an encoding and are not in it.
    """
    for mark, encoding, codec in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(codec), encoding
            except UnicodeDecodeError as fault:
                raise InputError(
                    name, f"it begins as {encoding} but breaks off at byte {fault.start:,}", "Save it again as UTF-8."
                ) from fault
    unmarked = _unmarked_utf16(data)
    if unmarked is not None:
        return unmarked
    try:
        return None if b"\x00" in data else (data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark: in running text nearly every second byte of Latin, Greek or Cyrillic is alike."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    for encoding, high in (("utf-16le", sample[1::2]), ("utf-16be", sample[0::2])):
        if sum(byte <= 4 for byte in high) > 0.9 * len(high) and b"\x00" in high:
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return None


def choose_encoding(data: bytes, name: str, declared: str | None = None) -> str:
    r"""Choose among the one-byte encodings of the 24 languages by the formulas that come out.

    Args:
        data: The bytes of a text.
        name: What to call them in an error.
        declared: The encoding that they claim to be in: it wins where others fit as well, and nowhere else.

    Raises:
        InputError: They are in none of these encodings.

    >>> choose_encoding("Euroopan parlamentti,\nottaa huomioon, että äänestys".encode("iso-8859-15"), "a.htm", "iso-8859-15")
    'iso-8859-15'
    """
    best: tuple[int, int, str] | None = None
    known = dict.fromkeys(encoding for own in formulas().values() for encoding in own["encodings"])
    for encoding in sorted(known, key=lambda one: one != declared):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", text):
            continue
        users = {code for code, own in formulas().items() if encoding in own["encodings"]}
        points, code = max(((n, code) for code, n in weigh(text[:_SAMPLE]) if code in users), default=(0, ""))
        # Two encodings may differ in signs that no formula holds: then the one that makes them letters of the language is right.
        letters = sum(map(_letters_of(code).__contains__, text[:_SAMPLE].casefold())) if code else 0
        if best is None or (points, letters) > best[:2]:
            best = points, letters, encoding
    if best is None:
        raise InputError(name, "it is no text in any encoding used in the EU", "Save it as UTF-8.")
    return best[2]


@cache
def _letters_of(code: str) -> frozenset[str]:
    """The letters of a language, small: those that its pack is written in, and those of old Romanian fonts."""
    pack_text = (packs_folder() / f"{code}.toml").read_text("utf-8").casefold()
    letters = frozenset(filter(str.isalpha, pack_text))
    return letters | {"ş", "ţ"} if "ș" in letters else letters


def refuse_mix(data: bytes, name: str) -> None:
    """Refuse a file with lines in UTF-8 and lines that are not; one letter that looks like UTF-8 may be chance.

    Args:
        data: The bytes of a text.
        name: What to call them in the error.

    Raises:
        InputError: They mix encodings.
    """
    lines = data.splitlines()
    broken = [number for number, line in enumerate(lines, 1) if _letters_of_utf8(line) is None]
    whole = {number: letters for number, line in enumerate(lines, 1) if (letters := _letters_of_utf8(line))}
    if sum(whole.values()) < _LEAST_LETTERS:
        return
    few, where = (broken, "but not in") if len(broken) <= len(whole) else (list(whole), "but only in")
    shown = ", ".join(map(str, few[:5])) + (" …" if len(few) > 5 else "")
    raise InputError(name, f"it mixes encodings: UTF-8, {where} line {shown}", "Repair these lines and save the file as UTF-8.")


def _letters_of_utf8(line: bytes) -> int | None:
    """How many characters of a line take several bytes, None where it is no UTF-8."""
    try:
        return sum(letter > "\x7f" for letter in line.decode("utf-8"))
    except UnicodeDecodeError:
        return None
