"""Writing a site into a folder, file by file, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kzgraph.errors import OutputError
from kzgraph.pages.manifest import Manifest
from kzgraph.pages.site import Site


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        files: How many.
        size: Of all of them, in bytes.
        removed: Files of an earlier site that this one has no more.
    """

    files: int
    size: int
    removed: int


def write_site(site: Site, folder: Path) -> Written:
    """Write a site; what an earlier one wrote is replaced or, where this one has no such page, removed. All else stays.

    Args:
        site: The site.
        folder: Where to; it is made where it does not exist.

    Raises:
        OutputError: The folder cannot be written to, or its list of files is none.
    """
    files = size = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        manifest = Manifest(folder)
        for path, content in _contents(site):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            # A page appears whole or not at all: a reader may have the old one open.
            part = file.with_name(f"{file.name}.part")
            part.write_bytes(content)
            part.replace(file)
            manifest.add(path, content)
            files += 1
            size += len(content)
        removed = manifest.close()
    except OSError as fault:
        reason = f"it cannot be written ({fault.strerror or fault})"
        raise OutputError(str(fault.filename or folder), reason, "Give a folder that you may write to.") from fault
    return Written(files, size, removed)


def _contents(site: Site) -> Iterator[tuple[str, bytes]]:
    yield from site.assets().items()
    for path in site.paths():
        yield path, site.page(path)
