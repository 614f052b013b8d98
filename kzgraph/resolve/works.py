"""Which versions are one work.

Versions that print the same procedure, text number or CELEX number are one work. A version that prints none is tied to the
work with which its language-free facts agree; where there is none, it is a work of its own, keyed by those facts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kzgraph.errors import InputError
from kzgraph.model import Version, Work
from kzgraph.resolve.fingerprint import LEAST_FACTS, LEAST_SHARE, Fact, digest, fingerprint, share

_ADOPTED = re.compile(r"P(\d+)_TA(?:-PROV)?\((\d{4})\)(\d{4})")


@dataclass(frozen=True, slots=True)
class KnownWork:
    """A work that a graph given with ``--known`` holds already.

    Args:
        key: Its part of the IRI.
        identifiers: Procedure, text numbers and CELEX number.
        facts: Its language-free facts, of all its versions.
        versions: The keys of its versions.
        sources: SHA-256 of the text of a version and the key of that version.
        names: By version and unit the keys of the persons and organisations found by rule, in printed order.
    """

    key: str
    identifiers: frozenset[str]
    facts: frozenset[Fact]
    versions: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)
    names: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class _Draft:
    """A work in the making."""

    identifiers: set[str] = field(default_factory=set)
    facts: frozenset[Fact] = frozenset()
    versions: list[Version] = field(default_factory=list)
    ties: dict[str, float] = field(default_factory=dict)
    known: KnownWork | None = None


def identifiers(version: Version) -> frozenset[str]:
    """Return what names the work of a version, in the form that tells final and provisional texts as one.

    >>> from kzgraph.model import Head, Recognition, Source
    >>> head = Head(procedure="2031/2901(RSP)", adopted_text_numbers=("P11_TA-PROV(2031)0144",))
    >>> version = Version(Source("a", "", "", "text/plain", "utf-8"), Recognition("lt", (), ()), head, ())
    >>> sorted(identifiers(version))
    ['2031-2901', 'ta-11-2031-0144']
    """
    head = version.head
    names = {procedure_key(head.procedure)} if head.procedure else set()
    names |= {adopted_text_key(number) for number in head.adopted_text_numbers}
    if head.celex:
        names.add(f"celex-{head.celex.lower()}")
    return frozenset(names)


def procedure_key(procedure: str) -> str:
    """Return the key of a procedure number.

    >>> procedure_key("2031/2901(RSP)")
    '2031-2901'
    """
    return procedure.split("(")[0].replace("/", "-").lower()


def adopted_text_key(number: str) -> str:
    """Return the key of an adopted text's number, the same for the provisional text.

    Raises:
        InputError: The number has another form.

    >>> adopted_text_key("P11_TA-PROV(2031)0144")
    'ta-11-2031-0144'
    """
    found = _ADOPTED.fullmatch(number)
    if found is None:
        raise InputError(number, "this is no number of an adopted text", "Correct it to the form of P11_TA(2031)0144.")
    return f"ta-{found[1]}-{found[2]}-{found[3]}"


def _choose_key(names: Iterable[str]) -> str:
    """Procedure before text number before CELEX number; of several of one kind the first in order."""
    return min(names, key=lambda name: (name.startswith("celex-"), name.startswith("ta-"), name))


def group_versions(versions: Iterable[Version], known: Sequence[KnownWork] = ()) -> tuple[Work, ...]:
    """Group versions into works, the same whatever their order.

    Args:
        versions: All versions of a run; a text given twice counts once.
        known: Works of an earlier graph.

    Returns:
        The works, sorted by key.
    """
    ordered = sorted(_once(versions), key=lambda v: (v.language, v.source.sha256))
    drafts = [_Draft(set(work.identifiers) | {work.key}, work.facts, known=work) for work in known]
    nameless: list[Version] = []
    for version in ordered:
        names = identifiers(version)
        if names:
            _add_named(drafts, version, names)
        else:
            nameless.append(version)
    for version in nameless:
        _add_nameless(drafts, version)
    keys = _keys(drafts)
    rows = ((draft, key) for draft, key in zip(drafts, keys, strict=True) if draft.versions)
    return tuple(sorted((_finish(draft, key) for draft, key in rows), key=lambda work: work.key))


def _once(versions: Iterable[Version]) -> Iterable[Version]:
    """Each text once, under the first of its names; the others are kept beside it."""
    alike: dict[str, list[Version]] = {}
    for version in versions:
        alike.setdefault(version.source.sha256, []).append(version)
    for group in alike.values():
        first, *others = sorted({version.source.name: version for version in group}.items())
        yield replace(first[1], also=tuple(name for name, _ in others)) if others else first[1]


def _add_named(drafts: list[_Draft], version: Version, names: frozenset[str]) -> None:
    hits = [draft for draft in drafts if draft.identifiers & names]
    home = hits[0] if hits else _Draft()
    if not hits:
        drafts.append(home)
    for other in hits[1:]:
        # This version prints the numbers of two drafts, so they are one work.
        home.identifiers |= other.identifiers
        home.facts |= other.facts
        home.versions += other.versions
        home.known = home.known or other.known
        drafts.remove(other)
    home.identifiers |= names
    home.facts |= fingerprint(version)
    home.versions.append(version)


def _add_nameless(drafts: list[_Draft], version: Version) -> None:
    facts = fingerprint(version)
    holder = next((draft for draft in drafts if draft.known and version.source.sha256 in draft.known.sources), None)
    if holder is not None:
        holder.facts |= facts
        holder.versions.append(version)
        return
    scores = sorted(((share(facts, draft.facts), index) for index, draft in enumerate(drafts)), reverse=True)
    if scores and scores[0][0] >= LEAST_SHARE and not (len(scores) > 1 and scores[1][0] >= LEAST_SHARE):
        home = drafts[scores[0][1]]
        if home.identifiers:
            home.ties[version.source.sha256] = scores[0][0]
    else:
        home = _Draft()
        drafts.append(home)
    home.facts |= facts
    home.versions.append(version)


def _keys(drafts: Sequence[_Draft]) -> list[str]:
    """The key of each draft; works without a number that say the same, or too little, are told apart by their bytes."""
    contents = [_content_key(draft) for draft in drafts]
    counts = Counter(contents)
    keys: list[str] = []
    for draft, key in zip(drafts, contents, strict=True):
        told = draft.known is not None or draft.identifiers or (counts[key] == 1 and len(draft.facts) >= LEAST_FACTS)
        keys.append(key if told else f"x-{min(version.source.sha256 for version in draft.versions)[:16]}")
    return keys


def _content_key(draft: _Draft) -> str:
    if draft.known is not None:
        return draft.known.key
    if draft.identifiers:
        return _choose_key(draft.identifiers)
    return f"x-{min(digest(fingerprint(version)) for version in draft.versions)}"


def _finish(draft: _Draft, key: str) -> Work:
    keys = version_keys(draft.versions, *((draft.known.versions, draft.known.sources) if draft.known is not None else ()))
    rows = sorted(zip(keys, draft.versions, strict=True), key=lambda row: row[0])
    ties = tuple((name, draft.ties[version.source.sha256]) for name, version in rows if version.source.sha256 in draft.ties)
    return Work(key, tuple(rows), ties)


def version_keys(versions: Sequence[Version], taken: Iterable[str] = (), sources: Mapping[str, str] | None = None) -> list[str]:
    """Return the key of each version: its language, with the stage where a language has several, with a digest where both recur.

    Args:
        versions: The versions of one work.
        taken: Keys that a known graph uses.
        sources: SHA-256 of the texts that the known graph holds, and their keys, which they keep.
    """
    taken = frozenset(taken)
    kept = sources or {}
    held = {name.split("-")[0] for name in taken}
    languages = Counter(version.language for version in versions)
    staged = Counter((version.language, version.head.stage) for version in versions)
    keys: list[str] = []
    for version in versions:
        if version.source.sha256 in kept:
            keys.append(kept[version.source.sha256])
            continue
        key = version.language
        if languages[version.language] > 1 or version.language in held:
            key += f"-{version.head.stage.value.removesuffix('-text')}"
            if staged[version.language, version.head.stage] > 1 or key in taken:
                key += f"-{version.source.sha256[:8]}"
        keys.append(key)
    return keys
