"""XML files: parsed safely, told apart by their root, and printed by what is known of their schema."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from kzgraph.errors import InputError
from kzgraph.language.formulas import formulas
from kzgraph.model import Medium
from kzgraph.reading import akomantoso, formex, sdocta
from kzgraph.reading.media import Part
from kzgraph.reading.schema import name_of
from kzgraph.reading.source import decode

if TYPE_CHECKING:
    from kzgraph.reading.schema import Element

_DECLARATION = re.compile(r"\ufeff?\s*<\?xml\b[^>]*?\?>")
_ENCODING = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]{0,40})["']""")
#: A long resolution has some ten thousand elements and attributes; each takes far more room than it is long.
_MOST_MARKS = 500_000
#: So far a declaration reaches.
_HEAD = 1024
#: What is no character of XML; a converter lets them pass.
_NO_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


#: What the parser says to programmers.
_ADVICE = re.compile(r", (?:line \d+, column \d+|(?:use|try) XML_PARSE_HUGE).*", re.DOTALL)
_LONGEST_REASON = 200


class Role(Enum):
    """What a file is to a resolution."""

    TEXT = "text"
    ANNEX = "annex"
    NOTICE = "notice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class File:
    """A parsed file.

    Args:
        root: Its first element.
        encoding: Of its characters.
        member: Its name, where it is a member of an archive.
    """

    root: Element
    encoding: str
    member: str = ""


def parts(data: bytes, name: str) -> Iterator[Part]:
    r"""Yield the texts of an XML file.

    Args:
        data: Its bytes.
        name: What to call it in an error.

    Raises:
        InputError: It is damaged, declares entities, or holds no text of a schema that is known.

    >>> data = "<SDOCTA><PRINIT>Euroopan parlamentti, joka</PRINIT><VISA><P>ottaa huomioon</P></VISA></SDOCTA>"
    >>> [part.text for part in parts(data.encode(), "a.xml")]
    ['Euroopan parlamentti, joka\n\n– ottaa huomioon\n']
    """
    file = parse(data, name)
    root, role = file.root, role_of(file.root)
    if role is Role.NOTICE:
        raise InputError(
            name, f"it is a notice about a text (<{name_of(root)}>), not the text", "Give the file of the text itself."
        )
    if role is Role.ANNEX:
        raise InputError(name, "it is an annex without its resolution", "Give the archive that holds both.")
    if role is Role.UNKNOWN:
        raise InputError(
            name,
            f"it is XML of a kind that is not known (<{name_of(root)[:60]}>)",
            "Known are Parliament's SDOCTA, Formex 4 and Akoma Ntoso; save others as plain text.",
        )
    yield from texts(file, name)


def texts(file: File, name: str, annexes: Sequence[File] = ()) -> Iterator[Part]:
    """Yield the texts of a parsed file.

    Args:
        file: Its role is a text.
        name: What to call it in an error.
        annexes: The files that hold its annexes.
    """
    root = file.root
    if name_of(root) in formex.ROOTS:
        form, found = "Formex 4", formex.texts(root, name, [annex.root for annex in annexes])
    elif name_of(root) in akomantoso.ROOTS:
        form, found = "Akoma Ntoso", akomantoso.texts(root, name)
    else:
        form, found = "SDOCTA", sdocta.texts(root, name)
    medium = Medium(form, file.encoding, annexes=tuple(annex.member for annex in annexes))
    for place, text in found:
        yield Part(text, place, medium=medium)


def role_of(root: Element) -> Role:
    """Tell by its root what a file is to a resolution.

    Args:
        root: Of the file.
    """
    name = name_of(root)
    if name in sdocta.ROOTS | formex.ROOTS | akomantoso.ROOTS:
        return Role.TEXT
    if name in formex.ANNEXES:
        return Role.ANNEX
    return Role.NOTICE if name in formex.NOTICES else Role.UNKNOWN


def parse(data: bytes, name: str, member: str = "") -> File:
    """Parse a file: no entity is resolved, no document type loaded, no address opened.

    Args:
        data: Its bytes.
        name: What to call it in an error.
        member: Its name in an archive.

    Raises:
        InputError: It is no well-formed XML, too large, or declares entities.
    """
    from lxml import etree

    text, encoding = _decoded(data, name)
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise InputError(name, "it declares entities, which are not resolved", "Save it without a document type declaration.")
    if text.count("<") + text.count("=") > _MOST_MARKS:
        raise InputError(name, "it has more elements than any resolution", "Give the text of one resolution a file.")
    text = _NO_CHARACTERS.sub(" ", _DECLARATION.sub("", text, count=1).lstrip())
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False
    )
    try:
        return File(etree.fromstring(text.encode(), parser), encoding, member)
    except etree.XMLSyntaxError as fault:
        line = f" at line {fault.lineno:,}" if fault.lineno else ""
        reason = _ADVICE.sub("", str(fault.msg)).strip()[:_LONGEST_REASON]
        raise InputError(name, f"it is no whole XML file{line} ({reason})", "Fetch or save the file again.") from fault


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The characters of a file and their encoding.

    What is valid UTF-8 is UTF-8 whatever it declares; else its declaration is tried first.
    """
    encoding = _declared(data)
    if encoding and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                pass  # it is none of what it says; the formulas in it tell what it is
    source = decode(data, name)
    return source.text, source.encoding


def _declared(data: bytes) -> str | None:
    """The one-byte encoding that a file declares, where it is one that texts of the EU are written in."""
    found = _ENCODING.match(data[:_HEAD])
    if found is None:
        return None
    try:
        declared = codecs.lookup(found.group(1).decode("ascii")).name
    except LookupError:
        return None
    known = {codecs.lookup(one).name for own in formulas().values() for one in own["encodings"]}
    if declared not in known | {"iso8859-1", "cp1252"}:
        return None
    return re.sub(r"^cp(?=125)", "windows-", declared).replace("iso8859", "iso-8859")
