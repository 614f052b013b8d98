"""Times a build stage by stage, beside the hand-written script of baseline.py doing the same in the same run.

    python benchmarks/build.py [--runs N] [--json FILE]

Texts are those of docs/examples and, where they are, of KZGRAPH_CORPUS or ../shared/corpus. Every figure is a median over
processes of its own, so nothing is warm that is cold for a user; ours and the script's take turns.

- stages: "first" includes reading packs and vocabularies and compiling patterns, which happens once per process; "again" is
  the same stage a second time in the same process, which is what a further text of the same languages costs.
- processes: from the command to its end, with the most memory that it held.
- ratio: the script's figure divided by ours, both "first": above 1 we are faster, or smaller.

Times are those of the processor, so that other work on the machine counts little; only start-up and "from start to end" are
by the clock. Seconds differ between machines, ratios hold better. After a minute no further run is begun. Nothing but the
project's dependencies is imported.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

TOP = Path(__file__).resolve().parent.parent
KZGRAPH = [sys.executable, "-m", "kzgraph.cli"]
STAGES = [sys.executable, __file__, "--stages"]
BASELINE = [sys.executable, str(TOP / "benchmarks" / "baseline.py")]
ENDINGS = (".txt", ".md")
#: The stages that the script has too: name, ours, the script's.
COMPARED = (
    (
        "texts to statements",
        ("read and recognise", "structure and extract", "names and acts", "group and align", "rows"),
        ("texts to graph",),
    ),
    ("validate", ("compile shapes", "validate"), ("shapes", "validate")),
    ("validate with pySHACL", ("shapes", "rdflib graph", "pySHACL"), ("shapes", "validate")),
    ("write Turtle", ("write ttl",), ("write ttl",)),
)

#: After so many seconds no further run is begun.
MOST_SECONDS = 60

Seconds = dict[str, float]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Process:
    """What a command cost.

    Args:
        clock: Seconds from start to end.
        seconds: Of the processor; those of the clock where the system does not tell.
        memory: The most resident memory, in bytes; 0 where the system does not tell.
    """

    clock: float
    seconds: float
    memory: int


@dataclass(frozen=True)
class Measured:
    """All figures about one set of texts, medians.

    Args:
        name: Of the set.
        runs: How many.
        texts: How many.
        size: Their bytes.
        triples: How many statements we make of them, and how many the script makes.
        stages: Ours, the first time in a process.
        again: Ours, the second time.
        script: The script's.
        processes: "kzgraph build" and "baseline.py".
    """

    name: str
    runs: int
    texts: int
    size: int
    triples: tuple[int, int]
    stages: Seconds
    again: Seconds
    script: Seconds
    processes: dict[str, Process]

    def ratios(self) -> dict[str, float]:
        """The script's figures divided by ours."""
        found = {
            name: sum(self.script[stage] for stage in theirs) / sum(self.stages[stage] for stage in ours)
            for name, ours, theirs in COMPARED
        }
        ours, theirs = self.processes["kzgraph build"], self.processes["baseline.py"]
        found["whole process"] = theirs.seconds / ours.seconds
        if ours.memory:
            found["peak memory"] = theirs.memory / ours.memory
        return found


# ---------------------------------------------------------------- processes


def run(command: Sequence[str]) -> tuple[Process, bytes]:
    """Run a command that must succeed, and return what it cost and printed.

    Args:
        command: Program and arguments.
    """
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH")]))
    start = time.perf_counter()
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        seconds, memory = 0.0, 0
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = usage.ru_utime + usage.ru_stime
            memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    clock = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(command[:4])} … ended with exit code {process.returncode}")
    return Process(clock, seconds or clock, memory), printed


def middle(processes: Sequence[Process]) -> Process:
    """The median cost of some runs of a command."""
    return Process(
        clock=median(one.clock for one in processes),
        seconds=median(one.seconds for one in processes),
        memory=round(median(one.memory for one in processes)),
    )


def medians(rows: Sequence[Seconds]) -> Seconds:
    """The median of each stage over some runs."""
    return {name: median(row[name] for row in rows) for name in rows[0]}


# ---------------------------------------------------------------- our stages


def timed(seconds: Seconds, name: str, step: Callable[[], Value]) -> Value:
    """Do one step and note its seconds.

    Args:
        seconds: Where they are noted.
        name: Of the stage.
        step: What is done.
    """
    start = time.process_time()
    result = step()
    seconds[name] = time.process_time() - start
    return result


