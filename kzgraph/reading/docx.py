"""Word files (DOCX, also with macros, which are passed over): the printed text, and the notes behind it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.opc.package import OpcPackage
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from kzgraph.errors import InputError
from kzgraph.reading.furniture import FILE_NAME
from kzgraph.reading.media import Part
from kzgraph.reading.numbering import Numbering, Styles, local, value
from kzgraph.reading.story import Story

if TYPE_CHECKING:
    from docx.opc.part import Part as PackagePart

    from kzgraph.reading.schema import Element

#: Pictures and all, a resolution has far less; XML takes many times its bytes when it is read.
_MOST_UNPACKED = 256 * 2**20
_MOST_XML = 48 * 2**20
_MOST_MEMBERS = 4096
_REMEDY = "Open it in a word processor and save it as DOCX again."


def parts(data: bytes, name: str) -> Iterator[Part]:
    """Read the text of a Word file.

    Args:
        data: Its bytes.
        name: What to call it in an error.

    Raises:
        InputError: It is damaged, locked, or unpacks to more than any resolution has.
    """
    _refuse_bombs(data, name)
    main = _main_part(data, name)
    styles = Styles(_related(main, "styles", name))
    notes = _Notes(main, styles, name)
    story = Story(styles, Numbering(_related(main, "numbering", name)), notes.number)
    blocks = story.blocks(_root(main, name))
    yield Part("\n\n".join([*blocks, *notes.printed(), *_file_names(main, styles, name)]))


def _refuse_bombs(data: bytes, name: str) -> None:
    """Look at the list of members before any is unpacked; none unpacks to more than it says there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise InputError(name, f"it begins like a DOCX file but is damaged ({_told(fault)})", _REMEDY) from fault
    unpacked = sum(one.file_size for one in members)
    xml = sum(one.file_size for one in members if one.filename.lower().endswith((".xml", ".rels")))
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or xml > _MOST_XML:
        raise InputError(
            name,
            f"it unpacks to {len(members):,} files with {unpacked:,} bytes, {xml:,} of them XML; no resolution does",
            "Give the text of one resolution a file, without its pictures.",
        )
    if any(one.flag_bits & 1 for one in members):
        raise InputError(name, "it is locked with a password", "Save it without one.")


def _main_part(data: bytes, name: str) -> PackagePart:
    """The part with the text; files with macros have it under another type, so it is found by its relation."""
    try:
        package = OpcPackage.open(io.BytesIO(data))
    except Exception as fault:
        # Whatever a broken package does to the library comes out as it is: a missing attribute as AttributeError.
        raise InputError(name, f"it is a damaged DOCX file ({_told(fault)})", _REMEDY) from fault
    main = _target(package, "officeDocument")
    if main is None:
        raise InputError(name, "it is packed like a DOCX file but holds no document", _REMEDY)
    return main


def _target(holder: PackagePart | OpcPackage, kind: str) -> PackagePart | None:
    """What a part or the package is related to; what lies outside the file is never fetched."""
    return next(_targets(holder, kind), None)


def _targets(holder: PackagePart | OpcPackage, kind: str) -> Iterator[PackagePart]:
    for one in holder.rels.values():
        # A damaged relation has no type.
        if not one.is_external and (one.reltype or "").rpartition("/")[2] == kind:
            yield one.target_part


def _related(main: PackagePart, kind: str, name: str) -> Element | None:
    found = _target(main, kind)
    return None if found is None else _root(found, name)


def _root(part: PackagePart, name: str) -> Element:
    """The root of a part; entities stay what they are, so a part that brings its own is refused."""
    try:
        root = getattr(part, "element", None)
        root = parse_xml(part.blob) if root is None else root
    except (XMLSyntaxError, ValueError) as fault:
        raise InputError(name, f"its part {part.partname} is damaged ({_told(fault)})", _REMEDY) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(name, f"its part {part.partname} declares entities, which no word processor writes", _REMEDY)
    return root


def _told(fault: BaseException) -> str:
    return " ".join(f"{type(fault).__name__}: {fault}".split())[:200]


class _Notes:
    """Footnotes and endnotes, numbered as they are pointed to."""

    def __init__(self, main: PackagePart, styles: Styles, name: str) -> None:
        self._styles = styles
        self._elements: dict[tuple[str, str], Element] = {}
        for kind in ("footnote", "endnote"):
            root = _related(main, f"{kind}s", name)
            for one in root if root is not None else ():
                # Separators between text and notes stand among the notes, with a type.
                if local(one) == kind and value(one, "type") in (None, "normal"):
                    self._elements[kind, value(one, "id") or ""] = one
        self._numbers: dict[tuple[str, str], int | None] = {}
        self._texts: list[str] = []

    def number(self, pointer: Element) -> int | None:
        """Return the number of a note, None where it has no words."""
        key = local(pointer).removesuffix("Reference"), value(pointer, "id") or ""
        if key not in self._numbers:
            element = self._elements.get(key)
            words = " ".join(_plain(self._styles, element)) if element is not None else ""
            if words:
                self._texts.append(" ".join(words.split()))
            self._numbers[key] = len(self._texts) if words else None
        return self._numbers[key]

    def printed(self) -> list[str]:
        """The notes as blocks."""
        return [f"<sup>{count}</sup> {text}" for count, text in enumerate(self._texts, 1)]


def _plain(styles: Styles, element: Element) -> list[str]:
    """The blocks of a part in which nothing is numbered or pointed to."""
    return Story(styles, Numbering(None), lambda _pointer: None).blocks(element)


def _file_names(main: PackagePart, styles: Styles, name: str) -> list[str]:
    """The file name that stands in the page feet, once."""
    feet = _targets(main, "footer")
    lines = (line for foot in feet for block in _plain(styles, _root(foot, name)) for line in block.split("\n"))
    return list(dict.fromkeys(line for line in lines if FILE_NAME.match(line)))
