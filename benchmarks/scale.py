"""Times `kzgraph build --out-dir` over generated archives of growing size, and writes the page about it.

    python benchmarks/scale.py [--works 1,10,100] [--jobs 1,2] [--kill-once] [--json FILE] [--check]
    python benchmarks/scale.py --docs            everything, up to 10,000 works, and docs/guide/benchmark.md
    python benchmarks/scale.py --docs --render   only the page, of the figures in the file

Texts come from generator/: four languages of each work, which say the same but for some planted divergences. Figures are kept in
a file, each size once, so that sizes can be run one by one.

- "clock" is from start to end, with all processes; "seconds" are those of the processor, all processes together.
- "again" is a second run over the same folder, in which nothing changed.
- "copying" is the clock of copying the same bytes, in and out: no program can be faster.
- Outputs of different --jobs are compared by the digests of their bytes; with --kill-once so is that of a run which got SIGKILL
  when half of its works were written, and was taken up with --resume.

--check fails where ten times the text costs more than twelve times the seconds, start-up taken off.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scaling.growth import MOST, growth
from scaling.page import CHART, PAGE, render
from scaling.runs import Plan, Results, Row, baseline, machine, measure

HERE = Path(__file__).resolve().parent


def show(row: Row) -> None:
    """Print a row of the table."""
    memory = f"{row.main / 2**20:.0f}" + (f"+{row.worker / 2**20:.0f}" if row.worker else "")
    steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in row.steps.items())
    print(
        f"{row.works:>7,}{row.versions:>9,}{row.jobs:>5}{row.read / 1e6:>8.1f}{row.written / 1e6:>9.1f}{row.seconds:>9.1f}"
        f"{row.clock:>9.1f}{1000 * row.seconds / row.versions:>11.1f}{memory:>9}{row.again:>7.1f}{row.copying:>8.2f}"
        f"  {steps}" + (f"; killed at {row.killed:,} works, taken up in {row.resumed:.1f}" if row.resumed is not None else ""),
        flush=True,
    )


def check(rows: Sequence[Row]) -> None:
    """Fail where the cost grows faster than the archive."""
    for few, many, text, times in growth([(row.works, row.read, row.seconds) for row in rows if row.jobs == 1]):
        print(f"{few:,} to {many:,} works, {text:.1f} times the text: {times:.1f} times the seconds")
        if times > MOST * text / 10:
            sys.exit(f"more than {MOST / 10} times as much as the text: the cost does not grow with the archive alone")


def run(options: argparse.Namespace, results: Results, folder: Path) -> None:
    """Measure what is asked for and keep it."""
    sizes = sorted(map(int, options.works.split(",")))
    plans = [
        Plan(
            works,
            tuple(options.languages.split(",")),
            tuple(sorted(map(int, options.jobs.split(",")))),
            options.seed,
            options.kill_once and works == sizes[-1],
            again=not options.no_again,
            compress=options.compress,
        )
        for works in sizes
    ]
    minutes = sum(plan.expected(results) for plan in plans) / 60
    print(f"about {minutes:.0f} minutes, and as long again with --baseline-works for each 1,000 of them", flush=True)
    results.put("machine", machine())
    print(f"{'works':>7}{'versions':>9}{'jobs':>5}{'in MB':>8}{'out MB':>9}{'seconds':>9}{'clock':>9}{'ms/version':>11}"
          f"{'peak MB':>9}{'again':>7}{'copying':>8}  clock of the steps")  # fmt: skip
    for plan in plans:
        own = folder / f"works-{plan.works}"
        for row in measure(plan, own):
            results.add(row)
            show(row)
    if options.baseline_works:
        figures = baseline(folder / f"works-{sizes[-1]}", min(options.baseline_works, sizes[-1]))
        results.put("baseline", figures)
        print(f"baseline: {figures['works']} works, {sum(figures['seconds']):.1f} seconds, {figures['memory'] / 2**20:.0f} MB")


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", metavar="N,…", help="sizes (default: 1,10,100; with --docs up to 10000)")
    parser.add_argument("--languages", default="mt,el,hr,fi")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill-once", action="store_true", help="kill a run of the largest size in the middle and take it up")
    parser.add_argument("--no-again", action="store_true", help="leave out the second runs, in which nothing changes")
    parser.add_argument("--compress", action="store_true", help="pack the shards: 10,000 works take 2 GB of disk and not 40")
    parser.add_argument("--baseline-works", type=int, metavar="N", help="works of the hand-written script (--docs: 5; else none)")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="keep the texts here, and take those that are here")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here (--docs: benchmarks/results.json)")
    parser.add_argument("--check", action="store_true", help="fail where the cost grows faster than the archive")
    parser.add_argument("--docs", action="store_true", help=f"write {PAGE.name} of the figures that are kept")
    parser.add_argument("--render", action="store_true", help="measure nothing")
    options = parser.parse_args()
    if options.docs:
        options.works = options.works or "1,10,100,1000,10000"
        options.json = options.json or HERE / "results.json"
        options.baseline_works = 5 if options.baseline_works is None else options.baseline_works
        options.kill_once = True
    options.works = options.works or "1,10,100"
    results = Results(options.json)
    if not options.render:
        if options.folder:
            run(options, results, options.folder)
        else:
            with tempfile.TemporaryDirectory() as folder:
                run(options, results, Path(folder))
    if options.docs:
        page, chart = render(results)
        PAGE.write_text(page, "utf-8")
        CHART.write_text(chart, "utf-8")
    if options.check:
        check(results.rows)


if __name__ == "__main__":
    main()
