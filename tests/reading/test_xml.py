"""The same text in every form of XML gives the same graph, and a hostile file gives a reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import pytest

from tests.media import markup
from tests.media.specimen import Specimen, facts_of, plain, specimen

LANGUAGES = ("en", "el", "bg", "hr", "fi", "ga")
FORMS: dict[str, Callable[[Specimen], bytes]] = {
    "sdocta": markup.sdocta,
    "sdocta-old": partial(markup.sdocta, old=True),
    "formex": markup.formex,
    "formex-zip": markup.formex_zip,
    "akoma-ntoso": markup.akoma_ntoso,
}
graph_in = cache(lambda language: facts_of(plain(specimen(language)).encode()))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_text_gives_the_same_graph(language: str, form: str) -> None:
    data = FORMS[form](specimen(language))
    assert facts_of(data) == graph_in(language)
