"""CELLAR, the store behind EUR-Lex: one address per text, and the headers say in which language and form."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from kzgraph.errors import FetchError, NotFoundError
from kzgraph.fetching.addresses import host_of, joined
from kzgraph.fetching.bodies import BY_HAND, FORMEX, HTML, PDF, XHTML, KindOf, Medium, check_kind
from kzgraph.fetching.client import Answer, Client
from kzgraph.fetching.references import Celex
from kzgraph.language.pack import pack

#: Where CELLAR is; an environment or an option may name another.
ROOT = "https://publications.europa.eu/"
#: What it is asked for, one after the other.
_MEDIA = (XHTML, FORMEX, HTML, PDF)
_NOTICE = "application/rdf+xml"
_LINK = re.compile(r"""href\s*=\s*["']([^"'<>\s]+)["']""", re.IGNORECASE)
#: Of several items of one text so many are looked at.
_MOST_ITEMS = 6


class Cellar:
    """CELLAR by content negotiation.

    Args:
        client: That asks.
        kind_of: Tells the kind of a file.
        root: Where CELLAR is.
    """

    def __init__(self, client: Client, kind_of: KindOf, root: str = ROOT) -> None:
        self._client = client
        self._kind_of = kind_of
        self._root = root.rstrip("/") + "/"
        self._known: dict[Celex, bool] = {}

    def knows(self, celex: Celex) -> bool:
        """Return whether there is a text with a number.

        Args:
            celex: The number.

        Raises:
            FetchError: CELLAR does not answer.
        """
        if celex not in self._known:
            try:
                self._client.get(self._address(celex), _NOTICE, check=_any, choices=True)
            except NotFoundError:
                self._known[celex] = False
            else:
                self._known[celex] = True
        return self._known[celex]

    def text(self, celex: Celex, language: str) -> tuple[Answer, Medium]:
        """Return a text in one language, in the best form there is.

        Args:
            celex: Its number.
            language: Its code.

        Raises:
            NotFoundError: There is no such version.
            FetchError: CELLAR does not answer, or something else comes.
        """
        missing: NotFoundError | None = None
        for medium in _MEDIA:
            try:
                return self._in(celex, language, medium), medium
            except NotFoundError as fault:
                missing = missing or fault
        assert missing is not None
        raise missing

    def _in(self, celex: Celex, language: str, medium: Medium) -> Answer:
        def check(address: str, data: bytes) -> None:
            check_kind(address, data, medium, self._kind_of)

        # Its codes of languages are those of the EU's authority table, in small letters.
        wanted = pack(language).authority.lower()
        answer = self._client.get(self._address(celex), medium.accept, wanted, check=check, choices=True)
        if answer.status == 200:
            return answer
        items = [joined(answer.address, link) for link in _LINK.findall(answer.data.decode("utf-8", "replace"))]
        own = [item for item in dict.fromkeys(items) if host_of(item) == host_of(answer.address)]
        found: list[Answer] = []
        fault: FetchError = NotFoundError(answer.address, "a list of items came that names none", BY_HAND)
        for item in own[:_MOST_ITEMS]:
            try:
                found.append(self._client.get(item, medium.accept, wanted, check=check))
            except FetchError as refusal:
                fault = refusal
        if not found:
            raise fault
        # A text is larger than its annexes and cover, whichever comes first.
        return max(found, key=lambda one: len(one.data))

    def _address(self, celex: Celex) -> str:
        return urljoin(self._root, f"resource/celex/{celex}")


def _any(_address: str, _data: bytes) -> None:
    """Whatever a notice says, the text exists."""
