"""Damage that knows what it damages: lines of a text, elements of markup, members of an archive, letters of a page."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Sequence

from lxml import etree

from tests.fuzz.words import FURNITURE, ODD, language_of, piece, resolution, sentence
from tests.media.mutations import damaged, rearranged

#: Damage of which only the length is known: that of the fuzzer, or of a seed.
Blind = Callable[[bytes], bytes]
#: Damages an input: the input, what decides, and damage that knows nothing of it.
Mutator = Callable[[bytes, random.Random, Blind], bytes]

#: What is nested, counted or repeated without end.
_TOWERS = (
    "[", "{", "(", '{"a":', "[[", "<a>", "<p>", "<sup>", "<!--", "9", "9.", "9,", "a", "a.", "-", "“", "((", "1) ", "(1)", " 1", "\n", "\n\n1. ",
    "\nA. ", "; ", "Xy ", "x\n", "\u200b", "e\u0302", "&amp;", "2031 ", "/", "%41",
)  # fmt: skip
_TEXT_NODE = re.compile(rb">[^<>]{2,}<")
_ATTRIBUTE = re.compile(rb'=\s*"[^"<>]*"')


def blindly(data: bytes, chance: random.Random) -> bytes:
    """Damage that knows nothing, for where no fuzzer runs.

    Args:
        data: The input.
        chance: Decides all.
    """
    return damaged(data, chance)


def text(data: bytes, chance: random.Random, blind: Blind) -> bytes:
    """Damage a text by its lines and words, with the formulas of its language.

    Args:
        data: The input.
        chance: Decides all.
        blind: Other damage.
    """
    kind = chance.random()
    if kind < 0.15:
        return blind(data)
    if kind < 0.2:
        return damaged(data, chance)
    if kind < 0.23:
        return towered(data, chance)
    words = data.decode("utf-8", "replace")
    language = language_of(words, chance)
    if kind < 0.3:
        return resolution(language, chance).encode()
    for _ in range(chance.choice((1, 1, 2, 4))):
        words = _lines(words, language, chance) if chance.random() < 0.5 else _within(words, language, chance)
    return words.encode("utf-8", "replace")


def towered(data: bytes, chance: random.Random) -> bytes:
    """Put the same thing in a place very often.

    Args:
        data: The input.
        chance: Decides all.
    """
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TOWERS).encode() * chance.choice((60, 1200, 5000)) + data[at:]


def _lines(words: str, language: str, chance: random.Random) -> str:
    lines = words.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(8)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(other, lines[at])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3 and at + 1 < len(lines):
        lines[at : at + 2] = [lines[at] + chance.choice(("", " ", "-")) + lines[at + 1]]
    elif kind == 4:
        lines.insert(at, chance.choice(FURNITURE))
    elif kind == 5:
        lines[at] = f"{chance.choice(('– ', 'A. ', '1. ', '2. ', 'B. ', ''))}{sentence(language, chance)}"
    elif kind == 6:
        low, high = sorted((at, other))
        lines[high:high] = lines[low : high + 1] * chance.choice((1, 1, 3, 20))
    else:
        cut = chance.randrange(len(lines[at]) + 1)
        lines[at : at + 1] = [lines[at][:cut] + chance.choice(("", "-", "\u00ad")), *[""] * chance.randrange(3), lines[at][cut:]]
    return "\n".join(lines)


def _within(words: str, language: str, chance: random.Random) -> str:
    at = chance.randrange(len(words) + 1)
    end = min(len(words), at + chance.choice((0, 0, 1, 3, 12, 60)))
    kind = chance.randrange(6)
    if kind == 0:
        new = chance.choice(ODD)
    elif kind == 1:
        new = f" {piece(language, chance)} "
    elif kind == 2:
        new = words[at:end] * chance.choice((0, 2, 3, 40))
    elif kind == 3:
        new = str(chance.choice((0, 1, 2, 3, 12, 2031, 10**12)))
    elif kind == 4:
        new = words[at:end].swapcase()
    else:
        start = chance.randrange(len(words) + 1)
        new = words[start : start + chance.choice((5, 40, 300))]
    return words[:at] + new + words[end:]


def markup(names: Sequence[str], seeds: Sequence[bytes], *, strict: bool) -> Mutator:
    """Damage to XML or HTML.

    Args:
        names: What elements may be called.
        seeds: Files from which pieces may come.
        strict: True for XML: much of the damage leaves it well-formed.
    """

    def mutate(data: bytes, chance: random.Random, blind: Blind) -> bytes:
        kind = chance.random()
        if kind < 0.15:
            return blind(data)
        if kind < 0.17:
            return towered(data, chance)
        if kind < (0.3 if strict else 0.45):
            return damaged(data, chance)
        if kind < 0.65 and strict:
            try:
                return rearranged(data, chance, names)
            except (etree.LxmlError, ValueError):
                return damaged(data, chance)
        if kind < 0.75:
            return _spliced(data, chance.choice(seeds), chance)
        if kind < 0.85:
            name = chance.choice(names).encode()
            at = chance.choice([0, *(found.start() for found in re.finditer(rb"<", data))])
            end = at + len(data[at : at + chance.choice((0, 60, 600))].rpartition(b">")[0])
            return data[:at] + b"<" + name + b">" + data[at:end] + b"</" + name + b">" + data[end:]
        return _node_changed(data, chance)

    return mutate


def _spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A piece of another file, from tag to tag, put at a tag."""
    starts = [found.start() for found in re.finditer(rb"<", other)] or [0]
    one, two = sorted((chance.choice(starts), chance.choice(starts)))
    at = chance.choice([0, *(found.start() for found in re.finditer(rb"<", data))])
    return data[:at] + other[one : min(two, one + 2000)] + data[at:]


