"""What Parliament's Open Data says about texts, as it was recorded there: kept apart from what the texts print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

#: What holds the text of a resolution, as Parliament identifies it: adopted texts, joint motions, motions, reports.
DOCUMENT = re.compile(r"(TA|RC|B|A)-(\d{1,2})-(\d{4})-(\d{4})")


class RecordKind(Enum):
    """What a record is about."""

    ADOPTED_TEXT = "adopted text"
    JOINT_MOTION = "joint motion"
    MOTION = "motion"
    REPORT = "report"
    PROCEDURE = "procedure"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, order=True)
class VoteCount:
    """How a vote ended.

    Args:
        identifier: Parliament's, such as "MTG-PL-2031-06-12-DEC-160031".
        address: Of Parliament's node, behind the root of its Open Data.
        date: ISO date; None where none is recorded.
        favor: Votes for.
        against: Votes against.
        abstention: Abstentions.
        about: Identifiers of the documents that were voted on.
    """

    identifier: str
    address: str
    date: str | None
    favor: int
    against: int
    abstention: int
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What is recorded about a document, a procedure or a decision.

    Args:
        name: How the user named the file, for messages and to find the texts beside it; it never enters the graph.
        sha256: Hex digest of the file.
        length: Of the decoded file, in code points.
        kind: What it is about.
        identifier: Parliament's: "TA-11-2031-0144", "2031-2901".
        address: Of Parliament's node, behind the root of its Open Data.
        reference: As texts cite it: "P11_TA(2031)0144", "RC-B11-0065/2031", "2031/2901(RSP)".
        date: ISO date of the document.
        titles: Language and title.
        procedures: Such as "2031/2901(RSP)", or "2031/2901" where the record does not say of which kind it is.
        languages: Codes of the language versions that it lists.
        adopts: Identifiers of the documents that the text adopts.
        replaces: Identifiers of the motions that the joint motion replaces.
        votes: That were held on it.
    """

    name: str
    sha256: str
    length: int
    kind: RecordKind
    identifier: str
    address: str
    reference: str
    date: str | None = None
    titles: tuple[tuple[str, str], ...] = ()
    procedures: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    adopts: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    votes: tuple[VoteCount, ...] = ()


def reference_of(identifier: str) -> str:
    """Return how texts cite a document.

    Args:
        identifier: Parliament's, in the form of :data:`DOCUMENT`.

    >>> [reference_of(one) for one in ("TA-11-2031-0144", "RC-11-2031-0065", "B-11-2031-0079")]
    ['P11_TA(2031)0144', 'RC-B11-0065/2031', 'B11-0079/2031']
    """
    found = DOCUMENT.fullmatch(identifier)
    assert found is not None
    series, term, year, number = found.groups()
    if series == "TA":
        return f"P{term}_TA({year}){number}"
    return f"{'RC-B' if series == 'RC' else series}{term}-{number}/{year}"
