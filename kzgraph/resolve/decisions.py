"""Curators' decisions: who is the same, who is not, and what somebody is called.

They are read from ``ontology/curation.toml``, which explains its form, and from a file of the user's own.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kzgraph.errors import DecisionError
from kzgraph.language.pack import languages
from kzgraph.resolve.iri import BASE
from kzgraph.resolve.vocabulary import vocabulary
from kzgraph.resources import ontology_folder

_KEY = re.compile(r"(?:actor|instrument)/[A-Za-z0-9-]+")
_WORK = re.compile(r"[a-z0-9-]+")
#: A key of so many parts that no decision has it.
_DEEP = re.compile(r"(?<![\w-])(?:[\w-]+\.){40}")
#: Persons and organisations that were found by rule; all others have their name from a vocabulary.
BY_RULE = ("actor/person-", "actor/organisation-")
#: The fields of each kind of decision; all have those of the last row.
_FIELDS = {
    "same": ("keep", "also"),
    "different": ("one", "other"),
    "name": ("of", "language", "name"),
}
_EXTRA = {"different": ("works",)}
_ALL = ("by", "on", "why")
_FORM = "See the head of ontology/curation.toml for the form of a decision."


@dataclass(frozen=True, slots=True)
class Decisions:
    """What curators decided, free of contradictions.

    Args:
        kept: Key of an entity and the key under which the graph says all about it.
        apart: Pairs of keys, each in order, that are never one.
        moved: Work and key as the texts have it, and the key it stands for in that work.
        names: Key and language, and the preferred name.
    """

    kept: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    moved: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def key(self, key: str, work: str = "") -> str:
        """Return the key that an entity has by decision; what belongs to it, such as its articles, goes with it.

        Args:
            key: As the texts have it.
            work: The key of the resolution that names it.

        >>> Decisions(kept={"actor/person-b": "actor/person-a"}).key("actor/person-b")
        'actor/person-a'
        """
        head = "/".join(key.split("/", 2)[:2])
        kept = self.kept.get(head, head)
        return self.moved.get((work, kept), kept) + key[len(head) :]

    def favoured(self) -> frozenset[str]:
        """Return the keys that a curator has confirmed: of several spellings they are kept."""
        pairs = (key for pair in self.apart for key in pair)
        return frozenset({*self.kept.values(), *self.moved.values(), *pairs, *(key for key, _ in self.names)})


@dataclass(frozen=True, slots=True)
class _Decision:
    """One entry of a file, its form checked."""

    kind: str
    place: str
    fields: Mapping[str, Any]

    def against(self, other: _Decision, reason: str) -> DecisionError:
        remedy = f"Take one of the two back, or correct it; the other is {other.place}."
        return DecisionError(self.place, reason, remedy)


def load_decisions(path: Path | None = None, base: str = BASE) -> Decisions:
    """Return the decisions of the project, and those of a file beside them.

    Args:
        path: The user's own file.
        base: What IRIs that are written in full begin with.

    Raises:
        DecisionError: A decision has a bad form or contradicts another.
    """
    return _compiled([*_project(base), *(_read(path, base) if path is not None else ())])


@cache
def _project(base: str) -> tuple[_Decision, ...]:
    return _read(ontology_folder() / "curation.toml", base)


def _read(path: Path, base: str) -> tuple[_Decision, ...]:
    try:
        text = path.read_text("utf-8")
        if _DEEP.search(text):
            raise ValueError("tables in tables in tables")  # the parser would take the square of it
        tables = tomllib.loads(text)
    except OSError as fault:
        remedy = "Check the name and the permissions."
        raise DecisionError(str(path), f"it cannot be read ({fault.strerror})", remedy) from fault
    except (ValueError, RecursionError) as fault:
        raise DecisionError(str(path), f"it is no TOML ({fault})", "Correct it there.") from fault
    found: list[_Decision] = []
    for kind, entries in tables.items():
        if kind not in _FIELDS or not isinstance(entries, list):
            raise DecisionError(str(path), f"'{kind}' is no kind of decision", f"Use [[{']], [['.join(_FIELDS)}]].")
        headers = [text.count("\n", 0, head.start()) + 1 for head in re.finditer(rf"^\[\[{kind}\]\]", text, re.MULTILINE)]
        # Where entries are written in another form, only their number is known.
        lines = headers if len(headers) == len(entries) else []
        for number, (entry, line) in enumerate(zip_longest(entries, lines), 1):
            place = f"{path}{f', line {line}' if line else ''}, [[{kind}]] {number}"
            found.append(_Decision(kind, place, _checked(kind, entry, place, base)))
    return tuple(found)


# ---------------------------------------------------------------- the form of one decision


def _checked(kind: str, entry: object, place: str, base: str) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise DecisionError(place, "it is no table", _FORM)
    needed, allowed = (*_FIELDS[kind], *_ALL), (*_FIELDS[kind], *_EXTRA.get(kind, ()), *_ALL)
    for name in needed:
        if entry.get(name) in (None, "", []):
            raise DecisionError(place, f"'{name}' is missing", _FORM)
    for name in entry:
        if name not in allowed:
            raise DecisionError(place, f"'{name}' is no field of such a decision", f"It has {', '.join(allowed)}.")
    if not isinstance(entry["on"], dt.date) or isinstance(entry["on"], dt.datetime):
        raise DecisionError(place, f"'on' is no date: {entry['on']}", "Write it as 2031-07-01, without quotation marks.")
    for name in ("by", "why", "name"):
        if name in entry and not isinstance(entry[name], str):
            raise DecisionError(place, f"'{name}' is no text: {entry[name]}", "Write it between quotation marks.")
    checked: dict[str, Any] = dict(entry)
    for name in ("keep", "one", "other", "of"):
        if name in entry:
            checked[name] = _key(entry[name], place, base)
    if kind == "same":
        checked["also"] = [_key(value, place, base) for value in _list(entry, "also", place)]
        for value in checked["also"]:
            _check_kinds(checked["keep"], value, place)
    if kind == "different":
        if checked["one"] == checked["other"]:
            raise DecisionError(place, f"{checked['one']} differs from itself", "Give 'other' an IRI of its own.")
        _check_kinds(checked["one"], checked["other"], place)
        checked["works"] = _list(entry, "works", place)
        for work in checked["works"]:
            if not isinstance(work, str) or not _WORK.fullmatch(work):
                raise DecisionError(place, f"'{work}' is no key of a resolution", 'Write it as "2031-2955".')
    if kind == "name" and entry["language"] not in languages():
        raise DecisionError(place, f"there is no pack for '{entry['language']}'", f"Known are: {', '.join(languages())}.")
    return checked


def _list(entry: Mapping[str, Any], name: str, place: str) -> Sequence[Any]:
    values = entry.get(name, [])
    if not isinstance(values, list):
        raise DecisionError(place, f"'{name}' is no list: {values}", f'Write it as {name} = ["…"].')
    return values


def _key(value: object, place: str, base: str) -> str:
    key = value if isinstance(value, str) else ""
    for known in (base, BASE):
        key = key.removeprefix(known)
    if not _KEY.fullmatch(key):
        remedy = "Write it as the graph prints it: actor/… or instrument/…, of letters a to z, digits and hyphens."
        raise DecisionError(place, f"'{value}' is no IRI of an actor or instrument", remedy)
    return key


def _kind_of(key: str) -> str:
    return next((prefix for prefix in BY_RULE if key.startswith(prefix)), key.partition("/")[0] + "/")


def _check_kinds(one: str, other: str, place: str) -> None:
    """A person is no organisation; what was found by rule may turn out to be in a vocabulary."""
    fits = _kind_of(one) == _kind_of(other) or (one in vocabulary() and one.partition("/")[0] == other.partition("/")[0])
    if not fits:
        raise DecisionError(place, f"{one} and {other} are of two kinds", "Name two persons, organisations or instruments.")


# ---------------------------------------------------------------- all decisions together


def _compiled(decisions: Sequence[_Decision]) -> Decisions:
    kept, reasons = _kept(decision for decision in decisions if decision.kind == "same")

    def key(name: str) -> str:
        return kept.get(name, name)

    apart: set[tuple[str, str]] = set()
    moved: dict[tuple[str, str], tuple[str, _Decision]] = {}
    names: dict[tuple[str, str], tuple[str, _Decision]] = {}
    for decision in decisions:
        said = decision.fields
        if decision.kind == "different":
            one, other = key(said["one"]), key(said["other"])
            if one == other:
                joined = reasons.get(said["one"]) or reasons[said["other"]]
                raise decision.against(joined, f"{said['one']} and {said['other']} are said to be the same elsewhere")
            apart.add((min(one, other), max(one, other)))
            for work in said["works"]:
                before, by = moved.setdefault((work, one), (other, decision))
                if before != other:
                    raise decision.against(by, f"in {work}, {one} is said to be {before} elsewhere")
        if decision.kind == "name":
            of = key(said["of"])
            name, by = names.setdefault((of, said["language"]), (said["name"], decision))
            if name != said["name"]:
                raise decision.against(by, f"{of} is called '{name}' in {said['language']} elsewhere")
    return Decisions(
        kept,
        frozenset(apart),
        {place: other for place, (other, _) in moved.items()},
        {place: name for place, (name, _) in names.items()},
    )


def _kept(decisions: Iterable[_Decision]) -> tuple[dict[str, str], dict[str, _Decision]]:
    """The key that is kept for each that is not, and the decision that says so."""
    direct: dict[str, str] = {}
    reasons: dict[str, _Decision] = {}
    for decision in decisions:
        keep = decision.fields["keep"]
        for dropped in decision.fields["also"]:
            if direct.setdefault(dropped, keep) != keep:
                raise decision.against(reasons[dropped], f"{dropped} is already kept as {direct[dropped]}")
            reasons.setdefault(dropped, decision)
            end = keep
            while end != dropped and end in direct:
                end = direct[end]
            if end == dropped:
                raise decision.against(reasons.get(keep, decision), f"{dropped} is kept and given up at once")
    resolved: dict[str, str] = {}
    for dropped in direct:
        end = direct[dropped]
        while end in direct:
            end = direct[end]
        resolved[dropped] = end
    return resolved, reasons
