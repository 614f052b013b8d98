"""Persons in the nominative: what a language prints in another case, and what it prints as it is."""

from __future__ import annotations

import pytest

from kzgraph.resolve.names import key_of, nominatives


@pytest.mark.parametrize(
    ("code", "printed", "nominative"),
    [
        # Only the last word has a case ending.
        ("fi", "Ana Velinovan", "Ana Velinova"),
        ("fi", "Darin Koss", "Darin Koss"),
        ("fi", "Martin Orlovin", "Martin Orlov"),
        ("et", "Pavel Orlovi", "Pavel Orlov"),
        ("et", "Kati Velinovale", "Kati Velinova"),
        ("hu", "Pavel Orlovot", "Pavel Orlov"),
        ("hu", "Darin Kosst", "Darin Koss"),
        ("hu", "Ana Velinovának", "Ana Velinova"),
        # All words have one.
        ("pl", "Anie Kowalskiej", "Anie Kowalska"),
        # Nothing is taken away from a name as it is.
        ("pl", "Ana Kovalenko", "Ana Kovalenko"),
        ("bg", "Ана Велинова", "Ана Велинова"),
        ("el", "Τόμαν Κερς", "Τόμαν Κερς"),
    ],
)
def test_words_of_a_name(code: str, printed: str, nominative: str) -> None:
    assert " ".join(nominatives(printed.split(), code)) == nominative


@pytest.mark.parametrize(
    ("code", "cases"),
    [
        ("fi", ["Ana Velinova", "Ana Velinovan", "Ana Velinovaa", "Ana Velinovalle"]),
        ("et", ["Ana Velinova", "Ana Velinovat", "Ana Velinovale"]),
        ("hu", ["Ana Velinova", "Ana Velinovát", "Ana Velinovának", "Ana Velinovával"]),
        ("pl", ["Ana Velinowa", "Any Velinowej", "Anę Velinową"]),
        ("lv", ["Ana Velinova", "Anas Velinovas", "Anai Velinovai", "Anu Velinovu"]),
        ("lt", ["Ana Velinova", "Anos Velinovos", "Anai Velinovai", "Aną Velinovą"]),
        ("cs", ["Pavel Orlov", "Pavla Orlova", "Pavlovi Orlovovi", "Pavlem Orlovem"]),
    ],
)
def test_all_cases_have_one_key(code: str, cases: list[str]) -> None:
    assert len({key_of(nominatives(printed.split(), code), code) for printed in cases}) == 1
