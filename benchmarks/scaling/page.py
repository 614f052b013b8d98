"""The page of the guide about speed at scale: written from the figures that are kept, never by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.joint import SIZES

from scaling.chart import Line, chart
from scaling.growth import growth, start_up
from scaling.runs import Results, Row
from scaling.watch import TOP

PAGE = TOP / "docs" / "guide" / "benchmark.md"
CHART = PAGE.with_suffix(".svg")
_TICKS = {
    0.01: "10 ms",
    0.1: "0.1 s",
    1: "1 s",
    10: "10 s",
    60: "1 min",
    600: "10 min",
    3600: "1 h",
    36000: "10 h",
    864000: "10 days",
}
#: So many times the time of a usual byte is what the project asks of itself.
ASKED = 3.0
#: With more processes waiting than this before a run the clock tells little.
QUIET = 1.0
_COLUMNS = (
    "works", "texts", "jobs", "time", "processor", "per text", "peak memory", "in", "out", "statements", "nothing changed",
    "copying",
)  # fmt: skip

_INTRODUCTION = """# How fast, at which size

Written by `python benchmarks/scale.py --docs` from what it measured on {day}: {processors} processors, {memory} of
memory, {system}, Python {python}. Seconds differ between machines; ratios hold better.{busy}

Texts are generated: resolutions in Parliament's form, each in four languages that say the same, with known answers
(`python benchmarks/correct.py` counts what is found). Of a hundred {sizes}.
Each line of the table is a run of `kzgraph build FOLDER --out-dir …` from a cold start to the last shard, with SHACL, evidence
and the manifest on.
"""
_BUSY = """ **The machine did other work at the same time (load {load}): read the
processor's time, not the clock.**"""
_REPEAT = """## How to repeat it

```bash
python benchmarks/scale.py --docs
```

measures all sizes and writes this page; it says first how long that takes. One size at a time, into the same figures:

```bash
python benchmarks/scale.py --works 1000 --json benchmarks/results.json
python benchmarks/scale.py --works 10000 --kill-once --folder TEXTS --json benchmarks/results.json
python benchmarks/scale.py --docs --render
```

With `--folder` the generated texts are kept for the next time. `python benchmarks/build.py` tells what each stage costs,
`python benchmarks/check.py` is the check of every commit: it fails when a build gets half as slow again relative to the script
in the same run, or when ten times the works cost more than twelve times the time.
"""


def render(results: Results) -> tuple[str, str]:
    """Return the page and its chart.

    Args:
        results: What was measured, with a row at least.
    """
    rows = results.rows
    script = results.data.get("baseline")
    parts = [
        _introduction(results.data["machine"]),
        f"![Time by number of works]({CHART.name})\n",
        *_table(rows),
    ]
    parts += _found(rows, script)
    parts += _steps(rows)
    parts += _hostile(results.data.get("hostile", {}))
    parts.append(_REPEAT)
    return "\n".join(parts), _chart(rows, script)


def _introduction(machine: Mapping[str, str]) -> str:
    sizes = ", ".join(f"{share} have {least} to {most} units" for share, least, most in SIZES)
    busy = _BUSY.format(**machine) if float(machine["load"]) > QUIET else ""
    return _INTRODUCTION.format(sizes=sizes, busy=busy, **machine)


