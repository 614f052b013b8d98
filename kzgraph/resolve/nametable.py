"""The names of known things in a language, ready to be compared with texts: made of vocabularies and packs, and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

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
#: What two forms of a word have in common has so many letters at least.
_SHORTEST_BASE = 4
#: So many words of texts are remembered with the names that they may begin, and with the words whose forms they may be.
_REMEMBERED = 1 << 14


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a known thing, ready to be compared.

    Args:
        words: The numbers of its words.
        capitals: For each word whether it must have a capital.
        key: Of the entry, empty for words that only look like its name.
        gap: Index of the word before which others may stand, 0 for none.
        marked: Indexes of the words before which the name itself has a comma, bracket or quotation mark.
        plus: True where it ends in a plus sign: "GSP+" is not "GSP".
    """

    words: tuple[int, ...]
    capitals: tuple[bool, ...]
    key: str
    gap: int = 0
    marked: frozenset[int] = frozenset()
    plus: bool = False

    @property
    def row(self) -> str:
        """The name as a line of text, as it is kept; lines that nobody asks for cost next to nothing."""
        words, marked = (" ".join(map(str, numbers)) for numbers in (self.words, sorted(self.marked)))
        capitals = "".join("1" if capital else "0" for capital in self.capitals)
        return "\t".join((words, capitals, str(self.gap), self.key, marked, "+" if self.plus else ""))

    @classmethod
    def of(cls, row: str) -> Name:
        """Return the name of a line."""
        words, capitals, gap, key, marked, plus = row.split("\t")
        needed = tuple(capital == "1" for capital in capitals)
        return cls(tuple(map(int, words.split())), needed, key, int(gap), frozenset(map(int, marked.split())), bool(plus))


class Word(NamedTuple):
    """A word of names.

    Args:
        stem: For comparison.
        whole: With all its letters, folded.
        short: The same without its shortest ending: cs "Ukrajina", "Ukrajiny" have that in common and no stem.
    """

    stem: str
    whole: str
    short: str

    def forms(self, code: str) -> frozenset[str]:
        """Return what a word of a text must have among its bases to be a case form of it: cs "lidové" and "lidová"."""
        return frozenset({self.whole, self.short, *(base for base in bases(self.whole, code) if len(base) >= _SHORTEST_BASE)})


@dataclass(frozen=True, slots=True)
class Start:
    """What may begin with a word of a text.

    Args:
        names: Places of names, in the order in which they are tried.
        sure: Those among them, by their index, that have no second word, or others before it.
        seconds: For the numbers of second words the other ones.
        adjectives: Of states: stem, whether a capital is needed, key.
    """

    names: tuple[str, ...]
    sure: tuple[int, ...]
    seconds: Mapping[int, Sequence[int]]
    adjectives: tuple[tuple[str, bool, str], ...]


