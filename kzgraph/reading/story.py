"""The printed text of a part of a Word file: one walk over its elements, whatever they are nested in.

Deleted and hidden runs and the codes of fields are passed over; what fields show, insertions and text boxes are printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml.etree import iterwalk

from kzgraph.reading.numbering import Look, Numbering, Styles, child, local, look_of_paragraph, look_of_run, switch, value

if TYPE_CHECKING:
    from kzgraph.reading.schema import Element

#: Elements in other namespaces may have the names of Word's.
_NAMESPACES = frozenset(
    [
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    ]
)
_FORMULAS = frozenset(
    ["http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"]
)
#: Not printed, with all that is in it.
_SILENT = frozenset(["del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "rt"])
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
#: In running text a soft hyphen is printed nowhere; Word has an element for it too, which is passed over.
_SOFT_HYPHEN = "\u00ad"
_LABEL = re.compile(r"[-–—−•*+\uf000-\uf0ff]|\(?\w{1,5}\s?[.)]|\d{1,3}")
_TABBED = re.compile(rf"({_LABEL.pattern}) *\t\s*(?=\S)")
_SPACED = re.compile(rf"(?:{_LABEL.pattern})  (?=\S)")
_BLANKS = re.compile(r"[ \t]+")
_DIGITS = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is being read.

    Args:
        pieces: Its text so far, each piece with whether it is raised.
        look: Of the style of its runs, and its list.
        style: Key of its style.
        joined: Its end is hidden or deleted, so the next one goes on with its text.
        floating: Blocks of the text boxes that hang on it.
    """

    pieces: list[tuple[str, bool]]
    look: Look
    style: str | None
    joined: bool
    floating: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Box:
    """A place that collects blocks: the body, a cell, a text box."""

    blocks: list[str] = field(default_factory=list)
    carried: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """What holds for the characters of a run."""

    silent: bool = False
    raised: bool = False


