"""What a reference names: a procedure, a document of Parliament or a CELEX number, from any of their written forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from kzgraph.errors import FetchError
from kzgraph.fetching.addresses import host_of
from kzgraph.language.pack import languages

#: The series of documents that hold the text of a resolution: adopted texts, joint motions, motions, reports.
ADOPTED, JOINT_MOTION, MOTION, REPORT = "TA", "RC", "B", "A"
#: What stands between sector and number of a CELEX number that Parliament adopted, the most frequent first.
ADOPTED_LETTERS = ("IP", "AP", "BP", "DP", "XP")
_FORMS = "a procedure such as 2031/2901(RSP), P11_TA(2031)0144, TA-11-2031-0144, RC-B11-0065/2031, a CELEX number or an address"
#: Terms of office last five years and begin in the middle of one: that year has texts of two terms.
_FIRST_TERM, _YEARS = 1979, 5
_LONGEST_LIST = 2**20
_HYPHENS = re.compile(r"[\u2010-\u2015\u2212]")

_PROCEDURE = re.compile(r"(?<!\d)(?P<year>\d{4})/(?P<number>\d{4})(?P<letter>[A-Z]?)\((?P<kind>[A-Z]{3})\)")
_CELEX = re.compile(r"(?<![A-Z0-9])5(?P<year>\d{4})(?P<letters>[A-Z]{2})(?P<number>\d{4})(?:\((?P<part>\d{2})\))?(?![A-Z0-9])")
# The written forms of one number: on the document, in short, as the site names it, on motions, and as old addresses have it.
_DOCUMENTS = tuple(
    re.compile(rf"(?<![A-Z0-9]){form}(?![A-Z0-9-])")
    for form in (
        r"P(?P<term>\d{1,2})_(?P<series>TA)(?:-PROV)?\((?P<year>\d{4})\)(?P<number>\d{4})",
        r"(?P<series>T)(?P<term>\d{1,2})-(?P<number>\d{4})/(?P<year>\d{4})",
        r"(?P<series>TA|RC|B|A)-(?P<term>\d{1,2})-(?P<year>\d{4})-(?P<number>\d{4})(?:-PROV|-FNL)?",
        r"(?P<series>RC)\d?-B(?P<term>\d{1,2})-(?P<number>\d{4})/(?P<year>\d{4})",
        r"(?P<series>A|B)(?P<term>\d{1,2})-(?P<number>\d{4})/(?P<year>\d{4})",
        r"P(?P<term>\d{1,2})-(?P<series>TA|RC|B|A)-(?P<year>\d{4})-(?P<number>\d{4})",
        r"(?P<series>A|B)(?P<term>\d{1,2})-(?P<year>\d{4})-(?P<number>\d{4})",
    )
)
# Where an address has its language: behind the number, in EUR-Lex's path, as a parameter, at the end of an old address.
_LANGUAGES = (
    re.compile(r"\d{4}(?:-PROV|-FNL)?[_/]([A-Z]{2})(?![A-Z0-9_-])"),
    re.compile(r"/LEGAL-CONTENT/([A-Z]{2})/"),
    re.compile(r"[?&]LANGUAGE=([A-Z]{2})(?![A-Z0-9])"),
    re.compile(r"\+V0//([A-Z]{2})(?![A-Z0-9])"),
)


@dataclass(frozen=True, slots=True, order=True)
class Procedure:
    """A procedure of Parliament, by which several documents may have come about.

    Args:
        year: It was opened in.
        number: Within the year.
        kind: Three letters, such as "RSP".
        letter: Of a procedure that was divided, else empty.

    >>> str(Procedure(2031, 2901, "RSP")), Procedure(2031, 2901, "RSP").identifier
    ('2031/2901(RSP)', '2031-2901')
    """

    year: int
    number: int
    kind: str
    letter: str = ""

    @property
    def identifier(self) -> str:
        """As Parliament's addresses name it."""
        return f"{self.year:04}-{self.number:04}{self.letter}"

    def __str__(self) -> str:
        return f"{self.year:04}/{self.number:04}{self.letter}({self.kind})"


@dataclass(frozen=True, slots=True, order=True)
class Document:
    """A document of Parliament in all its languages.

    Args:
        series: TA, RC, B or A.
        term: Of office, from 1.
        year: Of the number.
        number: Within the year.

    >>> str(Document("TA", 11, 2031, 144)), Document("TA", 11, 2031, 144).identifier
    ('P11_TA(2031)0144', 'TA-11-2031-0144')
    >>> str(Document("RC", 11, 2031, 65))
    'RC-B11-0065/2031'
    """

    series: str
    term: int
    year: int
    number: int

    @property
    def identifier(self) -> str:
        """As Parliament's addresses and file names have it."""
        return f"{self.series}-{self.term}-{self.year:04}-{self.number:04}"

    @property
    def celex(self) -> tuple[Celex, ...]:
        """The CELEX numbers it may have: the letters follow from no other number, and motions have none."""
        if self.series != ADOPTED:
            return ()
        return tuple(Celex(self.year, letters, self.number) for letters in ADOPTED_LETTERS)

    def __str__(self) -> str:
        if self.series == ADOPTED:
            return f"P{self.term}_TA({self.year:04}){self.number:04}"
        prefix = "RC-B" if self.series == JOINT_MOTION else self.series
        return f"{prefix}{self.term}-{self.number:04}/{self.year:04}"


