"""From references to files: each source in turn, each language for itself, and a word on all that did not come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kzgraph.errors import FetchError, NotFoundError
from kzgraph.fetching.bodies import BY_HAND, HTML, Medium
from kzgraph.fetching.cellar import Cellar
from kzgraph.fetching.client import Answer, Origin
from kzgraph.fetching.doceo import Doceo, page_of
from kzgraph.fetching.portal import Listing, Portal
from kzgraph.fetching.references import Celex, Document, Procedure, Reference
from kzgraph.fetching.results import Results
from kzgraph.language.pack import languages as all_languages

#: Tells the language of a text by its words, None where it cannot.
LanguageOf = Callable[[bytes, str], str | None]
#: Told the stage and how much of it is done.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one text.

    Args:
        work: Its identifier, or the reference as given where it led to none.
        language: Its code; empty where the work itself was not found.
        source: Which gave it; empty where none did.
        origin: The network or the cache; None where none gave it.
        path: The file; None where there is none.
        fault: Why not; None where it came.
        expected: False for a version that nobody named and that is not there.
    """

    work: str
    language: str
    source: str = ""
    origin: Origin | None = None
    path: Path | None = None
    fault: FetchError | None = None
    expected: bool = True

    @property
    def refused(self) -> bool:
        """True where something that should have come did not."""
        return self.fault is not None and self.expected


class _NoVersionError(NotFoundError):
    """A store that has the work says that there is no such version of it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A text that passed all checks."""

    source: str
    answer: Answer
    medium: Medium


class _Count:
    """Texts done, of as many as are known of so far."""

    def __init__(self, stage: str, progress: Progress) -> None:
        self._stage = stage
        self._progress = progress
        self._done = 0
        self._total = 0

    def expect(self, number: int) -> None:
        self._total += number
        self._progress(self._stage, self._done, self._total)

    def done(self) -> None:
        self._done += 1
        self._progress(self._stage, self._done, self._total)


