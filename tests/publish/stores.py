"""Real stores on loopback: each starts on a free port with its data in a folder of its own, and is stopped by its own pid."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

import requests

#: A store that needs longer than so many seconds to start does not start.
_PATIENCE = 300.0
#: The stores that every test of stores runs on.
STORES = ("oxigraph", "virtuoso", "fuseki")
#: Where the server of Jena Fuseki lies, if not where ``.ci/install`` puts it.
_FUSEKI = os.environ.get("KZGRAPH_FUSEKI", "")
_FUSEKI_FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kzgraph-ci"

#: Accounts that the tests give to stores which ask for one.
USER, PASSWORD = "dba", "loopback-only"

_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 10
CheckpointInterval = 60
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
MaxClientConnections = 10
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""


@cache
def _mine() -> dict[int, IO[bytes]]:
    """The ports of this process, each with its lock, which ends with the process."""
    return {}


def free_port() -> int:
    """A port of loopback that nobody listens on, and nobody will but who asked for it.

    These stores are told their port, and have it again when they are killed and started anew. So it is none of those that the
    system gives to outgoing connections, and a lock keeps it from other test processes.
    """
    for port in range(20_000, 32_000):
        if port in _mine():
            continue
        lock = (Path(tempfile.gettempdir()) / f"kzgraph-port-{port}.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
        except OSError:
            lock.close()  # somebody has it
            continue
        _mine()[port] = lock
        return port
    raise RuntimeError("all ports are taken")


def fuseki_jar() -> Path | None:
    """The server of Jena Fuseki, a jar of Maven Central; None where it was not fetched."""
    if _FUSEKI:
        return Path(_FUSEKI) if Path(_FUSEKI).is_file() else None
    found = sorted(_FUSEKI_FOLDER.glob("jena-fuseki-server-*.jar"))
    return found[-1] if found else None


def oxigraph_program() -> str | None:
    """The server that the package ``oxigraph`` brings, beside this Python or on the path."""
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.is_file() else shutil.which("oxigraph")


def missing(name: str) -> str:
    """Why a store cannot be started on this machine; empty where it can."""
    lacking = {
        "virtuoso": (("virtuoso-t", shutil.which("virtuoso-t")),),
        "fuseki": (("java", shutil.which("java")), ("jena-fuseki-server", fuseki_jar())),
        "oxigraph": (("oxigraph", oxigraph_program()),),
    }[name]
    return ", ".join(f"{what} is not installed" for what, there in lacking if not there)


@dataclass
class Store:
    """A store in a folder, running or not.

    Args:
        name: Of its kind.
        folder: Where its data are; they outlive the process.
    """

    name: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """The address that a user gives."""
        return f"http://127.0.0.1:{self.port}/" + ("ds" if self.name == "fuseki" else "")

    @property
    def environment(self) -> Mapping[str, str]:
        """The secrets that a user sets."""
        if self.name == "virtuoso":
            return {"KZGRAPH_USER": USER, "KZGRAPH_PASSWORD": PASSWORD}
        return {}

    @property
    def command(self) -> Sequence[str]:
        """How it is started."""
        if self.name == "virtuoso":
            return ["virtuoso-t", "+configfile", str(self.folder / "virtuoso.ini"), "+foreground", "+wait"]
        if self.name == "fuseki":
            data = self.folder / "tdb2"
            data.mkdir(exist_ok=True)
            place = [
                "--localhost",
                "--set=tdb2:unionDefaultGraph=true",
                f"--port={self.port}",
                "--tdb2",
                f"--loc={data}",
                "--update",
                "/ds",
            ]
            return ["java", "-Xmx1g", "-jar", str(fuseki_jar()), *place]
        address = f"127.0.0.1:{self.port}"
        return [
            str(oxigraph_program()),
            "serve",
            "--location",
            str(self.folder / "data"),
            "--bind",
            address,
            "--union-default-graph",
        ]

    def prepare(self) -> None:
        """Write its settings and set its password, once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.name == "virtuoso":
            ini = _VIRTUOSO_INI.format(folder=self.folder, sql=free_port(), port=self.port)
            (self.folder / "virtuoso.ini").write_text(ini, "utf-8")
            change = ["+pwdold", "dba", "+pwddba", PASSWORD, "+pwddav", PASSWORD]
            subprocess.run([*self.command, *change], check=True, timeout=_PATIENCE, capture_output=True, cwd=self.folder)

    def start(self) -> Store:
        """Start it, and wait until it answers."""
        with (self.folder / "output.txt").open("ab") as output:
            self.process = subprocess.Popen(self.command, stdout=output, stderr=output, cwd=self.folder)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                requests.get(f"http://127.0.0.1:{self.port}/", timeout=10)
            except requests.RequestException:
                time.sleep(0.05)
            else:
                return self
        said = (self.folder / "output.txt").read_text("utf-8", "replace")[-2000:]
        self.kill()
        raise RuntimeError(f"{self.name} did not start: {said}")

    def stop(self) -> None:
        """End it as its keeper would."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it without warning."""
        self._end(signal.SIGKILL)

    def _end(self, by: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(by)
            try:
                self.process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(_PATIENCE)
            self.process = None
        # A lock that a killed server leaves names a process that is gone; its keeper removes it before the next start.
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)
