"""Persons and unknown organisations, by rule and never from a list.

A name is a run of capitals that no vocabulary knows. It is a person's where a role stands beside it, or where it stands in a
list of such names; an organisation's where a word like "movement" or "group" leads to it, whatever it looks like: "405" and
"Article 14" can be names of groups.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of, longest_first, source_of
from kzgraph.language.tokens import Token, attached
from kzgraph.language.words import PersonWords

#: A role may stand so many words before a name ("the lawyer and activist X") and so many behind it.
_ROLE_REACH = 4
_ROLE_REACH_BEHIND = 4
#: A name has so many words at most; a run of twice as many in a list of short ones is two names without their comma.
_LONGEST_NAME = 4
#: A name may end in so many small words: "Koshe partiyasy", "Međunarodna pravna pobuda".
_SMALL_WORDS = 2
#: So many adjectives may stand between a word for organisations and a name.
_ADJECTIVES = 4
_SMALL_WORD = 3
_QUOTED = re.compile(r"[„“”\"«»'‘]([^„“”\"«»‘’]{4,80})[“”\"»’]")
#: Between the word for organisations and the list of their names may stand so many characters.
_LIST_REACH = 80
#: A word for organisations that ends a longer word has so many letters at least, and so many may follow its stem.
_SHORTEST_COMPOUND = 4
_LONGEST_ENDING = 5
#: Behind an opener ("whereas", "that") stands at most one small word before the subject of its clause.
_OPENER_REACH = 60


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
    """

    first: int
    last: int
    cls: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Forms:
    roles: re.Pattern[str]
    compound_roles: re.Pattern[str]
    leads: re.Pattern[str]
    organisation_roles: re.Pattern[str]
    including: re.Pattern[str]
    joins: re.Pattern[str]
    openers: re.Pattern[str]
    particles: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]


@cache
def _forms(code: str) -> _Forms:
    own = pack(code)
    compound_roles = _compound_roles(own.persons)
    return _Forms(
        re.compile(any_of(own.persons.roles), re.IGNORECASE),
        re.compile(compound_roles, re.IGNORECASE),
        re.compile(rf"{any_of((*own.persons.roles, *own.persons.fates))}|{compound_roles}", re.IGNORECASE),
        re.compile(rf"(?:{_organisation_words(own.persons)})(?!\w)", re.IGNORECASE),
        re.compile(any_of(own.persons.including), re.IGNORECASE),
        re.compile(rf"\s*(?:,|,?\s*{any_of(own.conjunctions)})\s*", re.IGNORECASE),
        re.compile(rf"(?:{any_of((*own.recital.openers, *own.recital.continuations))})\s*$", re.IGNORECASE),
        # Where "y" or "ja" means "and", it parts two names.
        frozenset(word.casefold().strip("-’'") for word in own.persons.particles)
        - frozenset(word.casefold() for word in own.conjunctions),
        frozenset(word.casefold() for word in own.persons.determiners),
        frozenset(word.casefold() for word in own.acts.fillers) | attached(code),
    )


def _compound_roles(words: PersonWords) -> str:
    """The roles as the end of a longer word: "Menschenrechtsverteidigerin"."""
    ends = [
        source_of(word.rstrip("*")) + (rf"\w{{0,{_LONGEST_ENDING}}}" if word.endswith("*") else "")
        for word in longest_first(words.roles)
        if " " not in word and len(word.rstrip("*")) > _SHORTEST_COMPOUND
    ]
    return rf"\w{{3,}}(?:{'|'.join(ends)})(?!\w)" if words.compounds and ends else r"(?!)"


def _organisation_words(words: PersonWords) -> str:
    """The words for organisations, as whole words; where the language compounds, as the end of a longer word too."""
    whole = any_of(words.organisation_roles)
    if not words.compounds:
        return whole
    ends = [
        source_of(word.rstrip("*")) + (rf"\w{{0,{_LONGEST_ENDING}}}" if word.endswith("*") else "")
        for word in longest_first(words.organisation_roles)
        if len(word.rstrip("*")) >= _SHORTEST_COMPOUND
    ]
    return f"{whole}|(?:{'|'.join(ends) or '(?!)'})"


def find_names(
    text: str, tokens: Sequence[Token], taken: frozenset[int], led: frozenset[int], lower: frozenset[str], code: str
) -> list[FoundName]:
    """Find the persons and unknown organisations of a unit.

    Args:
        text: Its clean text.
        tokens: Its words.
        taken: Indexes of words that belong to known names.
        led: Indexes of words behind which a person's name comes: posts that a vocabulary knows.
        lower: Words that the document also prints in small letters: they are no names.
        code: The language.
    """
    forms = _forms(code)
    found = list(_quoted(text, tokens, forms))
    inside = {index for name in found for index in range(name.first, name.last)}
    found += [name for name in _organisations(text, tokens, taken, forms) if name.first not in inside]
    used = taken | {index for name in found for index in range(name.first, name.last)}
    runs = [named for run in _runs(text, tokens, used, lower, forms) if (named := _trimmed(tokens, run, forms)) is not None]
    for group in _groups(text, tokens, runs, forms):
        group = list(_split(group, tokens, forms))
        rule = _person_rule(text, tokens, group, led, forms)
        if rule is not None:
            found += [FoundName(run.first, run.last, "Person", rule) for run in group if run.last - run.first > 1]
    return sorted(found, key=lambda name: name.first)


