"""What the user named: files, folders and standard input, found, opened and sorted out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from kzgraph.errors import InputError, KzgraphError

if TYPE_CHECKING:
    from rich.console import Console

    from kzgraph.fetching.fetch import Outcome
    from kzgraph.model import Record, Source
    from kzgraph.pipeline import Build, Gathered, Opener

#: What standard input is called.
STDIN = "standard input"
#: What a folder is searched for. A file that is named outright is always read.
ENDINGS = frozenset(
    {
        "", ".txt", ".text", ".md", ".markdown", ".docx", ".docm", ".pdf", ".xml", ".zip",
        ".html", ".htm", ".xhtml", ".mht", ".mhtml",
    }
)  # fmt: skip
# What `kzgraph fetch` calls the metadata beside the texts: any other JSON in a folder is somebody else's.
_METADATA = re.compile(r"(?:(?:TA|RC|B|A)-\d{1,2}-\d{4}-\d{4}|\d{4}-\d{4}[A-Z]?|5\d{4}[A-Z]{2}\d{4}(?:\(\d\d\))?)\.json")
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

    def __call__(self) -> Sequence[Source | Record | InputError]:
        """Read its texts; see :func:`open_input`."""
        return self.read()


_Found = TypeVar("_Found", "Build", "Gathered")


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
    opened += [
        Input(str(path), partial(open_input, path)) for path in _metadata(references, [one for one in outcomes if one.path])
    ]
    lost = [outcome.fault for outcome in outcomes if outcome.fault and outcome.expected]
    return [*local, *opened, *(Input(fault.place, partial(_refuse, fault)) for fault in lost)]


def _is_reference(name: str) -> bool:
    """True for what names a text to fetch and no file."""
    from kzgraph.fetching.references import is_file, is_reference

    return is_reference(name) and not is_file(name)


def _metadata(references: Sequence[str], outcomes: Sequence[Outcome]) -> list[Path]:
    """The metadata that came with texts: of the works, and of the procedures that led to them."""
    from kzgraph.fetching.references import parse

    names = dict.fromkeys([*(outcome.work for outcome in outcomes), *(parse(name).work.identifier for name in references)])
    folders = dict.fromkeys(outcome.path.parent for outcome in outcomes if outcome.path)
    return [path for folder in folders for name in names if (path := folder / f"{name}.json").is_file()]


def _refuse(fault: InputError) -> NoReturn:
    raise fault


def inputs(names: Sequence[str], *, metadata: bool = True) -> Iterator[Path | None]:
    """Yield the files to read, folders searched, in order and once; None is standard input.

    Args:
        names: As the user named them.
        metadata: In folders the metadata beside the texts too.

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
            held = [file for file in sorted(path.rglob("*")) if _is_shown(file, path)]
            found = [file for file in held if _is_text(file) or (metadata and _METADATA.fullmatch(file.name))]
            if not any(map(_is_text, held)):
                raise KzgraphError(name, "the folder holds no text", f"Texts end in {', '.join(sorted(ENDINGS - {''}))}.")
        else:
            found = [path]
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _is_shown(file: Path, folder: Path) -> bool:
    return file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)


def _is_text(file: Path) -> bool:
    return file.suffix.lower() in ENDINGS


def open_input(path: Path | None) -> Sequence[Source | Record | InputError]:
    """Read the texts of an input, or the records in a file of metadata.

    Args:
        path: Its file, or None for standard input.

    Returns:
        The texts or records, and for each part of the input that cannot be read the reason.

    Raises:
        InputError: It cannot be read.
    """
    from kzgraph.reading.media import MOST_BYTES, read_bytes, read_file

    if path is None:
        return read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), STDIN)
    if path.suffix.lower() == ".json":
        from kzgraph.reading.record import read_record_file

        return read_record_file(path)
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


def without_companions(result: _Found, console: Console, *, quiet: bool) -> _Found:
    """Pass over a README among the texts, and say so; anything else that is no resolution stays refused.

    Args:
        result: Of a build, or of its first half.
        console: Where to say it.
        quiet: Say nothing.
    """
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
    return replace(result, refused=tuple(fault for fault in result.refused if fault not in companions))


def tell_loose(result: Build, console: Console) -> None:
    """Say which files of metadata are about none of the texts.

    Args:
        result: Of a build.
        console: Where to say it.
    """
    used = {record.name for built in result.works for record in built.work.records}
    for name in dict.fromkeys(record.name for record in result.loose if record.name not in used):
        console.print(f"passed over: {name}, it is about none of the texts", markup=False, highlight=False, soft_wrap=True)
