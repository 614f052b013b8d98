"""What a language pack holds, table by table: frozen types without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadWords:
    """How the parts before the enacting formula are worded.

    Args:
        opening: The enacting formula: "The European Parliament,".
        title: How titles of resolutions begin.
        motion: What a motion calls itself.
        joint_motion: What a joint motion calls itself.
        adopted: What an adopted text calls itself.
        motto: "United in diversity", which covers print.
        journal: How footnotes cite the Official Journal.
        gazette: Its whole name, at the head of its pages.
    """

    opening: Phrases
    title: Phrases
    motion: Phrases
    joint_motion: Phrases
    adopted: Phrases
    motto: Phrases
    journal: Phrases
    gazette: Phrases


@dataclass(frozen=True, slots=True)
class EndWords:
    """How the headings begin behind which no unit of a resolution stands.

    Args:
        annex: Of an annex; where its word stands last, also with what stands before it.
        explanation: Of the explanatory statement of a report.
    """

    annex: Phrases
    explanation: Phrases


@dataclass(frozen=True, slots=True)
class RecitalWords:
    """How recitals are labelled and how their clauses open.

    Args:
        openers: The "whereas" of the language.
        continuations: A bare "that", which opens a further clause behind a separator.
        labels: For each rank, from 0, the forms its label may have.
        clause: "opener" where clauses open with an opener, "sentence" where each sentence is one.
        separators: Marks behind which a clause may open.
        abbreviations: Words whose dot ends no sentence.
        behind_comma: False where the opener is also an everyday "because", so that ", and" before it opens no clause.
    """

    openers: Phrases
    continuations: Phrases
    labels: tuple[Phrases, ...]
    clause: str
    separators: Phrases
    abbreviations: Phrases
    behind_comma: bool


@dataclass(frozen=True, slots=True)
class DateWords:
    """How dates are printed; the templates hold ``{day}``, ``{month}`` and ``{year}``.

    Args:
        months: For each of the twelve its forms.
        full: Templates of whole dates.
        month_year: Templates of a month with its year.
        partial: Templates of a day and month without a year.
        day_marks: What may stand behind the number of a day.
        day_words: Days that are printed as words.
        day_joins: What stands between several days of one month.
        before_text: True where the date and issuer of a text stand before the word for it ("3. kesäkuuta annettu julkilausuma").
        limits: Words by a date that say by when: before, until.
    """

    months: tuple[Phrases, ...]
    full: Phrases
    month_year: Phrases
    partial: Phrases
    day_marks: Phrases
    day_words: Mapping[str, int]
    day_joins: Phrases
    before_text: bool = False
    limits: Phrases = ()


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How counts are printed, and what stands by a number that is no count.

    Args:
        words: Number words.
        scales: Words for hundred, thousand, million and billion.
        ordinal_marks: What makes a number an ordinal.
        rank: Words by a number that tells a place in an order.
        approximators: About, more than, at least.
        measures: Units behind a number that measures and does not count.
        lengths: Symbols of lengths, which squares and cubes of them are made of.
        references: Words before a number that refers to a text.
        glued: How tens and units are written as one word, "{tens}{unit}" or "{unit}og{tens}".
        one: The unit of such a word where it is one; alone it is an article or a pronoun.
    """

    words: Mapping[str, int]
    scales: Mapping[str, int]
    ordinal_marks: Phrases
    rank: Phrases
    approximators: Phrases
    measures: Phrases
    lengths: Phrases
    references: Phrases
    glued: Phrases = ()
    one: Phrases = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """A phrase by which Parliament acts.

    Args:
        phrase: In the notation of the packs; it begins with the finite verb or with what stands before it.
        force: Which of the seven forces.
        concept: Which verb, as named in ``ontology/vocab/verbs.ttl``.
        start_only: True for a phrase that is proof at the start of a sentence only, being a noun elsewhere.
    """

    phrase: str
    force: str
    concept: str
    start_only: bool = False


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words round the verbs of Parliament.

    Args:
        conjunctions: What joins two finite verbs: and, but, while.
        object_first: True where the addressee may stand between the conjunction and the verb.
        pronoun_first: True where a pronoun stands before the verb, so that the same word behind it is an article.
        him: Pronouns for one addressee.
        them: Pronouns for several.
        attached_him: Verb forms that hold such a pronoun.
        attached_them: The same for several.
        include: Words that go on with a list of addressees: including, as well as.
        fillers: Words that may stand between verb and addressee.
        subject_other: Words right before a verb that give it another subject than Parliament.
    """

    conjunctions: Phrases = ()
    object_first: bool = False
    pronoun_first: bool = False
    him: Phrases = ()
    them: Phrases = ()
    attached_him: Phrases = ()
    attached_them: Phrases = ()
    include: Phrases = ()
    fillers: Phrases = ()
    subject_other: Phrases = ()


@dataclass(frozen=True, slots=True)
class Inflection:
    """How words change, so that names are recognised in every case.

    Args:
        endings: Of nouns, adjectives and names.
        attached: What is glued before a word and does not belong to it: articles, prepositions.
        initial: Initial mutations: printed letters and what they stand for.
        name_endings: Oblique ending of a person's name and the nominative one, longest first.
        fleeting: Ends of words whose vowel is lost before a case ending: "govorec", "govorca".
        last_only: True where of a person's name only the last word has a case ending: "Ana Velinin".
    """

    endings: Phrases = ()
    attached: Phrases = ()
    initial: Mapping[str, str] = field(default_factory=dict)
    name_endings: tuple[tuple[str, str], ...] = ()
    fleeting: Phrases = ()
    last_only: bool = False


@dataclass(frozen=True, slots=True)
class PersonWords:
    """The words by which persons and unknown organisations show.

    Args:
        roles: Words before or behind a person's name: activist, journalist, president.
        including: Words that open a list of names.
        organisation_roles: Words before or behind an organisation's name: movement, party, trade union.
        particles: Small words inside names.
        fates: What leads to a person's name: the release of, the case of.
        titles: Forms of address before a surname, as they are printed: Mr.
        determiners: Words behind which a capital begins a common noun, where the language writes nouns so.
        called: Words between an organisation's name and the word for it: hu "nevű", fi "niminen".
        compounds: True where such words end longer ones: "mensenrechtengroepering".
        nobody: Abbreviations that name no organisation.
    """

    roles: Phrases = ()
    including: Phrases = ()
    organisation_roles: Phrases = ()
    particles: Phrases = ()
    fates: Phrases = ()
    titles: Phrases = ()
    determiners: Phrases = ()
    called: Phrases = ()
    compounds: bool = False
    nobody: Phrases = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The grammar of one language.

    Args:
        code: BCP 47 code.
        name: English name.
        endonym: Name in the language itself.
        authority: Code in the EU authority table of languages.
        encodings: Legacy character encodings of the language, likeliest first.
        head: Title, opening line, kinds of document.
        end: Headings of what stands behind a resolution.
        citation_openers: The "having regard to" of the language.
        recital: Labels, openers and separators of recitals.
        subject: Parliament as printed subject of a paragraph, where the language prints it.
        verbs: How Parliament acts.
        conjunctions: Words that join the last item of a list.
        small_institutions: True where institutions have no capital: "parlament" may be the European one.
        definite: Words before a word for a kind of text that point back to one named before: this.
        definite_any: Such words that stand before several as well: the.
        date: Months and forms of dates.
        number: Number words and what stands by them.
        pinpoint: Words for article, paragraph, rule …
        pinpoint_behind: True where these words stand behind their numbers ("2 straipsnis").
        text_before: True where a text is named before its articles ("SEU 2 artikla").
        thereof: Words by which a pinpoint belongs to the text named before it: "thereof", "its".
        acts: The words round these verbs.
        inflection: How words change.
        persons: The words by which persons and unknown organisations show.
        romanisation: How the language writes foreign sounds, and the sound: pairs, applied in order.
    """

    code: str
    name: str
    endonym: str
    authority: str
    encodings: Phrases
    head: HeadWords
    end: EndWords
    citation_openers: Phrases
    recital: RecitalWords
    subject: Phrases
    verbs: tuple[Verb, ...]
    conjunctions: Phrases
    small_institutions: bool
    definite: Phrases
    definite_any: Phrases
    date: DateWords
    number: NumberWords
    pinpoint: Mapping[str, Phrases]
    pinpoint_behind: bool
    text_before: bool = False
    thereof: Phrases = ()
    acts: ActWords = ActWords()
    inflection: Inflection = Inflection()
    persons: PersonWords = PersonWords()
    romanisation: tuple[tuple[str, str], ...] = ()

    def verbs_of(self, force: str) -> Phrases:
        """Return the phrases of one force."""
        return tuple(verb.phrase for verb in self.verbs if verb.force == force)
