"""PDF files: read in a process that may fail without harm, for the files come from anywhere and the library is large."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kzgraph.errors import InputError
from kzgraph.model import LeftOut, Medium
from kzgraph.reading.media import Part

#: The longest resolution takes a few seconds; the process counts its own time too, on systems that can.
_MOST_SECONDS = 120
_REMEDY = "Print it to a new PDF, or give the HTML or DOCX version."
_READER = "kzgraph.reading.pdfium"
_TOP = Path(__file__).resolve().parents[2]


def parts(data: bytes, name: str) -> Iterator[Part]:
    """Read the text of a PDF file.

    Args:
        data: Its bytes.
        name: What to call it in an error.

    Raises:
        InputError: It is damaged or locked, too large, or shows pictures of text only.
    """
    paths = filter(None, (str(_TOP), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    try:
        # The folder where the user stands is no place to import from.
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-m", _READER],
            input=data,
            capture_output=True,
            timeout=_MOST_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise InputError(name, f"it takes more than {_MOST_SECONDS} seconds to read, no resolution does", _REMEDY) from fault
    if ended.returncode:
        last = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        why = last or f"the process ended with {ended.returncode}"
        raise InputError(name, f"reading it took too much time or memory, or broke off ({why[:200]})", _REMEDY)
    answer: dict[str, Any] = json.loads(ended.stdout)
    if "text" not in answer:
        raise InputError(name, answer["reason"], answer["remedy"])
    left_out = tuple(LeftOut(place, text) for place, text in answer["left out"])
    yield Part(answer["text"], medium=Medium(left_out=left_out))
