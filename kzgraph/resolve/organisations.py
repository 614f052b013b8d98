"""Unknown organisations: what a word such as "movement" or "newspaper" leads to, whatever it looks like."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kzgraph.language.tokens import Token
from kzgraph.resolve.namewords import FoundName, NameWords, together

#: A name has so many words at most.
_LONGEST_NAME = 8
#: A name may end in so many small words: "Koshe partiyasy", "Međunarodna pravna pobuda".
_SMALL_WORDS = 2
#: So many adjectives may stand between a word for organisations and a name.
_ADJECTIVES = 4
_SMALL_WORD = 3
#: Articles and prepositions have so many letters at most.
_LONGEST_ARTICLE = 4
#: The word right behind a name in quotation marks: „Oyan” mozgalom, "Oyan"-liike.
_BEHIND_QUOTE = re.compile(r"(?:\s|-)([^\W\d_]+)")
_OPENS_QUOTE = re.compile(r"\s[„“”\"«'‘]\s?")
_QUOTED = re.compile(r"[„“”\"«»'‘]([^„“”\"«»‘’]{4,80})[“”\"»’]")
#: A name behind a comma that an abbreviation shows to be no person's: "the ruling party, Noru-PF,".
_APPOSED = re.compile(r",\s((?:[^\W\d_]+[-‐‑])?[^\W\d_a-z]{2,}(?=[,;.]))")
#: Between the word for organisations and the list of their names may stand so many characters.
_LIST_REACH = 80
#: A name that describes what it names has so many words at most.
_LONGEST_DESCRIPTION = 12
_PREPOSITION = 4
#: Between a word for organisations and the abbreviation of one stand so many small words at most.
_BEFORE_ABBREVIATION = 8
_SHORTEST_ABBREVIATION = 3
_POST_REACH = 4  # words that a post in one stands before the word for it
#: Between "called" and the word for organisations may stand so many characters.
_CALLED_REACH = 40
_YEAR_BEHIND = re.compile(r"\s(?:19|20)\d\d(?!\d)")  # "before June 2031" is no part of a name
_HYPHENS = ("-", "‐", "‑")


def organisations(text: str, tokens: Sequence[Token], taken: frozenset[int], forms: NameWords) -> Iterator[FoundName]:
    """Yield the names that a word for organisations leads to, directly or through "such as".

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        taken: Indexes of words that belong to known names.
        forms: The words round names.
    """
    roles = list(forms.organisation_roles.finditer(text))
    if not roles:
        return
    starts, ends = {token.start: index for index, token in enumerate(tokens)}, [token.end for token in tokens]
    done = -1
    for role in roles:
        word = bisect_right(ends, role.start())
        if word in taken or word <= done:
            continue  # part of a known name: "European Union"
        if (named := _headed(text, tokens, word, role, taken, forms)) is not None and named.first > done:
            yield named
            done = named.last - 1
            continue
        if (first := _before_hyphen(text, tokens, word, role, taken)) is not None and first > done:
            yield FoundName(first, word, "Organisation", "organisation-role")
            done = word - 1
            continue
        if forms.roles.match(text, min(role.start(), tokens[word].start) if word < len(tokens) else role.start()):
            continue  # "novinare": journalists, not a newspaper
        leader = tokens[max(0, word - _POST_REACH)].start
        if any(person.end() == role.end() for person in forms.roles.finditer(text, leader, role.end())):
            continue  # "direttrice di giornale": who leads a newspaper
        window = re.split(r"[;:·]", text[role.end() : role.end() + _LIST_REACH])[0]
        opener = forms.including.search(window)
        direct = None if forms.determiners else re.match(r"\s[„“”\"«'‘]?([^\W\d_])", window)
        if opener and ((direct and direct.group(1).isupper()) or forms.roles.search(window[: opener.start()])):
            opener = None  # "the movement Oyan, including prisoners"; "journalists, including …": no list of organisations
        at = role.end() + (opener.end() if opener else 0)
        far = False
        if opener is None:
            at, far = _past_adjectives(text, tokens, bisect_right(ends, at), at, window)
            at = apposed.start(1) if (apposed := _APPOSED.match(text, at)) else at
        items: list[tuple[int, int]] = []
        while True:
            # "piemēram, Alga": a comma may follow what opens the list.
            gap = re.compile(r"(?:,(?=\s))?[\s„“”\"«»'‘’]*" if opener and not items else r"[\s„“”\"«»'‘’]*").match(text, at)
            index = starts.get(gap.end() if gap else at)
            if index is not None and (opener or items):
                index = _past_article(tokens, index, forms)
            if index is None or index <= done or (items and _leads(tokens[index].text, forms)):
                break
            if index in taken and not _begins_with_known(text, tokens, index, taken):
                # A known name in the list: the list goes on behind it.
                behind = _behind_known(tokens, index, taken)
                join = forms.joins.match(text, _behind_quote(text, tokens[behind - 1].end)) if opener or items else None
                if join is None:
                    break
                done, at = behind - 1, join.end()
                continue
            last = _item(text, tokens, index, forms, taken, listed=bool(items or opener or far))
            if last is None:
                break
            items.append((index, last))
            done = last - 1
            join = forms.joins.match(text, _behind_quote(text, tokens[last - 1].end))
            if join is None:
                break
            at = join.end()
        if len(items) == 1 and _holder_behind(text, tokens, items[0], role.start(), forms):
            last = items[0][1]
            items = [(items[0][0], last - 2)]
            yield FoundName(last - 2, last, "Person", "role")
        # A number names nobody unless it stands in a list of names.
        numbers = all(any(token.text.isdigit() for token in tokens[first:last]) for first, last in items)
        for first, last in items:
            alone = (numbers and not opener) or (len(items) < 2 and far and last - first < 2)
            if not all(index in taken for index in range(first, last)) and not alone:
                begins = word if opener is None and first == items[0][0] and _is_head(text, tokens, word, first, forms) else first
                yield FoundName(first, last, "Organisation", "organisation-role", begins)


def _holder_behind(text: str, tokens: Sequence[Token], item: tuple[int, int], role: int, forms: NameWords) -> bool:
    """True where a post stands before an organisation's name and a person's behind it: "uredniku časopisa Jutro Ani Kolar"."""
    first, last = item
    led = forms.roles.search(text[tokens[max(0, first - 1 - _POST_REACH)].start : role]) is not None
    return led and last - first > 2 and tokens[last - 1].text[0].isupper() and tokens[last - 2].text[0].isupper()


def abbreviated(text: str, tokens: Sequence[Token], taken: frozenset[int], forms: NameWords) -> Iterator[FoundName]:
    """Yield the abbreviations that close what an organisation is: "the union of fuel workers ABCD".

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        taken: Indexes of words that belong to known names.
        forms: The words round names.
    """
    for index, token in enumerate(tokens):
        plain = token.text.isalpha() and token.text.isupper() and len(token.text) >= _SHORTEST_ABBREVIATION
        if index in taken or not plain or forms.nobody.fullmatch(token.text):
            continue
        for at in range(index - 1, max(-1, index - 1 - _BEFORE_ABBREVIATION), -1):
            if at in taken or tokens[at].capital or not together(text, tokens, at + 1):
                break
            if _leads(tokens[at].text, forms):
                yield FoundName(index, index + 1, "Organisation", "organisation-role")
                break


def _begins_with_known(text: str, tokens: Sequence[Token], index: int, taken: frozenset[int]) -> bool:
    """True where one known word begins a longer name: "Veldoria International Bureau"."""
    following = index + 1
    if following >= len(tokens) or following in taken or not tokens[following].text[0].isupper():
        return False
    return text[tokens[index].end : tokens[following].start].isspace()


def _behind_known(tokens: Sequence[Token], index: int, taken: frozenset[int]) -> int:
    while index < len(tokens) and index in taken:
        index += 1
        if index < len(tokens) and not tokens[index].joined:
            break
    return index


def _leads(word: str, forms: NameWords) -> bool:
    """True for a word for organisations, which leads to names of its own."""
    found = forms.organisation_roles.search(word)
    return found is not None and found.end() == len(word)


def _is_head(text: str, tokens: Sequence[Token], word: int, first: int, forms: NameWords) -> bool:
    """True where the word for organisations is printed as the beginning of the name: "Fundación Lago Azul"."""
    if forms.determiners or not tokens[word].text[0].isupper() or tokens[word].text[:2].isupper() or not word:
        return False
    return re.search(r"[.;:·]\s*$", text[: tokens[word].start]) is None and all(
        together(text, tokens, index) for index in range(word + 1, first + 1)
    )


def _headed(
    text: str, tokens: Sequence[Token], word: int, role: re.Match[str], taken: frozenset[int], forms: NameWords
) -> FoundName | None:
    """A name that ends in its word for organisations: "Blue Lake Foundation"."""
    if forms.determiners or word >= len(tokens) or tokens[word].start != role.start():
        return None
    last = word + 1
    while last < len(tokens) and tokens[last].start < role.end():
        last += 1
    first = word
    while first and together(text, tokens, first) and first > word - _ADJECTIVES:
        # "Lampara People's Liberation Front": a possessive stands between two words of the name.
        step = 2 if first > 1 and tokens[first - 1].text == "s" and together(text, tokens, first - 1) else 1
        if not tokens[first - step].text[0].isupper():
            break
        first -= step
    own = [index for index in range(first, word) if index not in taken and tokens[index].text.casefold() not in forms.articles]
    if not role.group()[0].isupper():
        # "the Lampara movement": the article shows that the word belongs to the name before it.
        article = first > 0 and tokens[first - 1].text.islower() and tokens[first - 1].text in forms.articles
        whole = len(own) == word - first and together(text, tokens, word)
        return FoundName(first, word, "Organisation", "organisation-role") if own and whole and article else None
    # A single capital at the beginning of a sentence is no name.
    opens = first == 0 or re.search(r"[.;:·]\s*$", text[: tokens[first].start]) is not None
    if not own or word in taken or (opens and word - first < 2):
        return None
    return FoundName(first, last, "Organisation", "organisation-role")


def _before_hyphen(text: str, tokens: Sequence[Token], word: int, role: re.Match[str], taken: frozenset[int]) -> int | None:
    """Where a name begins to which its word is joined by a hyphen: fi "Sininen Järvi -järjestö"."""
    if word >= len(tokens) or tokens[word].start != role.start() or text[role.start() - 1 : role.start()] not in _HYPHENS:
        return None
    first = word
    while first and tokens[first - 1].text[0].isupper() and first > word - _ADJECTIVES and tokens[first].joined:
        first -= 1
    own = range(first, word)
    plain = not taken.isdisjoint(own) or all(tokens[index].text.isupper() for index in own)
    return None if plain else first


def called(text: str, tokens: Sequence[Token], taken: frozenset[int], forms: NameWords) -> Iterator[FoundName]:
    """Yield the names behind which a word says that something is called so: hu "a Kék Tó nevű szervezet".

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        taken: Indexes of words that belong to known names.
        forms: The words round names.
    """
    if forms.called is None:
        return
    for last in range(1, len(tokens)):
        found = forms.called.match(text, tokens[last - 1].end) if tokens[last - 1].capital else None
        if found is None or not forms.organisation_roles.search(text, found.end(), found.end() + _CALLED_REACH):
            continue
        first = last - 1
        while first and tokens[first].joined and tokens[first - 1].capital and first > last - _LONGEST_NAME:
            first -= 1
        if taken.isdisjoint(range(first, last)):
            yield FoundName(first, last, "Organisation", "organisation-role")


def _past_article(tokens: Sequence[Token], index: int, forms: NameWords) -> int:
    """The index behind an article in a list: "including the Blue Lake Facility"."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    article = not token.capital and token.text.casefold() in forms.articles
    return index + 1 if article and following is not None and following.capital and following.joined else index


