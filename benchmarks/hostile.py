"""Time per byte of texts that are made to be dear, relative to a usual text of the same language.

    python benchmarks/hostile.py [--languages en,bg,de,el,fi,hu] [--size 30000] [--large] [--json FILE] [--profile KIND]

Each text is a resolution whose one paragraph holds nothing but what its kind says, as long as --size. The usual text is the
specimen of docs/examples. Times are those of the processor in a warm process, the least of three; "read" is from bytes to units,
acts and names, "whole" goes on to statements, SHACL and N-Quads. Where a usual letter is two bytes, a digit is worth two of them.
--large tries a paragraph of 5 MB too.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from generator.known import known_names  # noqa: E402
from scaling.page import ASKED  # noqa: E402

from kzgraph.cli import collect_seldom  # noqa: E402
from kzgraph.errors import InputError  # noqa: E402
from kzgraph.graph.serialise import FORMATS  # noqa: E402
from kzgraph.graph.validate import Validator  # noqa: E402
from kzgraph.language.pack import pack  # noqa: E402
from kzgraph.pipeline import built_work, read_text  # noqa: E402
from kzgraph.reading.source import decode  # noqa: E402
from kzgraph.resolve.iri import Minter  # noqa: E402
from kzgraph.resolve.works import group_versions  # noqa: E402
from tests.extract.frames import FRAMES, body, last, paragraph, recital  # noqa: E402
from tests.extract.test_linear import PARAGRAPH, names, rows  # noqa: E402

LARGE = 5_000_000
RUNS = 3
#: Texts of the tests of linearity that are tried.
_TESTED = (
    "labels that count", "letters apart", "brackets with numbers", "opening brackets", "one long number", "groups of digits",
    "groups with points", "thousands", "a list of numbers", "numbers and slashes", "years", "ranges", "footnote marks",
    "raised marks", "one long word", "commas", "full stops", "ends of sentences", "dashes on lines", "quotes", "apostrophes",
    "blank lines", "headings", "short lines", "notes", "lines that look like notes",
)  # fmt: skip


def kinds(code: str) -> dict[str, Callable[[int], str]]:
    """Return what makes the texts of a language, by kind.

    Args:
        code: Of the language.
    """
    own = pack(code)
    article = own.pinpoint["article"][0].rstrip("*")
    months = " ".join(forms[0] for forms in own.date.months)
    known = known_names(code, "bodies")[0][1]
    day = own.date.full[0].replace("{day}", "12").replace("{month}", own.date.months[4][0]).replace("{year}", "2031")
    verb = FRAMES[code][3]
    return {name: PARAGRAPH[name] for name in _TESTED} | {
        "very long words": rows(f" {'abcdefgh' * 60}"),
        "nested brackets": rows(f" {'(' * 40}x{')' * 40}"),
        "digits and full stops": rows(" 1.2.34.5.678."),
        "words in quotes": rows(" “abc”"),
        "words in capitals": rows(" ABCD EFGHI"),
        "months": rows(f" {months}"),
        "dates": rows(f" {day},"),
        "articles": rows(f" {article} #,"),
        "a known name": rows(f" {known},"),
        "unknown names": names(" Anna @,"),
        "verbs of acts": rows(f"; {verb} abc"),
    }


def hostile(code: str, kind: str, size: int) -> bytes:
    """Return a text of a kind.

    Args:
        code: Language.
        kind: Its name.
        size: Of the paragraph, in characters.
    """
    words = kinds(code)[kind](size)
    return body(code, [recital(code, 1)], [paragraph(code, 1, f"abc{words}"), last(code, 2)]).encode()


def usual(code: str) -> bytes:
    """Return the specimen of a language."""
    return next((TOP / "docs" / "examples").glob(f"*.{code}.txt")).read_bytes()


def cost(data: bytes, code: str) -> tuple[float, float]:
    """Return the seconds of reading and of the whole chain, the least of some runs; what is refused has only been read."""
    best = [float("inf"), float("inf")]
    minter, validator = Minter(), Validator()
    for _ in range(RUNS):
        began = time.process_time()
        try:
            version = read_text(decode(data, "x"), code)
        except InputError:
            read = whole = time.process_time() - began
        else:
            read = time.process_time() - began
            built = [built_work(work, minter, validator).graph for work in group_versions([version])]
            for piece in FORMATS["nq"](built, minter.base):
                piece.encode()
            whole = time.process_time() - began
        best = [min(best[0], read), min(best[1], whole)]
        if whole > 10:
            break
    return best[0], best[1]


def measure(languages: Sequence[str], size: int, tell: Callable[[str, dict[str, tuple[float, float]]], None]) -> None:
    """Measure all kinds in some languages, relative to the usual text of each.

    Args:
        languages: Codes.
        size: Of each paragraph.
        tell: Told of each kind the ratios of reading and of the whole chain by language.
    """
    per_byte = {}
    for code in languages:
        data = usual(code)
        cost(data, code)
        read, whole = cost(data, code)
        per_byte[code] = (read / len(data), whole / len(data))
    for kind in kinds(languages[0]):
        ratios = {}
        for code in languages:
            data = hostile(code, kind, size)
            read, whole = cost(data, code)
            ratios[code] = (read / len(data) / per_byte[code][0], whole / len(data) / per_byte[code][1])
        tell(kind, ratios)


def profile(code: str, kind: str, size: int) -> None:
    """Print where the time of a text goes."""
    data = hostile(code, kind, size)
    cost(data, code)
    watched = cProfile.Profile()
    watched.runcall(partial(cost, data, code))
    pstats.Stats(watched).sort_stats("tottime").print_stats(12)


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", default="en,bg,de,el,fi,hu")
    parser.add_argument("--size", type=int, default=30_000, help="characters of each paragraph (default: %(default)s)")
    parser.add_argument("--large", action="store_true", help="a paragraph of 5 MB too, in the first language")
    parser.add_argument("--json", type=Path, metavar="FILE", help="put the figures beside those of scale.py")
    parser.add_argument("--profile", metavar="KIND", help="print where the time of a kind goes, in the first language")
    options = parser.parse_args()
    collect_seldom()  # as every command does
    languages = options.languages.split(",")
    if options.profile:
        profile(languages[0], options.profile, options.size)
        return 0
    figures: dict[str, dict[str, list[float]]] = {}

    def tell(kind: str, ratios: dict[str, tuple[float, float]]) -> None:
        figures[kind] = {code: [round(one, 2) for one in pair] for code, pair in ratios.items()}
        cells = "".join(f"{read:7.1f}{whole:6.1f}" for read, whole in ratios.values())
        print(f"{kind:<28}{cells}{'  *' if max(max(pair) for pair in ratios.values()) > ASKED else ''}", flush=True)

    print(f"{'read, whole':<28}" + "".join(f"{code:>13}" for code in languages), flush=True)
    measure(languages, options.size, tell)
    if options.large:
        code = languages[0]
        sentence = " ".join(usual(code).decode().split()[200:300])
        data = body(code, [recital(code, 1)], [paragraph(code, 1, rows(f" {sentence}")(LARGE)), last(code, 2)]).encode()
        per_byte = len(data) / len(usual(code))
        read, whole = cost(data, code)
        usual_read, usual_whole = cost(usual(code), code)
        tell("one paragraph of 5 MB", {code: (read / usual_read / per_byte, whole / usual_whole / per_byte)})
    if options.json:
        held = json.loads(options.json.read_text("utf-8")) if options.json.is_file() else {"rows": []}
        options.json.write_text(json.dumps(held | {"hostile": figures}, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
