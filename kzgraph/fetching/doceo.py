"""The pages that people read: Parliament's site, asked last, and EUR-Lex, which lets no program in."""

from __future__ import annotations

from urllib.parse import urljoin

from kzgraph.fetching.bodies import HTML, KindOf, check_kind
from kzgraph.fetching.client import Answer, Client
from kzgraph.fetching.references import Celex, Document

#: Where Parliament's site is; an environment or an option may name another.
ROOT = "https://www.europarl.europa.eu/"
_EUR_LEX = "https://eur-lex.europa.eu/"


class Doceo:
    """Parliament's site.

    Args:
        client: That asks.
        kind_of: Tells the kind of a file.
        root: Where the site is.
    """

    def __init__(self, client: Client, kind_of: KindOf, root: str = ROOT) -> None:
        self._client = client
        self._kind_of = kind_of
        self._root = root.rstrip("/") + "/"

    def text(self, document: Document, language: str) -> Answer:
        """Return the page of a document.

        Args:
            document: Which.
            language: In which language.

        Raises:
            FetchError: It does not come, or something else comes.
        """
        return self._client.get(
            page_of(document, language, self._root),
            HTML.accept,
            check=lambda address, data: check_kind(address, data, HTML, self._kind_of),
        )


def page_of(work: Document | Celex, language: str, root: str = ROOT) -> str:
    """Return the address at which a person can read a text.

    Args:
        work: Which.
        language: In which language.
        root: Where Parliament's site is.

    >>> page_of(Document("B", 11, 2031, 79), "mt")
    'https://www.europarl.europa.eu/doceo/document/B-11-2031-0079_MT.html'
    >>> page_of(Celex(2031, "IP", 144), "sk")
    'https://eur-lex.europa.eu/legal-content/SK/TXT/?uri=CELEX:52031IP0144'
    """
    if isinstance(work, Celex):
        return urljoin(_EUR_LEX, f"legal-content/{language.upper()}/TXT/?uri=CELEX:{work}")
    return urljoin(root, f"doceo/document/{work.identifier}_{language.upper()}.html")
