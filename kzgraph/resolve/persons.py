"""Persons and unknown organisations, by rule and never from a list.

A name is a run of capitals that no vocabulary knows. It is a person's where a role stands beside it, or where it stands in a
list of such names; an organisation's where a word like "movement" or "group" leads to it, whatever it looks like: "405" and
"Article 14" can be names of groups.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kzgraph.language.tokens import Token
from kzgraph.resolve.acronyms import introduced
from kzgraph.resolve.namewords import FoundName, NameWords, Run, name_words, together
from kzgraph.resolve.organisations import abbreviated, called, organisations, quoted

#: The rule of a surname alone behind a post or title: "President Tosk", "Mr Tosk".
BARE_SURNAME = "titled-surname"
#: A title stands so near before a surname.
_TITLE_REACH = 20
_SHORTEST_SURNAME = 3
#: A role may stand so many words before a name ("the lawyer and activist X") and so many behind it.
_ROLE_REACH = 4
#: A role of several words that ends right before a name may be so long: "defensora de los derechos humanos".
_LONGEST_ROLE = 8
_ROLE_REACH_BEHIND = 4
#: Before a surname alone stands a post of so many words at most: "President", "High Commissioner".
_SHORT_POST = 2
#: An article has so many letters at most.
_ARTICLE = 3
#: A name has so many words at most; a run of twice as many in a list of short ones is two names without their comma.
_LONGEST_NAME = 4
#: Behind an opener ("whereas", "that") a name is the subject of its clause.
_OPENER_REACH = 60
#: A date has so many words at most: "on the 3rd of June 2031".
_LONGEST_DATE = 6


def find_names(
    text: str,
    tokens: Sequence[Token],
    taken: frozenset[int],
    led: frozenset[int],
    posts: frozenset[int],
    lower: frozenset[str],
    texts: frozenset[int],
    code: str,
) -> list[FoundName]:
    """Find the persons and unknown organisations of a unit.

    Args:
        text: Its clean text.
        tokens: Its words.
        taken: Indexes of words that belong to known names.
        led: Indexes of words behind which a person's name comes: posts that a vocabulary knows.
        posts: Indexes of words with which such a post begins.
        lower: Words that the document also prints in small letters: they are no names.
        texts: Indexes of words for kinds of texts: "act", "agreement".
        code: The language.
    """
    forms = name_words(code)
    found: list[FoundName] = []
    inside: set[int] = set()
    for name in (
        *quoted(text, tokens, taken, forms),
        *introduced(text, tokens, taken, texts),
        *called(text, tokens, taken, forms),
        *organisations(text, tokens, taken, forms),
        *abbreviated(text, tokens, taken, forms),
    ):
        words = range(name.start, name.last)
        known = taken.issuperset(range(name.first, name.last))
        if inside.isdisjoint(words) and not known:
            found.append(name)
            inside.update(words)
    used = taken | inside
    runs = [named for run in _runs(text, tokens, used, lower, forms) if (named := _trimmed(text, tokens, run, forms)) is not None]
    for joined in _groups(text, tokens, runs, forms):
        group = list(_split(joined, tokens, forms))
        rule = _person_rule(text, tokens, group, led, posts, taken, forms)
        if rule is not None:
            found += [FoundName(run.first, run.last, "Person", rule) for run in group if run.last - run.first > 1]
        elif len(group) == 1 and _is_titled(text, tokens, group[0], led, posts, forms):
            found.append(FoundName(group[0].first, group[0].last, "Person", BARE_SURNAME))
    return sorted(found, key=lambda name: name.first)


def single_capitals(tokens: Sequence[Token], taken: frozenset[int]) -> Iterator[int]:
    """Yield the indexes of capital words that stand alone: surnames of persons named in full elsewhere may be among them."""
    for index, token in enumerate(tokens):
        if index not in taken and token.capital and token.text[0].isalpha() and len(token.text) > 2:
            yield index


def _runs(text: str, tokens: Sequence[Token], taken: frozenset[int], lower: frozenset[str], forms: NameWords) -> Iterator[Run]:
    index = 0
    while index < len(tokens):
        if not _is_name_word(tokens, index, taken, lower):
            index += 1
            continue
        last = index + 1
        while last < len(tokens) and together(text, tokens, last):
            if _is_name_word(tokens, last, taken, lower) or (last - index > 1 and _second_part(text, tokens, last, taken, forms)):
                last += 1
            elif (
                tokens[last].text.casefold() in forms.particles
                and last + 1 < len(tokens)
                and together(text, tokens, last + 1)
                and _is_name_word(tokens, last + 1, taken, lower)
            ):
                last += 2
            else:
                break
        yield Run(index, last)
        index = last


def _second_part(text: str, tokens: Sequence[Token], index: int, taken: frozenset[int], forms: NameWords) -> bool:
    """True for the small second part of a given name, "Dan Tol-min"; a case ending behind a hyphen is none."""
    word = tokens[index].text
    hyphened = text[tokens[index - 1].end : tokens[index].start] in ("-", "‐", "‑")
    return hyphened and index not in taken and word.islower() and word not in forms.endings


def _is_name_word(tokens: Sequence[Token], index: int, taken: frozenset[int], lower: frozenset[str]) -> bool:
    token = tokens[index]
    return (
        index not in taken
        and token.text[0].isupper()
        and not (token.text.isupper() and len(token.text) > 1)
        and token.text.casefold() not in lower
    )


def _trimmed(text: str, tokens: Sequence[Token], run: Run, forms: NameWords) -> Run | None:
    """A run without what leads to the name: roles with a capital, and nouns where the language gives every noun one."""
    first = run.first
    role = forms.roles.match(text, tokens[first].start, tokens[run.last - 1].end)
    while role is not None and first < run.last and tokens[first].end <= role.end():
        first += 1  # "Crown Prince", "Secretaria General"
    while first < run.last and (_is_role(tokens[first].text, forms) or _is_noun(tokens, first, run, forms)):
        first += 1
        while first < run.last and tokens[first].text.casefold() in forms.particles and not tokens[first].capital:
            first += 1
    return Run(first, run.last) if first < run.last else None


def _is_role(word: str, forms: NameWords) -> bool:
    """True for a role, alone or, where words are compounded, at the end of a longer one."""
    return forms.role_words.fullmatch(word)


def _is_noun(tokens: Sequence[Token], index: int, run: Run, forms: NameWords) -> bool:
    """True for a common noun with a capital: behind a determiner, or behind one and an adjective where a full name follows."""
    if not forms.determiners or not index:
        return False
    word = tokens[index - 1].text.casefold()
    if word in forms.determiners or word.isdigit():
        return True
    determined = index > 1 and word == tokens[index - 1].text and tokens[index - 2].text.casefold() in forms.determiners
    return determined and run.last - index > _LONGEST_NAME // 2


def _split(group: Sequence[Run], tokens: Sequence[Token], forms: NameWords) -> Iterator[Run]:
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


def _groups(text: str, tokens: Sequence[Token], runs: Sequence[Run], forms: NameWords) -> Iterator[list[Run]]:
    """Names that only commas and "and" part."""
    group: list[Run] = []
    for run in runs:
        if group:
            between = text[tokens[group[-1].last - 1].end : tokens[run.first].start]
            if not (forms.joins.fullmatch(between) or between.isspace() or _joined_with_article(between, forms)):
                yield group
                group = []
        group.append(run)
    if group:
        yield group


def _joined_with_article(between: str, forms: NameWords) -> bool:
    """True where a comma or "and" and an article part two names: el "ο Τόμαν Κερς και η Άνα Βελίν"."""
    head, _, word = between.rstrip().rpartition(" ")
    return word.casefold() in forms.articles and len(word) <= _ARTICLE and forms.joins.fullmatch(f"{head} ") is not None


def _is_titled(
    text: str, tokens: Sequence[Token], run: Run, led: frozenset[int], posts: frozenset[int], forms: NameWords
) -> bool:
    """True for one capital right behind a post that a vocabulary knows, or behind a title.

    The post is a short one: behind "the Special Rapporteur on torture" a place may stand in a case of its own.
    """
    word = tokens[run.first]
    other = forms.organisation_roles.search(word.text) or _is_role(word.text, forms)
    if run.last - run.first > 1 or len(word.text) < _SHORTEST_SURNAME or other:
        return False
    short = not posts.isdisjoint(range(run.first - _SHORT_POST, run.first))
    posted = short and run.first - 1 in led and text[tokens[run.first - 1].end : word.start] == " "
    return posted or forms.titles.search(text[max(0, word.start - _TITLE_REACH) : word.start]) is not None


def _has_post(text: str, tokens: Sequence[Token], last: int, posts: frozenset[int]) -> bool:
    """True where a comma and a known post follow a name, with an article at most: "X, the High Commissioner"."""
    comma = text[tokens[last - 1].end :].lstrip().startswith(",")
    article = last < len(tokens) and len(tokens[last].text) <= _ARTICLE and last + 1 in posts
    return comma and (last in posts or article)


def _opens_sentence(text: str, start: int) -> bool:
    """True at the beginning of a unit, and right behind a full stop."""
    return not start or text[:start].rstrip().endswith(".")


def _opens_clause(before: str, forms: NameWords) -> bool:
    """True right behind an opener, or behind an opener and a date: "whereas on 3 June 2031 Mirel Tosk"."""
    openers = list(forms.openers.finditer(before))
    if not openers:
        return False
    gap = before[openers[-1].end() :]
    between = gap.rstrip(", ").split()
    return not between or (len(between) <= _LONGEST_DATE and between[-1].isdigit() and not re.search(r"[;:]", gap))


def _person_rule(
    text: str,
    tokens: Sequence[Token],
    group: list[Run],
    led: frozenset[int],
    posts: frozenset[int],
    taken: frozenset[int],
    forms: NameWords,
) -> str | None:
    """Why a group is of persons: a role before or behind it, or a list of full names."""
    first, last = group[0].first, group[-1].last
    full = [run for run in group if run.last - run.first > 1]
    if not full:
        return None
    if first - 1 in led or _has_post(text, tokens, last, posts):
        return "role"
    # A known name before it is passed over: "novinarko programa RFE/RL Ano Kolar".
    passed = sum(index in taken for index in range(max(0, first - 2 * _ROLE_REACH), first))
    before = text[tokens[max(0, first - _ROLE_REACH - passed)].start : tokens[first].start]
    before = re.split(r"[;:·]", before)[-1]
    if forms.leads.search(before) or forms.including.search(before):
        return "role"
    far = re.split(r"[;:·,]", text[tokens[max(0, first - _LONGEST_ROLE)].start : tokens[first].start])[-1].rstrip()
    if any(lead.end() == len(far) for lead in forms.roles.finditer(far)):
        return "role"
    start = tokens[first].start
    if _opens_clause(text[max(0, start - _OPENER_REACH) : start], forms) or (forms.sentences and _opens_sentence(text, start)):
        return "subject"
    if len(full) > 1:
        return "name-list"
    behind = text[tokens[last - 1].end : tokens[min(len(tokens), last + _ROLE_REACH_BEHIND) - 1].end]
    behind = re.split(r"[;:·]", behind)[0]
    fate = behind[:1].isspace() and forms.fates.match(behind, 1)
    return "role" if fate or forms.roles.search(behind) else None


def one_class(found: Sequence[tuple[Sequence[Token], Sequence[FoundName]]]) -> list[list[FoundName]]:
    """Return the names of each unit, each a person's or an organisation's in the whole document.

    A name in a list of activists may be their movement's. What most of its places show is right; of as many on each side the
    word for organisations, for it stands nearer to its name than a role must.

    Args:
        found: The words of each unit with the names found there.
    """
    votes: Counter[tuple[tuple[str, ...], str]] = Counter()
    rows = [[(tuple(token.stem for token in tokens[name.first : name.last]), name) for name in names] for tokens, names in found]
    votes.update((stems, name.cls) for row in rows for stems, name in row)

    def settled(stems: tuple[str, ...], name: FoundName) -> FoundName:
        groups, people = votes[stems, "Organisation"], votes[stems, "Person"]
        if not groups or not people:
            return name
        cls = "Organisation" if groups >= people else "Person"
        return name if name.cls == cls else replace(name, cls=cls, rule="repeated-name")

    return [[settled(stems, name) for stems, name in row] for row in rows]
