"""What the user named: files, folders and standard input, found, opened and sorted out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kzgraph.errors import InputError, KzgraphError

if TYPE_CHECKING:
    from rich.console import Console

    from kzgraph.model import Source
    from kzgraph.pipeline import Build, Opener

#: What standard input is called.
STDIN = "standard input"
#: What a folder is searched for. A file that is named outright is always read.
ENDINGS = frozenset(
    {
        "", ".txt", ".text", ".md", ".markdown", ".docx", ".docm", ".pdf", ".xml", ".zip",
        ".html", ".htm", ".xhtml", ".mht", ".mhtml",
    }
)  # fmt: skip
# Files that say something about the texts beside them: no fault if they are no resolution.
_COMPANIONS = ("readme", "license", "licence", "changelog", "notice")


@dataclass(frozen=True, slots=True)
class Input:
    """One input, which is read when it is called.

    Args:
        name: How the user sees it.
        read: Gives its texts.
    """

    name: str
    read: Opener

    def __call__(self) -> Sequence[Source | InputError]:
        """Read its texts; see :func:`open_input`."""
        return self.read()


def openers(
    names: Sequence[str], language: str | None, progress: Callable[[str, int, int], None], *, offline: bool
) -> Sequence[Input]:
    """Return what opens the inputs, in order; texts that references name are fetched, and one that did not come says so.

    Args:
        names: As the user named them.
        language: The one language that is wanted; None for all.
        progress: Told how far fetching is.
        offline: Fetch from the cache alone.

    Raises:
        KzgraphError: A folder holds no text.
    """
    references = [name for name in names if _is_reference(name)]
    local = [
        Input(STDIN if path is None else str(path), partial(open_input, path))
        for path in inputs([name for name in names if name not in references])
    ]
    if not references:
        return local
    from kzgraph.commands.online import fetched

    outcomes = fetched(references, [language] if language else None, progress, offline=offline)
    opened = [Input(str(outcome.path), partial(open_input, outcome.path)) for outcome in outcomes if outcome.path]
    lost = [outcome.fault for outcome in outcomes if outcome.fault and outcome.expected]
    return [*local, *opened, *(Input(fault.place, partial(_refuse, fault)) for fault in lost)]


def _is_reference(name: str) -> bool:
    """True for what names a text to fetch and no file."""
    from kzgraph.fetching.references import is_file, is_reference

    return is_reference(name) and not is_file(name)


def _refuse(fault: InputError) -> NoReturn:
    raise fault


def inputs(names: Sequence[str]) -> Iterator[Path | None]:
    """Yield the files to read, folders searched, in order and once; None is standard input.

    Args:
        names: As the user named them.

    Raises:
        KzgraphError: A folder holds no text.
    """
    seen: set[Path | None] = set()
    for name in names:
        path = Path(name)
        found: list[Path | None]
        if name == "-":
            found = [None]
        elif path.is_dir():
            found = [file for file in sorted(path.rglob("*")) if _is_text(file, path)]
            if not found:
                raise KzgraphError(name, "the folder holds no text", f"Texts end in {', '.join(sorted(ENDINGS - {''}))}.")
        else:
            found = [path]
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _is_text(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and file.suffix.lower() in ENDINGS and not hidden


def open_input(path: Path | None) -> Sequence[Source | InputError]:
    """Read the texts of an input.

    Args:
        path: Its file, or None for standard input.

    Returns:
        The texts, and for each part of the input that cannot be read the reason.

    Raises:
        InputError: It cannot be read.
    """
    from kzgraph.reading.media import MOST_BYTES, read_bytes, read_file

    if path is None:
        return read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), STDIN)
    return read_file(path)


def language_of(code: str | None, option: str = "--language") -> str | None:
    """Return the code of a language that the user named.

    Args:
        code: As it was named, or None.
        option: By which option, for the error.

    Raises:
        KzgraphError: There is no pack for it.
    """
    from kzgraph.language.pack import languages

    if code is not None and code not in languages():
        raise KzgraphError(option, f"there is no pack for '{code}'", f"Known are: {', '.join(languages())}.")
    return code


def is_companion(fault: InputError) -> bool:
    """Tell whether what was refused says something about the texts beside it, as a README does.

    Args:
        fault: Why it was refused.
    """
    return _name(fault.place).startswith(_COMPANIONS)


def _name(place: str) -> str:
    """The name of a file, or of a member of an archive, in small letters."""
    return Path(place.rpartition("#")[2]).name.lower()


def without_companions(result: Build, console: Console, *, quiet: bool) -> Build:
    """Pass over a README among the texts, and say so; anything else that is no resolution stays refused.

    Args:
        result: Of a build.
        console: Where to say it.
        quiet: Say nothing.
    """
    from kzgraph.pipeline import Build as Result

    companions = [fault for fault in result.refused if is_companion(fault)]
    if not result.works or not companions:
        return result
    if not quiet:
        for fault in companions:
            console.print(
                f"passed over: {fault.place}, it speaks about the texts and is none",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
    return Result(result.works, tuple(fault for fault in result.refused if fault not in companions))
