"""Times `kzgraph publish` into real stores on loopback, beside each store's own bulk loader with the same statements.

    python benchmarks/stores.py [--works N] [--stores oxigraph,virtuoso,fuseki] [--json FILE]

The graph is that of docs/examples, 24 language versions of one work, as often as --works says, each time under another number.
Every figure is by the clock, from the first request to the last and without reading the file; the bulk loader is a program of
its own, its start included, and works on a store that is stopped (Virtuoso's on one that runs). The server's start is not
counted. Ratios hold better than seconds: above 1 the loader is quicker.

- load: what is sent and compared by number (--verify count).
- whole: as a user has it: sent, and every statement compared with what the store gives back.
- again: a second run, in which nothing has changed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from kzgraph.cli import main as kzgraph  # noqa: E402
from kzgraph.dataset.load import Dataset, open_dataset  # noqa: E402
from kzgraph.publish.dialects import DIALECTS, addresses  # noqa: E402
from kzgraph.publish.endpoint import Endpoint  # noqa: E402
from kzgraph.publish.line import Line  # noqa: E402
from kzgraph.publish.loading import Loader  # noqa: E402
from kzgraph.publish.publish import Graph, Publisher  # noqa: E402
from kzgraph.publish.records import Records, published, staging  # noqa: E402
from kzgraph.publish.secrets import Secrets  # noqa: E402
from kzgraph.web.waiting import Clock  # noqa: E402
from tests.publish.stores import PASSWORD, USER, Store, fuseki_jar, missing, oxigraph_program  # noqa: E402

KEY = "2031-2901"


@dataclass(frozen=True)
class Times:
    """Seconds of one store.

    Args:
        store: Its name.
        triples: That were loaded.
        loader: The store's own bulk loader.
        load: Sent, compared by number.
        whole: Sent, compared statement by statement.
        again: A run in which nothing has changed.
    """

    store: str
    triples: int
    loader: float
    load: float
    whole: float
    again: float


def copies(folder: Path, works: int) -> Path:
    """Write the graph of the examples as often as asked, each time as another work."""
    one = folder / "one.nq"
    assert kzgraph(["build", str(TOP / "docs" / "examples"), "-o", str(one), "-q"]) == 0
    text = one.read_text("utf-8")
    path = folder / "graph.nq"
    with path.open("w", encoding="utf-8") as file:
        for number in range(works):
            file.write(text.replace(KEY, f"2031-{3000 + number}"))
    return path


def bulk(store: Store, path: Path) -> float:
    """Load a file with the store's own loader; return the seconds."""
    store.prepare()
    if store.name == "virtuoso":
        shutil.copy(path, store.folder / "graph.nq")
        store.start()
        orders = f"ld_dir ('{store.folder}', 'graph.nq', 'urn:unnamed'); rdf_loader_run (); checkpoint;"
        port = (store.folder / "virtuoso.ini").read_text("utf-8").split("ServerPort = 127.0.0.1:")[1].split("\n")[0]
        command = ["isql-vt", f"127.0.0.1:{port}", USER, PASSWORD, f"EXEC={orders}"]
    elif store.name == "fuseki":
        command = ["java", "-Xmx1g", "-cp", str(fuseki_jar()), "tdb2.tdbloader", "--loc", str(store.folder / "tdb2"), str(path)]
    else:
        command = [str(oxigraph_program()), "load", "--location", str(store.folder / "data"), "--file", str(path)]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    assert done.returncode == 0, done.stdout + done.stderr
    if store.process is None:
        store.start()
    return seconds


def endpoint_of(store: Store) -> Endpoint:
    """The store as the product sees it."""
    dialect = DIALECTS[store.name]
    secrets = Secrets(USER, PASSWORD) if store.name == "virtuoso" else Secrets()
    line = Line(secrets, dialect.authentication, Clock(), passing=dialect.passing)
    return Endpoint(line, dialect, addresses(dialect, store.endpoint))


def send(store: Store, dataset: Dataset, graphs: Sequence[Graph], *, read_back: bool) -> float:
    """Publish, and return the seconds."""
    endpoint = endpoint_of(store)
    loader = Loader(endpoint, endpoint.dialect.way, read_back=read_back)
    publisher = Publisher(endpoint, loader, Records(endpoint, published(dataset.base)))
    lines = {graph.iri: dataset.lines(graph.iri) for graph in graphs}
    began = time.perf_counter()
    outcomes = publisher.run(publisher.plan(graphs), graphs, lines.__getitem__)
    seconds = time.perf_counter() - began
    assert not [outcome.fault for outcome in outcomes if outcome.fault]
    return seconds


def measure(name: str, path: Path, dataset: Dataset, graphs: Sequence[Graph], folder: Path) -> Times:
    """All times of one store, each on data of its own."""
    expected = sum(graph.triples for graph in graphs)
    seconds: dict[str, float] = {}
    for kind in ("loader", "load", "whole"):
        store = Store(name, folder / f"{name}-{kind}")
        try:
            if kind == "loader":
                seconds[kind] = bulk(store, path)
            else:
                store.prepare()
                store.start()
                seconds[kind] = send(store, dataset, graphs, read_back=kind == "whole")
                if kind == "whole":
                    seconds["again"] = send(store, dataset, graphs, read_back=True)
            assert sum(endpoint_of(store).counts([graph.iri for graph in graphs]).values()) == expected, (name, kind)
        finally:
            store.stop()
    return Times(name, expected, **seconds)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=3, help="copies of the work (default: %(default)s)")
    parser.add_argument("--stores", default="oxigraph,virtuoso,fuseki", help="which (default: %(default)s)")
    parser.add_argument("--json", metavar="FILE", help="also write the figures")
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(prefix="kzgraph-stores-") as name:
        folder = Path(name)
        path = copies(folder, options.works)
        dataset = open_dataset([path], terms=False)
        digests = {graph: dataset.digest(graph) for graph in dataset.graphs}
        graphs = [Graph(g, len(dataset.lines(g)), digest, staging(dataset.base, digest)) for g, digest in digests.items()]
        for store in options.stores.split(","):
            if lacking := missing(store):
                print(f"{store}: {lacking}")
                continue
            found.append(measure(store, path, dataset, graphs, folder))
    print(f"{'store':10} {'triples':>9} {'loader s':>9} {'load s':>8} {'ratio':>6} {'whole s':>8} {'ratio':>6} {'again s':>8}")
    for one in found:
        sent = f"{one.load:8.2f} {one.load / one.loader:6.1f} {one.whole:8.2f} {one.whole / one.loader:6.1f}"
        print(f"{one.store:10} {one.triples:9,} {one.loader:9.2f} {sent} {one.again:8.2f}")
    if options.json:
        Path(options.json).write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