def single_capitals(tokens: Sequence[Token], taken: frozenset[int]) -> Iterator[int]:
    """Yield the indexes of capital words that stand alone: surnames of persons named in full elsewhere may be among them."""
    for index, token in enumerate(tokens):
        if index not in taken and token.capital and token.text[0].isalpha() and len(token.text) > 2:
            yield index


def _runs(text: str, tokens: Sequence[Token], taken: frozenset[int], lower: frozenset[str], forms: _Forms) -> Iterator[Run]:
    index = 0
    while index < len(tokens):
        if not _is_name_word(tokens, index, taken, lower):
            index += 1
            continue
        last = index + 1
        while last < len(tokens) and _together(text, tokens, last):
            if _is_name_word(tokens, last, taken, lower):
                last += 1
            elif (
                tokens[last].text.casefold() in forms.particles
                and last + 1 < len(tokens)
                and _together(text, tokens, last + 1)
                and _is_name_word(tokens, last + 1, taken, lower)
            ):
                last += 2
            else:
                break
        yield Run(index, last)
        index = last


def _is_name_word(tokens: Sequence[Token], index: int, taken: frozenset[int], lower: frozenset[str]) -> bool:
    token = tokens[index]
    return (
        index not in taken
        and token.text[0].isupper()
        and not (token.text.isupper() and len(token.text) > 1)
        and token.text.casefold() not in lower
    )


def _together(text: str, tokens: Sequence[Token], index: int) -> bool:
    """True where only a blank, hyphen or apostrophe stands before a word."""
    return re.fullmatch(r"\s|[-‐‑–’']", text[tokens[index - 1].end : tokens[index].start]) is not None


def _trimmed(tokens: Sequence[Token], run: Run, forms: _Forms) -> Run | None:
    """A run without what leads to the name: roles with a capital, and nouns where the language gives every noun one."""
    first = run.first
    while first < run.last and (_is_role(tokens[first].text, forms) or _is_noun(tokens, first, run, forms)):
        first += 1
        while first < run.last and tokens[first].text.casefold() in forms.particles and not tokens[first].capital:
            first += 1
    return Run(first, run.last) if first < run.last else None


def _is_role(word: str, forms: _Forms) -> bool:
    """True for a role, alone or, where words are compounded, at the end of a longer one."""
    return forms.roles.fullmatch(word) is not None or forms.compound_roles.fullmatch(word) is not None


def _is_noun(tokens: Sequence[Token], index: int, run: Run, forms: _Forms) -> bool:
    """True for a common noun with a capital: behind a determiner, or behind one and an adjective where a full name follows."""
    if not forms.determiners or not index:
        return False
    word = tokens[index - 1].text.casefold()
    if word in forms.determiners or word.isdigit():
        return True
    determined = index > 1 and word == tokens[index - 1].text and tokens[index - 2].text.casefold() in forms.determiners
    return determined and run.last - index > _LONGEST_NAME // 2


