"""What the rules for names share: the words of a language by which names show, and the shapes of what is found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kzgraph.language.lookup import Lookup
from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.language.tokens import Token, attached
from kzgraph.language.words import Pack, PersonWords

#: A word for organisations that ends a longer word has so many letters at least, a role one more; so many may follow its stem.
_SHORTEST_COMPOUND = 4
_LONGEST_ENDING = 3
_LONGEST_ROLE_ENDING = 5
#: So many letters of a longer word stand before a role at least.
_BEFORE_ROLE = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Words that may be a name.

    Args:
        first: Index of the first word.
        last: Index behind the last.
    """

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name found by rule.

    Args:
        first: Index of its first word.
        last: Index behind its last word.
        cls: "Person" or "Organisation".
        rule: Which rule found it.
        begins: Index of the word for organisations that is printed as its beginning, -1 if none.
    """

    first: int
    last: int
    cls: str
    rule: str
    begins: int = -1

    @property
    def start(self) -> int:
        """Index of the first word that is printed as part of it."""
        return self.first if self.begins < 0 else self.begins


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words round names in a language.

    Args:
        roles: Words before or behind a person's name.
        role_words: Roles, and longer words that end in one.
        leads: All that comes before a person's name: roles, and what befell somebody.
        titles: A form of address, at the end of a stretch: "Mr".
        fates: What befell somebody, right behind the name: "Darin Velinin vapauttaminen".
        organisation_roles: Words before or behind an organisation's name.
        including: Words that open a list of names.
        joins: What parts two names of a list.
        openers: What opens a clause.
        particles: Small words inside names.
        determiners: Words behind which a capital begins a common noun.
        articles: Small words before names.
        nobody: Abbreviations that name no organisation.
        called: What stands between an organisation's name and the word for it, at the beginning of a stretch; None where a
            language says it in another way.
        endings: Case endings, which some languages join to a name with a hyphen.
        sentences: True where recitals are plain sentences without an opener.
    """

    roles: Lookup
    role_words: Lookup
    leads: Lookup
    titles: re.Pattern[str]
    fates: Lookup
    organisation_roles: Lookup
    including: Lookup
    joins: re.Pattern[str]
    openers: Lookup
    particles: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    nobody: re.Pattern[str]
    called: re.Pattern[str] | None
    endings: frozenset[str]
    sentences: bool


def _counts(own: Pack) -> Iterator[str]:
    """Number words, where a language writes nouns with a capital: "sechs Jahren Haft" is no name."""
    if own.persons.determiners:
        yield from (word for word, value in own.number.words.items() if value > 1)


@cache
def name_words(code: str) -> NameWords:
    """Return the words round names of a language, made once per process."""
    own = pack(code)
    words = own.persons
    compounds = tuple(role for role in _ends(words, words.roles, _SHORTEST_COMPOUND + 1) if " " not in role)
    organisation_ends = _ends(words, words.organisation_roles, _SHORTEST_COMPOUND)
    return NameWords(
        Lookup(words.roles),
        Lookup(words.roles, compounds, _BEFORE_ROLE, _LONGEST_ROLE_ENDING),
        Lookup((*words.roles, *words.fates), compounds, _BEFORE_ROLE, _LONGEST_ROLE_ENDING),
        re.compile(rf"{any_of(words.titles)}\s$"),
        Lookup(words.fates),
        Lookup(words.organisation_roles, organisation_ends, behind=_LONGEST_ENDING),
        Lookup(words.including),
        re.compile(rf"\s*(?:,|,?\s*{any_of(own.conjunctions)})\s*", re.IGNORECASE),
        Lookup((*own.recital.openers, *own.recital.continuations)),
        # Where "y" or "ja" means "and", it parts two names.
        frozenset(word.casefold().strip("-’'") for word in own.persons.particles)
        - frozenset(word.casefold() for word in own.conjunctions),
        frozenset(word.casefold() for word in (*own.persons.determiners, *_counts(own))),
        frozenset(word.casefold() for word in own.acts.fillers) | attached(code),
        re.compile(any_of(own.persons.nobody)),
        re.compile(rf"[“”\"»’']*\s-?{any_of(own.persons.called)}") if own.persons.called else None,
        frozenset(own.inflection.endings) | {ending for ending, _ in own.inflection.name_endings},
        not own.recital.openers,
    )


def _ends(words: PersonWords, phrases: Iterable[str], shortest: int) -> Iterator[str]:
    """The phrases that may end a longer word, where the language compounds: "Menschenrechtsverteidigerin"."""
    return (phrase for phrase in phrases if words.compounds and len(phrase.rstrip("*")) >= shortest)


def together(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Return whether only a blank, hyphen or apostrophe stands before a word.

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        index: Of the word.
    """
    return re.fullmatch(r"\s|[-‐‑–’']", text[tokens[index - 1].end : tokens[index].start]) is not None
