"""Known names that are part of a longer unknown one, and so name something else."""

from __future__ import annotations

from collections.abc import Sequence

from kzgraph.language.tokens import Token
from kzgraph.resolve.gazetteer import Hit
from kzgraph.resolve.vocabulary import vocabulary


def without_cut_names(text: str, tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Return the known names but those that begin a longer unknown one, and places that are a person's given name.

    "Supreme" behind "Council" makes it another council.

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        hits: The known names in it.
    """
    begun = {hit.first for hit in hits}
    known = {index for hit in hits for index in range(hit.first, hit.last)}

    def is_cut(hit: Hit) -> bool:
        one, behind = tokens[hit.first], tokens[hit.last] if hit.last < len(tokens) else None
        if behind is None or hit.kind != "actor" or hit.last - hit.first > 1 or one.text.isupper() or hit.last in begun:
            return False
        titled = behind.text.istitle() and len(behind.text) > 1 and text[hit.end : behind.start].isspace()
        before = tokens[hit.first - 1] if hit.first else None
        # "Patrick George Zaki" is no place.
        given = (
            before is not None and before.text.istitle() and hit.first - 1 not in known and text[before.end : hit.start] == " "
        )
        cls = vocabulary()[hit.key].cls
        return one.text.istitle() and titled and (cls == "Institution" or (given and cls == "State"))

    return [hit for hit in hits if not is_cut(hit)]
