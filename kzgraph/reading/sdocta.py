"""Parliament's own XML of adopted texts, schema SDOCTA."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kzgraph.errors import InputError
from kzgraph.reading.printed import as_printed
from kzgraph.reading.schema import Schema, name_of

if TYPE_CHECKING:
    from kzgraph.reading.schema import Element

#: What shares a head is printed with it, so there is a bound.
_MOST_TEXTS = 100
#: The names of the root.
ROOTS = frozenset({"SDOCTA"})


def _mark(element: Element) -> str:
    return "–" if name_of(element) == "VISA" else ""


def _raised(element: Element) -> bool:
    return name_of(element) == "STRING" and any(
        str(key).startswith("SUP") and value == "on" for key, value in element.attrib.items()
    )


_SCHEMA = Schema(
    units=frozenset({"VISA", "CONS", "ACTION", "ITEM", "NP"}),
    labels=frozenset({"NO.P"}),
    lines=frozenset(
        {
            "IDENT", "TI", "HIDDEN", "TXTLST", "RESOL", "TEXT", "PREAMBLE", "PRINIT", "GRVISA", "GRCONS", "DISPOSITIF",
            "ACTLST", "ANNEX", "P", "LIST", "TXT",
        }
    ),
    words=frozenset({"P", "TXT", "TI", "PRINIT", "IDENT", "HIDDEN", "ACTINIT"}),
    inline=frozenset({"STRING", "DATE", "FIELD", "BR"}),
    headings=frozenset({"ACTINIT"}),
    notes=frozenset({"FOOTNOTE"}),
    mark=_mark,
    raised=_raised,
)  # fmt: skip


def texts(root: Element, place: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file with their names; a file of several has them named by their order.

    Args:
        root: Of the file.
        place: The file, for errors.

    Raises:
        InputError: It holds too many texts, or refers to what is not looked up.
    """
    found = list(root.iterfind("{*}TXTLST/{*}RESOL"))
    if len(found) < 2:
        yield "", as_printed(root, _SCHEMA, place)
        return
    if len(found) > _MOST_TEXTS:
        raise InputError(place, f"it holds {len(found):,} texts, no sitting adopts as many", "Give fewer at a time.")
    for number, one in enumerate(found, 1):
        yield f"RESOL {number}", as_printed(root, _SCHEMA, place, left_out=frozenset(found) - {one})
