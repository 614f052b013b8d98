"""Records of Parliament's Open Data, version 2 of its API: JSON in, what it says about texts out.

The file may come from anywhere, so each value is checked: what is missing is missing, what has another form than the API gives
is a fault that names the key, and costs the file alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from kzgraph.errors import InputError
from kzgraph.language.pack import languages
from kzgraph.metadata import DOCUMENT, Record, RecordKind, VoteCount, reference_of

#: The decisions of a long sitting, with the names of all who voted, are smaller.
MOST_BYTES = 32 * 2**20
_LONGEST_TITLE = 2000
_MOST_VOTES = 100_000
#: So many relations one record has at most.
_MOST_LINKS = 10_000
_ROOT = "https://data.europarl.europa.eu/"
_KINDS = {
    "TA": RecordKind.ADOPTED_TEXT,
    "RC": RecordKind.JOINT_MOTION,
    "B": RecordKind.MOTION,
    "A": RecordKind.REPORT,
}
_ADDRESS = re.compile(r"eli/dl/[A-Za-z0-9_./-]{1,200}")
_PROCESS = re.compile(r"(\d{4})-(\d{4}[A-Z]?)")
_LABEL = re.compile(r"\d{4}/\d{4}[A-Z]?\([A-Z]{3}\)")
_IN_PROCEDURE = re.compile(r"eli/dl/(?:proc/(\d{4}-\d{4}[A-Z]?)|event/(\d{4}-\d{4}[A-Z]?)-[A-Za-z0-9-]+)")
_NO_LETTER = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_EVENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")
_COUNTS = ("number_of_votes_favor", "number_of_votes_against", "number_of_votes_abstention")
_SAVE = "Save the answer of the Open Data API as it comes, or leave the file out."


def read_record_file(path: Path) -> tuple[Record, ...]:
    """Read the records in a file.

    Args:
        path: A JSON file.

    Raises:
        InputError: It cannot be opened, or :func:`read_records` refuses it.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise InputError(str(path), f"it cannot be read ({fault.strerror})", "Check the name and the permissions.") from fault
    return read_records(data, str(path))


