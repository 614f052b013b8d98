"""``python -m tests.fuzz READER... --seconds N``: fuzz readers one by one, and keep what they stumble over."""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.campaign import SHORTEST
from tests.fuzz.readers import READERS, Reader
from tests.fuzz.smallest import smallest
from tests.fuzz.trial import TOP, Outcome, attempt

FOUND = Path(__file__).resolve().parent / "found"
#: So many times an ordinary byte a byte may cost; as for texts in tests/extract/test_linear.py.
MOST_PER_BYTE = 25
#: So much any input may cost: below it a measurement is noise.
_LEAST_SECONDS = 0.02
#: libFuzzer takes no longer ones.
_LONGEST_TOKEN = 60
_SECONDS_TO_CUT = 20
_STATUS = re.compile(r"^#\d+\s+\w+\s+cov: (\d+) ft: (\d+)", re.MULTILINE)
#: Less time than this is not worth a start.
_LEAST_LEFT = 5.0


@dataclass
class Result:
    """What came of fuzzing a reader.

    Args:
        tried: Inputs.
        edges: Of the package's code that were reached.
        features: Edges by how often they were taken.
        worst: How much dearer than an ordinary byte the dearest was.
        faults: What went wrong, with the file that shows it.
        broke: How often the process itself ended.
    """

    tried: int = 0
    edges: int = 0
    features: int = 0
    worst: float = 0.0
    faults: dict[str, Path] = field(default_factory=dict)
    broke: int = 0


def main() -> int:
    """Parse the command line, fuzz, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("reader", nargs="+", choices=[*READERS, "all"], help="which readers to fuzz")
    parser.add_argument("--seconds", type=int, default=60, help="of the processor for each reader (default: %(default)s)")
    parser.add_argument("--corpus", type=Path, help="a folder to keep the inputs of interest in, for the next time")
    parser.add_argument("--seed", type=int, default=0, help="of chance; 0 for another one each time")
    options = parser.parse_args()
    if find_spec("atheris") is None:
        print("atheris is not installed: pip install 'kzgraph[fuzz]' (Linux, see CONTRIBUTING.md)", file=sys.stderr)
        return 2
    total = 0
    for name in READERS if "all" in options.reader else options.reader:
        result = fuzz(name, options.seconds, options.corpus, options.seed)
        print(
            f"{name}: {result.tried:,} inputs, {result.edges:,} edges, {result.features:,} features, "
            f"worst byte {result.worst:.1f} times an ordinary one, process ended {result.broke} times, {len(result.faults)} faults",
            flush=True,
        )
        for what, path in result.faults.items():
            print(f"  {what}\n    {path}", flush=True)
        total += len(result.faults)
    return 1 if total else 0


def fuzz(name: str, seconds: int, corpus: Path | None, seed: int) -> Result:
    """Fuzz a reader, and keep what shows a fault in ``found/``.

    Args:
        name: Of the reader.
        seconds: How long.
        corpus: A folder for inputs of interest, None for one that goes.
        seed: Of chance.
    """
    reader, result = READERS[name], Result()
    with tempfile.TemporaryDirectory(prefix=f"kzgraph-fuzz-{name}-") as held:
        folder = Path(held)
        inputs = corpus / name if corpus else folder / "corpus"
        inputs.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(reader.seeds()):
            (inputs / f"seed-{number}").write_bytes(data[: reader.longest])
        tokens = [token for token in dict.fromkeys(reader.tokens()) if 0 < len(token.encode()) < _LONGEST_TOKEN]
        (folder / "tokens").write_text("\n".join(map(_token, tokens or ["x"])))
        left = float(seconds)
        while left > _LEAST_LEFT:
            options = [
                f"-max_len={reader.longest}", f"-artifact_prefix={folder}/", f"-dict={folder}/tokens", "-timeout=600",
                "-rss_limit_mb=3000", "-detect_leaks=0", f"-seed={seed}", str(inputs),
            ]  # fmt: skip
            command = [sys.executable, "-m", "tests.fuzz.campaign", name, str(folder), str(left), *options]
            used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            ended = subprocess.run(command, cwd=TOP, capture_output=True, text=True, errors="replace", check=False)
            left -= resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
            counts = [tuple(map(int, row)) for row in _STATUS.findall(ended.stderr)]
            if not counts:
                said = [line for line in ended.stderr.splitlines() if not line.startswith("INFO: Instrumenting")]
                raise SystemExit("\n".join([f"{name}: the fuzzer did not start:", *said[-20:]]))
            result.edges = max(result.edges, counts[-1][0])
            result.features = max(result.features, counts[-1][1])
            result.broke += ended.returncode != 0
        result.tried = sum(int(path.read_text()) for path in folder.glob("tried-*"))
        faults = {row["what"]: folder / row["file"] for row in _logged(folder, "fault")}
        for path in (*folder.glob("crash-*"), *folder.glob("timeout-*"), *folder.glob("oom-*")):
            if reader.starts_programs and attempt(reader, path.read_bytes()).fault is None:
                continue  # the reader has a process of its own, which may end
            faults[f"the process ended: {path.name.partition('-')[0]}"] = path
        slow = [folder / row["file"] for row in _logged(folder, "slow")]
        result.worst, slowest = _measure(reader, slow)
        if result.worst > MOST_PER_BYTE and slowest is not None:
            faults["reading takes long"] = slowest
        for what, path in faults.items():
            result.faults[what] = _keep(name, what, path.read_bytes())
    return result


def _token(words: str) -> str:
    """A word as dictionaries of libFuzzer have it."""
    return (
        '"' + "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02X}" for byte in words.encode()) + '"'
    )


def _logged(folder: Path, kind: str) -> Iterator[dict[str, str]]:
    log = folder / "log"
    for line in log.read_text().splitlines() if log.exists() else ():
        row: dict[str, str] = json.loads(line)
        if row["kind"] == kind:
            yield row


def _measure(reader: Reader, slow: list[Path]) -> tuple[float, Path | None]:
    """How much dearer than an ordinary byte the dearest byte is, measured without the fuzzer, and where it stands."""

    def seconds(data: bytes) -> float:
        attempt(reader, data)
        return min(attempt(reader, data).seconds for _ in range(2))

    def size_of(path: Path) -> int:
        return reader.size(path.read_bytes()) + SHORTEST

    ordinary = statistics.median(
        seconds(data) / (reader.size(data) + SHORTEST) for data in [one[: reader.longest] for one in reader.seeds()][:24]
    )
    rows = [(max(0.0, seconds(path.read_bytes()) - _LEAST_SECONDS) / (size_of(path) * ordinary), path) for path in slow]
    return max(rows, default=(0.0, None))


def _keep(name: str, what: str, data: bytes) -> Path:
    """Make an input small and put it where tests find it."""

    def shows(one: bytes) -> bool:
        outcome: Outcome = attempt(READERS[name], one, thorough=True)
        return outcome.fault is not None and outcome.fault.what == what

    if shows(data):
        data = smallest(data, shows, _SECONDS_TO_CUT)
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / re.sub(r"\W+", "-", what.removeprefix("a ").lower()).strip("-")[:80]
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    raise SystemExit(main())