def duration(seconds: float) -> str:
    """Return a time as people say it.

    >>> duration(0.034), duration(7.21), duration(500), duration(20_000)
    ('34 ms', '7.2 s', '8.3 min', '5.6 h')
    """
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def _memory(row: Row) -> str:
    workers = f" + {row.jobs} × {row.worker / 2**20:.0f}" if row.worker else ""
    return f"{row.main / 2**20:.0f}{workers} MB"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{' --: |' * len(_COLUMNS)}"
    for row in rows:
        again = duration(row.again) if row.again else "–"
        yield (
            f"| {row.works:,} | {row.versions:,} | {row.jobs} | {duration(row.clock)} | {duration(row.seconds)} "
            f"| {duration(row.seconds / row.versions)} | {_memory(row)} | {_size(row.read)} "
            f"| {_size(row.written)}{' packed' if row.compress else ''} "
            f"| {row.statements:,} | {again} | {duration(row.copying)} |"
        )
    yield (
        "\n“Processor” adds up all processes. Peak memory is that of the process that was started and, behind the plus, of "
        "its largest worker. “Copying” is the time of copying the same bytes in and out: no program can be faster.\n"
    )


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Rows of one size: one process, and the most."""
    for row in rows:
        most = max((one for one in rows if one.works == row.works), key=lambda one: one.jobs)
        if row.jobs == 1 and most.jobs > 1:
            yield row, most


def _found(rows: Sequence[Row], script: Mapping[str, Any] | None) -> Iterator[str]:
    yield "## What it shows\n"
    single = [row for row in rows if row.jobs == 1]
    start = start_up({row.read: row.seconds for row in single}) if len(single) > 1 else 0.0
    for few, many, text, times in growth([(row.works, row.read, row.seconds) for row in single]):
        yield (
            f"- From {few:,} to {many:,} works, {text:.1f} times the text: {times:.1f} times the processor's time, start-up "
            "taken off."
        )
    for one, most in list(_pairs(rows))[-1:]:
        alike = "the same bytes" if one.digest == most.digest else "OTHER BYTES, or another version of the program"
        yield (
            f"- {one.works:,} works with {most.jobs} processes: {one.clock / most.clock:.2f} times as fast by the clock as with "
            f"one, and {alike}."
        )
    workers = {row.works: row.worker for row in rows if row.worker and row.works > 1}
    if len(workers) > 1:
        few_works, many_works = min(workers), max(workers)
        yield (
            f"- The largest worker held {workers[few_works] / 2**20:.0f} MB at {few_works:,} works and "
            f"{workers[many_works] / 2**20:.0f} MB at {many_works:,}."
        )
    for row in rows:
        if row.resumed is not None:
            yield (
                f"- {row.works:,} works: killed (SIGKILL) with {row.killed:,} of them written, taken up with `--resume` in "
                f"{duration(row.resumed)}, and the same bytes as a run that nobody killed."
            )
    if script:
        yield from _script(single, script, start)
    yield ""


def _each(script: Mapping[str, Any]) -> float:
    """Seconds of a work to the script when it is warm."""
    first, *rest = script["seconds"]
    return float(sum(rest) / len(rest)) if rest else float(first)


def _script(single: Sequence[Row], script: Mapping[str, Any], start: float) -> Iterator[str]:
    largest = single[-1]
    own = (largest.seconds - start) / largest.works
    yield (
        "- The hand-written script (`benchmarks/baseline.py`: rdflib and pySHACL, the same shapes, a loop over works in one "
        f"process) took {duration(_each(script))} for each of {script['works']} works, {script['memory'] / 2**20:.0f} MB; "
        f"kzgraph {duration(own)}: {_each(script) / own:.0f} times as fast, with evidence, persons and divergences, which the "
        "script does not have."
    )
    smallest = single[0]
    if smallest.works == 1:
        yield (
            f"- One work of four versions through the command line, start-up included: {duration(smallest.seconds)}, "
            f"{smallest.seconds / script['import rdflib']:.1f} times a bare `import rdflib`."
        )


def _steps(rows: Sequence[Row]) -> Iterator[str]:
    names = list(dict.fromkeys(name for row in rows for name in row.steps))
    if not names:
        return
    yield "## Step by step\n"
    yield "Time by the clock: “start” to the first text, “read” to units, acts and names, “names” groups texts into works and"
    yield "settles whom all works name, “write” makes statements, validates and writes them, “shards” puts them together.\n"
    yield f"| works | jobs | {' | '.join(names)} |"
    yield f"| --: | --: |{' --: |' * len(names)}"
    for row in rows:
        cells = " | ".join(duration(row.steps[name]) if name in row.steps else "–" for name in names)
        yield f"| {row.works:,} | {row.jobs} | {cells} |"
    yield ""


def _hostile(figures: Mapping[str, Mapping[str, Sequence[float]]]) -> Iterator[str]:
    if not figures:
        return
    languages = list(next(iter(figures.values())))
    within = sum(whole <= ASKED for by_language in figures.values() for _, whole in by_language.values())
    cells = sum(map(len, figures.values()))
    yield "## Hostile texts\n"
    yield "Time per byte of texts that are made to be dear, relative to the specimen of the same language: text to N-Quads, and"
    yield "in brackets reading alone (`python benchmarks/hostile.py`). A digit costs the same in all languages, so that it"
    yield f"is worth two bytes where letters have two. {within} of {cells} are within {ASKED:.0f} times, others in bold.\n"
    yield f"| text | {' | '.join(languages)} |"
    yield f"| :-- |{' --: |' * len(languages)}"
    for name, by_language in figures.items():
        row = [_cell(by_language[code]) if code in by_language else "" for code in languages]
        yield f"| {name} | {' | '.join(row)} |"
    yield ""


def _cell(pair: Sequence[float]) -> str:
    read, whole = pair
    return f"{f'**{whole:.1f}**' if whole > ASKED else f'{whole:.1f}'} ({read:.1f})"


def _chart(rows: Sequence[Row], script: Mapping[str, Any] | None) -> str:
    lines = []
    for jobs in sorted({row.jobs for row in rows})[:2]:
        own = [(float(row.works), row.clock) for row in rows if row.jobs == jobs]
        lines.append(Line(f"kzgraph, {jobs} process{'es' if jobs > 1 else ''}", own))
    single = [row for row in rows if row.jobs == 1] or rows
    if script:
        first = float(script["seconds"][0])
        points = [(float(row.works), first + (row.works - 1) * _each(script)) for row in single]
        lines.append(Line("script (calculated)", points, measured=False))
    lines.append(Line("copying", [(float(row.works), row.copying) for row in single]))
    return chart("Time from texts to shards, by number of works, on logarithmic scales", lines, "works of four versions", _TICKS)
