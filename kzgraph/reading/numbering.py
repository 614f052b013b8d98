"""What a Word file says about its paragraphs beside their words: styles, and the labels that Word computes.

Elements are known by their local names, for strict and transitional files differ in their namespaces only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzgraph.reading.schema import Element

#: Character styles of Parliament's template codes, which no reader of the document sees.
_HIDDEN_STYLES = re.compile(r"hidetwb", re.IGNORECASE)
#: Word's lists have so many levels.
_LEVELS = 9
#: A pattern is cut there; labels are shorter.
_LONGEST = 40
#: Numbers over this are no labels; to write them as letters or Roman numerals would take long.
_MOST = 3000
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
#: Word leaves out the four Cyrillic letters that begin no word.
_CYRILLIC = "".join(chr(code) for code in range(0x430, 0x450) if code not in (0x439, 0x44A, 0x44B, 0x44C))
_PLACE = re.compile(r"%([1-9])")


def local(element: Element) -> str:
    """Return the name of an element without its namespace; comments and instructions have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first descendant on a path of names, or None."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of an element, whatever its namespace."""
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def number(element: Element | None, name: str = "val") -> int | None:
    """Return an attribute that is a whole number, None for anything else."""
    found = re.fullmatch(r"\s*[+-]?\d{1,9}\s*", value(element, name) or "")
    return int(found.group()) if found else None


def switch(properties: Element | None, name: str) -> bool | None:
    """Return what is said of a property that is on or off, None where nothing is."""
    found = child(properties, name)
    return None if found is None else (value(found) or "1").lower() not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """What runs or paragraphs of a style look like; None where the style leaves it to its base.

    Args:
        hidden: Not printed.
        raised: Printed above the line.
        list_: Number of the list, 0 for none.
        level: Level in the list.
    """

    hidden: bool | None = None
    raised: bool | None = None
    list_: int | None = None
    level: int | None = None

    def over(self, base: Look) -> Look:
        """What holds where this look is laid over another."""
        return Look(
            base.hidden if self.hidden is None else self.hidden,
            base.raised if self.raised is None else self.raised,
            base.list_ if self.list_ is None else self.list_,
            base.level if self.level is None else self.level,
        )


def look_of_run(properties: Element | None) -> Look:
    """Return what the properties of a run say."""
    align = value(child(properties, "vertAlign"))
    position = number(child(properties, "position"))
    raised = None if align is None and position is None else align == "superscript" or (position or 0) > 0
    return Look(hidden=switch(properties, "vanish"), raised=raised)


def look_of_paragraph(properties: Element | None) -> Look:
    """Return what the properties of a paragraph say of its list."""
    return Look(
        list_=number(child(properties, "numPr", "numId")),
        level=number(child(properties, "numPr", "ilvl")),
    )


class Styles:
    """The styles of a document, each with what its bases say.

    Args:
        root: Of the part with the styles, None where there is none.
    """

    def __init__(self, root: Element | None) -> None:
        self._elements = {value(one, "styleId") or "": one for one in root if local(one) == "style"} if root is not None else {}
        self._looks: dict[str, Look] = {}
        default = next(
            (
                key
                for key, one in self._elements.items()
                if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true", "on")
            ),
            None,
        )
        self._default = default

    def look(self, key: str | None) -> Look:
        """Return the look of a style, by its key.

        Args:
            key: Of a run or paragraph; None for that of the paragraphs that name none.
        """
        key = self._default if key is None else key
        chain: list[str] = []
        while key is not None and key not in self._looks and key in self._elements and key not in chain:
            chain.append(key)
            key = value(child(self._elements[key], "basedOn"))
        look = self._looks.get(key or "", Look())
        for one in reversed(chain):
            look = self._own(one).over(look)
            self._looks[one] = look
        return look

    def _own(self, key: str) -> Look:
        element = self._elements[key]
        run, paragraph = look_of_run(child(element, "rPr")), look_of_paragraph(child(element, "pPr"))
        named = f"{key} {value(child(element, 'name')) or ''}"
        hidden = True if _HIDDEN_STYLES.search(named) else run.hidden
        return Look(hidden, run.raised, paragraph.list_, paragraph.level)


@dataclass(slots=True)
class _Level:
    """A level of a list: how it counts, and how its label is printed."""

    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    style: str | None = None
    restart: int | None = None
    arabic: bool = False


