"""By which words units open: the formulas of a language, compiled, and which kind of unit a text opens by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of, finder
from kzgraph.language.words import Pack
from kzgraph.model import UnitKind


@dataclass(frozen=True, slots=True)
class Openers:
    """The compiled openers of a language.

    Args:
        citation: The "having regard to".
        recital: The "whereas".
        verb: What Parliament does, with itself as subject where the language prints it.
        instruction: The verbs of the last paragraph, which says to whom the text is sent.
        ranks: For each form of a recital's label the ranks it may stand for.
        sentences: True where each sentence of a recital is a clause.
    """

    citation: re.Pattern[str]
    recital: re.Pattern[str]
    verb: re.Pattern[str]
    instruction: re.Pattern[str]
    ranks: dict[str, tuple[int, ...]]
    sentences: bool


@cache
def openers(code: str) -> Openers:
    """Return the openers of a language, compiled once per process."""
    own = pack(code)
    verbs = tuple(verb.phrase for verb in own.verbs)
    subject = rf"(?:{any_of(own.subject)}\s+)?" if own.subject else ""
    ranks: dict[str, tuple[int, ...]] = {}
    for rank, forms in enumerate(own.recital.labels, 1):
        for form in forms:
            ranks[form] = (*ranks.get(form, ()), rank)
    return Openers(
        citation=finder(own.citation_openers),
        recital=finder(own.recital.openers),
        verb=re.compile(subject + any_of(verbs), re.IGNORECASE),
        instruction=finder(own.verbs_of("Instruction")),
        ranks=ranks,
        sentences=own.recital.clause == "sentence",
    )


def opens(text: str, own: Pack) -> UnitKind | None:
    """Return which kind of unit a text would open by its first words alone, without a label.

    >>> opens("vu la déclaration du 3 juin 2031", pack("fr"))
    <UnitKind.CITATION: 'citation'>
    """
    known = openers(own.code)
    # The longer opener wins: Danish and Finnish open recitals with the words of a citation and one more.
    found = {
        UnitKind.RECITAL: known.recital.match(text),
        UnitKind.CITATION: known.citation.match(text),
        UnitKind.PARAGRAPH: known.verb.match(text),
    }
    return max((kind for kind, match in found.items() if match), key=lambda kind: found[kind].end(), default=None)  # type: ignore[union-attr]