class Story:
    """Reads a part of the file, or a note in it.

    Args:
        styles: Of the file.
        numbering: Of the file.
        note: Told the element that points to a note; returns the number of the note, None where it has no words.
    """

    def __init__(self, styles: Styles, numbering: Numbering, note: Callable[[Element], int | None]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._note = note
        self._boxes = [_Box()]
        self._paragraphs: list[_Paragraph] = []
        self._runs: list[_Run] = []
        self._rows: list[list[list[str]]] = []
        self._silent = 0
        # One entry per open field: True while its code stands, False where its result does.
        self._fields: list[bool] = []
        self._codes = 0

    def blocks(self, root: Element) -> list[str]:
        """Return the printed text as blocks.

        Args:
            root: The element that holds it.
        """
        _drop_open_fields(root)
        for event, element in iterwalk(root, events=("start", "end")):
            name = local(element)
            space = str(element.tag)[1:].partition("}")[0] if name else ""
            if space in _NAMESPACES:
                silent = name in _SILENT or _is_other_choice(element, name)
                if event == "start":
                    self._start(element, name, silent=silent)
                else:
                    self._end(name, silent=silent)
            elif event == "start" and space in _FORMULAS and name == "t":
                self._add(element.text or "")
        self._flush(self._boxes[0])
        return self._boxes[0].blocks

    # -- elements

    def _start(self, element: Element, name: str, *, silent: bool) -> None:
        self._silent += silent
        if name == "p":
            self._begin_paragraph(element)
        elif name == "r":
            self._runs.append(self._run(element))
        elif name in ("tc", "txbxContent"):
            self._boxes.append(_Box())
        elif name == "tr":
            self._rows.append([])
        elif name == "fldChar":
            self._field(value(element, "fldCharType"))
        elif name == "t":
            self._add(element.text or "")
        elif name == "sym":
            self._symbol(element)
        elif name in ("footnoteReference", "endnoteReference"):
            self._point(element)
        elif name in _SIGNS and self._runs:
            # Tabs are also listed among the properties of a paragraph, outside its runs.
            self._add(_SIGNS[name])

    def _end(self, name: str, *, silent: bool) -> None:
        self._silent -= silent
        if name == "p":
            self._end_paragraph()
        elif name == "r":
            self._runs.pop()
        elif name == "tc":
            box = self._close_box()
            if self._rows:
                self._rows[-1].append(box)
            else:
                self._boxes[-1].blocks += box
        elif name == "txbxContent":
            box = self._close_box()
            (self._paragraphs[-1].floating if self._paragraphs else self._boxes[-1].blocks).extend(box)
        elif name == "tr":
            self._boxes[-1].blocks += _row(self._rows.pop())

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
            self._codes += 1
        elif kind in ("separate", "end") and self._fields:
            self._codes -= self._fields[-1]
            self._fields[-1] = False
            if kind == "end":
                self._fields.pop()

    def _symbol(self, element: Element) -> None:
        code = value(element, "char") or ""
        if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and not 0xD800 <= int(code, 16) < 0xE000:
            self._add(chr(int(code, 16)))

    def _point(self, element: Element) -> None:
        """Print the mark of a note; a mark of its own, which may stand behind, says no more."""
        if self._hushed():
            return
        counted = self._note(element)
        if counted is not None and self._paragraphs:
            self._paragraphs[-1].pieces.append((f"<sup>{counted}</sup>", False))
        if (value(element, "customMarkFollows") or "0") not in ("0", "false", "off") and self._runs:
            self._runs[-1].silent = True

    # -- text

    def _run(self, element: Element) -> _Run:
        properties = child(element, "rPr")
        style = value(child(properties, "rStyle"))
        look = look_of_run(properties).over(self._styles.look(style) if style is not None else Look())
        if self._paragraphs:
            look = look.over(self._paragraphs[-1].look)
        # A text box hangs in a run, and is hidden with it.
        return _Run(bool(look.hidden) or bool(self._runs and self._runs[-1].silent), bool(look.raised))

    def _hushed(self) -> bool:
        return bool(self._silent or self._codes or (self._runs and self._runs[-1].silent))

    def _add(self, text: str) -> None:
        if text and self._paragraphs and not self._hushed():
            printed = text.replace(_SOFT_HYPHEN, "")
            self._paragraphs[-1].pieces.append((printed, bool(self._runs and self._runs[-1].raised)))

    # -- blocks

    def _begin_paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle"))
        look = look_of_paragraph(properties).over(self._styles.look(style))
        mark = child(properties, "rPr")
        joined = bool(switch(mark, "vanish")) or child(mark, "del") is not None or child(mark, "moveFrom") is not None
        box = self._boxes[-1]
        carried, box.carried = box.carried, []
        self._paragraphs.append(_Paragraph(carried, look, style, joined))

    def _end_paragraph(self) -> None:
        done, box = self._paragraphs.pop(), self._boxes[-1]
        if done.joined:
            box.carried = done.pieces
            box.blocks += done.floating
            return
        if not self._silent:
            label = self._numbering.label(done.look.list_, done.look.level, done.style)
            text = _printed(done.pieces)
            if text:
                box.blocks.append(_labelled(label, text))
        box.blocks += done.floating

    def _flush(self, box: _Box) -> None:
        text = _printed(box.carried)
        if text:
            box.blocks.append(text)

    def _close_box(self) -> list[str]:
        box = self._boxes.pop()
        self._flush(box)
        return box.blocks


def _drop_open_fields(root: Element) -> None:
    """A field that never ends would hide all that follows: then it is none."""
    open_: list[Element] = []
    for element in root.iter("{*}fldChar"):
        kind = value(element, "fldCharType")
        if kind == "begin":
            open_.append(element)
        elif kind == "end" and open_:
            open_.pop()
    for element in open_:
        element.attrib.clear()


def _printed(pieces: list[tuple[str, bool]]) -> str:
    """The text of a paragraph; raised figures are marks of notes, other raised signs are printed as they are."""
    words: list[str] = []
    raised: list[str] = []
    for text, up in [*pieces, ("", False)]:
        if up:
            raised.append(text)
            continue
        if raised:
            mark = "".join(raised)
            words.append(f"<sup>{mark.strip()}</sup>" if _DIGITS.fullmatch(mark.strip()) else mark)
            raised.clear()
        words.append(text)
    return "\n".join(filter(None, map(_line, "".join(words).splitlines())))


def _line(line: str) -> str:
    """A line with one blank for blanks and tabs, but for the two behind a label."""
    line = line.strip(" \t")
    tabbed = _TABBED.match(line)
    if tabbed:
        return _labelled(tabbed.group(1), _BLANKS.sub(" ", line[tabbed.end() :]))
    spaced = _SPACED.match(line)
    head = spaced.end() if spaced else 0
    return line[:head] + _BLANKS.sub(" ", line[head:])


def _is_other_choice(element: Element, name: str) -> bool:
    """True for what stands behind the first form of something that is stored in several forms."""
    before = element.getprevious() if name in ("Choice", "Fallback") else None
    return before is not None and local(before) == "Choice"


def _labelled(label: str | None, text: str) -> str:
    """A label and its text, two blanks apart behind a letter or number, as Parliament prints them."""
    if not label:
        return text
    return f"{label}{'  ' if any(map(str.isalnum, label)) else ' '}{text}"


def _row(cells: list[list[str]]) -> list[str]:
    """The blocks of a row: a label stands before what the next cell holds, and short cells stand side by side."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and len(filled[0]) == 1 and _LABEL.fullmatch(filled[0][0].strip()):
        first, *rest = filled[1:]
        return [_labelled(filled[0][0].strip(), first[0]), *first[1:], *(block for cell in rest for block in cell)]
    if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
        return [" | ".join(cell[0] for cell in filled)]
    return [block for cell in filled for block in cell]