@dataclass(slots=True)
class _List:
    """A list: its levels, and what is counted so far; lists of one kind count on."""

    levels: list[_Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """The labels of automatic lists, counted in the order of the paragraphs.

    Args:
        root: Of the part with the lists, None where there is none.
    """

    def __init__(self, root: Element | None) -> None:
        kinds: dict[str, _List] = {}
        self._lists: dict[int, tuple[_List, list[_Level]]] = {}
        self._restarts: dict[int, dict[int, int]] = {}
        for one in root if root is not None else ():
            if local(one) == "abstractNum":
                kinds[value(one, "abstractNumId") or ""] = _List(_levels(one, [_Level() for _ in range(_LEVELS)]))
        for one in root if root is not None else ():
            key, kind = number(one, "numId"), kinds.get(value(child(one, "abstractNumId")) or "")
            if local(one) == "num" and key is not None and kind is not None:
                over = [each for each in one if local(each) == "lvlOverride"]
                self._lists[key] = (kind, _levels_over(over, kind.levels))
                self._restarts[key] = {
                    level: start
                    for each in over
                    if (level := number(each, "ilvl")) is not None and (start := number(child(each, "startOverride"))) is not None
                }

    def label(self, list_: int | None, level: int | None, style: str | None) -> str | None:
        """Count a paragraph and return its label, None where it is in no list.

        Args:
            list_: Number of its list.
            level: Its level, None for that of its style.
            style: Its style, which may stand for a level.
        """
        found = self._lists.get(list_ or 0)
        if found is None:
            return None
        own, levels = found
        if level is None:
            level = next((at for at, one in enumerate(levels) if style is not None and one.style == style), 0)
        level = min(max(level, 0), _LEVELS - 1)
        start = self._restarts.get(list_ or 0, {}).pop(level, None)
        before = own.counts[level]
        own.counts[level] = start if start is not None else levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            # A level may be told to count on, or to restart only behind a certain level.
            restart = levels[deeper].restart
            if restart is None or level < restart:
                own.counts[deeper] = None
        one = levels[level]
        if one.form == "bullet":
            return one.pattern.strip() if re.fullmatch(r"[-–—−•\uf000-\uf0ff]", one.pattern.strip()) else "•"
        return _PLACE.sub(lambda place: self._count(own, levels, int(place.group(1)) - 1, arabic=one.arabic), one.pattern).strip()

    def _count(self, own: _List, levels: list[_Level], level: int, *, arabic: bool) -> str:
        count = own.counts[level]
        return written(levels[level].start if count is None else count, "decimal" if arabic else levels[level].form)


def _levels(parent: Element, levels: list[_Level]) -> list[_Level]:
    for one in parent:
        at = number(one, "ilvl")
        if local(one) == "lvl" and at is not None and 0 <= at < _LEVELS:
            start = number(child(one, "start"))
            levels[at] = _Level(
                form=value(child(one, "numFmt")) or "decimal",
                pattern=(value(child(one, "lvlText")) or "")[:_LONGEST],
                start=1 if start is None else start,
                style=value(child(one, "pStyle")),
                restart=number(child(one, "lvlRestart")),
                arabic=bool(switch(one, "isLgl")),
            )
    return levels


def _levels_over(overrides: list[Element], levels: list[_Level]) -> list[_Level]:
    levels = list(levels)
    for one in overrides:
        _levels(one, levels)
    return levels


def _letters(alphabet: str) -> Callable[[int], str]:
    """Behind the last letter all are doubled: "z", "aa", "bb"."""
    return lambda count: alphabet[(count - 1) % len(alphabet)] * ((count - 1) // len(alphabet) + 1)


def _roman(count: int) -> str:
    def pieces(rest: int) -> Iterator[str]:
        for size, letters in _ROMAN:
            yield letters * (rest // size)
            rest %= size

    return "".join(pieces(count))


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters(_LATIN),
    "upperLetter": lambda count: _letters(_LATIN)(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "russianLower": _letters(_CYRILLIC),
    "russianUpper": lambda count: _letters(_CYRILLIC)(count).upper(),
    "decimalZero": lambda count: f"{count:02d}",
    "none": lambda _count: "",
}


def written(count: int, form: str) -> str:
    """Return a count as a label prints it; a form that no list of Parliament has counts in figures.

    Args:
        count: From 1.
        form: Its name in the file.

    >>> written(28, "upperLetter"), written(4, "lowerRoman"), written(3, "decimal")
    ('BB', 'iv', '3')
    """
    write = _FORMS.get(form)
    return str(count) if write is None or not (0 < count <= _MOST) else write(count)
