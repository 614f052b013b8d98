"""By which words units open: the formulas of a language, compiled, and which kind of unit a text opens by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import PhraseIndex, any_of, finder, longest_first
from kzgraph.language.words import Pack
from kzgraph.model import UnitKind

#: The heading of an annex may name its subject; what is longer is a sentence.
_LONGEST_HEADING = 200
_LONGEST_NUMBER = 4
_GOING_ON = (",", ";")


@dataclass(frozen=True, slots=True)
class Openers:
    """The compiled openers of a language.

    Args:
        citation: The "having regard to".
        recital: The "whereas".
        subject: Parliament, where the language prints it before its verbs.
        verbs: What Parliament does.
        instruction: The verbs of the last paragraph, which says to whom the text is sent.
        end: A line that may be the heading of an annex or of an explanatory statement.
        ranks: For each form of a recital's label the ranks it may stand for.
        sentences: True where each sentence of a recital is a clause.
    """

    citation: re.Pattern[str]
    recital: re.Pattern[str]
    subject: re.Pattern[str]
    verbs: PhraseIndex
    instruction: re.Pattern[str]
    end: re.Pattern[str]
    ranks: dict[str, tuple[int, ...]]
    sentences: bool

    def verb(self, text: str, at: int = 0) -> re.Match[str] | None:
        """Return the verb of Parliament that stands at a place of a text, behind the subject or without it."""
        subject = self.subject.match(text, at)
        found = next(self.verbs.at(text, subject.end()), None) if subject else None
        found = found or next(self.verbs.at(text, at), None)
        return found[1] if found else None


@cache
def openers(code: str) -> Openers:
    """Return the openers of a language, compiled once per process."""
    own = pack(code)
    ranks: dict[str, tuple[int, ...]] = {}
    for rank, forms in enumerate(own.recital.labels, 1):
        for form in forms:
            ranks[form] = (*ranks.get(form, ()), rank)
    return Openers(
        citation=finder(own.citation_openers),
        recital=finder(own.recital.openers),
        subject=re.compile(rf"{any_of(own.subject)}\s+", re.IGNORECASE),
        verbs=PhraseIndex(longest_first(verb.phrase for verb in own.verbs)),
        instruction=finder(own.verbs_of("Instruction")),
        end=re.compile(rf"(?:(\w{{1,4}})[.)]?\s+)?{any_of((*own.end.annex, *own.end.explanation))}(.*)", re.IGNORECASE),
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
        UnitKind.PARAGRAPH: known.verb(text),
    }
    return max((kind for kind, match in found.items() if match), key=lambda kind: found[kind].end(), default=None)  # type: ignore[union-attr]


def ends(text: str, own: Pack) -> bool:
    """Return whether a line is the heading of an annex or of an explanatory statement, behind which no unit stands.

    Such a heading is the formula alone, with or without a number, or a line in capitals that begins with it: "Annex I to the
    Regulation" is the begin of a sentence, and a paragraph may print it at the begin of a line.

    >>> [ends(line, pack("it")) for line in ("ALLEGATO ALLA RISOLUZIONE", "Allegato II", "allegato II del regolamento")]
    [True, True, False]
    """
    line = text.strip("#*_ \t\u00a0").rstrip(":.")
    if len(line) > _LONGEST_HEADING or line[-1:] in _GOING_ON:
        return False
    found = openers(own.code).end.fullmatch(line)
    if found is None:
        return False
    before, behind = found[1], found[2].strip(" \u00a0:.–-")
    return _is_number(before) and (line == line.upper() or _is_number(behind))


def _is_number(word: str | None) -> bool:
    """True for the number of an annex, of whatever kind, and for none."""
    return not word or (len(word) <= _LONGEST_NUMBER and word.isalnum() and word == word.upper())
