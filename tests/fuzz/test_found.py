"""What fuzzing found once stays mended: each kept input, and some sound ones, are read again without a fuzzer."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.readers import READERS
from tests.fuzz.trial import attempt

FOUND = Path(__file__).resolve().parent / "found"
KEPT = sorted(path for path in FOUND.glob("*/*") if path.is_file())
#: So many sound inputs of each reader are read.
_SOUND = 3


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}-{path.name}") for path in KEPT])
def test_what_was_found_once_is_mended(path: Path) -> None:
    outcome = attempt(READERS[path.parent.name], path.read_bytes(), thorough=True)
    assert outcome.fault is None, outcome.fault.told


@pytest.mark.parametrize("name", READERS)
def test_sound_inputs_keep_every_promise(name: str) -> None:
    reader = READERS[name]
    for data in islice(reader.seeds(), _SOUND):
        outcome = attempt(reader, data)
        assert outcome.fault is None, outcome.fault.told


def test_every_folder_of_kept_inputs_has_its_reader() -> None:
    assert {path.parent.name for path in KEPT} <= set(READERS)
