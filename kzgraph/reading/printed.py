"""XML as it is printed: one walk over the elements for all schemas.

What a unit is, its label tells, not its element: schemas changed over the years, and a recital may stand in the element of a
paragraph. What an element holds that begins like a unit and is none, a point or a quotation, stays on the line of its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING

from kzgraph.errors import InputError
from kzgraph.reading.schema import Schema, name_of

if TYPE_CHECKING:
    from kzgraph.reading.schema import Element

#: White space and all that ends a line; a blank that does not break stays.
_BLANKS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BARE_LABEL = re.compile(r"[^\W_]{1,4}")
_RULE = re.compile(r"[^\w]*(?:o[\s\u00a0]*)*")
#: Labels whose next of kind begins the next unit though both stand in one element.
_KINDS = (re.compile(r"\d+\s*\.?$"), re.compile(r"[^\W\d_a-z]{1,4}\s*\.$"), re.compile(r"\W+$"))
#: What begins a point of a paragraph, and can be no label of a unit there.
_POINT = re.compile(r"(?:\([^\s()]{1,5}\)|[^\W\d_]{1,4}\)|[-–—−•])\s+(?!\d)")


def one_line(text: str) -> str:
    r"""Return a text with every run of white space made one blank.

    >>> one_line(" seisukoht\n\t  1999 ")
    'seisukoht 1999'
    """
    return _BLANKS.sub(" ", text).strip(" ")


@dataclass(slots=True)
class _Unit:
    """An element that holds a unit, being printed."""

    mark: str
    label: str | None = None

    @property
    def begun(self) -> bool:
        return self.label is not None


@dataclass(slots=True)
class _Open:
    """An element that is being printed.

    Args:
        element: Itself.
        children: What is still to be printed of it.
        kind: "unit", "heading", "line", or empty for what stands within a line.
        raised: True where what it holds is raised.
        mixed: True where text stands beside its children; None until that is asked.
    """

    element: Element
    children: Iterator[Element]
    kind: str
    raised: bool
    mixed: bool | None = None

    def has_text(self) -> bool:
        if self.mixed is None:
            self.mixed = bool((self.element.text or "").strip()) or any((child.tail or "").strip() for child in self.element)
        return self.mixed


@dataclass(slots=True)
class _Page:
    """What is printed so far."""

    schema: Schema
    place: str
    left_out: frozenset[Element]
    pointed: dict[str, Element] = field(default_factory=dict)
    blocks: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    numbers: dict[Element, int] = field(default_factory=dict)
    units: list[_Unit] = field(default_factory=list)
    headings: int = 0
    titles: int = 0
    below_title: bool = False
    raised: int = 0
    label: str = ""
    line: list[str] = field(default_factory=list)
    has_units: bool = False

    # -- the walk

    def walk(self, root: Element) -> None:
        """Print an element and all in it, without recursion, for files may nest deeply."""
        schema = self.schema
        if any(schema.points_to(one) for one in root.iter("{*}*")):
            notes = (one for one in root.iter("{*}*") if name_of(one) in schema.notes)
            self.pointed = {key: one for one in notes if (key := schema.note_key(one))}  # each file names its own
        open_ = [first] if (first := self._open(root, None)) else []
        while open_:
            inner = open_[-1]
            child = next(inner.children, None)
            if child is None:
                open_.pop()
                self._close(inner)
                if open_:
                    self.text(inner.element.tail)
            elif opened := self._open(child, inner):
                open_.append(opened)
            else:
                self.text(child.tail)
        self.end_line()

    def _open(self, element: Element, above: _Open | None) -> _Open | None:
        """Begin an element; None where all that it prints is printed by that."""
        name, schema = name_of(element), self.schema
        if not name:
            self.text(entity(element, self.place))
            return None
        if name in schema.skipped or element in self.left_out:
            return None
        if name in schema.notes or schema.points_to(element):
            self._note(element)
            return None
        kind = self._kind(element, name, above)
        if kind == "label":
            noted: list[Element] = []
            self._begin_label(flat(element, self, noted))
            for one in noted:
                self._note(one)
            return None
        if kind == "unit":
            self.end_line()
            self.units.append(_Unit(schema.mark(element)))
        elif kind:
            self.end_line(keep_label=True)
            self.headings += kind == "heading"
            self.titles += name in schema.titles
        elif name in schema.cells:
            self.text(" | ")
        raised = schema.raised(element)
        self.raised += raised
        self.text(schema.before(element))
        self.text(element.text)
        return _Open(element, iter(element), kind, raised)

    def _kind(self, element: Element, name: str, above: _Open | None) -> str:
        schema = self.schema
        if name in schema.headings or schema.heads(element):
            return "heading"
        if name in schema.labels:
            return "label"
        if name in schema.units:
            return "unit"
        if name in schema.lines:
            return "line"
        if name in schema.inline or name in schema.cells:
            return ""
        # An unknown element stands in a line where text is or may be beside it, else it is a line of its own.
        beside = above is not None and (name_of(above.element) in schema.words or above.has_text())
        return "" if beside else "line"

    def _close(self, done: _Open) -> None:
        self.text(self.schema.after(done.element))
        self.raised -= done.raised
        name = name_of(done.element)
        if done.kind:
            self.end_line(of_title=self.titles > 0 and name in self.schema.words)
        self.titles -= bool(done.kind) and name in self.schema.titles
        if done.kind == "unit":
            self.units.pop()
        self.headings -= done.kind == "heading"

    def _begin_label(self, label: str) -> None:
        self.end_line()
        self.label = label

    def text(self, text: str | None) -> None:
        """Print a text in the current line."""
        if text:
            self.line.append(text.translate(_RAISED) if self.raised else text)

    # -- notes

    def _note(self, element: Element) -> None:
        """Print the mark of a note, and keep its words for the end."""
        element = self.pointed.get(self.schema.points_to(element), element)
        if element not in self.numbers:
            self.numbers[element] = self._keep(flat(element, self) if name_of(element) in self.schema.notes else "")
        number = self.numbers[element]
        if not number:
            return
        # A mark stands at its word, however the file is laid out.
        while self.line and not self.line[-1].strip():
            self.line.pop()
        if self.line:
            self.line[-1] = self.line[-1].rstrip(" \t\r\n")
        self.line.append(f"<sup>{number}</sup>")

    def _keep(self, words: str) -> int:
        """Keep the words of a note and return its number, 0 where no mark is printed: in a title it would be read as a part."""
        if not words:
            return 0
        if not self.has_units and (self.headings or not self.units):
            self.unmarked.append(words)
            return 0
        self.notes.append(words)
        return len(self.notes)

    # -- lines

    def end_line(self, *, keep_label: bool = False, of_title: bool = False) -> None:
        """End the current line; a label alone waits for the text that follows it where it may, and a title has several lines."""
        text, label = one_line("".join(self.line)), self.label
        if keep_label and not text:
            self.line.clear()
            return
        self.line.clear()
        self.label = ""
        if not (text or label):
            return
        if self.headings:
            words = " ".join(filter(None, (label, text)))
            self.blocks.append([f"# {words}" if self.has_units and not _RULE.fullmatch(words) else words])
        elif not self.units:
            text = _labelled(label, text)
            if of_title and self.below_title and not self.has_units:
                self.blocks[-1].append(f"\n{text}")
            else:
                self.blocks.append([text])
        else:
            self._end_line_of_unit(label, text)
        self.below_title = of_title

    def _end_line_of_unit(self, label: str, text: str) -> None:
        unit = self.units[-1]
        outer = len(self.units) > 1 and self.units[0].begun  # a line that begins a unit begins all that are open
        if not outer and (not unit.begun or (label and _alike(unit.label or unit.mark, label))):
            self.has_units = True
            label = label or unit.mark
            if _BARE_LABEL.fullmatch(label):
                label += "."
            for one in self.units:
                one.label = label
            self.blocks.append([_labelled(label, text)])
            return
        label = label or ("" if unit.begun else unit.mark)
        unit.label = unit.label or label
        self._add_to_unit(_labelled(label, text))

    def _add_to_unit(self, text: str) -> None:
        """Print a line that belongs to the unit before: one of its own where nothing can take it for a unit or heading."""
        of_paragraph = (self.units[0].label or "")[:1].isdigit()
        if of_paragraph and _POINT.match(text) and not text[0].isupper():
            self.blocks.append([text])
        else:
            self.blocks[-1].append(f" {text}")

    def printed(self) -> str:
        """All blocks, and the notes behind."""
        notes = [f"<sup>{number}</sup> {words}" for number, words in enumerate([*self.notes, *self.unmarked], 1)]
        blocks = [*("".join(block) for block in self.blocks), *notes]
        return "\n\n".join(blocks) + "\n" if blocks else ""


def _alike(one: str, other: str) -> bool:
    return any(kind.match(one) and kind.match(other) for kind in _KINDS)


def _labelled(label: str, text: str) -> str:
    """A label and its text; behind a letter or number there are two blanks, as Parliament prints it."""
    if not label or not text:
        return label or text
    return f"{label}{'  ' if any(map(str.isalnum, label)) else ' '}{text}"


def entity(element: Element, place: str) -> str:
    """Return the character that a reference stands for, nothing for a comment or an instruction.

    Args:
        element: A node that is no element.
        place: The file, for the error.

    Raises:
        InputError: It is no character that every reader of XML or HTML knows.
    """
    name = getattr(element, "name", None)
    if name is None or not (element.text or "").startswith("&"):
        return ""
    if f"{name};" not in html5:
        raise InputError(
            place,
            f"it holds the reference “&{name};”, which is not looked up",
            "Save it with the words in place of the reference.",
        )
    return html5[f"{name};"]


def flat(root: Element, page: _Page, noted: list[Element] | None = None) -> str:
    """Return the text of an element on one line.

    Args:
        root: A label or a note.
        page: Where it is printed.
        noted: Takes the notes in it; where there is no such list, their words stand where they are.
    """
    words: list[str] = []
    schema = page.schema
    open_: list[tuple[Element, Iterator[Element]]] = [(root, iter(root))]
    words += [schema.before(root), root.text or ""]
    while open_:
        element, children = open_[-1]
        child = next(children, None)
        if child is None:
            open_.pop()
            words.append(schema.after(element))
            if open_:
                words += [_apart(element, schema), element.tail or ""]
        elif not name_of(child):
            words += [entity(child, page.place), child.tail or ""]
        elif name_of(child) in schema.skipped or schema.points_to(child):
            words.append(child.tail or "")
        elif name_of(child) in schema.notes and noted is not None:
            noted.append(child)
            words.append(child.tail or "")
        else:
            words += [_apart(child, schema), schema.before(child), child.text or ""]
            open_.append((child, iter(child)))
    return one_line("".join(words))


def _apart(element: Element, schema: Schema) -> str:
    name = name_of(element)
    return " " if name in schema.lines | schema.units | schema.labels | schema.cells | schema.notes else ""


def as_printed(
    root: Element, schema: Schema, place: str, *, left_out: frozenset[Element] = frozenset(), behind: tuple[Element, ...] = ()
) -> str:
    """Return the text of a document as it is printed.

    Args:
        root: Its root, or the part of it that is one text.
        schema: What its elements mean.
        place: The file, for errors.
        left_out: Elements that are not printed.
        behind: Further documents printed behind it, such as its annexes.

    Raises:
        InputError: It refers to what is not looked up.
    """
    page = _Page(schema, place, left_out)
    for part in (root, *behind):
        page.walk(part)
    return page.printed()