def _split(group: Sequence[Run], tokens: Sequence[Token], forms: _Forms) -> Iterator[Run]:
    """In a list of short names a run of four words is two names whose comma was lost."""
    others = [run.last - run.first for run in group]
    short = sum(length <= _LONGEST_NAME // 2 for length in others)
    for run in group:
        plain = not any(token.text.casefold() in forms.particles for token in tokens[run.first : run.last])
        if run.last - run.first == _LONGEST_NAME and plain and short > 1 and short == len(others) - 1:
            yield Run(run.first, run.first + 2)
            yield Run(run.first + 2, run.last)
        else:
            yield run


def _groups(text: str, tokens: Sequence[Token], runs: Sequence[Run], forms: _Forms) -> Iterator[list[Run]]:
    """Names that only commas and "and" part."""
    group: list[Run] = []
    for run in runs:
        if group:
            between = text[tokens[group[-1].last - 1].end : tokens[run.first].start]
            if not (forms.joins.fullmatch(between) or between.isspace()):
                yield group
                group = []
        group.append(run)
    if group:
        yield group


def _person_rule(text: str, tokens: Sequence[Token], group: list[Run], led: frozenset[int], forms: _Forms) -> str | None:
    """Why a group is of persons: a role before or behind it, or a list of full names."""
    first, last = group[0].first, group[-1].last
    full = [run for run in group if run.last - run.first > 1]
    if not full:
        return None
    if first - 1 in led:
        return "role"
    before = text[tokens[max(0, first - _ROLE_REACH)].start : tokens[first].start]
    before = re.split(r"[;:·]", before)[-1]
    if forms.leads.search(before) or forms.including.search(before):
        return "role"
    start = tokens[first].start
    if forms.openers.search(text[max(0, start - _OPENER_REACH) : start]):
        return "subject"
    if len(full) > 1:
        return "name-list"
    behind = text[tokens[last - 1].end : tokens[min(len(tokens), last + _ROLE_REACH_BEHIND) - 1].end]
    behind = re.split(r"[;:·]", behind)[0]
    return "role" if forms.roles.search(behind) else None


def _organisations(text: str, tokens: Sequence[Token], taken: frozenset[int], forms: _Forms) -> Iterator[FoundName]:
    """Names that a word for organisations leads to, directly or through "such as"."""
    starts = {token.start: index for index, token in enumerate(tokens)}
    ends = [token.end for token in tokens]
    done = -1
    for role in forms.organisation_roles.finditer(text):
        word = bisect_right(ends, role.start())
        if forms.roles.match(text, min(role.start(), tokens[word].start) if word < len(tokens) else role.start()):
            continue  # "novinare": journalists, not a newspaper
        window = re.split(r"[;:·]", text[role.end() : role.end() + _LIST_REACH])[0]
        opener = forms.including.search(window)
        if opener and forms.roles.search(window[: opener.start()]):
            opener = None  # "the media and journalists, including …": a list of journalists
        at = role.end() + (opener.end() if opener else 0)
        far = False
        if opener is None:
            at, far = _past_adjectives(tokens, bisect_right(ends, at), at, window)
        items: list[tuple[int, int]] = []
        while True:
            gap = re.compile(r"[\s„“”\"«»'‘’]*").match(text, at)
            index = starts.get(gap.end() if gap else at)
            last = _item(text, tokens, index, forms) if index is not None and index > done else None
            if index is None or last is None or index in taken:
                break
            items.append((index, last))
            done = last - 1
            join = forms.joins.match(text, _behind_quote(text, tokens[last - 1].end))
            if join is None:
                break
            at = join.end()
        # A number names nobody unless it stands in a list of names.
        numbers = all(token.text.isdigit() for first, last in items for token in tokens[first:last])
        for first, last in items:
            alone = numbers or (len(items) < 2 and far and last - first < 2)
            if not all(index in taken for index in range(first, last)) and not alone:
                yield FoundName(first, last, "Organisation", "organisation-role")


def _past_adjectives(tokens: Sequence[Token], index: int, at: int, window: str) -> tuple[int, bool]:
    """Where a name begins behind a word for organisations, and whether adjectives stand between them.

    The word right before the name may not be a small one: "groups in X" says where they are, not what they are called.
    """
    passed: list[Token] = []
    for token in tokens[index : index + _ADJECTIVES + 1]:
        if token.capital or len(passed) == _ADJECTIVES or token.start > at + len(window) or (passed and not token.joined):
            break
        passed.append(token)
    if not passed or len(passed[-1].text) <= _SMALL_WORD or not passed[0].joined:
        return at, False
    following = tokens[index + len(passed)] if index + len(passed) < len(tokens) else None
    return (passed[-1].end, True) if following is not None and following.capital and following.joined else (at, False)


def _quoted(text: str, tokens: Sequence[Token], forms: _Forms) -> Iterator[FoundName]:
    """Names between quotation marks that begin with a word for organisations: a "Fund for …"."""
    starts = [token.start for token in tokens]
    for found in _QUOTED.finditer(text):
        first, last = bisect_left(starts, found.start(1)), bisect_left(starts, found.end(1))
        if first < last and tokens[last - 1].end > found.end(1):
            last -= 1
        if 1 < last - first <= 2 * _LONGEST_NAME and forms.organisation_roles.match(text, tokens[first].start):
            yield FoundName(first, last, "Organisation", "organisation-role")


def _behind_quote(text: str, at: int) -> int:
    found = re.compile(r"[”“\"«»’']*(?:\s*\([^)]{1,20}\))?").match(text, at)
    return found.end() if found else at


def _item(text: str, tokens: Sequence[Token], index: int, forms: _Forms) -> int | None:
    """The index behind the words of one name in a list of organisations.

    It goes on over capitals; over small words where a capital or the end of the item follows ("Koshe partiyasy").
    """
    if not tokens[index].capital:
        return None
    if tokens[index].text[0].isdigit():
        return index + 1
    last = end = index + 1
    small = 0
    while last < len(tokens) and last - index < 2 * _LONGEST_NAME and _together(text, tokens, last):
        join = forms.joins.match(text, tokens[last - 1].end)
        if join is not None and join.end() > tokens[last].start:
            break
        small = 0 if tokens[last].capital else small + 1
        last += 1
        closed = last == len(tokens) or re.match(
            r"[.,;:”“\"»)(]", text[tokens[last - 1].end : tokens[last - 1].end + 1].strip() or "x"
        )
        if tokens[last - 1].capital:
            end = last
        elif small <= _SMALL_WORDS and (closed or forms.joins.match(text, tokens[last - 1].end)):
            end = last
            break
        if small > _SMALL_WORDS + 1 or closed:
            break
    return end
