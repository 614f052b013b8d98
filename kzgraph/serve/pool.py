"""Processes that do jobs for the server: a few at a time, each ended and made anew when it takes too long."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kzgraph.serve.answers import Head
from kzgraph.serve.limits import Limits
from kzgraph.serve.refusal import Refusal

_READY = b"ready\n"
#: Seconds after which a client may ask again when all processes are at work.
_AGAIN = "5"
#: Seconds for a process to open the data.
_START = 60


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is written.

    Args:
        head: What is said of it.
        file: Its bytes, from the start; the file has no name any more.
        size: How many.
    """

    head: Head
    file: IO[bytes]
    size: int


class _Worker:
    """One process."""

    def __init__(self, settings: Mapping[str, Any], answer: Path) -> None:
        self._settings = settings
        self._answer = answer
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-m", "kzgraph.serve.worker", json.dumps(self._settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in a terminal is for the server alone: it ends its processes itself.
            start_new_session=True,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(_START):
            if await self._process.stdout.readline() != _READY:
                raise RuntimeError("a process of the server did not start")

    async def ready(self) -> None:
        """Start anew what was ended; that is not the time of the next job."""
        if self._process is None:
            await self.start()

    async def do(self, job: Mapping[str, Any]) -> Answered:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**job, "file": str(self._answer)}).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise ConnectionResetError
        file = self._answer.open("rb")
        self._answer.unlink()
        size = file.seek(0, 2)
        file.seek(0)
        return Answered(Head(**json.loads(line)), file, size)

    async def end(self) -> None:
        if self._process is None:
            return
        if self._process.returncode is None:
            # Not by its own method: that takes the exit code of a process just dead, which asyncio then waits for in vain.
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        self._process = None
        self._answer.unlink(missing_ok=True)


class Pool:
    """Does jobs, as many at a time as it has processes; a few more may wait.

    Args:
        name: Of the files of answers.
        size: How many processes.
        settings: For each process, see :mod:`kzgraph.serve.worker`.
        folder: For answers until they are sent.
        limits: Of one job.
    """

    def __init__(self, name: str, size: int, settings: Mapping[str, Any], folder: Path, limits: Limits) -> None:
        self._workers = [_Worker(settings, folder / f"{name}-{number}") for number in range(size)]
        self._free: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._limits = limits
        self._waiting = 0
        self._mending: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()

    async def start(self) -> None:
        """Start the processes."""
        await asyncio.gather(*(worker.start() for worker in self._workers))
        for worker in self._workers:
            self._free.put_nowait(worker)

    async def stop(self) -> None:
        """End the processes, whatever they are at, for good."""
        self._ended.set()
        for task in self._mending:
            task.cancel()
        await asyncio.gather(*self._mending, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._workers))

    async def do(self, job: Mapping[str, Any]) -> Answered:
        """Do a job; if this is cancelled, the job is.

        Args:
            job: See :mod:`kzgraph.serve.jobs`.

        Raises:
            Refusal: There is no process free, the job takes too long, or it breaks its process.
        """
        seconds = self._limits.seconds
        if self._ended.is_set():
            raise _over()
        worker = await self._worker()
        unfit = True
        try:
            await worker.ready()
            async with asyncio.timeout(seconds):
                done = await worker.do({**job, "seconds": seconds, "most": self._limits.answer})
            unfit = False
        except TimeoutError as fault:
            reason = f"This takes longer than {seconds:g} seconds. Ask for less: fewer patterns, more that is named, LIMIT."
            raise Refusal(503, reason) from fault
        except (ConnectionResetError, BrokenPipeError) as fault:
            if self._ended.is_set():
                raise _over() from fault
            raise Refusal(503, "This takes more memory than there is. Ask for less.") from fault
        finally:
            if self._ended.is_set():
                await worker.end()
            elif unfit:
                self._mend(worker)
            else:
                self._free.put_nowait(worker)
        if done.head.status >= 400:
            done.file.close()
            raise Refusal(done.head.status, done.head.reason)
        return done

    async def _worker(self) -> _Worker:
        busy = Refusal(503, "All processes are at work. Ask again in a moment.", {"Retry-After": _AGAIN})
        if self._free.empty() and self._waiting >= self._limits.waiting:
            raise busy
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._free.get()
        except TimeoutError as fault:
            raise busy from fault
        finally:
            self._waiting -= 1

    def _mend(self, worker: _Worker) -> None:
        """End a process, while the server goes on; its next job starts it anew."""
        task = asyncio.create_task(self._anew(worker))
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)

    async def _anew(self, worker: _Worker) -> None:
        await worker.end()
        self._free.put_nowait(worker)


def _over() -> Refusal:
    return Refusal(503, "The server is at its end.")
