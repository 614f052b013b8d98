"""Addresses that others wrote: joined and taken apart without trusting them."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def host_of(address: str) -> str:
    """Return host and port of a web address, empty for anything else.

    Args:
        address: Any text.

    >>> host_of("http://127.0.0.1:8080/x"), host_of("file:///x"), host_of("http://[::1/")
    ('127.0.0.1:8080', '', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in ("http", "https") else ""


def joined(address: str, link: str) -> str:
    """Return where a link on a page leads to, empty where it is no address.

    Args:
        address: Of the page.
        link: As it is written there.

    >>> joined("http://example.eu/a/b", "../c"), joined("http://example.eu/", "//[")
    ('http://example.eu/c', '')
    """
    try:
        return urljoin(address, link)
    except ValueError:
        return ""
