"""Words to damage texts with: the formulas of the language packs, names of the vocabularies, and signs that trip programs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from kzgraph.language.pack import languages, pack
from kzgraph.resolve.vocabulary import vocabulary

#: Signs that look like others, join, turn the direction, count in other scripts, or stand for nothing.
ODD = (
    "\u00a0", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u2028", "\u2029", "\x85", "\f", "\v", "\r", "\t", "\x1f",
    "\u0301", "\u0301\u0323" * 6, "\u0345", "\u1fb3", "\u2126", "\u212b", "\ufb01", "\u0130", "\u1e9e", "\u03c2", "\ud7ff", "\ue000",
    "\U0001f600", "\U000e0001", "\ufffd", "\ufffe", "²", "③", "٣", "१२", "４２", "Ⅷ", "½", "‰", "<sup>", "</sup>", "<sup>1</sup>", "<br>", "\\",
    "\\_", "**", "_", "#", "{", "}", "((", "))", "[1]", "(1)", "”", "„", "’", "‑", "…", "·", ";", "°", "&nbsp;", "\U00016ea0", "\uac01",
)  # fmt: skip
#: What page layout leaves between words.
FURNITURE = (
    "RC\\2901000EN.docx 7/12 PE801.101v01-00 }", "PE801.102v01-00 } RC1", "10/11", "EN", "- 3 -", "3", "P11_TA(2031)0170", "B11-0065/2031",
    "(2031/2901(RSP))", "<Titre>", "---", "o\no o", "1 OJ C 1, 1.1.2030, p. 1.", "(1) OJ C 1, 1.1.2030, p. 1.", "<sup>1</sup> COM(2030)0001.",
    "<sup>2</sup> https://x", "[1] P11_TA(2030)0001.", "52031IP0144", "1", "A.", "A", "(a)", "1.", "2.", "27.", "AA.", "–", "•", "-",
)  # fmt: skip


def bare(phrase: str, chance: random.Random) -> str:
    """A phrase of a pack as it may be printed.

    Args:
        phrase: In the notation of the packs.
        chance: Decides what stands in gaps.
    """
    words = [
        " ".join(chance.choices(("x", "12", "Xyz", "abc,"), k=chance.randrange(3)))
        if word == "…"
        else word.replace("*", chance.choice(("", "i", "om")))
        for word in phrase.split()
    ]
    return " ".join(filter(None, words))


@cache
def formulas(language: str) -> dict[str, tuple[str, ...]]:
    """The formulas of a language by what they are for.

    Args:
        language: Its code.
    """
    own = pack(language)
    pinpoints = tuple(word for words in own.pinpoint.values() for word in words)
    small = (
        *own.conjunctions,
        *own.definite,
        *own.definite_any,
        *own.thereof,
        *own.date.limits,
        *own.date.day_joins,
        *own.subject,
    )
    acts = own.acts
    round_verbs = (
        *acts.conjunctions,
        *acts.him,
        *acts.them,
        *acts.attached_him,
        *acts.include,
        *acts.fillers,
        *acts.subject_other,
    )
    persons = own.persons
    return {
        "opening": own.head.opening,
        "title": (
            *own.head.title,
            *own.head.motion,
            *own.head.joint_motion,
            *own.head.adopted,
            *own.head.motto,
            *own.head.journal,
        ),
        "citation": own.citation_openers,
        "recital": (*own.recital.openers, *own.recital.continuations) or ("",),
        "verb": tuple(verb.phrase for verb in own.verbs),
        "instruction": own.verbs_of("Instruction"),
        "month": tuple(month for months in own.date.months for month in months),
        "day": (*own.date.day_words, *own.date.day_marks),
        "date": (*own.date.full, *own.date.month_year, *own.date.partial),
        "number": (*own.number.words, *own.number.scales, *own.number.rank, *own.number.approximators, *own.number.measures),
        "pinpoint": pinpoints,
        "small": small + round_verbs,
        "person": (
            *persons.roles,
            *persons.organisation_roles,
            *persons.titles,
            *persons.particles,
            *persons.fates,
            *persons.including,
        ),
        "named": tuple(names(language)),
    }


@cache
def names(language: str) -> tuple[str, ...]:
    """Names of known things in a language, so many of each kind.

    Args:
        language: Its code.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in vocabulary().values():
        found[entry.kind].extend(list(entry.printed(language))[:2])
    return tuple(name for kind in sorted(found) for name in found[kind][:60])


