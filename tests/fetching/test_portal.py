"""Whatever the portal and the web answer, it is understood or refused."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph.errors import FetchError
from kzgraph.fetching.bodies import wall_in
from kzgraph.fetching.client import Answer, Check, Client, Origin
from kzgraph.fetching.portal import Portal
from kzgraph.fetching.references import Document, Procedure
from kzgraph.reading.media import media_type_of
from tests.fetching.server import CHALLENGE, SPECIMENS, html_of
from tests.media import pages
from tests.media.specimen import specimen

KEYS = st.sampled_from(
    ["data", "id", "@id", "is_realized_by", "is_embodied_by", "is_exemplified_by", "format", "consists_of",
     "decided_on_a_realization_of", "involved_work"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["eli/dl/doc/TA-11-2031-0144", "eli/dl/doc/TA-11-2031-0144/hr", "file-type/XML", "distribution/a_hr.xml", "//[", "http://[::1/",
     "../../x.xml", "\n", ""]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


class Told(Client):
    """A client that is told the answer."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(
        self,
        address: str,
        accept: str,  # noqa: ARG002
        language: str = "",  # noqa: ARG002
        *,
        check: Check,
        choices: bool = False,  # noqa: ARG002
    ) -> Answer:
        check(address, self._data)
        return Answer(address, 200, self._data, "", Origin.NEW)


@given(JSON | st.fixed_dictionaries({"data": st.lists(st.dictionaries(KEYS, JSON, max_size=3), min_size=1, max_size=2)}))
def test_any_json_is_understood_or_refused(content: Any) -> None:
    portal = Portal(Told(json.dumps(content).encode()), media_type_of, "http://127.0.0.1:9")
    try:
        listing = portal.look_up(Document("TA", 11, 2031, 144))
    except FetchError:
        pass
    else:
        assert all(file.address.startswith("http://127.0.0.1:9/") for files in listing.files.values() for file in files)
    with contextlib.suppress(FetchError):
        assert {one.series for one in portal.documents(Procedure(2031, 2901, "RSP"))[0]} <= {"TA", "RC"}


@given(st.binary(max_size=300) | st.lists(st.sampled_from(["<script", ">", "</script>", "<html", "/>", "<", "x " * 300]), max_size=9).map(lambda parts: "".join(parts).encode()))  # fmt: skip
def test_any_bytes_are_a_wall_or_none(data: bytes) -> None:
    assert isinstance(wall_in(200, {}, data), str)


def test_a_wall_is_told_from_a_page_with_text() -> None:
    one = specimen("mt")
    forms = [pages.adopted, pages.motion_first, pages.motion_codes, pages.motion_again, pages.journal]
    assert [wall_in(200, {}, form(one)) for form in forms] == [""] * len(forms)
    assert wall_in(200, {}, html_of(SPECIMENS["mt"], script="<script src='a.js'/><script>if (a < b) c()</script>")) == ""
    assert wall_in(200, {}, CHALLENGE)
    assert wall_in(200, {}, CHALLENGE.replace(b"<html", b"<HTML").replace(b"script", b"SCRIPT"))
    assert wall_in(200, {}, CHALLENGE.replace(b"</script>", b""))


@pytest.mark.parametrize("piece", [b"<script>", b"<script", b"<!--", b"<a ", b"<title><", b"<", b"</script>", b"<script/>"])
def test_a_page_that_opens_all_and_closes_nothing_takes_no_time(piece: bytes) -> None:
    """Ten seconds of the processor are hundreds of times what it takes, and a small part of what one look back per tag would take."""
    page = b"<html><script></script>" + piece * ((2**16 - 30) // len(piece))
    start = time.process_time()
    assert isinstance(wall_in(200, {}, page), str)
    assert time.process_time() - start < 10
