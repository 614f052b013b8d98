"""Messages: whatever an input holds, what is said of it is short and prints on any terminal."""

from __future__ import annotations

import pytest

from kzgraph.errors import InputError


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("it has \x1b[31mcolours", "it has \ufffd[31mcolours"),
        ("two\nlines", "two lines"),
        ("a\u202eb\x00", "a\ufffdb\ufffd"),
        ("łąka", "łąka"),
        ("x" * 601, "x" * 600 + "…"),
    ],
)
def test_a_message_holds_no_sign_that_a_terminal_obeys_and_is_short(reason: str, said: str) -> None:
    fault = InputError("a.txt", reason, "Give another.")
    assert str(fault) == f"a.txt: {said}. Give another."
    assert fault.reason == reason
