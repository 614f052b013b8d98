"""By when something is asked for: dates that say "before" or "by", and lie behind the day of the resolution itself."""

from __future__ import annotations

import re
from functools import cache

from kzgraph.language.pack import pack
from kzgraph.language.phrases import any_of
from kzgraph.language.words import Pack
from kzgraph.model import Act, DateMention, Unit

#: Between a word such as "before" and its date stand so many characters at most.
_REACH = 30
_LONGEST_SMALL_WORD = 4
#: What asks for something may say by when.
_ASKING = ("Demand", "Instruction")


def is_limit(text: str, mention: DateMention, own: Pack) -> bool:
    """Return whether a date says by when: "a report before 1 October 2031" is no report of that day.

    Args:
        text: The clean text of the unit.
        mention: The date.
        own: The language.
    """
    before, behind = _limits(own.code)
    start, end = mention.span.start, mention.span.end
    return bool(before.search(text[max(0, start - _REACH) : start]) or behind.match(text, end))


def deadlines(unit: Unit, act: Act, adopted: str | None, own: Pack) -> tuple[str, ...]:
    """Return the days or months by which an act asks for something.

    "From 3 to 5 May" prints the same word as "by 5 May" in many languages, so only what lies ahead counts: without the date of
    the resolution nothing is said.

    Args:
        unit: The paragraph.
        act: One of its acts.
        adopted: ISO date of the resolution, where its title prints it.
        own: The language.
    """
    if act.force not in _ASKING or adopted is None:
        return ()
    inside = (mention for mention in unit.dates if act.span.start <= mention.span.start and mention.span.end <= act.span.end)
    ahead = (mention for mention in inside if mention.value > adopted[: len(mention.value)])
    return tuple(sorted({mention.value for mention in ahead if is_limit(unit.text.text, mention, own)}))


@cache
def _limits(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    limits = any_of(pack(code).date.limits)
    before = re.compile(rf"{limits}\s*(?:\w{{1,{_LONGEST_SMALL_WORD}}}\s+)?$", re.IGNORECASE)
    return before, re.compile(rf"\s*{limits}", re.IGNORECASE)
