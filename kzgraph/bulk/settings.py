"""What a bulk run is asked for, and what its result depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import kzgraph
from kzgraph.errors import KzgraphError
from kzgraph.graph.validate import AUTO
from kzgraph.resolve.iri import BASE
from kzgraph.resources import ontology_folder, packs_folder, shapes_folder

#: Formats that keep works apart, so that what was written for one of them can be put beside the others.
FORMATS = ("nq", "trig")
#: Hexadecimal digits that tell the shard of a work: 16 or 256 or 4,096 shards at most.
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """What a bulk run is asked for.

    Args:
        output: Folder of the shards and the manifest, a path or an address.
        base: What the IRIs of the data begin with.
        language: Code of the language of all inputs where the user named it.
        decisions: File of curators' decisions beside those of the project.
        known: An earlier graph.
        form: A name in :data:`FORMATS`.
        compressed: Shards are gzip files.
        digits: So many hexadecimal digits tell the shard of a work, from 0 to 3.
        validator: A name in :data:`kzgraph.graph.validate.VALIDATORS`; all find the same.

    Raises:
        KzgraphError: A setting cannot be met.
    """

    output: str
    base: str = BASE
    language: str | None = None
    decisions: str | None = None
    known: str | None = None
    form: str = "nq"
    compressed: bool = False
    digits: int = 2
    validator: str = AUTO

    def __post_init__(self) -> None:
        if self.form not in FORMATS:
            raise KzgraphError("--format", f"shards cannot be '{self.form}'", f"Use {' or '.join(FORMATS)}.")
        if not 0 <= self.digits <= _MOST_DIGITS:
            raise KzgraphError("--shard-digits", f"{self.digits} is not from 0 to {_MOST_DIGITS}", "Use 2, or leave it out.")

    @property
    def ending(self) -> str:
        """Of the names of shards."""
        return f".{self.form}{'.gz' if self.compressed else ''}"

    def shard(self, work: str) -> str:
        """Return the name of the shard of a work: it depends on the work alone, so that no other work can move it.

        Args:
            work: Its key.

        >>> Settings("out").shard("2031-2901")
        'works-e6.nq'
        """
        digits = hashlib.sha256(work.encode()).hexdigest()[: self.digits]
        return f"works{'-' if digits else ''}{digits}{self.ending}"

    def digest(self) -> str:
        """Return a digest of all that a block depends on besides its texts: settings, files of the user, code, vocabularies."""
        told = asdict(self)
        del told["output"], told["digits"], told["validator"]
        files = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in (self.decisions, self.known) if path]
        return hashlib.sha256(json.dumps([told, files, made_by()], sort_keys=True).encode()).hexdigest()


@cache
def made_by() -> str:
    """Return a digest of the program: its code, packs, vocabularies and shapes."""
    digest = hashlib.sha256()
    roots = {Path(kzgraph.__file__).parent, ontology_folder(), shapes_folder(), packs_folder()}
    for root in sorted(roots):
        for path in sorted(file for file in root.rglob("*") if file.suffix in (".py", ".ttl", ".toml", ".json", ".jsonld")):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
