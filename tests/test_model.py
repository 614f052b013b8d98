"""The types that travel along the chain: texts that know where their characters stand, and values that nobody changes."""

from __future__ import annotations

import dataclasses
import inspect
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph import model
from kzgraph.model import Entity, Head, MappedText, Recognition, Source, Span, Stage, Unit, UnitKind, Version

SOURCE = "– filwaqt li l-qniepen ta' Orm\nma jdoqqux aktar;"
TYPES = [
    kind
    for _, kind in inspect.getmembers(model, inspect.isclass)
    if dataclasses.is_dataclass(kind) and kind.__module__ == model.__name__
]


@st.composite
def mapped(draw: st.DrawFn) -> tuple[str, MappedText]:
    """A source, and a text put together from stretches of it in order."""
    source = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    pieces = [MappedText.of(source[start:end], start) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return source, MappedText.join(pieces)


@st.composite
def with_spans(draw: st.DrawFn) -> tuple[MappedText, list[Span]]:
    """A text and stretches of it, in order and apart."""
    _, text = draw(mapped())
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]


# ---------------------------------------------------------------- mapped texts


@given(mapped())
def test_every_character_stands_where_it_says(made: tuple[str, MappedText]) -> None:
    source, text = made
    assert len(text) == len(text.text) == len(text.origins)
    assert [source[place] for place in text.origins] == list(text.text)
    assert list(text.origins) == sorted(text.origins)


@given(mapped(), st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_leads_to_the_source(made: tuple[str, MappedText], start: int, end: int) -> None:
    source, text = made
    if not 0 <= start < end <= len(text):
        with pytest.raises(ValueError, match=rf"no characters between {start} and {end} of {len(text)}"):
            text.span(start, end)
        return
    span = text.span(start, end)
    assert source[span.start] == text.text[start]
    assert source[span.end - 1] == text.text[end - 1]
    assert span.end - span.start >= end - start


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 6), (5, 6)])
def test_no_characters_stand_nowhere(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no characters"):
        MappedText.of("Tokaj", 10).span(start, end)


@given(mapped(), st.integers(0, 60), st.integers(0, 60))
def test_a_slice_is_cut_from_text_and_places_alike(made: tuple[str, MappedText], start: int, end: int) -> None:
    _, text = made
    cut = text.slice(start, end)
    assert (cut.text, cut.origins) == (text.text[start:end], text.origins[start:end])


@given(mapped())
def test_strip_takes_blanks_from_the_ends_only(made: tuple[str, MappedText]) -> None:
    source, text = made
    stripped = text.strip()
    assert stripped.text == text.text.strip()
    assert [source[place] for place in stripped.origins] == list(stripped.text)


@pytest.mark.parametrize(
    ("text", "kept"), [("  a b \u00a0\n", (2, "a b")), ("ab", (0, "ab")), (" \u2003\t", (0, "")), ("", (0, ""))]
)
def test_strip_knows_all_blanks(text: str, kept: tuple[int, str]) -> None:
    stripped = MappedText.of(text, 0).strip()
    assert stripped.text == kept[1]
    assert list(stripped.origins) == list(range(kept[0], kept[0] + len(kept[1])))


@given(with_spans())
def test_what_is_cut_out_is_gone_and_the_rest_is_as_it_was(made: tuple[MappedText, list[Span]]) -> None:
    text, spans = made
    gone = {place for span in spans for place in range(span.start, span.end)}
    kept = [place for place in range(len(text)) if place not in gone]
    cut = text.without(spans)
    assert cut.text == "".join(text.text[place] for place in kept)
    assert list(cut.origins) == [text.origins[place] for place in kept]


def test_a_word_torn_by_a_page_is_one_word_over_both_pages() -> None:
    start = SOURCE.index("qniepen")
    first, second = MappedText.of("qni", start), MappedText.of("epen", start + 3)
    joined = MappedText.join([first, MappedText.of("", 7), second])
    assert joined.text == "qniepen"
    assert joined.span(0, 7) == Span(start, start + 7)
    assert SOURCE[start : start + 7] == "qniepen"


def test_joined_pieces_are_not_changed() -> None:
    piece = MappedText.of("Orm", 3)
    joined = MappedText.join([piece, piece])
    assert (piece.text, list(piece.origins)) == ("Orm", [3, 4, 5])
    assert (joined.text, list(joined.origins)) == ("OrmOrm", [3, 4, 5, 3, 4, 5])
    assert MappedText.join([]) == MappedText("", array("I"))


def test_places_beyond_two_bytes_are_kept() -> None:
    far = MappedText.of("Orm", 16 * 2**20)
    assert far.span(0, 3) == Span(16 * 2**20, 16 * 2**20 + 3)


# ---------------------------------------------------------------- values


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: str(kind.__name__))
def test_types_are_frozen_and_slim(kind: type) -> None:
    parameters = kind.__dataclass_params__  # type: ignore[attr-defined]
    assert parameters.frozen
    assert parameters.eq
    assert "__slots__" in vars(kind)


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(1, 2).start = 3  # type: ignore[misc]


@given(st.lists(st.builds(Span, st.integers(0, 9), st.integers(0, 9))))
def test_spans_are_ordered_by_start_then_end(spans: list[Span]) -> None:
    assert [(span.start, span.end) for span in sorted(spans)] == sorted((span.start, span.end) for span in spans)


@pytest.mark.parametrize(
    ("kind", "label", "key"),
    [(UnitKind.CITATION, "3", "citation/3"), (UnitKind.RECITAL, "AA", "recital/AA"), (UnitKind.PARAGRAPH, "13", "paragraph/13")],
)
def test_key_of_a_unit(kind: UnitKind, label: str, key: str) -> None:
    assert Unit(kind, 1, label, None, MappedText.of("", 0), "label").key == key


def test_language_of_a_version_is_what_was_recognised() -> None:
    version = Version(Source("a", "", "", "text/plain", "utf-8"), Recognition("mt", (), ()), Head(), ())
    assert version.language == "mt"
    assert version.head.stage is Stage.UNKNOWN
    assert (version.units, version.removed, version.gaps) == ((), (), ())


def test_messages_do_not_print_whole_texts() -> None:
    source = Source("a", SOURCE, "", "text/plain", "utf-8")
    assert SOURCE not in repr(source)
    assert "array" not in repr(MappedText.of(SOURCE, 0))


@pytest.mark.parametrize(
    ("cls", "base", "pinpoint"),
    [
        ("Provision", None, "art. 3"),
        ("Provision", "instrument/a", None),
        ("Provision", "", ""),
        ("Provision", None, None),
        ("Treaty", "instrument/a", "art. 3"),
    ],
)
def test_a_provision_has_its_instrument(cls: str, base: str | None, pinpoint: str | None) -> None:
    with pytest.raises(ValueError, match="instrument/a/art/3: a provision"):
        Entity("instrument/a/art/3", cls, base=base, pinpoint=pinpoint)
    assert Entity("instrument/a/art/3", "Provision", base="instrument/a", pinpoint="art. 3").cls == "Provision"