class Fetcher:
    """Fetches texts.

    Args:
        portal: Parliament's Open Data, asked first.
        cellar: Asked next.
        doceo: Asked last.
        results: Where the files go.
        language_of: Tells the language of a text.
    """

    def __init__(self, portal: Portal, cellar: Cellar, doceo: Doceo, results: Results, language_of: LanguageOf) -> None:
        self._portal = portal
        self._cellar = cellar
        self._doceo = doceo
        self._results = results
        self._language_of = language_of

    def fetch(self, references: Sequence[Reference], languages: Sequence[str] | None, progress: Progress) -> Iterator[Outcome]:
        """Fetch the texts that references name, and yield what came of each.

        Args:
            references: What to fetch.
            languages: Their codes; None for all that there are.
            progress: Told how far the run is.
        """
        seen: set[Document | Celex] = set()
        texts = _Count("fetch", progress)
        for done, reference in enumerate(references):
            progress("look up", done, len(references))
            wanted = [reference.language] if reference.language and not languages else languages
            try:
                works = self._works(reference.work)
            except FetchError as fault:
                yield Outcome(str(reference), "", fault=_about(str(reference), [fault], fault.remedy))
                continue
            for work in works:
                if work not in seen or reference.language:
                    seen.add(work)
                    yield from self._work(work, wanted, texts)
        progress("look up", len(references), len(references))

    def _works(self, named: Procedure | Document | Celex) -> Sequence[Document | Celex]:
        if not isinstance(named, Procedure):
            return (named,)
        documents, answer = self._portal.documents(named)
        self._results.put_metadata(named.identifier, answer.data)
        return documents

    def _work(self, work: Document | Celex, languages: Sequence[str] | None, texts: _Count) -> Iterator[Outcome]:
        document = work.document if isinstance(work, Celex) else work
        listing: Listing | None = None
        faults: list[FetchError] = []
        if document is not None:
            try:
                listing = self._portal.look_up(document)
            except FetchError as fault:
                faults.append(fault)
            else:
                self._results.put_metadata(work.identifier, listing.answer.data)
        # Where the portal lists the versions, "all" are those; else every language is tried.
        listed = sorted(listing.files) if listing else []
        wanted = languages or listed or all_languages()
        source = _Sources(self._portal, self._cellar, self._doceo, work, document, listing)
        came = 0
        outcomes = []
        texts.expect(len(wanted))
        for language in wanted:
            outcome = self._language(source, language, faults, expected=languages is not None or language in listed)
            came += outcome.path is not None
            outcomes.append(outcome)
            texts.done()
        first = outcomes[0].fault
        if first is None or came or languages or listed:
            yield from outcomes
        else:
            # Nobody named a language and nobody knows of any: one word on the work will do.
            yield Outcome(work.identifier, "", fault=type(first)(str(work), first.reason, first.remedy))

    def _language(self, source: _Sources, language: str, before: Sequence[FetchError], *, expected: bool) -> Outcome:
        """The text in one language, from the first source that has it."""
        name = source.work.identifier
        faults = list(before)
        for ask in (source.from_portal, source.from_cellar, source.from_doceo):
            try:
                for found in ask(language):
                    self._check_language(found, language, name)
                    path = self._results.put(name, language, found.medium.ending, found.answer.data)
                    return Outcome(name, language, found.source, found.answer.origin, path)
            except FetchError as fault:
                faults.append(fault)
                if isinstance(fault, _NoVersionError) and not expected:
                    # Nobody named this language, so nobody need be asked further.
                    return Outcome(name, language, fault=fault, expected=False)
        missing = all(isinstance(fault, NotFoundError) for fault in faults)
        by_hand = BY_HAND.replace("the address", page_of(source.work, language))
        remedy = "Name another language, or check the reference." if missing else by_hand
        return Outcome(
            name, language, fault=_about(f"{source.work} {language}", faults, remedy), expected=expected or not missing
        )

    def _check_language(self, found: _Found, language: str, name: str) -> None:
        """Servers give another language where they lack the one that was asked for."""
        came = self._language_of(found.answer.data, f"{name}.{language}")
        if came is not None and came != language:
            raise NotFoundError(
                found.answer.address, f"the text that came is in another language ({came})", f"Fetch it with --lang {came}."
            )


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where one work can be had; each source yields one text at most."""

    portal: Portal
    cellar: Cellar
    doceo: Doceo
    work: Document | Celex
    document: Document | None
    listing: Listing | None

    def from_portal(self, language: str) -> Iterator[_Found]:
        """The files that the portal lists, the best first."""
        if self.listing is None:
            return
        files = self.listing.files.get(language, ())
        if not files:
            raise NotFoundError(self.listing.answer.address, "the portal lists no file in this language", "Name another.")
        for file in files:
            try:
                yield _Found("portal", self.portal.text(file), file.medium)
            except FetchError as fault:
                last = fault
            else:
                return
        raise last

    def from_cellar(self, language: str) -> Iterator[_Found]:
        """What CELLAR has under one of the numbers that the work may have."""
        numbers = [self.work] if isinstance(self.work, Celex) else self.work.celex
        known = next((celex for celex in numbers if self.cellar.knows(celex)), None)
        if known is not None:
            try:
                yield _Found("CELLAR", *self.cellar.text(known, language))
            except NotFoundError as fault:
                raise _NoVersionError(fault.place, fault.reason, fault.remedy) from fault
        elif numbers:
            raise NotFoundError("CELLAR", f"it knows no number such as {numbers[0]}", "Check the reference.")

    def from_doceo(self, language: str) -> Iterator[_Found]:
        """The page on Parliament's site."""
        if self.document is not None:
            yield _Found("doceo", self.doceo.text(self.document, language), HTML)


def _about(place: str, faults: Sequence[FetchError], remedy: str) -> FetchError:
    """One fault that tells what each source answered, and at which address."""
    reasons = dict.fromkeys(f"{fault.place}: {fault.reason}" for fault in faults)
    kind = NotFoundError if all(isinstance(fault, NotFoundError) for fault in faults) else FetchError
    return kind(place, "; ".join(reasons), remedy)
