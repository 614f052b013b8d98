"""The names of known things in a language, ready to be compared with texts: made of vocabularies and packs, and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kzgraph.kept import digest_of, kept
from kzgraph.language import pack as pack_module
from kzgraph.language.tokens import Token, bases, stemmer, tokenise
from kzgraph.resolve.vocabulary import Entry, entries_of, vocabulary_digest
from kzgraph.resources import packs_folder

#: By so many letters at least adjectives are looked up.
KEY_LENGTH = 3
#: The entry of words that look like a form of a name and are none.
UNLIKE = ""
#: A name of so many words is told by them, whatever their capitals.
_LONG_NAME = 5
#: So many words of texts are remembered with the names that they may begin.
_REMEMBERED = 1 << 14


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a known thing, ready to be compared.

    Args:
        stems: Of its words.
        capitals: For each word whether it must have a capital.
        key: Of the entry, empty for words that only look like its name.
        wholes: Its words with all their letters, folded.
        shorts: The same without their shortest ending: cs "Ukrajina", "Ukrajiny" have that in common and no stem.
        gap: Index of the word before which others may stand, 0 for none.
        marked: Indexes of the words before which the name itself has a comma, bracket or quotation mark.
        plus: True where it ends in a plus sign: "GSP+" is not "GSP".
    """

    stems: tuple[str, ...]
    capitals: tuple[bool, ...]
    key: str
    wholes: tuple[str, ...]
    shorts: tuple[str, ...]
    gap: int = 0
    marked: frozenset[int] = frozenset()
    plus: bool = False

    def row(self, words: dict[str, int]) -> str:
        """Return it as a line of text, as it is kept; lines that nobody asks for cost next to nothing.

        Args:
            words: The words of all names with their numbers; new ones are added.
        """
        rows = zip(self.stems, self.wholes, self.shorts, strict=True)
        numbers = " ".join(str(words.setdefault("\t".join(row), len(words))) for row in rows)
        capitals = "".join("1" if capital else "0" for capital in self.capitals)
        marked = " ".join(map(str, sorted(self.marked)))
        return "\t".join((numbers, capitals, self.key, str(self.gap), marked, "+" if self.plus else ""))

    @classmethod
    def of(cls, row: str, words: Sequence[str]) -> Name:
        """Return the name of a line.

        Args:
            row: What :meth:`row` returns.
            words: The words of all names, by their numbers.
        """
        numbers, capitals, key, gap, marked, plus = row.split("\t")
        stems, wholes, shorts = zip(*(words[int(number)].split("\t") for number in numbers.split()), strict=True)
        marks = frozenset(map(int, marked.split()))
        return cls(stems, tuple(capital == "1" for capital in capitals), key, wholes, shorts, int(gap), marks, bool(plus))


@dataclass(frozen=True, slots=True)
class Start:
    """What may begin with a word of a text.

    Args:
        names: Each once, in the order in which they are tried.
        sure: Places of those in ``names`` that have no second word, or others before it.
        seconds: For stems of second words, and for their forms, the places of the other names.
        adjectives: Of states: stem, whether a capital is needed, key.
    """

    names: tuple[Name, ...]
    sure: tuple[int, ...]
    seconds: tuple[Mapping[str, Sequence[int]], Mapping[str, Sequence[int]]]
    adjectives: tuple[tuple[str, bool, str], ...]

    def before(self, behind: Sequence[Token], code: str) -> list[Name]:
        """Return the names whose second word may stand among the words behind.

        Args:
            behind: So many of them as a second word may be away.
            code: The language.
        """
        stems, forms = self.seconds
        if not stems:
            return list(self.names)
        places = set(self.sure)
        for token in behind:
            places.update(stems.get(token.stem, ()))
            for base in bases(token.text, code):
                places.update(forms.get(base, ()))
        return [self.names[place] for place in sorted(places)]


class Names:
    """The names of a language, made when they are asked for: of some thousand a text asks for some hundred.

    Args:
        code: The language.
        table: As it is kept: "names" and their "words" are lines of text; "stems" has for the stem of a first word the places of
            its names, the longest first, "wholes" the same for first words themselves and without their shortest ending;
            "adjectives" of states stand under their first letters: stem, whether a capital is needed, key.
    """

    def __init__(self, code: str, table: Mapping[str, Any]) -> None:
        self._code = code
        self._rows: Sequence[str] = table["names"]
        self._words: Sequence[str] = table["words"]
        self._stems: Mapping[str, str] = table["stems"]
        self._wholes: Mapping[str, str] = table["wholes"]
        self._adjectives: Mapping[str, Sequence[tuple[str, bool, str]]] = table["adjectives"]
        self._made: dict[str, Name] = {}
        self._starts: dict[str, Start | None] = {}

    def starting(self, token: Token) -> Start | None:
        """Return what may begin with a word, None where nothing does; words recur, in one text and in the next."""
        try:
            return self._starts[token.text]
        except KeyError:
            if len(self._starts) >= _REMEMBERED:
                self._starts.clear()
            start = self._starts[token.text] = self._start(token)
            return start

    def _start(self, token: Token) -> Start | None:
        places = self._stems.get(token.stem, "").split()
        for base in sorted(bases(token.text, self._code)):
            places += self._wholes.get(base, "").split()
        # A name is found by the stem of its first word and by its forms: once is enough.
        every = map(self._name, dict.fromkeys(places))
        names = tuple(name for name in every if token.capital or not name.capitals[0])
        adjectives = tuple(self._adjectives_at(token.text))
        if not names and not adjectives:
            return None
        sure: list[int] = []
        by_stem: dict[str, list[int]] = defaultdict(list)
        by_form: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            if len(name.stems) == 1 or name.gap == 1:
                sure.append(place)
                continue
            by_stem[name.stems[1]].append(place)
            for form in {name.wholes[1], name.shorts[1], *bases(name.wholes[1], self._code)}:
                by_form[form].append(place)
        return Start(names, tuple(sure), (dict(by_stem), dict(by_form)), adjectives)

    def _adjectives_at(self, word: str) -> Iterator[tuple[str, bool, str]]:
        """The adjectives that are the beginning of a word, or that a word begins."""
        folded = word.casefold()
        short = len(word) < KEY_LENGTH  # The key goes on behind it: "N. Korean".
        keys = [key for key in self._adjectives if key.startswith(folded)] if short else [word[:KEY_LENGTH].casefold()]
        for key in keys:
            for row in self._adjectives.get(key, ()):
                stem = row[0]
                if word[: len(stem)].casefold() == stem if len(word) >= len(stem) else stem.startswith(folded):
                    yield row

    def _name(self, place: str) -> Name:
        name = self._made.get(place)
        if name is None:
            name = self._made[place] = Name.of(self._rows[int(place)], self._words)
        return name