def _past_adjectives(text: str, tokens: Sequence[Token], index: int, at: int, window: str) -> tuple[int, bool]:
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
    if following is None or not following.capital:
        return at, False
    near = following.joined or _OPENS_QUOTE.fullmatch(text, passed[-1].end, following.start) is not None
    return (passed[-1].end, True) if near else (at, False)


def quoted(text: str, tokens: Sequence[Token], taken: frozenset[int], forms: NameWords) -> Iterator[FoundName]:
    """Yield the names between quotation marks that begin or end with a word for organisations, or stand before one.

    So a "Fund for …", and the "Oyan" movement.

    Args:
        text: The clean text of a unit.
        tokens: Its words.
        taken: Indexes of words that belong to known names.
        forms: The words round names.
    """
    starts = [token.start for token in tokens]
    for found in _QUOTED.finditer(text):
        first, last = bisect_left(starts, found.start(1)), bisect_left(starts, found.end(1))
        if first < last and tokens[last - 1].end > found.end(1):
            last -= 1
        begins = 1 < last - first <= _LONGEST_NAME and forms.organisation_roles.match(text, tokens[first].start) is not None
        behind = _BEHIND_QUOTE.match(text, found.end())
        stands = (
            0 < last - first <= _LONGEST_NAME
            and tokens[first].capital
            and behind is not None
            and _leads(behind.group(1), forms)
            and taken.isdisjoint(range(first, last))
        )
        named = 1 < last - first <= _LONGEST_NAME and tokens[first].capital
        ends = named and not tokens[last - 1].capital and _leads(tokens[last - 1].text, forms)
        if begins or stands or ends:
            yield FoundName(first, last, "Organisation", "organisation-role")


