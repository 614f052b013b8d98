"""Invented records in the form of Parliament's Open Data, for the tests of all that reads them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from kzgraph.metadata import Record
from kzgraph.reading.record import read_records

TOP = Path(__file__).resolve().parent.parent
WORK = "TA-11-2031-0144"
#: The specimen as a register would call it, in four alphabets' worth of languages.
TITLES = {
    "bg": "Езерните общности на Велдория",
    "el": "Οι λιμναίες κοινότητες της Βελντόρια",
    "fi": "Veldorian järviyhteisöt",
    "hr": "Jezerske zajednice u Veldoriji",
    "mt": "Il-komunitajiet tal-lag tal-Veldorja",
}


def adopted(**changes: Any) -> dict[str, Any]:
    """The record of an adopted text; a change to None takes a key away."""
    return _changed(
        {
            "id": f"eli/dl/doc/{WORK}",
            "type": "Work",
            "identifier": WORK,
            "document_date": "2031-06-12",
            "title_dcterms": TITLES,
            "work_type": "def/ep-document-types/TEXT_ADOPTED",
            "adopts": ["eli/dl/doc/RC-11-2031-0065"],
            "inverse_created_a_realization_of": ["eli/dl/proc/2031-2901"],
            "is_realized_by": [{"id": f"eli/dl/doc/{WORK}/{code}", "type": "Expression"} for code in TITLES],
        },
        changes,
    )


def joint(**changes: Any) -> dict[str, Any]:
    """The record of the joint motion."""
    return _changed(
        {
            "id": "eli/dl/doc/RC-11-2031-0065",
            "identifier": "RC-11-2031-0065",
            "document_date": {"type": "xsd:dateTime", "@value": "2031-06-09T22:00:00Z"},
            "is_derivative_of": ["eli/dl/doc/B-11-2031-0079", {"id": "eli/dl/doc/B-11-2031-0080", "type": "Work"}],
        },
        changes,
    )


def procedure(**changes: Any) -> dict[str, Any]:
    """The record of the procedure."""
    return _changed(
        {
            "id": "eli/dl/proc/2031-2901",
            "process_id": "2031-2901",
            "label": "2031/2901(RSP)",
            "process_title": {"en": "Resolution on the lake communities of Veldoria"},
            "consists_of": [
                {"id": "eli/dl/event/2031-2901-DEC-DCPL-2031-06-12", "decided_on_a_realization_of": f"eli/dl/doc/{WORK}"}
            ],
        },
        changes,
    )


def decision(**changes: Any) -> dict[str, Any]:
    """The record of the final vote."""
    return _changed(
        {
            "id": "eli/dl/event/MTG-PL-2031-06-12-DEC-160031",
            "type": ["Activity", "Decision"],
            "activity_id": "MTG-PL-2031-06-12-DEC-160031",
            "activity_date": "2031-06-12",
            "decided_on_a_realization_of": ["eli/dl/doc/RC-11-2031-0065"],
            "number_of_votes_favor": 512,
            "number_of_votes_against": 31,
            "number_of_votes_abstention": 47,
        },
        changes,
    )


def _changed(item: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (item | changes).items() if value is not None}


def as_file(*items: Any) -> bytes:
    """An answer of the API."""
    context = [{"data": "@graph", "@base": "https://data.europarl.europa.eu/"}]
    return json.dumps({"data": items, "@context": context}, ensure_ascii=False).encode()


def records_of(*items: Any, name: str = "a.json") -> tuple[Record, ...]:
    """What is read in an answer."""
    return read_records(as_file(*items), name)


def digest(*items: Any) -> str:
    """The SHA-256 of an answer."""
    return hashlib.sha256(as_file(*items)).hexdigest()


def specimen(code: str) -> Path:
    """The file of the specimen in a language."""
    [path] = (TOP / "docs" / "examples").glob(f"2031-2901.{code}.*")
    return path