def do_stages(paths: Sequence[Path]) -> dict[str, Any]:
    """Time our build stage by stage, twice; the reference validator, which no build needs, once and last.

    Args:
        paths: The texts.

    Returns:
        Seconds by stage of the first and the second time, and the number of triples.
    """
    from kzgraph.cli import collect_seldom

    collect_seldom()  # as every command does; else a stage pays by chance for what the stages before it left
    first: Seconds = {}

    def imports() -> None:
        import kzgraph.graph.serialise
        import kzgraph.pipeline  # noqa: F401

    timed(first, "imports", imports)
    from kzgraph.extract.read import read_version
    from kzgraph.graph.build import build_graph
    from kzgraph.graph.compile import data_shapes
    from kzgraph.graph.execute import execute
    from kzgraph.graph.serialise import FORMATS
    from kzgraph.model import Recognition, Source, Version, Work
    from kzgraph.reading.recognise import recognise
    from kzgraph.reading.source import read
    from kzgraph.resolve.align import unify_names
    from kzgraph.resolve.iri import Minter
    from kzgraph.resolve.mentions import link
    from kzgraph.resolve.works import group_versions

    minter = Minter()

    def recognised() -> list[tuple[Source, Recognition]]:
        sources = [read(path) for path in paths]
        return [(source, recognise(source.text, source.name)) for source in sources]

    def understood(pairs: Sequence[tuple[Source, Recognition]]) -> list[Version]:
        return [read_version(source, recognition) for source, recognition in pairs]

    def linked(versions: Sequence[Version]) -> list[Version]:
        return [link(version) for version in versions]

    def aligned(versions: Sequence[Version]) -> list[Work]:
        return [unify_names(work) for work in group_versions(versions)]

    def stated(works: Sequence[Work]) -> list[Any]:
        return [build_graph(work, minter) for work in works]

    def written(form: str, graphs: Sequence[Any]) -> int:
        return sum(len(piece.encode()) for piece in FORMATS[form](graphs, minter.base))

    def once(seconds: Seconds) -> list[Any]:
        pairs = timed(seconds, "read and recognise", recognised)
        versions = timed(seconds, "structure and extract", partial(understood, pairs))
        versions = timed(seconds, "names and acts", partial(linked, versions))
        works = timed(seconds, "group and align", partial(aligned, versions))
        return timed(seconds, "rows", partial(stated, works))

    def executed(graphs: Sequence[Any]) -> list[Any]:
        return [execute(data_shapes(), graph.rows()) for graph in graphs]

    graphs = once(first)
    timed(first, "compile shapes", data_shapes)
    reports = timed(first, "validate", partial(executed, graphs))
    for form in FORMATS:
        timed(first, f"write {form}", partial(written, form, graphs))
    again: Seconds = {}
    once(again)
    timed(again, "validate", partial(executed, graphs))
    reference(first, graphs, reports)
    for form in FORMATS:
        timed(again, f"write {form}", partial(written, form, graphs))
    return {"first": first, "again": again, "triples": sum(len({*graph.rows()}) for graph in graphs)}


def reference(seconds: Seconds, graphs: Sequence[Any], reports: Sequence[Any]) -> None:
    """Time the reference validator on the same graphs; it must find the same.

    Args:
        seconds: Where the times are noted.
        graphs: Of the works.
        reports: What the compiled shapes found.
    """

    def imports() -> None:
        import pyshacl  # noqa: F401

        import kzgraph.graph.check  # noqa: F401

    timed(seconds, "import pySHACL", imports)
    from kzgraph.graph.check import check, shapes_graph, to_rdflib

    timed(seconds, "shapes", shapes_graph)
    data = timed(seconds, "rdflib graph", lambda: [to_rdflib(graph.rows()) for graph in graphs])
    found = timed(seconds, "pySHACL", lambda: [check(graph) for graph in data])
    if not all(report.conforms for report in reports) or found != reports:
        sys.exit("a graph does not conform, or the two validators differ")


# ---------------------------------------------------------------- one set of texts


