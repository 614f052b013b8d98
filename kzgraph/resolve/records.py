"""Which work a record is about, and where record and text do not say the same.

A record never overrules a text: what both say stays with both, and where they differ that is a result.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from unicodedata import normalize

from kzgraph.metadata import Record, RecordKind, VoteCount
from kzgraph.model import Stage, Version, Work
from kzgraph.resolve.works import adopted_text_key, identifiers, procedure_key

#: At which stage a text is what a record describes.
STAGES = {
    RecordKind.ADOPTED_TEXT: Stage.ADOPTED_TEXT,
    RecordKind.JOINT_MOTION: Stage.JOINT_MOTION,
    RecordKind.MOTION: Stage.MOTION,
}
#: Titles of one text share at least this part of the runs of three letters of the recorded one: registers shorten titles, and
#: what is left is inflected otherwise. Titles that name the kind of text and little else pass with that alone.
_ALIKE = 0.5
_RUN = 3
_CITED = re.compile(r"(RC-[A-Z]?|[AB])(\d{1,2})-(\d{4})/(\d{4})")


@dataclass(frozen=True, slots=True)
class RecordDivergence:
    """A point on which a record and a text do not agree.

    Args:
        on: "date", "title", "procedure" or "number".
        number: From 1 among those of the work on the same matter.
        record: What differs.
        recorded: What it says.
        printed: What the text says.
        language: Of both, where they are titles; else empty.
        versions: Keys of the versions that print it.
    """

    on: str
    number: int
    record: Record
    recorded: str
    printed: str
    language: str
    versions: tuple[str, ...]


def attach(works: Sequence[Work], records: Iterable[Record]) -> tuple[tuple[Work, ...], tuple[Record, ...]]:
    """Return the works with their records, and the records that are about none of them.

    A record is tied by the numbers that a text prints; where it prints none of its kind, by the name of the file beside it, as
    `kzgraph fetch` writes it, or by the procedure.

    Args:
        works: All works of a run.
        records: All records; one that is given twice counts once.
    """
    homes = (
        Home(
            work.key,
            frozenset().union(*(identifiers(version) for _, version in work.versions)),
            frozenset(number for _, version in work.versions for number in version.head.document_numbers),
            tuple(name for _, version in work.versions for name in (version.source.name, *version.also)),
        )
        for work in works
    )
    held, left = tie(homes, records)
    return tuple(replace(work, records=held[work.key]) if work.key in held else work for work in works), left


@dataclass(frozen=True, slots=True)
class Home:
    """What of a work tells the records that are about it.

    Args:
        work: Its key.
        identifiers: Of its versions, see :func:`kzgraph.resolve.works.identifiers`.
        documents: Numbers of the motions and reports that its versions are, as printed.
        names: How the user named its texts.
    """

    work: str
    identifiers: frozenset[str]
    documents: frozenset[str]
    names: tuple[str, ...]


def tie(homes: Iterable[Home], records: Iterable[Record]) -> tuple[dict[str, tuple[Record, ...]], tuple[Record, ...]]:
    """Return the records of each work that has any, and those that are about none; see :func:`attach`.

    Args:
        homes: All works of a run.
        records: All records.
    """
    index = _Index(homes)
    once = {
        (record.sha256, record.kind, record.identifier): record
        for record in sorted(records, key=lambda one: one.name, reverse=True)
    }
    held: dict[str, list[Record]] = defaultdict(list)
    left: list[Record] = []
    for record in sorted(once.values(), key=lambda one: (list(RecordKind).index(one.kind), one.identifier, one.sha256)):
        home = index.work_of(record)
        if home is None:
            left.append(record)
        else:
            held[home].append(record)
            # A motion whose number no text prints is tied by what says that it was adopted or replaced.
            index.also(home, record)
    return {work: tuple(found) for work, found in held.items()}, tuple(left)


class _Index:
    """The works by what their texts print and by the names of their files."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self._named: dict[str, str] = {}
        self._files: dict[tuple[str, str], str] = {}
        self._procedures: dict[str, str] = {}
        self._numbered: set[str] = set()
        for home in homes:
            self._numbered |= {home.work for name in home.identifiers if name.startswith("ta-")}
            for name in home.identifiers:
                (self._named if name.startswith("ta-") else self._procedures).setdefault(name, home.work)
            for cited in home.documents:
                if found := _CITED.fullmatch(cited):
                    series = "RC" if found[1].startswith("RC") else found[1]
                    self._named.setdefault(f"{series}-{found[2]}-{found[4]}-{found[3]}".lower(), home.work)
            for name in home.names:
                self._files.setdefault(beside(name), home.work)

    def also(self, work: str, record: Record) -> None:
        """A work goes by more numbers than its texts print."""
        for identifier in (record.identifier, *record.adopts, *record.replaces):
            self._named.setdefault(identifier.lower(), work)
        for procedure in record.procedures:
            self._procedures.setdefault(procedure_key(procedure), work)

    def work_of(self, record: Record) -> str | None:
        """The key of the work that a record is about."""
        if record.kind is RecordKind.DECISION:
            homes = {self._named.get(name.lower()) for vote in record.votes for name in vote.about} - {None}
            return homes.pop() if len(homes) == 1 else None
        by_procedure = {self._procedures.get(procedure_key(one)) for one in record.procedures} - {None}
        if record.kind is RecordKind.PROCEDURE:
            return by_procedure.pop() if by_procedure else None
        found = self._named.get(record.identifier.lower()) or self._files.get(beside(record.name))
        if found is None and len(by_procedure) == 1:
            [home] = by_procedure
            # Several texts can be adopted in one procedure: one that prints a number of its own is another.
            if record.kind is not RecordKind.ADOPTED_TEXT or home not in self._numbered:
                return home
        return found