def _behind_quote(text: str, at: int) -> int:
    found = re.compile(r"[”“\"«»’']*(?:\s*\([^)]{1,20}\))?").match(text, at)
    return found.end() if found else at


def _described(text: str, tokens: Sequence[Token], index: int, forms: NameWords) -> int | None:
    """The index behind a name whose word for organisations is small: "Stepski mednarodni urad za pravo in red".

    It ends with that word, or with what a preposition adds to it, up to a mark or an "and" with a capital behind it.
    """
    head = 0
    for at in range(index + 1, min(len(tokens), index + _LONGEST_DESCRIPTION)):
        if not together(text, tokens, at) or tokens[at].capital:
            return head or None
        if head == at and len(tokens[at].text) > _PREPOSITION:
            return head
        if not head and at <= index + _SMALL_WORDS and _leads(tokens[at].text, forms):
            head = at + 1
        if not head and at == index + _SMALL_WORDS:
            return None
        join = forms.joins.match(text, tokens[at].end)
        listed = join is not None and text[join.end() : join.end() + 1].isupper()
        if head and (listed or re.match(r"[.,;:”“\"»)]|$", text[tokens[at].end :][:1])):
            return at + 1
    return head or None


def _item(text: str, tokens: Sequence[Token], index: int, forms: NameWords, taken: frozenset[int], *, listed: bool) -> int | None:
    """The index behind the words of one name in a list of organisations.

    It goes on over capitals; over small words where a capital follows, or another item ("Koshe partiyasy and Alga").
    Before the end of a clause they are words of the sentence.
    """
    if not tokens[index].capital or forms.nobody.fullmatch(tokens[index].text):
        return None
    if tokens[index].text[0].isdigit():
        return index + 1
    described = None if forms.determiners else _described(text, tokens, index, forms)
    if described is not None:
        return described
    last = end = index + 1
    small, nouns, noun = 0, 0, False
    while last < len(tokens) and last - index < _LONGEST_NAME and together(text, tokens, last):
        join = forms.joins.match(text, tokens[last - 1].end)
        if join is not None and join.end() > tokens[last].start:
            break
        known = last in taken and small > 1 and last - index > _LONGEST_ARTICLE
        known = known or (last in taken and small > 0 and _YEAR_BEHIND.match(text, tokens[last].end) is not None)
        if known or (tokens[last].text[0].isdigit() and last - index > 1):
            break  # "Civic Order for the Veldorian Commission", "in 2031", "Nova Lampara 76 of the seats"
        if not tokens[last].capital and len(tokens[last].text) > _LONGEST_ARTICLE:
            nouns += 1
        elif tokens[last].capital and last not in taken and small and forms.determiners:
            noun = True  # "Lampara mit Geldstrafen": any noun has a capital, so that only what closes the name shows it
        elif tokens[last].capital and (nouns > 1 or (nouns and last not in taken)):
            break  # "Lampara grew under Mirel Tosk"; but "Demokratski izbor Veldorije"
        small = 0 if tokens[last].capital else small + 1
        last += 1
        end_of_word = tokens[last - 1].end
        closed = re.match(r"[”“\"»)]|\s?\(", text[end_of_word:]) is not None
        join = forms.joins.match(text, end_of_word)
        goes_on = join is not None and text[join.end() :].lstrip('“„"«')[:1].isupper()
        if tokens[last - 1].capital:
            end = last if closed or not noun else end
        elif small <= (_SMALL_WORDS if listed or closed else 1) and (closed or goes_on):
            end = last
            break
        if small > _SMALL_WORDS + 1 or closed:
            break
    return end
