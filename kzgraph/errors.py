"""What can go wrong, each with the place, the reason and the remedy."""

from __future__ import annotations


class KzgraphError(Exception):
    """Anything that stops one input or the whole run.

    Args:
        place: The file, pack or option at fault, as the user named it.
        reason: What is wrong, in a clause.
        remedy: What the user can do about it, in a sentence.

    >>> print(KzgraphError("a.txt", "the file is empty", "Give a file with a resolution in it."))
    a.txt: the file is empty. Give a file with a resolution in it.
    """

    def __init__(self, place: str, reason: str, remedy: str) -> None:
        super().__init__(place, reason, remedy)
        self.place = place
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{_printed(self.place)}: {_printed(self.reason)}. {_printed(self.remedy)}"


#: A place or a reason may quote the input, and is cut behind so many characters.
_LONGEST = 600


def _printed(text: str) -> str:
    """Text without the signs that no font prints, some of which a terminal obeys."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else " " if letter.isspace() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


class InputError(KzgraphError):
    """An input cannot be read as the text of a resolution; the others are still built.

    Attributes:
        media_type: What kind of file it is, where its content told that before it was refused.
    """

    media_type: str | None = None


class PackError(KzgraphError):
    """A language pack breaks the rules of its own form: a fault of the project, not of the user."""


class OutputError(KzgraphError):
    """The result cannot be written; what stood there before stands."""


class GraphError(KzgraphError):
    """A graph given as input cannot be read."""


class DecisionError(KzgraphError):
    """A curators' decision cannot be read, or contradicts another."""


class FetchError(InputError):
    """What was asked for did not come from the web, or something else came in its place; the others are still fetched."""


class StoreError(KzgraphError):
    """A store cannot be reached, refuses, or does not keep what it was given; what stood there before stands."""


class NotFoundError(FetchError):
    """The source answers that it has no such text."""


class QueryError(KzgraphError):
    """A question cannot be asked: it is not known, not SPARQL, or what is set in it does not fit."""
