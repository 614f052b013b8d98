"""A table of a language pack while it is read: every key is asked for by type, and none may be left over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzgraph.errors import PackError
from kzgraph.language.words import Phrases


class Table:
    """One table of a pack: hands out its keys by type and knows which were never asked for.

    Args:
        place: Which pack and table, for messages.
        own: What the pack gives.
        shared: What stands under all packs, for keys that the pack does not give.
    """

    def __init__(self, place: str, own: Mapping[str, Any], shared: Mapping[str, Any]) -> None:
        self._place = place
        self._own = dict(own)
        self._shared = shared

    def _take(self, key: str, *, required: bool) -> Any:
        if key in self._own:
            return self._own.pop(key)
        if key in self._shared or not required:
            return self._shared.get(key)
        raise PackError(self._place, f"the key '{key}' is missing", "Give it, with an empty value if the language has none.")

    def _refuse(self, key: str, wanted: str) -> PackError:
        return PackError(self._place, f"'{key}' is not {wanted}", "Compare it with the same key in en.toml.")

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text."""
        value = self._take(key, required=required)
        if not isinstance(value, str):
            raise self._refuse(key, "a text")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._take(key, required=True)
        if not isinstance(value, bool):
            raise self._refuse(key, "true or false")
        return value

    def phrases(self, key: str, *, required: bool = True) -> Phrases:
        """Return a list of phrases without doubles."""
        value = self._take(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() == v and v for v in value):
            raise self._refuse(key, "a list of phrases without outer blanks")
        if len(set(value)) != len(value):
            doubled = sorted({v for v in value if value.count(v) > 1})
            raise self._refuse(key, f"free of doubles ({doubled})")
        return tuple(value)

    def numbers(self, key: str) -> Mapping[str, int]:
        """Return a table of words and numbers."""
        value = self._take(key, required=True)
        if not isinstance(value, dict) or not all(isinstance(v, int) for v in value.values()):
            raise self._refuse(key, "a table of words and numbers")
        return value

    def table(self, key: str, *, required: bool = True) -> Table:
        """Return a table within this one."""
        value = self._own.pop(key, None)
        if value is None and required:
            raise PackError(self._place, f"the table [{key}] is missing", "Compare with en.toml.")
        shared = self._shared.get(key, {})
        return Table(f"{self._place} [{key}]", value or {}, shared if isinstance(shared, dict) else {})

    def lists(self, key: str, count: int) -> tuple[Phrases, ...]:
        """Return a list of so many lists, none empty."""
        value = self._take(key, required=True)
        if not isinstance(value, list) or len(value) != count or not all(isinstance(v, list) and v for v in value):
            raise self._refuse(key, f"a list of {count} lists")
        return tuple(tuple(str(form) for form in forms) for forms in value)

    def close(self) -> None:
        """Refuse what was never asked for."""
        if self._own:
            raise PackError(self._place, f"unknown keys: {', '.join(sorted(self._own))}", "Correct or remove them.")

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return a list of pairs of texts."""
        value = self._take(key, required=True)
        if not isinstance(value, list) or not all(isinstance(v, list) and len(v) == 2 for v in value):
            raise self._refuse(key, "a list of pairs")
        return tuple((str(first), str(second)) for first, second in value)

    def map(self, key: str) -> Mapping[str, str]:
        """Return a table of texts."""
        value = self._take(key, required=True)
        if not isinstance(value, dict):
            raise self._refuse(key, "a table of texts")
        return {str(name): str(text) for name, text in value.items()}

    def unread(self) -> tuple[str, ...]:
        """Return the keys that were not asked for yet."""
        return tuple(self._own)

    def is_table(self, key: str) -> bool:
        """Return whether a key of the pack holds a table."""
        return isinstance(self._own.get(key), dict)

    def has(self, key: str) -> bool:
        """Return whether the pack itself gives a key."""
        return key in self._own
