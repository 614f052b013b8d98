"""The encoding of a web page, which its bytes tell better than what it declares."""

from __future__ import annotations

import codecs
import re

from kzgraph.errors import InputError
from kzgraph.reading.source import choose_encoding, decode_unicode, refuse_mix

#: So many bytes tell the encoding.
_SAMPLE = 2**22
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]*>")


def decode_page(data: bytes, name: str) -> tuple[str, str, InputError | None]:
    """Return the text of a page, by what its bytes are; what it declares decides only where nothing else does.

    Args:
        data: Its bytes.
        name: What to call it in an error.

    Returns:
        The text, its encoding, and where bytes of it are in no one encoding the reason why U+FFFD stands in their place.

    Raises:
        InputError: It is in no encoding that is used in the EU.

    >>> page = "<meta charset=utf-8><p>Az Európai Parlament,<p>tekintettel az őszi ülésre"
    >>> decode_page(page.encode("windows-1250"), "a.html") == (page, "windows-1250", None)
    True
    """
    found = decode_unicode(data, name)
    if found is None:
        data = data.replace(b"\x00", b"")
        found = decode_unicode(data, name) or _cut_off(data)
    if found is not None:
        return found[0].lstrip("\ufeff"), found[1], None
    try:
        refuse_mix(_TAG.sub(lambda tag: b" " + b"\n" * tag[0].count(b"\n"), data), name)
    except InputError as fault:
        # Browsers show such pages; what is broken may be a menu.
        return data.decode("utf-8", "replace"), "utf-8", fault
    given = _DECLARED.search(data[:4096])
    lines = _TAG.sub(b"\n", data).replace(b"&nbsp;", b" ").splitlines()
    shown = b"\n".join(line for line in lines if line.strip())
    encoding = choose_encoding(shown[:_SAMPLE], name, _known(given[1].decode()) if given else None)
    return data.decode(encoding, "replace"), encoding, None


def _cut_off(data: bytes) -> tuple[str, str] | None:
    """A page whose last letter was cut off."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data), "utf-8"
    except UnicodeDecodeError:
        return None


def _known(declared: str) -> str:
    """The name of an encoding as browsers understand it: Latin 1 is Windows' variant of it."""
    name = re.sub(r"^(?:cp|x-cp)(?=125)", "windows-", declared.lower().replace("_", "-"))
    return "windows-1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else name
