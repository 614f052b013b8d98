"""Words as people type them into a search: no case, no diacritics, in any script.

The script of the page folds in the same way: the letters that Unicode does not take apart come with the index.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

_WORD = re.compile(r"[^\W_]+")
# "LATIN SMALL LETTER L WITH STROKE" is an l; so is every letter whose name says so and that has no decomposition.
_VARIANT = re.compile(r"LATIN SMALL LETTER (\w) WITH (?:STROKE|HOOK|TOPBAR|MIDDLE TILDE)$")
_SPELT = {
    "LATIN SMALL LETTER SHARP S": "ss",
    "LATIN SMALL LETTER AE": "ae",
    "LATIN SMALL LIGATURE OE": "oe",
    "LATIN SMALL LETTER DOTLESS I": "i",
    "LATIN SMALL LETTER ETH": "d",
    "LATIN SMALL LETTER THORN": "th",
    "LATIN SMALL LETTER ENG": "n",
    "GREEK SMALL LETTER FINAL SIGMA": unicodedata.lookup("GREEK SMALL LETTER SIGMA"),
}


@cache
def letters() -> dict[str, str]:
    """Return the letters that are spelt with others in a search, beside those that Unicode takes apart.

    >>> letters()[unicodedata.lookup("LATIN SMALL LETTER L WITH STROKE")]
    'l'
    """
    found = {unicodedata.lookup(name): plain for name, plain in _SPELT.items()}
    for code in range(0x80, 0x250):
        variant = _VARIANT.match(unicodedata.name(chr(code), ""))
        if variant and unicodedata.normalize("NFKD", chr(code)) == chr(code):
            found[chr(code)] = variant[1].lower()
    return dict(sorted(found.items()))


@cache
def _table() -> dict[int, str | None]:
    marks = dict.fromkeys((code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] == "M"), None)
    return {**marks, **{ord(letter): plain for letter, plain in letters().items()}}


def fold(text: str) -> str:
    """Return a text as searches compare it.

    >>> fold("Łódź, Ġnien, Straße")
    'lodz, gnien, strasse'
    """
    return unicodedata.normalize("NFKD", text).lower().translate(_table())


def tokens(text: str) -> list[str]:
    """Return the words of a text, folded, in order.

    >>> tokens("P11_TA(2031)0144: Résolution")
    ['p11', 'ta', '2031', '0144', 'resolution']
    """
    return _WORD.findall(fold(text))
