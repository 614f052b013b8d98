"""Who does the work: processes on this machine, or a cluster that runs already."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar

from kzgraph.bulk.settings import Settings
from kzgraph.errors import KzgraphError

Item = TypeVar("Item")
Answer = TypeVar("Answer")
#: So many items per process are under way at once: enough to keep all busy, few enough to hold in memory.
_AHEAD = 4
#: Seconds for a scheduler to answer; one that is busy with others takes its time.
_PATIENCE = 30


class LostError(KzgraphError):
    """An item took the process that worked on it down, twice."""


class Engine(Protocol):
    """Does a step for many items."""

    def map(
        self, step: Callable[[Settings, Item], Answer], settings: Settings, items: Iterable[Item]
    ) -> Iterator[tuple[Item, Answer | LostError]]:
        """Yield each item with its answer, as they come, in any order.

        Args:
            step: A function of a module, so that another process finds it.
            settings: Of the run.
            items: What to do it for.
        """
        ...

    def close(self) -> None:
        """Let the workers go."""
        ...


class Here:
    """This process alone."""

    def map(
        self, step: Callable[[Settings, Item], Answer], settings: Settings, items: Iterable[Item]
    ) -> Iterator[tuple[Item, Answer | LostError]]:
        """Do it one after the other; see :class:`Engine`."""
        for item in items:
            yield item, step(settings, item)

    def close(self) -> None:
        """See :class:`Engine`."""


class Processes:
    """Processes on this machine.

    Args:
        count: How many, from 1.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = self._new(count)

    @staticmethod
    def _new(count: int) -> ProcessPoolExecutor:
        # A process that is made anew shares no lock and no open file with this one.
        context = multiprocessing.get_context("forkserver" if sys.platform.startswith("linux") else "spawn")
        return ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(gc.get_threshold(),))

    def map(
        self, step: Callable[[Settings, Item], Answer], settings: Settings, items: Iterable[Item]
    ) -> Iterator[tuple[Item, Answer | LostError]]:
        """Do it in processes; where one dies, what it worked on is tried once more, alone; see :class:`Engine`."""
        source = iter(items)
        running: dict[Future[Answer], Item] = {}
        suspects: list[Item] = []
        ended = False
        while True:
            while not ended and not suspects and len(running) < _AHEAD * self._count:
                try:
                    item = next(source)
                except StopIteration:
                    ended = True
                    break
                running[self._pool.submit(step, settings, item)] = item
            if not running:
                if not suspects:
                    return
                yield from ((item, self._alone(step, settings, item)) for item in suspects)
                suspects = []
                continue
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                item = running.pop(future)
                try:
                    answer = future.result()
                except BrokenProcessPool:
                    suspects += [item, *running.values()]
                    running.clear()
                    self._pool.shutdown(wait=True, cancel_futures=True)
                    self._pool = self._new(self._count)
                    break
                yield item, answer

    def _alone(self, step: Callable[[Settings, Item], Answer], settings: Settings, item: Item) -> Answer | LostError:
        with self._new(1) as pool:
            try:
                return pool.submit(step, settings, item).result()
            except BrokenProcessPool:
                return lost(item)

    def close(self) -> None:
        """See :class:`Engine`."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _begin(thresholds: tuple[int, int, int]) -> None:
    """Begin a process: it collects garbage as seldom as the one that started it, and does not outlive it."""
    gc.set_threshold(*thresholds)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    # One that was killed tells nobody, and a worker would wait for its next item for ever.
    parent.join()
    os._exit(1)


class Cluster:
    """A Dask cluster that runs already: it moves what a dead worker had to the others.

    Args:
        address: Of its scheduler.

    Raises:
        KzgraphError: Dask is not installed, or there is no cluster.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as fault:
            remedy = "Install kzgraph with its extra, here and on all workers: pip install 'kzgraph[cluster]'."
            raise KzgraphError(address, "Dask is not installed", remedy) from fault
        try:
            connect: Any = Client
            self._client: Any = connect(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as fault:
            raise KzgraphError(address, f"there is no Dask scheduler ({fault})", "Start it, or correct the address.") from fault

    def map(
        self, step: Callable[[Settings, Item], Answer], settings: Settings, items: Iterable[Item]
    ) -> Iterator[tuple[Item, Answer | LostError]]:
        """Have it done by the workers of the cluster; see :class:`Engine`."""
        from distributed import KilledWorker, as_completed

        source = iter(items)
        running: dict[str, Item] = {}
        completed: Any = as_completed
        queue = completed([], loop=self._client.loop)

        def submit() -> None:
            while len(running) < _AHEAD * max(1, self._cores()):
                try:
                    item = next(source)
                except StopIteration:
                    return
                future = self._client.submit(step, settings, item, pure=False)
                running[future.key] = item
                queue.add(future)

        submit()
        while running:
            future = next(queue)
            item = running.pop(future.key)
            try:
                answer = future.result()
            except KilledWorker:
                answer = lost(item)
            future.release()
            submit()
            yield item, answer

    def _cores(self) -> int:
        return sum(self._client.ncores().values())

    def close(self) -> None:
        """See :class:`Engine`."""
        self._client.close()


def lost(item: object) -> LostError:
    """Return what is said of an item that cannot be worked on."""
    name = getattr(item, "name", None) or getattr(getattr(item, "task", item), "grouping", item)
    place = getattr(name, "key", name)
    return LostError(str(place), "the process that worked on it died, twice", "Build it alone, and report the fault.")


def engine(jobs: int, cluster: str | None = None) -> Engine:
    """Return who does the work.

    Args:
        jobs: Processes on this machine; 1 is this process alone.
        cluster: Address of a Dask scheduler.

    Raises:
        KzgraphError: There is no such number of processes, or no such cluster.
    """
    if cluster is not None:
        return Cluster(cluster)
    if jobs < 1:
        raise KzgraphError("--jobs", f"{jobs} processes can do nothing", "Give 1 or more.")
    return Here() if jobs == 1 else Processes(jobs)