@dataclass
class Runs:
    """What the runs over a set of texts gave so far.

    Args:
        name: Of the set.
        paths: The texts.
        ours: Cost of each `kzgraph build`.
        script: Cost and printed figures of each run of the script.
        stages: Printed figures of each run of our stages.
    """

    name: str
    paths: list[Path]
    ours: list[Process] = field(default_factory=list)
    script: list[tuple[Process, Seconds]] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)

    def once(self, folder: str) -> None:
        """Do everything once more.

        Args:
            folder: For what is written.
        """
        names = [str(path) for path in self.paths]
        self.ours.append(run([*KZGRAPH, "build", "-q", *names, "-o", f"{folder}/ours.ttl"])[0])
        cost, printed = run([*BASELINE, f"{folder}/script.ttl", *names])
        self.script.append((cost, json.loads(printed)))
        self.stages.append(json.loads(run([*STAGES, *names])[1]))

    def measured(self) -> Measured:
        """Return the medians."""
        rows = [dict(row) for _, row in self.script]
        triples = (self.stages[0]["triples"], int(rows[0].pop("triples")))
        return Measured(
            name=self.name,
            runs=len(self.ours),
            texts=len(self.paths),
            size=sum(path.stat().st_size for path in self.paths),
            triples=triples,
            stages=medians([row["first"] for row in self.stages]),
            again=medians([row["again"] for row in self.stages]),
            script=medians([{name: row[name] for name in rows[0]} for row in rows]),
            processes={"kzgraph build": middle(self.ours), "baseline.py": middle([cost for cost, _ in self.script])},
        )


def sets_of_texts() -> dict[str, list[Path]]:
    """The sets of texts that are here, by name."""
    corpus = Path(os.environ.get("KZGRAPH_CORPUS") or TOP.parent / "shared" / "corpus")
    found = {}
    for name, folder in (("docs/examples", TOP / "docs" / "examples"), ("corpus", corpus)):
        texts = sorted(path for path in folder.glob("*") if path.suffix in ENDINGS and path.stem.lower() != "readme")
        if texts:
            found[name] = texts
    return found


# ---------------------------------------------------------------- report


def print_table(measured: Measured) -> None:
    """Print the figures of a set of texts."""
    ours, theirs = measured.triples
    print(f"\n{measured.name}: {measured.texts} texts of {measured.size:,} bytes, {ours:,} triples; the script makes {theirs:,}")
    print(f"  medians of {measured.runs}, milliseconds of the processor")
    print(f"\n  {'stage':<24} {'first':>8} {'again':>8} {'script':>8}")
    for name, seconds in measured.stages.items():
        again = f"{1000 * measured.again[name]:8.1f}" if name in measured.again else ""
        script = f"{1000 * measured.script[name]:8.1f}" if name in measured.script else ""
        print(f"  {name:<24} {1000 * seconds:8.1f} {again:>8} {script:>8}".rstrip())
        if name == "rows":
            print(f"  {'= texts to statements':<24} {'':>8} {'':>8} {1000 * measured.script['texts to graph']:8.1f}")
    print(f"\n  {'process':<24} {'seconds':>8} {'clock':>8} {'peak MB':>8}")
    for name, process in measured.processes.items():
        print(f"  {name:<24} {process.seconds:8.2f} {process.clock:8.2f} {process.memory / 2**20:8.0f}")
    print(f"\n  {'script / ours':<24} {'ratio':>8}")
    for name, ratio in measured.ratios().items():
        print(f"  {name:<24} {ratio:8.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often everything is done (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to a file")
    parser.add_argument("--stages", nargs="+", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stages:
        print(json.dumps(do_stages(options.stages)))
        return
    if options.runs < 1:
        parser.error("--runs is at least 1")
    machine = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()} with {os.cpu_count()} processors",
        **{name: version(name) for name in ("rdflib", "pyshacl")},
    }
    print(", ".join(f"{name} {value}" for name, value in machine.items()) + f"; {options.runs} runs")
    begun = time.monotonic()
    startup = middle([run([*KZGRAPH, "--version"])[0] for _ in range(2 * options.runs + 1)])
    rdflib = middle([run([sys.executable, "-c", "import rdflib"])[0] for _ in range(2 * options.runs + 1)])
    print(f"start-up (kzgraph --version): {1000 * startup.clock:.0f} ms, {startup.memory / 2**20:.0f} MB")
    print(f"import rdflib: {1000 * rdflib.seconds:.0f} ms of the processor")
    sets = [Runs(name, paths) for name, paths in sets_of_texts().items()]
    with tempfile.TemporaryDirectory() as folder:
        for done in range(options.runs):
            if done and time.monotonic() - begun > MOST_SECONDS * done / (done + 1):
                break  # one more would take longer than a minute
            for own in sets:
                own.once(folder)
    measured = [own.measured() for own in sets]
    for figures in measured:
        print_table(figures)
    if options.json:
        rows = {
            "machine": machine,
            "startup": asdict(startup),
            "import rdflib": asdict(rdflib),
            "sets": [asdict(figures) | {"ratios": figures.ratios()} for figures in measured],
        }
        options.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
