"""One trial: an input is read under bounds of time and memory, off-line, and what goes wrong gets a name."""

from __future__ import annotations

import gc
import resource
import signal
import sys
import time
import traceback
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzgraph.errors import KzgraphError

if TYPE_CHECKING:
    from tests.fuzz.readers import Reader

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "kzgraph"
#: Seconds of the processor for one input; what takes more is endless.
MOST_SECONDS = 20.0
#: So much may the memory of the process grow by one input: that of a small one, and more for each of its bytes.
MOST_MEMORY, MEMORY_OF_BYTE = 64 * 2**20, 1000
#: One input of so many is read again, to see that it gives the same.
AGAIN = 8
#: What a program may do with the world outside while it reads: open files of its own, nothing else.
_OUTSIDE = frozenset({"socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "urllib.Request"})
_STATE = {"watching": False}


class BrokenPromiseError(AssertionError):
    """What was read is not what every reader promises.

    Args:
        promise: Which one, in words that are the same for each input.
        detail: What is wrong with this input.
    """

    def __init__(self, promise: str, detail: object = "") -> None:
        super().__init__(promise, detail)
        self.promise = promise


class Endless(BaseException):
    """Reading takes too long. No handler of the program catches it."""


class WentOutside(BaseException):
    """Reading reached for the network or for another program. No handler of the program catches it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong.

    Args:
        what: The same for all inputs with one cause: the exception and the place in the package, or the broken promise.
        told: All that is known.
    """

    what: str
    told: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a trial ended.

    Args:
        seconds: That reading took, of the processor.
        fault: What went wrong, None where nothing did.
        refused: True where the reader said why it does not read the input.
    """

    seconds: float
    fault: Fault | None
    refused: bool


def sampled(data: bytes, of: int) -> bool:
    """True for one input of so many, always for the same ones.

    Args:
        data: The input.
        of: How many.
    """
    return zlib.crc32(data) % of == 0


def attempt(reader: Reader, data: bytes, *, thorough: bool = False) -> Outcome:
    """Read an input, and hold the reader to what it promises.

    Args:
        reader: That reads.
        data: The input.
        thorough: Do all that is done with samples only.
    """
    _watch()
    fault, refused = None, False
    room = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    seconds = 0.0
    try:
        with _bounded(reader):
            result = _result(reader, data)
            seconds = time.process_time() - began
            refused = isinstance(result, KzgraphError)
            if thorough or sampled(data, AGAIN):
                _compare(result, _result(reader, data))
            if isinstance(result, KzgraphError):
                _hold_refusal(result)
            else:
                reader.hold(data, result, thorough=thorough)
    except BrokenPromiseError as broken:
        fault = Fault(broken.promise, traceback.format_exc())
    except (Exception, Endless, WentOutside) as raised:
        fault = Fault(f"{type(raised).__name__} at {_place(raised)}", traceback.format_exc())
    if fault is None:
        grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - room)
        if grown > MOST_MEMORY + MEMORY_OF_BYTE * reader.size(data):
            fault = Fault("reading takes much memory", f"{grown:,} bytes for an input of {len(data):,}")
    return Outcome(seconds or time.process_time() - began, fault, refused)


def _result(reader: Reader, data: bytes) -> Any:
    try:
        return reader.read(data)
    except KzgraphError as refusal:
        return refusal


def _compare(one: Any, other: Any) -> None:
    if _comparable(one) != _comparable(other):
        raise BrokenPromiseError("what is read twice is the same")


def _comparable(result: Any) -> Any:
    """A result, refusals in it as what they say."""
    if isinstance(result, KzgraphError):
        return repr(result)
    return [_comparable(one) for one in result] if isinstance(result, list | tuple) else result


def _hold_refusal(refusal: KzgraphError) -> None:
    """A refusal has place, reason and remedy, and can be printed on any terminal."""
    if not (refusal.place or refusal.reason) or not refusal.remedy.strip().endswith((".", "?")):
        raise BrokenPromiseError("a refusal has a reason and a remedy", repr(refusal))
    if not str(refusal).isprintable():
        raise BrokenPromiseError("a refusal can be printed", repr(refusal))
    if len(str(refusal)) > 2000:
        raise BrokenPromiseError("a refusal is short", repr(refusal)[:200])


def _place(raised: BaseException) -> str:
    """The innermost place in the package, or where there is none, in the program that tries it."""
    frames = traceback.extract_tb(raised.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    own = own or [frame for frame in frames if frame.filename != __file__] or list(frames)
    path = Path(own[-1].filename)
    return f"{path.relative_to(TOP) if path.is_relative_to(TOP) else path.name}:{own[-1].name}"


@contextmanager
def _bounded(reader: Reader) -> Iterator[None]:
    """Bound the time of the processor, keep the collector of garbage out of it, and look out for ways outside."""

    def give_up(*_: object) -> None:
        raise Endless(f"more than {MOST_SECONDS} s")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS, MOST_SECONDS)
    gc.disable()
    _STATE["watching"] = not reader.starts_programs
    try:
        yield
    finally:
        _STATE["watching"] = False
        gc.enable()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def _watch() -> None:
    def hook(event: str, _: object) -> None:
        if _STATE["watching"] and event in _OUTSIDE:
            raise WentOutside(event)

    sys.addaudithook(hook)
