"""Keys of names: the same key for a person however a language spells the name.

A name is romanised by its language's table, reduced to what survives transliteration (its consonants), and joined. So
"Igor Tsjuprina", "Igor Čuprina" and "Igor Ciuprina" have one key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from kzgraph.language.pack import pack

# Sounds that are written with several letters in English romanisation, and the one sign each is compared by. Hissing sounds
# are told apart by voice alone: carons get lost, and languages write one foreign sound as "s", "sh" or "sz". Likewise the
# throat sounds of many alphabets, "k", "q", "kh" and "h".
_SOUNDS = (
    ("shch", "s"),
    ("dzh", "z"),
    ("tch", "C"),
    ("sch", "s"),
    ("zh", "z"),
    ("sh", "s"),
    ("ch", "C"),
    ("kh", "k"),
    ("gh", "g"),
    ("ts", "T"),
    ("tz", "T"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("h", "k"),
    ("c", "k"),
    ("j", "z"),
)
_WRITTEN = {"C": "ch", "T": "ts"}
_ENGLISH = ("sh", "zh", "kh")
_SOUND = re.compile("|".join(re.escape(letters) for letters, _ in _SOUNDS))
_OF = dict(_SOUNDS)


@cache
def _table(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = dict(pack(code).romanisation)
    if "h" not in pairs:
        # Names are also printed in English romanisation, unless "h" has a sound of its own: "Ashat" has no "sh" there.
        pairs = {letters: letters for letters in _ENGLISH} | pairs
    ordered = sorted(pairs, key=lambda letters: (-len(letters), letters))
    return re.compile("|".join(re.escape(letters) for letters in ordered)), pairs


def romanise(word: str, code: str) -> str:
    """Return a word of a name in English romanisation, without accents.

    Args:
        word: As printed, in the nominative.
        code: The language that printed it.
    """
    folded = unicodedata.normalize("NFC", word).casefold()
    pattern, pairs = _table(code)
    folded = pattern.sub(lambda found: pairs[found.group()], folded)
    plain = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in plain if letter.isalnum())


def skeleton(word: str, code: str) -> str:
    """Return the consonants of a word of a name, as they sound.

    A double consonant counts once; a word without consonants keeps its letters.

    >>> skeleton("Ginatullin", "en") == skeleton("Ginatulin", "en")
    True
    """
    roman = romanise(word, code)
    sounds = _SOUND.sub(lambda found: _OF[found.group()], roman)
    consonants = re.sub(r"[aeiouy]", "", sounds)
    single = re.sub(r"(.)\1+", r"\1", consonants)
    return "".join(_WRITTEN.get(sound, sound) for sound in single) or roman


def abbreviation_key(word: str, code: str) -> str:
    """Return the key of an abbreviation: all its letters, since its vowels stand for words; empty for any other word.

    Args:
        word: As printed.
        code: The language that printed it.

    >>> abbreviation_key("LAK", "fr"), abbreviation_key("Lak", "fr")
    ('lak', '')
    """
    plain = unicodedata.normalize("NFD", romanise(word, code) if not word.isascii() else word.casefold())
    return re.sub(r"[^a-z0-9]", "", plain) if word.isupper() and len(word) > 1 else ""


def key_of(words: tuple[str, ...], code: str) -> str:
    """Return the key of a name.

    Args:
        words: Its words, in the nominative, in printed order.
        code: The language that printed it.
    """
    return "-".join(part for part in (re.sub(r"[^a-z0-9]", "", skeleton(word, code)) for word in words) if part)


def nominative(word: str, code: str, base: frozenset[str] = frozenset()) -> str:
    """Return a word of a person's name in the nominative, where the language's table derives it.

    Args:
        word: As printed, in any case.
        code: Its language.
        base: Words that are known to be nominatives.

    >>> nominative("Velinin", "fi"), nominative("Velin", "fi", frozenset({"Velin"}))
    ('Velin', 'Velin')
    """
    if word in base:
        return word
    for oblique, plain in pack(code).inflection.name_endings:
        if word.endswith(oblique) and len(word) - len(oblique) >= 2:
            return word[: len(word) - len(oblique)] + plain
    return word


def nominatives(words: Sequence[str], code: str, base: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the words of a person's name in the nominative.

    Args:
        words: As printed, in any case.
        code: Their language.
        base: Words that are known to be nominatives.

    >>> nominatives(["Darin", "Velinin"], "fi"), nominatives(["Darina", "Kovalenki"], "pl")
    (('Darin', 'Velin'), ('Darina', 'Kovalenko'))
    """
    first = len(words) - 1 if pack(code).inflection.last_only else 0
    return tuple(word if index < first else nominative(word, code, base) for index, word in enumerate(words))


def base_forms(printed: Iterable[str], code: str) -> frozenset[str]:
    """Return the words whose case form is printed too: beside "Velinin", "Velin" is no genitive of "Veli".

    Args:
        printed: The words of a document.
        code: Its language.
    """
    large = {word for word in printed if word[0].isupper()}
    return frozenset(plain for word in large if (plain := nominative(word, code)) != word and plain in large)
