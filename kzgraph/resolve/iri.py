"""Every IRI that is minted, in one place. All are made of ASCII letters, digits, hyphens and slashes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kzgraph.errors import KzgraphError
from kzgraph.model import Span

#: The base under which data stand unless the user names another.
BASE = "https://w3id.org/kzgraph/id/"
# Relative IRIs are resolved against it, so it has no query, no fragment and no dot segments.
_BASE = re.compile(r"(?!.*/\.{1,2}/)https?://[^\s\x00-\x20<>\"{}|\\^`?#]+/")


@dataclass(frozen=True, slots=True)
class Minter:
    """Mints the IRIs of one export.

    Args:
        base: An absolute http or https IRI that ends in "/", without a query or fragment.

    Raises:
        KzgraphError: The base is no such IRI.

    >>> Minter().unit("2031-2901", "recital/J")
    'https://w3id.org/kzgraph/id/resolution/2031-2901/recital/J'
    """

    base: str = BASE

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            remedy = "Give an absolute http(s) IRI that ends in / and has no ? or #."
            raise KzgraphError("--base", f"'{self.base}' cannot carry names", remedy)

    def resolution(self, work: str) -> str:
        """The work, whatever its language or stage."""
        return f"{self.base}resolution/{work}"

    def graph(self, work: str) -> str:
        """The named graph that holds all about one work."""
        return f"{self.base}graph/resolution/{work}"

    def source(self, sha256: str) -> str:
        """The bytes that were read."""
        return f"{self.base}source/{sha256}"

    def record(self, sha256: str, identifier: str) -> str:
        """What one file of metadata says about one thing.

        Args:
            sha256: Of the file.
            identifier: Parliament's, such as "TA-11-2031-0144".
        """
        return f"{self.source(sha256)}/record/{identifier}"

    def tabled(self, work: str, identifier: str) -> str:
        """A motion or report that led to a work.

        Args:
            work: Key of the work.
            identifier: Parliament's, such as "RC-11-2031-0065".
        """
        return f"{self.resolution(work)}/tabled/{identifier}"

    def vote(self, sha256: str, record: str, identifier: str) -> str:
        """A vote, as one record counts it.

        Args:
            sha256: Of the file of metadata.
            record: Identifier of the record in it.
            identifier: Parliament's, of the vote.
        """
        return f"{self.record(sha256, record)}/vote/{identifier}"

    def record_divergence(self, work: str, on: str, number: int) -> str:
        """A point on which a record and the texts of a work differ.

        Args:
            work: Key of the work.
            on: The matter, such as "date".
            number: From 1.
        """
        return f"{self.resolution(work)}/divergence/{on}/{number}"

    def version(self, work: str, version: str) -> str:
        """One language of one stage."""
        return f"{self.resolution(work)}/version/{version}"

    def unit(self, work: str, unit: str) -> str:
        """A citation, recital or paragraph: the same from every language."""
        return f"{self.resolution(work)}/{unit}"

    def unit_text(self, work: str, version: str, unit: str) -> str:
        """The words of a unit in one version.

        Args:
            work: Key of the work.
            version: Key of the version.
            unit: Such as "recital/J".
        """
        return f"{self.version(work, version)}/{unit}"

    def finding(self, work: str, unit: str, position: int) -> str:
        """One clause of a recital.

        Args:
            work: Key of the work.
            unit: Such as "recital/J".
            position: From 1.
        """
        return f"{self.unit(work, unit)}/finding/{position}"

    def act(self, work: str, unit: str, position: int) -> str:
        """One speech act of a paragraph.

        Args:
            work: Key of the work.
            unit: Such as "paragraph/4".
            position: From 1.
        """
        return f"{self.unit(work, unit)}/act/{position}"

    def divergence(self, work: str, unit: str, number: int) -> str:
        """A point on which the versions of a unit differ.

        Args:
            work: Key of the work.
            unit: Such as "paragraph/4".
            number: From 1.
        """
        return f"{self.unit(work, unit)}/divergence/{number}"

    def entity(self, key: str) -> str:
        """An actor, instrument or provision: the same from every text."""
        return f"{self.base}{key}"

    def passage(self, work: str, version: str, statement: str) -> str:
        """Where a version shows a finding, an act or a divergence.

        Args:
            work: Key of the work.
            version: Key of the version.
            statement: Such as "recital/J/finding/2".
        """
        return f"{self.version(work, version)}/passage/{statement}"

    def mention(self, work: str, version: str, kind: str, span: Span) -> str:
        """Where a version prints something.

        Args:
            work: Key of the work.
            version: Key of the version.
            kind: "date", "figure", "mention", or "mention-2" for a second on one span.
            span: Where in the clean text.
        """
        kind, _, number = kind.partition("-")
        return f"{self.version(work, version)}/{kind}/{span.start}-{span.end}{f'-{number}' if number else ''}"