def beside(name: str) -> tuple[str, str]:
    """Return the folder of a file, and its name without language and form.

    >>> beside("out/TA-11-2031-0144.hr.xml") == beside("out/TA-11-2031-0144.json")
    True
    """
    path = PurePath(name.partition("#")[0])
    return str(path.parent), path.name.partition(".")[0]


def described(work: Work, record: Record) -> Iterator[tuple[str, Version]]:
    """Yield the versions that a record describes, with their keys.

    Those are the versions of its stage. A version that does not say how far it has come is described by the record beside it;
    where none is beside it, it is taken for what was adopted.

    Args:
        work: The work that it is about.
        record: One of its records.
    """
    files = {beside(one.name) for one in work.records}
    for key, version in work.versions:
        own = {beside(name) for name in (version.source.name, *version.also)}
        if version.head.stage is not Stage.UNKNOWN:
            fits = version.head.stage is STAGES.get(record.kind)
        elif own & files:
            fits = beside(record.name) in own
        else:
            fits = record.kind is RecordKind.ADOPTED_TEXT
        if fits:
            yield key, version


def record_divergences(work: Work) -> tuple[RecordDivergence, ...]:
    """Return where the records of a work and its texts do not agree.

    Args:
        work: With its records.
    """
    found: list[RecordDivergence] = []
    numbers: dict[str, int] = {}
    for record in work.records:
        differing: dict[tuple[str, str, str, str], list[str]] = {}
        # The procedure is that of all stages; the other facts are those of one.
        of_all = work.versions if record.kind is RecordKind.PROCEDURE else tuple(described(work, record))
        for key, version in of_all:
            for point in _points(record, version):
                differing.setdefault(point, []).append(key)
        for (on, recorded, printed, language), versions in sorted(differing.items()):
            numbers[on] = numbers.get(on, 0) + 1
            found.append(RecordDivergence(on, numbers[on], record, recorded, printed, language, tuple(sorted(versions))))
    return tuple(found)