def piece(language: str, chance: random.Random) -> str:
    """A few words as they stand in a unit.

    Args:
        language: Its code.
        chance: Decides all.
    """
    own = formulas(language)
    kind = chance.choice(
        ("verb", "date", "number", "pinpoint", "small", "person", "named", "named", "figure", "odd", "furniture", "recital")
    )
    number = chance.choice(
        (str(chance.randrange(40)), "2031", "1 000 000", "3.5", "12", "0", "99999999999999999999", "5–6", "1 и 2")
    )
    if kind == "odd":
        return chance.choice(ODD)
    if kind == "furniture":
        return chance.choice(FURNITURE)
    if kind == "figure":
        return number
    phrase = bare(_pick(own[kind], chance), chance)
    if kind == "date":
        year = chance.choice(("2031", "2030", "31", "0000", "9999", "1"))
        phrase = phrase.replace("{day}", str(chance.choice((1, 5, 29, 31, 32, 0)))).replace("{year}", year)
        return phrase.replace("{month}", bare(_pick(own["month"], chance), chance))
    if kind == "person":
        return f"{phrase} {chance.choice(('Ana Velinin', 'Tam Orlo, Ida Sarn', '“Dok 9”', 'Xyz (XY)', 'O’Brian-Ščit'))}"
    if kind == "pinpoint":
        return f"{phrase} {number}{chance.choice(('', '(2)', ' (a)', ' TEU', ', 3', ' i 4'))}"
    return phrase + chance.choice(("", "", f" {number}", ",", ";"))


def _pick(phrases: Sequence[str], chance: random.Random) -> str:
    return chance.choice(phrases) if phrases else ""


def sentence(language: str, chance: random.Random) -> str:
    """Some pieces in a row.

    Args:
        language: Its code.
        chance: Decides all.
    """
    return " ".join(piece(language, chance) for _ in range(chance.randint(1, 7)))


def resolution(language: str, chance: random.Random) -> str:
    """A small text that has the form of a resolution, more or less.

    Args:
        language: Its code.
        chance: Decides all.
    """
    own = formulas(language)

    def opened(kind: str, label: str) -> str:
        words = bare(_pick(own[kind], chance), chance)
        return f"{label}{words} {sentence(language, chance)}{chance.choice((',', ';', '.', '·', ''))}"

    labels = pack(language).recital.labels
    rows = [f"{bare(_pick(own['title'], chance), chance)} {sentence(language, chance)}"] if chance.random() < 0.5 else []
    rows.append(bare(_pick(own["opening"], chance), chance) + chance.choice((",", "", ":")))
    rows += [opened("citation", chance.choice(("– ", "—", "- ", ""))) for _ in range(chance.randint(1, 3))]
    rows += [opened("recital", f"{labels[rank][0]}. ") for rank in range(chance.randint(0, 3))]
    count = chance.randint(1, 3)
    rows += [opened("verb", f"{number}. ") for number in range(1, count)]
    rows.append(opened("instruction", f"{count}. "))
    return chance.choice(("\n\n", "\n\n", "\n", "\n\n\n", "\r\n")).join(rows) + "\n"


def language_of(text: str, chance: random.Random) -> str:
    """The language whose enacting formula stands in a text, or any.

    Args:
        text: To look at.
        chance: Decides where none does.
    """
    low = text[:4000].casefold()
    found = [code for code in languages() if any(opening.casefold() in low for opening in pack(code).head.opening)]
    return chance.choice(found or list(languages()))