_NAMED = ("bilateral", "actor", "instrument", "state-body", "national-instrument", "instrument-kind", "state-word")


def name_table(code: str) -> Names:
    """Return the names of a language, from disk where they are kept.

    Args:
        code: The language.
    """
    language = Path(pack_module.__file__).parent
    own = [packs_folder() / "_shared.toml", packs_folder() / f"{code}.toml"]
    made_of = digest_of([*own, *sorted(language.glob("*.py")), Path(__file__)])
    found = kept(f"names-{code}", f"{made_of[:20]}{vocabulary_digest()[:20]}", partial(_table, code))
    return Names(code, found)


def _table(code: str) -> dict[str, object]:
    """All names of a language, as they are kept."""
    alike: dict[tuple[object, ...], list[Name]] = defaultdict(list)
    unlike = {entry.key for kind in _NAMED for entry in entries_of(kind) if entry.labels["unlikeLabel"].get(code)}
    for kind in _NAMED:
        for entry in entries_of(kind):
            for name in names_of(entry, code):
                alike[name.stems, name.capitals, name.gap, name.marked, name.plus].append(name)
    names: dict[str, list[Name]] = defaultdict(list)
    for rows in alike.values():
        # The first vocabulary wins: an actor before the word for a kind of text. Case forms of one name say nothing new, unless
        # they are to be told from words that look like them.
        one = all(name.key == rows[0].key for name in rows) and rows[0].key not in unlike
        names[rows[0].stems[0]] += rows[:1] if one else rows
    wholes: dict[str, list[Name]] = defaultdict(list)
    for rows in names.values():
        for name in rows:
            for form in {name.wholes[0], name.shorts[0]}:
                wholes[form].append(name)
    adjectives: dict[str, list[tuple[str, bool, str]]] = defaultdict(list)
    for entry in entries_of("actor"):
        for form in entry.labels["adjectiveLabel"].get(code, ()):
            stem = form.rstrip("*")
            adjectives[stem.casefold()[:KEY_LENGTH]].append((stem.casefold(), stem[0].isupper(), f"adjective/{entry.key}"))
    every = [name for found in names.values() for name in found]
    place = {id(name): str(at) for at, name in enumerate(every)}
    words: dict[str, int] = {}
    return {
        "names": [name.row(words) for name in every],
        "words": list(words),
        "stems": {
            stem: " ".join(place[id(name)] for name in sorted(found, key=lambda name: (-len(name.stems), name.stems)))
            for stem, found in names.items()
        },
        "wholes": {whole: " ".join(place[id(name)] for name in found) for whole, found in wholes.items()},
        "adjectives": {key: sorted(found, key=lambda row: (-len(row[0]), row)) for key, found in adjectives.items()},
    }


def names_of(entry: Entry, code: str) -> Iterator[Name]:
    """Yield the names of an entry in a language, words that only look like one among them.

    Args:
        entry: Of a vocabulary.
        code: The language.
    """
    make = stemmer(code)
    forms = [(form, entry.key) for form in entry.printed(code)]
    for form, key in (*forms, *((form, UNLIKE) for form in entry.labels["unlikeLabel"].get(code, ()))):
        words = tokenise(form, code)
        if not words:
            continue
        gap = len(tokenise(form.partition("…")[0], code)) if "…" in form else 0
        yield Name(
            tuple(word.stem for word in words),
            # In a long name printers vary the capitals of all words but the first: "Declaración … sobre los Defensores".
            tuple(word.text[0].isupper() and not (index and len(words) >= _LONG_NAME) for index, word in enumerate(words)),
            key,
            wholes := tuple(make.whole(word.text) for word in words),
            # A word that only looks like the name must look like the text in earnest.
            tuple(make.short(whole) for whole in wholes) if key != UNLIKE else wholes,
            gap,
            frozenset(index for index, word in enumerate(words) if index and index != gap and not word.joined),
            form.endswith("+"),
        )
