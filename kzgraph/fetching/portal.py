"""Parliament's Open Data API, version 2: what a document is, and where its files are in each language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from kzgraph.errors import FetchError, NotFoundError
from kzgraph.fetching.addresses import host_of, joined
from kzgraph.fetching.bodies import BEST_FIRST, BY_HAND, KindOf, Medium, check_kind
from kzgraph.fetching.client import Answer, Client
from kzgraph.fetching.references import ADOPTED, JOINT_MOTION, MOTION, Document, Procedure
from kzgraph.language.pack import languages

#: Where the portal is; an environment or an option may name another.
ROOT = "https://data.europarl.europa.eu/"
_API = "api/v2/"
_JSON = "application/ld+json"
#: How a procedure and its steps name the documents they are about.
_ABOUT = re.compile(r"\w+_a_realization_of|involved_work")
_DOCUMENT = re.compile(r"doc/(TA|RC|B)-(\d{1,2})-(\d{4})-(\d{4})(?![\w-])")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a document.

    Args:
        medium: Its form.
        address: Where it is.
    """

    medium: Medium
    address: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What the portal knows of a document.

    Args:
        answer: As it gave it: JSON-LD.
        files: Per language the files, the best first.
    """

    answer: Answer
    files: Mapping[str, tuple[File, ...]]


class Portal:
    """The portal behind its API.

    Args:
        client: That asks.
        kind_of: Tells the kind of a file.
        root: Where the portal is.
    """

    def __init__(self, client: Client, kind_of: KindOf, root: str = ROOT) -> None:
        self._client = client
        self._kind_of = kind_of
        self._root = root.rstrip("/").removesuffix(_API.rstrip("/")).rstrip("/") + "/"

    def look_up(self, document: Document) -> Listing:
        """Return what the portal knows of a document.

        Args:
            document: To look up.

        Raises:
            NotFoundError: It knows nothing.
            FetchError: It does not answer, or not as agreed.
        """
        endpoint = "adopted-texts" if document.series == ADOPTED else "plenary-documents"
        record, answer = self._record(f"{endpoint}/{document.identifier}")
        files: dict[str, list[File]] = {}
        for expression in _list(record.get("is_realized_by")):
            language = _name(expression).lower()
            if language in languages():
                files.setdefault(language, []).extend(self._files(expression))
        return Listing(
            answer,
            {code: tuple(sorted(own, key=lambda file: BEST_FIRST.index(file.medium))) for code, own in files.items() if own},
        )

    def documents(self, procedure: Procedure) -> tuple[tuple[Document, ...], Answer]:
        """Return the texts that came about in a procedure, those adopted, else the joint motions; and what it answered.

        Args:
            procedure: To look up.

        Raises:
            NotFoundError: There is neither.
            FetchError: The portal does not answer, or not as agreed.
        """
        record, answer = self._record(f"procedures/{procedure.identifier}")
        found: list[Document] = []
        for step in [*_list(record.get("consists_of")), record]:
            for key in filter(_ABOUT.fullmatch, step if isinstance(step, dict) else ()):
                named = [_identifier(one) for one in _list(step[key])]
                found += [
                    Document(match[1], int(match[2]), int(match[3]), int(match[4]))
                    for name in named
                    for match in _DOCUMENT.finditer(name)
                ]
        for series in (ADOPTED, JOINT_MOTION):
            if own := dict.fromkeys(document for document in found if document.series == series):
                return tuple(own), answer
        motions = ", ".join(str(document) for document in dict.fromkeys(found) if document.series == MOTION)
        raise NotFoundError(
            answer.address,
            "no text was adopted in this procedure" + (f", there are the motions {motions}" if motions else ""),
            "Name the document that you want.",
        )

    def text(self, file: File) -> Answer:
        """Return a file.

        Args:
            file: As listed.

        Raises:
            FetchError: It does not come, or something else comes.
        """
        return self._client.get(
            file.address, file.medium.accept, check=lambda address, data: check_kind(address, data, file.medium, self._kind_of)
        )

    def _record(self, path: str) -> tuple[dict[str, Any], Answer]:
        answer = self._client.get(urljoin(self._root, _API + path), _JSON, check=_checked)
        return _checked(answer.address, answer.data), answer

    def _files(self, expression: Any) -> Iterator[File]:
        for manifestation in _list(expression.get("is_embodied_by") if isinstance(expression, dict) else None):
            if not isinstance(manifestation, dict):
                continue
            form = _last(_identifier(manifestation.get("format"))).upper()
            for item in _list(manifestation.get("is_exemplified_by")):
                path = _identifier(item).removeprefix(ROOT)
                ending = path.rpartition(".")[2].upper()
                medium = next((one for one in BEST_FIRST if form in one.formats or (not form and ending in one.formats)), None)
                address = joined(self._root, path.lstrip("/"))
                # A file lies where its metadata lie; an address elsewhere is not ours to follow.
                if medium and path and host_of(address) == host_of(self._root):
                    yield File(medium, address)


def _checked(address: str, data: bytes) -> dict[str, Any]:
    """The one record of an answer."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise FetchError(address, "the portal's answer is no JSON", BY_HAND) from fault
    records = content.get("data") if isinstance(content, dict) else None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise FetchError(address, "the portal's answer has another form than agreed", BY_HAND)
    if not records:
        raise NotFoundError(address, "the portal's answer is an empty list", "Check the reference.")
    return dict(records[0])


def _list(value: Any) -> list[Any]:
    """One value or several; JSON-LD writes a list of one without brackets."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _identifier(value: Any) -> str:
    """The IRI of something, given alone or as a node."""
    if isinstance(value, dict):
        value = value.get("id") or value.get("@id")
    return value if isinstance(value, str) else ""


def _last(identifier: str) -> str:
    return identifier.rstrip("/").rpartition("/")[2]


def _name(value: Any) -> str:
    return _last(_identifier(value))
