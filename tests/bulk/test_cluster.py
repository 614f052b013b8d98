"""A Dask cluster gives the bytes of one process, over addresses too, even where a worker is killed in the middle.

The cluster is Dask's own on loopback, with processes as workers; it ends with its context, and nothing is left.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import dask
import distributed
import pytest

from kzgraph.bulk.engines import Cluster, Here
from kzgraph.bulk.folders import folder, texts
from kzgraph.bulk.run import run
from kzgraph.bulk.settings import Settings
from kzgraph.errors import InputError, OutputError
from tests.bulk import test_run

LocalCluster: Any = distributed.LocalCluster
#: A worker of a busy machine is slow to start and to answer, not lost.
PATIENT = {"distributed.comm.timeouts.connect": "300s", "distributed.comm.timeouts.tcp": "300s"}


def test_a_cluster_with_a_killed_worker_writes_the_same_bytes(tmp_path: Path) -> None:
    inputs = test_run.texts(tmp_path / "texts")
    addresses = list(texts([f"file://{tmp_path}/texts"], [".txt"]))
    assert [name.rpartition("/")[2] for name in addresses] == [Path(name).name for name in inputs]
    run(addresses, Settings(str(tmp_path / "one")), Here(), test_run.silent)
    killed: list[int] = []
    ended = threading.Event()
    with (
        dask.config.set(PATIENT),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
        ) as cluster,
    ):
        pids = [worker.pid for worker in cluster.workers.values()]

        def kill() -> None:
            """Kill a worker as soon as the first input is read: the others are under way."""
            while not list((tmp_path / "two" / "unfinished" / "inputs").rglob("*/*")):
                if ended.wait(0.01):
                    return
            os.kill(pids[0], signal.SIGKILL)
            killed.append(pids[0])

        killer = threading.Thread(target=kill)
        killer.start()
        workers = Cluster(cluster.scheduler_address)
        try:
            outcome = run(addresses, Settings(f"file://{tmp_path}/two"), workers, test_run.silent)
        finally:
            workers.close()
            ended.set()
            killer.join()
        assert killed
        end = time.monotonic() + 300
        while killed[0] in [worker.pid for worker in cluster.workers.values()]:
            assert time.monotonic() < end, "no other was started in its place"
            time.sleep(0.05)
    assert outcome.lost == ()
    assert test_run.held(tmp_path / "two") == test_run.held(tmp_path / "one")


def test_a_folder_behind_an_address_is_one_like_any_other(tmp_path: Path) -> None:
    place = folder(f"file://{tmp_path}/store")
    assert place.read("a/b") is None
    assert place.names("") == []
    place.write("a/b", [b"one", b"two"])
    assert (place.read("a/b"), place.read("a/b", 2, 3)) == (b"onetwo", b"etw")
    assert place.names("") == ["a/b"]
    place.remove("a")
    assert place.names("") == []


def test_what_breaks_off_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    def pieces() -> Any:
        yield b"half"
        raise OSError("the disk is full")

    for place in (folder(f"file://{tmp_path}/store"), folder(str(tmp_path / "plain"))):
        with pytest.raises(OutputError, match="cannot be written"):
            place.write("name", pieces())
        assert place.read("name") is None


def test_an_address_without_anything_behind_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is nothing"):
        list(texts([f"file://{tmp_path}/nowhere"], [".txt"]))