def read_records(data: bytes, name: str) -> tuple[Record, ...]:
    """Return what the API says, one record per document, procedure or vote; what is about something else is left out.

    Args:
        data: An answer of the API, as it came.
        name: What to call it.

    Raises:
        InputError: It is no such answer, or a value in it has another form than the API gives.
    """
    if len(data) > MOST_BYTES:
        raise InputError(name, f"it has more than {MOST_BYTES:,} bytes, no record has", _SAVE)
    try:
        text = data.decode("utf-8-sig")
        content = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:
        raise InputError(name, "it is no JSON", _SAVE) from fault
    items = content.get("data") if isinstance(content, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(name, "it is no record of Parliament's Open Data", _SAVE)
    reader = _Reader(name, hashlib.sha256(data).hexdigest(), len(text))
    found: dict[str, Record] = {}
    for item in items:
        record = reader.record(item)
        if record and found.setdefault(record.identifier, record) != record:
            raise InputError(name, f"it says different things about {record.reference}", _SAVE)
    if not found:
        raise InputError(name, "it says nothing about a text, a procedure or a vote", _SAVE)
    return tuple(found.values())


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


class _Reader:
    """Reads the records of one file."""

    def __init__(self, name: str, sha256: str, length: int) -> None:
        self._name = name
        self._sha256 = sha256
        self._length = length

    def record(self, item: Mapping[str, Any]) -> Record | None:
        """What one item says; None where it is about something else."""
        address = self._address(item)
        last = address.rpartition("/")[2]
        if found := DOCUMENT.fullmatch(last):
            if item.get("identifier", last) != last:
                self._refuse("identifier", "is not that of its id")
            return self._document(item, address, _KINDS[found[1]])
        if address.startswith("eli/dl/proc/") and _PROCESS.fullmatch(last):
            return self._procedure(item, address)
        if any(key in item for key in _COUNTS):
            vote = self._vote(item)
            return self._made(RecordKind.DECISION, vote.identifier, vote.address, vote.identifier, vote.date, votes=(vote,))
        return None

    def _made(self, kind: RecordKind, identifier: str, address: str, reference: str, day: str | None, **more: Any) -> Record:
        return Record(self._name, self._sha256, self._length, kind, identifier, address, reference, day, **more)

    def _document(self, item: Mapping[str, Any], address: str, kind: RecordKind) -> Record:
        identifier = address.rpartition("/")[2]
        expressions = [one for one in self._list(item, "is_realized_by") if isinstance(one, dict)]
        titles = dict(self._titles(item, "title_dcterms"))
        listed = []
        for expression in expressions:
            code = self._address(expression).rpartition("/")[2].lower()
            if code in languages():
                listed.append(code)
                for language, title in self._titles(expression, "title", code):
                    titles.setdefault(language, title)
        procedures = [
            (found[1] or found[2]).replace("-", "/")
            for key in ("inverse_created_a_realization_of", "inverse_decided_on_a_realization_of")
            for one in self._addresses(item, key)
            if (found := _IN_PROCEDURE.fullmatch(one))
        ]
        decisions = [one for one in self._list(item, "inverse_decided_on_a_realization_of") if isinstance(one, dict)]
        return self._made(
            kind, identifier, address, reference_of(identifier), self._day(item, "document_date"),
            titles=tuple(sorted(titles.items())), procedures=tuple(dict.fromkeys(procedures)),
            languages=tuple(sorted(set(listed))), adopts=self._documents(item, "adopts"),
            # Of a joint motion these are the motions that it takes the place of; of a single one, what it was made from.
            replaces=self._documents(item, "is_derivative_of") if kind is RecordKind.JOINT_MOTION else (),
            votes=self._votes(decisions, identifier),
        )  # fmt: skip

    def _procedure(self, item: Mapping[str, Any], address: str) -> Record:
        identifier = address.rpartition("/")[2]
        number = identifier.replace("-", "/")
        label = item.get("label", "")
        if not isinstance(label, str) or not (label == "" or (_LABEL.fullmatch(label) and label.startswith(f"{number}("))):
            self._refuse("label", "is not the number of the procedure")
        steps = [one for one in self._list(item, "consists_of") if isinstance(one, dict)]
        return self._made(
            RecordKind.PROCEDURE, identifier, address, label or number, None,
            titles=self._titles(item, "process_title"), procedures=(label or number,),
            votes=self._votes(steps),
        )  # fmt: skip

    def _votes(self, items: Iterable[Mapping[str, Any]], *about: str) -> tuple[VoteCount, ...]:
        found: dict[str, VoteCount] = {}
        for item in items:
            if any(key in item for key in _COUNTS):
                vote = self._vote(item, about)
                if found.setdefault(vote.identifier, vote) != vote:
                    self._refuse("activity_id", f"{vote.identifier} stands for two votes")
        return tuple(sorted(found.values()))

    def _vote(self, item: Mapping[str, Any], about: tuple[str, ...] = ()) -> VoteCount:
        address = self._address(item)
        identifier = item.get("activity_id") or address.rpartition("/")[2]
        if not isinstance(identifier, str) or not _EVENT.fullmatch(identifier):
            self._refuse("activity_id", "is no identifier")
        favor, against, abstention = (self._count(item, key) for key in _COUNTS)
        documents = self._documents(item, "decided_on_a_realization_of")
        day = self._day(item, "activity_date")
        return VoteCount(identifier, address, day, favor, against, abstention, tuple(sorted({*documents, *about})))

    def _count(self, item: Mapping[str, Any], key: str) -> int:
        count = item.get(key)
        if type(count) is not int or not 0 <= count <= _MOST_VOTES:
            self._refuse(key, "is no number of votes")
        return count

    # ------------------------------------------------------------ values

    def _refuse(self, key: str, reason: str) -> NoReturn:
        raise InputError(self._name, f"its {key} {reason}", _SAVE)

    def _list(self, item: Mapping[str, Any], key: str) -> list[Any]:
        """One value or several; JSON-LD writes a list of one without brackets."""
        value = item.get(key)
        found = value if isinstance(value, list) else [] if value is None else [value]
        if len(found) > _MOST_LINKS:
            self._refuse(key, f"has more than {_MOST_LINKS:,} values")
        return found

    def _address(self, item: Mapping[str, Any]) -> str:
        """Parliament's own name for an item, behind the root of its Open Data; empty where it has none."""
        value = item.get("id", item.get("@id", ""))
        if not isinstance(value, str):
            self._refuse("id", "is no text")
        address = value.removeprefix(_ROOT)
        return address if _ADDRESS.fullmatch(address) else ""

    def _addresses(self, item: Mapping[str, Any], key: str) -> Iterator[str]:
        for one in self._list(item, key):
            if not isinstance(one, str | dict):
                self._refuse(key, "is neither a text nor a node")
            yield self._address(one if isinstance(one, dict) else {"id": one})

    def _documents(self, item: Mapping[str, Any], key: str) -> tuple[str, ...]:
        named = (address.rpartition("/")[2] for address in self._addresses(item, key))
        return tuple(sorted({name for name in named if DOCUMENT.fullmatch(name)}))

    def _titles(self, item: Mapping[str, Any], key: str, language: str = "") -> tuple[tuple[str, str], ...]:
        """Titles by language, in any form of JSON-LD: a map, a list of tagged values, or a text in a known language."""
        found: dict[str, str] = {}
        for one in self._list(item, key):
            if isinstance(one, dict) and "@value" in one:
                pairs = [(one.get("@language", language), one["@value"])]
            elif isinstance(one, dict):
                pairs = list(one.items())
            else:
                pairs = [(language, one)]
            for code, values in pairs:
                for value in values if isinstance(values, list) else [values]:
                    title = self._text(key, value)
                    if code in languages() and title:
                        found.setdefault(code, title)
        return tuple(sorted(found.items()))

    def _text(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > _LONGEST_TITLE:
            self._refuse(key, "is no title")
        text = " ".join(value.split())
        # Halves of characters cannot be written, and what controls a terminal is no title.
        if _NO_LETTER.search(text):
            self._refuse(key, "has characters that no title has")
        return unicodedata.normalize("NFC", text)

    def _day(self, item: Mapping[str, Any], key: str) -> str | None:
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("@value")
        if value is None:
            return None
        try:
            return day_in_brussels(value).isoformat()
        except (ValueError, TypeError, OverflowError):
            self._refuse(key, "is no date")


def day_in_brussels(text: str) -> date:
    """Return the day that a date or a time stands for where Parliament sits.

    Older answers give midnight of a day as a time of the day before in UTC. The rule of the Union's summer time is applied here,
    so that the same record gives the same day on a machine without tables of time zones.

    Args:
        text: In ISO 8601 form.

    Raises:
        ValueError: It is neither.

    >>> [str(day_in_brussels(text)) for text in ("2031-06-12", "2031-06-11T22:00:00Z", "2031-01-11T23:00Z", "2031-01-11T22:30Z")]
    ['2031-06-12', '2031-06-12', '2031-01-12', '2031-01-11']
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment.date()
    moment = moment.astimezone(UTC)
    begin, end = (datetime(moment.year, month, _last_sunday(moment.year, month), 1, tzinfo=UTC) for month in (3, 10))
    return (moment + timedelta(hours=2 if begin <= moment < end else 1)).date()


def _last_sunday(year: int, month: int) -> int:
    """Of a month with 31 days."""
    return 31 - (date(year, month, 31).weekday() + 1) % 7
