"""Going on-line: the settings of the user, the sources, and what tells a file's kind and a text's language."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kzgraph.errors import FetchError, InputError, KzgraphError

if TYPE_CHECKING:
    from kzgraph.fetching.fetch import Fetcher, Outcome, Progress


def fetched(
    names: Sequence[str],
    languages: Sequence[str] | None,
    progress: Progress,
    *,
    offline: bool = False,
    options: argparse.Namespace | None = None,
) -> list[Outcome]:
    """Fetch what references and lists of them name, and return what came of each text.

    Args:
        names: References or list files.
        languages: Their codes; None for all that there are.
        progress: Told how far the run is.
        offline: Use the cache alone.
        options: Of the command ``fetch``; by default the environment decides.
    """
    from kzgraph.fetching.fetch import Outcome
    from kzgraph.fetching.references import Reference, expand

    asked = list(expand(names))
    outcomes = [Outcome(one.place, "", fault=one) for one in asked if isinstance(one, FetchError)]
    references = [one for one in asked if isinstance(one, Reference)]
    with _fetcher(options or argparse.Namespace(), os.environ, offline=offline) as fetcher:
        return [*outcomes, *fetcher.fetch(references, languages, progress)]


@contextmanager
def _fetcher(options: argparse.Namespace, environment: Mapping[str, str], *, offline: bool) -> Iterator[Fetcher]:
    """Put the sources together as options and environment name them."""
    from kzgraph.fetching import cellar, doceo, portal
    from kzgraph.fetching.cache import Cache
    from kzgraph.fetching.client import Client
    from kzgraph.fetching.fetch import Fetcher
    from kzgraph.fetching.pace import PAUSE
    from kzgraph.fetching.results import Results
    from kzgraph.fetching.transfer import Line
    from kzgraph.kept import cache_folder
    from kzgraph.reading.media import media_type_of
    from kzgraph.web.waiting import Clock

    def setting(name: str, default: str) -> str:
        return str(getattr(options, name, None) or environment.get(f"KZGRAPH_{name.upper()}") or default)

    def root(name: str, default: str) -> str:
        address = setting(name, default)
        if not address.startswith(("http://", "https://")):
            raise KzgraphError(address, f"the address of {name} is no web address", "Begin it with http:// or https://.")
        return address

    given = getattr(options, "pause", None)
    pause = _seconds(setting("pause", str(PAUSE)) if given is None else str(given))
    folder = cache_folder(environment)
    clock = Clock()
    line = Line(clock, pause)
    client = Client(Cache(folder), line, clock=clock, offline=offline, refresh=getattr(options, "refresh", False))
    output = getattr(options, "output", None)
    try:
        yield Fetcher(
            portal.Portal(client, media_type_of, root("portal", portal.ROOT)),
            cellar.Cellar(client, media_type_of, root("cellar", cellar.ROOT)),
            doceo.Doceo(client, media_type_of, root("doceo", doceo.ROOT)),
            Results(Path(output) if output else folder / "texts"),
            language_in,
        )
    finally:
        line.close()


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise KzgraphError(f"pause {text}", "it is no number of seconds", "Give one from 0 to 3600.")
    return seconds


def language_in(data: bytes, name: str) -> str | None:
    """Return the language of a text by its words; None where they prove none, or no reader knows the medium.

    Args:
        data: The file.
        name: What to call it.
    """
    from kzgraph.model import Source
    from kzgraph.reading.media import read_bytes
    from kzgraph.reading.recognise import recognise

    try:
        texts = [one.text for one in read_bytes(data, name) if isinstance(one, Source)]
        # A resolution is longer than its annexes.
        return recognise(max(texts, key=len), name, None).language if texts else None
    except InputError:
        return None  # whoever reads the text will say what is wrong with it