class Names:
    """The names of a language, made when they are asked for: of some thousand a text asks for some hundred.

    Args:
        code: The language.
        table: As it is kept: "names" are lines of text, "words" have all their letters, folded; "stems" and "forms" tell their
            numbers; "first stems" has for the stem of a first word the places of its names, the longest first, "first wholes"
            the same for first words themselves and without their shortest ending; "adjectives" of states stand under their
            first letters: stem, whether a capital is needed, key.
    """

    def __init__(self, code: str, table: Mapping[str, Any]) -> None:
        self._code = code
        self._rows: Sequence[str] = table["names"]
        #: The words by their numbers.
        self.wholes: Sequence[str] = table["words"]
        self._words: tuple[Mapping[str, str], Mapping[str, str]] = table["stems"], table["forms"]
        self._firsts: tuple[Mapping[str, str], Mapping[str, str]] = table["first stems"], table["first wholes"]
        self._adjectives: Mapping[str, Sequence[tuple[str, bool, str]]] = table["adjectives"]
        self._made: dict[str, Name] = {}
        self._starts: dict[str, Start | None] = {}
        self._alike: dict[str, frozenset[int]] = {}

    def alike(self, token: Token) -> frozenset[int]:
        """Return the numbers of the words of which a word may be a case form; words recur, in one text and in the next."""
        found = self._alike.get(token.text)
        if found is None:
            if len(self._alike) >= _REMEMBERED:
                self._alike.clear()
            found = self._alike[token.text] = frozenset(map(int, self._looked_up(token, *self._words)))
        return found

    def starting(self, token: Token) -> Start | None:
        """Return what may begin with a word, None where nothing does."""
        try:
            return self._starts[token.text]
        except KeyError:
            if len(self._starts) >= _REMEMBERED:
                self._starts.clear()
            start = self._starts[token.text] = self._start(token)
            return start

    def before(self, start: Start, behind: Sequence[Token]) -> list[Name]:
        """Return the names whose second word may stand among the words behind the first.

        Args:
            start: What the first word may begin.
            behind: So many words as a second word may be away.
        """
        places = set(start.sure)
        if start.seconds:
            for token in behind:
                for number in start.seconds.keys() & self.alike(token):
                    places.update(start.seconds[number])
        return [self._name(start.names[place]) for place in sorted(places)]

    def _looked_up(self, token: Token, stems: Mapping[str, str], forms: Mapping[str, str]) -> list[str]:
        """What stands in two tables under the stem and under the forms of a word."""
        found = stems.get(token.stem, "").split()
        for base in sorted(bases(token.text, self._code)):
            found += forms.get(base, "").split()
        return found

    def _start(self, token: Token) -> Start | None:
        names: list[str] = []
        sure: list[int] = []
        seconds: dict[int, list[int]] = defaultdict(list)
        # A name is found by the stem of its first word and by its forms: once is enough.
        for place in dict.fromkeys(self._looked_up(token, *self._firsts)):
            words, capitals, gap, _ = self._rows[int(place)].split("\t", 3)
            if capitals.startswith("1") and not token.capital:
                continue
            if len(capitals) == 1 or gap == "1":
                sure.append(len(names))
            else:
                seconds[int(words.split(" ", 2)[1])].append(len(names))
            names.append(place)
        adjectives = tuple(self._adjectives_at(token.text))
        return Start(tuple(names), tuple(sure), dict(seconds), adjectives) if names or adjectives else None

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
            name = self._made[place] = Name.of(self._rows[int(place)])
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
    words: dict[Word, int] = {}
    alike: dict[tuple[tuple[str, ...], *tuple[object, ...]], list[Name]] = defaultdict(list)
    unlike = {entry.key for kind in _NAMED for entry in entries_of(kind) if entry.labels["unlikeLabel"].get(code)}
    for kind in _NAMED:
        for entry in entries_of(kind):
            for stems, name in _names_of(entry, code, words):
                alike[stems, name.capitals, name.gap, name.marked, name.plus].append(name)
    names: dict[str, list[tuple[tuple[str, ...], Name]]] = defaultdict(list)
    for (stems, *_), rows in alike.items():
        # The first vocabulary wins: an actor before the word for a kind of text. Case forms of one name say nothing new, unless
        # they are to be told from words that look like them.
        one = all(name.key == rows[0].key for name in rows) and rows[0].key not in unlike
        names[stems[0]] += [(stems, name) for name in (rows[:1] if one else rows)]
    every = [name for found in names.values() for _, name in found]
    place = {id(name): at for at, name in enumerate(every)}
    known = list(words)
    adjectives: dict[str, list[tuple[str, bool, str]]] = defaultdict(list)
    for entry in entries_of("actor"):
        for form in entry.labels["adjectiveLabel"].get(code, ()):
            stem = form.rstrip("*")
            adjectives[stem.casefold()[:KEY_LENGTH]].append((stem.casefold(), stem[0].isupper(), f"adjective/{entry.key}"))
    longest_first = {stem: sorted(found, key=lambda row: (-len(row[0]), row[0])) for stem, found in names.items()}
    first = ((name, known[name.words[0]]) for name in every)
    return {
        "names": [name.row for name in every],
        "words": [word.whole for word in known],
        "stems": _index((word.stem, number) for word, number in words.items()),
        "forms": _index((form, number) for word, number in words.items() for form in sorted(word.forms(code))),
        "first stems": _index((stem, place[id(name)]) for stem, found in longest_first.items() for _, name in found),
        "first wholes": _index((form, place[id(name)]) for name, word in first for form in sorted({word.whole, word.short})),
        "adjectives": {key: sorted(found, key=lambda row: (-len(row[0]), row)) for key, found in adjectives.items()},
    }


def _index(rows: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Numbers by what they are looked up by, in order, as lines of text."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, number in rows:
        found[key].append(str(number))
    return {key: " ".join(numbers) for key, numbers in found.items()}


def _names_of(entry: Entry, code: str, words: dict[Word, int]) -> Iterator[tuple[tuple[str, ...], Name]]:
    """Yield the names of an entry in a language with the stems of their words; words that only look like one are among them.

    Args:
        entry: Of a vocabulary.
        code: The language.
        words: The words of all names with their numbers; new ones are added.
    """
    make = stemmer(code)
    forms = [(form, entry.key) for form in entry.printed(code)]
    for form, key in (*forms, *((form, UNLIKE) for form in entry.labels["unlikeLabel"].get(code, ()))):
        printed = tokenise(form, code)
        if not printed:
            continue
        gap = len(tokenise(form.partition("…")[0], code)) if "…" in form else 0
        wholes = [make.whole(word.text) for word in printed]
        # A word that only looks like the name must look like the text in earnest.
        shorts = [make.short(whole) for whole in wholes] if key != UNLIKE else wholes
        stems = tuple(word.stem for word in printed)
        # In a long name printers vary the capitals of all words but the first: "Declaración … sobre los Defensores".
        long = len(printed) >= _LONG_NAME
        yield (
            stems,
            Name(
                tuple(words.setdefault(Word(*word), len(words)) for word in zip(stems, wholes, shorts, strict=True)),
                tuple(word.text[0].isupper() and not (index and long) for index, word in enumerate(printed)),
                key,
                gap,
                frozenset(index for index, word in enumerate(printed) if index and index != gap and not word.joined),
                form.endswith("+"),
            ),
        )