def _points(record: Record, version: Version) -> Iterator[tuple[str, str, str, str]]:
    """On what record and version differ: the matter, what is recorded, what is printed, and the language of titles."""
    head = version.head
    if record.date and head.date and record.date != head.date:
        yield "date", record.date, head.date, ""
    if record.procedures and head.procedure and not any(_same(one, head.procedure) for one in record.procedures):
        yield "procedure", ", ".join(record.procedures), head.procedure, ""
    if record.kind is RecordKind.PROCEDURE:
        return
    if record.kind is RecordKind.ADOPTED_TEXT and head.adopted_text_numbers:
        own = adopted_text_key(record.reference)
        if own not in map(adopted_text_key, head.adopted_text_numbers):
            yield "number", record.reference, head.adopted_text_numbers[0], ""
    title = dict(record.titles).get(version.language)
    if title and head.title and not alike(title, head.title):
        yield "title", title, head.title, version.language


def _same(recorded: str, printed: str) -> bool:
    """A record may leave out of which kind the procedure is."""
    return printed == recorded or ("(" not in recorded and procedure_key(printed) == procedure_key(recorded))


def alike(recorded: str, printed: str) -> bool:
    """Return whether two titles in one language may be those of one text.

    Registers shorten titles and put their words into other cases, so it is not asked whether they are equal: the recorded one may
    not have a number that the other lacks, and must share half of its runs of three letters with it.

    Args:
        recorded: The title in the register.
        printed: The title on the text.

    >>> alike("The floods in Veldoria", "European Parliament resolution of 12 June 2031 on the floods in Veldoria")
    True
    >>> alike("The election in Ostravia", "European Parliament resolution of 12 June 2031 on the floods in Veldoria")
    False
    """
    if set(re.findall(r"\d+", recorded)) - set(re.findall(r"\d+", printed)):
        return False
    own = _runs(recorded)
    return not own or len(own & _runs(printed)) >= _ALIKE * len(own)


def _runs(title: str) -> set[str]:
    """The runs of letters of a title, of any alphabet, without case and marks."""
    plain = "".join(letter for letter in normalize("NFKD", title.casefold()) if letter.isalpha() or letter.isspace())
    return {word[at : at + _RUN] for word in plain.split() for at in range(len(word) - _RUN + 1)}


def votes(work: Work) -> Iterator[tuple[Record, VoteCount]]:
    """Yield the votes on a work, each with the record that counts it.

    One procedure sees many votes: those count that were on the adopted text or on what it adopts.

    Args:
        work: With its records.
    """
    own = {name.upper() for _, version in work.versions for name in identifiers(version) if name.startswith("ta-")}
    for record in work.records:
        if record.kind is RecordKind.ADOPTED_TEXT:
            own |= {record.identifier, *record.adopts}
        elif record.kind is RecordKind.JOINT_MOTION:
            own.add(record.identifier)
    for record in work.records:
        for vote in record.votes:
            if own & set(vote.about):
                yield record, vote


def tabled(work: Work) -> dict[str, tuple[tuple[str, ...], bool, tuple[Record, ...]]]:
    """Return the motions and reports that the records of a work tell of.

    Args:
        work: With its records.

    Returns:
        By identifier: what it was replaced by, whether it was adopted, and the records that say so.
    """
    found: dict[str, tuple[tuple[str, ...], bool, tuple[Record, ...]]] = {}

    def say(identifier: str, record: Record, *replaced_by: str, adopted: bool = False) -> None:
        before, was_adopted, records = found.get(identifier, ((), False, ()))
        found[identifier] = (*before, *replaced_by), was_adopted or adopted, (*records, record)

    for record in work.records:
        for identifier in record.adopts:
            say(identifier, record, adopted=record.kind is RecordKind.ADOPTED_TEXT)
        for identifier in record.replaces:
            say(identifier, record, record.identifier)
        if record.kind in (RecordKind.JOINT_MOTION, RecordKind.MOTION, RecordKind.REPORT):
            say(record.identifier, record)
    return {identifier: found[identifier] for identifier in sorted(found) if not identifier.startswith("TA-")}