@dataclass(frozen=True, slots=True, order=True)
class Celex:
    """A text as EUR-Lex numbers it.

    Args:
        year: Of the number.
        letters: What kind of text it is, such as "IP".
        number: Within the year.
        part: Behind it, where several texts share the number; 0 for none.

    >>> str(Celex(2031, "IP", 144))
    '52031IP0144'
    """

    year: int
    letters: str
    number: int
    part: int = 0

    @property
    def identifier(self) -> str:
        """As addresses have it."""
        return str(self)

    @property
    def document(self) -> Document | None:
        """The adopted text with this number; None where the year does not tell the term, or the letters name another kind."""
        elapsed, of_term = divmod(self.year - _FIRST_TERM, _YEARS)
        if self.letters not in ADOPTED_LETTERS or self.part or elapsed < 0 or not of_term:
            return None
        return Document(ADOPTED, elapsed + 1, self.year, self.number)

    def __str__(self) -> str:
        return f"5{self.year:04}{self.letters}{self.number:04}" + (f"({self.part:02})" if self.part else "")


@dataclass(frozen=True, slots=True)
class Reference:
    """What the user asked for.

    Args:
        work: What is named.
        language: Its code where the reference names one version, as an address does.
    """

    work: Procedure | Document | Celex
    language: str | None = None

    def __str__(self) -> str:
        return str(self.work)


def parse(text: str) -> Reference:
    """Return what a reference names.

    Args:
        text: In any of its written forms.

    Raises:
        FetchError: It is none.

    >>> parse("RC-B11-0065/2031").work.identifier
    'RC-11-2031-0065'
    >>> parse("https://www.europarl.europa.eu/doceo/document/TA-11-2031-0144_SL.html")
    Reference(work=Document(series='TA', term=11, year=2031, number=144), language='sl')
    """
    address = text.strip().lower().startswith(("http://", "https://"))
    plain = _HYPHENS.sub("-", unquote(text) if address else text).strip().upper()
    if address and not _is_official(text):
        raise FetchError(text, "it is no address of the EU's institutions", f"Give {_FORMS} under europa.eu.")
    works = list(_works(plain, whole=not address))
    if not works:
        raise FetchError(text, "it names no text that could be fetched", f"Give {_FORMS}.")
    return Reference(works[0], _language(plain))


def is_reference(text: str) -> bool:
    """True for what :func:`parse` understands.

    Args:
        text: As the user wrote it.

    >>> is_reference("52031IP0144"), is_reference("notes.txt")
    (True, False)
    """
    try:
        parse(text)
    except FetchError:
        return False
    return True


def is_file(name: str) -> bool:
    """True for the name of an existing file or folder, which then is no reference.

    Args:
        name: As the user wrote it.

    >>> is_file("https://www.europarl.europa.eu/doceo/document/TA-11-2031-0144_SL.html")
    False
    """
    try:
        return "://" not in name and Path(name).exists()
    except (OSError, ValueError):
        return False  # what cannot be a name on this system is the name of no file


def expand(names: Sequence[str]) -> Iterator[Reference | FetchError]:
    """Yield what references and list files name, each once and in order; what names nothing is yielded as a fault.

    Args:
        names: References, or files with one reference a line; behind # stand comments.
    """
    seen: set[Reference] = set()
    for name in names:
        for place, text in _listed(Path(name)) if is_file(name) else [("", name)]:
            try:
                reference = parse(text)
            except FetchError as fault:
                yield FetchError(f"{place}{fault.place}", fault.reason, fault.remedy)
                continue
            if reference not in seen:
                seen.add(reference)
                yield reference


def _listed(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a list, each with its place."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_LIST + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise FetchError(
            str(path), "it cannot be read as a list of references", "Write one reference a line, in UTF-8."
        ) from fault
    if len(text) > _LONGEST_LIST:
        raise FetchError(str(path), f"a list has at most {_LONGEST_LIST:,} characters", "Give several lists.")
    for number, line in enumerate(text.splitlines(), 1):
        if content := re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip():
            yield f"{path}, line {number}, ", content


def _is_official(address: str) -> bool:
    host = host_of(address.strip())
    return host == "europa.eu" or host.endswith(".europa.eu")


def _works(text: str, *, whole: bool) -> Iterator[Procedure | Document | Celex]:
    """What a text names; behind the whole of a plain reference only a language may stand."""

    def found(form: re.Pattern[str]) -> re.Match[str] | None:
        if not whole:
            return form.search(text)
        match = form.match(text)
        return match if match and re.fullmatch(r"(?:_[A-Z]{2})?", text[match.end() :]) else None

    for form in _DOCUMENTS:
        if match := found(form):
            series = ADOPTED if match["series"] == "T" else match["series"]
            yield Document(series, int(match["term"]), int(match["year"]), int(match["number"]))
    if match := found(_CELEX):
        yield Celex(int(match["year"]), match["letters"], int(match["number"]), int(match["part"] or 0))
    if match := found(_PROCEDURE):
        yield Procedure(int(match["year"]), int(match["number"]), match["kind"], match["letter"])


def _language(text: str) -> str | None:
    for form in _LANGUAGES:
        if (match := form.search(text)) and match[1].lower() in languages():
            return match[1].lower()
    return None