def _node_changed(data: bytes, chance: random.Random) -> bytes:
    """Other words in an element, or another value of an attribute."""
    found = [*_TEXT_NODE.finditer(data), *_ATTRIBUTE.finditer(data)]
    if not found:
        return damaged(data, chance)
    one = chance.choice(found)
    inner = data[one.start() + 1 : one.end() - 1]
    words = inner.decode("utf-8", "replace")
    language = language_of(data.decode("utf-8", "replace"), chance)
    if inner.startswith(b'"') or one.group().startswith(b"="):
        value = chance.choice(
            ("", "0", "-1", "2", "on", "hidden", "none", "%1.%2)", "99999999999", "D800", "#E0001", "E0001", "1" * 400)
        )
        return data[: one.start()] + b'="' + value.encode() + b'"' + data[one.end() :]
    new = _within(words, language, chance).replace("&", "&amp;").replace("<", "&lt;")
    return data[: one.start() + 1] + new.encode("utf-8", "replace") + data[one.end() - 1 :]


def archive(inner: Mutator) -> Mutator:
    """Damage to the members of an archive, to their names, and now and then to the archive itself.

    Args:
        inner: Damage to a member.
    """

    def mutate(data: bytes, chance: random.Random, blind: Blind) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as held:
                members = [(info.filename, held.read(info)) for info in held.infolist()]
        except Exception:  # damaged before: whatever the library says of it
            return damaged(data, chance)
        kind = chance.random()
        if kind < 0.08 or not members:
            return damaged(data, chance)
        at = max(chance.randrange(len(members)), chance.randrange(len(members))) if kind < 0.5 else _largest(members)
        name, content = members[at]
        if kind < 0.12:
            del members[at]
        elif kind < 0.16:
            members.append((name, content))
        elif kind < 0.2:
            members[at] = chance.choice(("../x.xml", "a/b.xml", "\x1b[31m.xml", name.upper(), "ż.xml", "", "x" * 300)), content
        else:
            members[at] = name, inner(content, chance, blind)
        return packed(members)

    return mutate


def _largest(members: Sequence[tuple[str, bytes]]) -> int:
    """The member with the text."""
    named = [at for at, (name, _) in enumerate(members) if name.endswith("document.xml")]
    return named[0] if named else max(range(len(members)), key=lambda at: len(members[at][1]))


def packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    """An archive of some members, stored as they are.

    Args:
        members: Name and content of each.
    """
    import warnings

    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w") as made:
        warnings.simplefilter("ignore")
        for name, content in members:
            made.writestr(zipfile.ZipInfo(name or "-"), content)
    return held.getvalue()


def unpacked_size(data: bytes) -> int:
    """How much an archive holds.

    Args:
        data: Its bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            return len(data) + sum(min(info.file_size, 200 * info.compress_size) for info in held.infolist())
    except Exception:  # no archive: then it holds nothing
        return len(data)


#: A letter of a page: its code, where it begins and ends, the height of its foot, its size.
GLYPH = struct.Struct("<Iffff")


def glyphs(data: bytes, chance: random.Random, blind: Blind) -> bytes:
    """Damage to pages of placed letters.

    Args:
        data: Letters as :data:`GLYPH`; one with the code 0 ends a page.
        chance: Decides all.
        blind: Other damage.
    """
    if chance.random() < 0.15:
        return blind(data)
    rows = [list(row) for row in GLYPH.iter_unpack(data[: len(data) // GLYPH.size * GLYPH.size])]
    if not rows:
        return blind(data)
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(rows))
        end = min(len(rows), at + chance.choice((1, 5, 40, 300)))
        kind = chance.randrange(7)
        if kind == 0:
            field = chance.randrange(1, 5)
            by = chance.choice((0.5, -0.5, 2, -3, 10, -40, 300, 1e6))
            for row in rows[at:end]:
                row[field] += by
        elif kind == 1:
            rows[at:at] = [list(row) for row in rows[at:end]]
        elif kind == 2:
            del rows[at:end]
        elif kind == 3:
            rows.insert(at, [0, 0.0, 0.0, 0.0, 0.0])
        elif kind == 4:
            for row in rows[at:end]:
                row[0] = ord(chance.choice("1234567890-–.;,()aA  \u00ad\ufffe²"))
        elif kind == 5:
            shift = chance.choice((1, 4, 12, 200))
            for row in rows[at:end]:
                row[3] += shift
                row[4] *= chance.choice((1, 1, 0.6, 1.5))
        else:
            rows[at][chance.randrange(1, 5)] = chance.choice((0.0, -1.0, 1e30, -1e30, 3.4e38, 1e-30))
        if not rows:
            break
    return b"".join(_packed(row) for row in rows)


def _packed(row: Sequence[float]) -> bytes:
    code, *places = row
    return GLYPH.pack(int(code) & 0xFFFFFFFF, *(max(-3.4e38, min(3.4e38, place)) for place in places))
