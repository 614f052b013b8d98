"""The program as people and scripts run it: its own process, its files, its words and its exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from kzgraph.cli import main

TOP = Path(__file__).resolve().parent.parent
EXAMPLES = TOP / "docs" / "examples"
SPECIMENS = {path.name.split(".")[1]: path for path in sorted(EXAMPLES.glob("2031-2901.*"))}
KZ = rdflib.Namespace("https://w3id.org/kzgraph/ontology#")
#: The work of all specimens.
WORK = "2031-2901"
#: All specimens take long, so elsewhere than in CI a few of three alphabets stand for them.
SOME = list(SPECIMENS) if os.environ.get("CI") else ["el", "hr", "mt"]

#: Parts of an invented resolution of its own, so that it is a work of its own.
OPENING = "European Parliament resolution of 3 July 2032 on salt (2032/2555(RSP))\n\nThe European Parliament,\n\n"
CITATIONS = "– having regard to Article 2 of the Treaty on European Union,\n\n"
RECITALS = "A. whereas the salt works employed 1 250 people on 3 May 2032;\n\nB. whereas 17 of them were held;\n\n"
PARAGRAPHS = (
    "1. Calls on the Council to act;\n\n2. Welcomes the visit of 4 June 2032;\n\n"
    "3. Instructs its President to forward this resolution to the Council.\n"
)
SALT = OPENING + CITATIONS + RECITALS + PARAGRAPHS


def run(
    *arguments: str | Path, stdin: bytes | None = None, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program to its end."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "kzgraph.cli", *map(str, arguments)],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": "0", "COLUMNS": "80", **environment},
        timeout=600,
        check=False,
    )


def messages(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8")


def graph_of(path: Path, form: str = "turtle") -> rdflib.Graph:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format=form)
    graph = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def versions_in(graph: rdflib.Graph) -> list[str]:
    return sorted(str(node).rpartition("/")[2] for node in graph.subjects(KZ.versionOf))


def report_of(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


@pytest.fixture
def salt(tmp_path: Path) -> Path:
    path = tmp_path / "salt.txt"
    path.write_text(SALT, "utf-8")
    return path


# ---------------------------------------------------------------- compare, explain


def test_compare_shows_what_each_version_prints(tmp_path: Path) -> None:
    maltese = SPECIMENS["mt"].read_text("utf-8")
    (tmp_path / "hr.txt").write_text(SPECIMENS["hr"].read_text("utf-8").replace("17 ", "19 ", 1), "utf-8")
    (tmp_path / "mt.txt").write_text(maltese, "utf-8")
    done = run("compare", tmp_path)
    assert done.returncode == 0, messages(done)
    printed = done.stdout.decode("utf-8")
    assert re.search(r"recital/B\s+figure", printed)
    assert "hr: 19" in printed
    assert "mt: 17" in printed


def test_compare_validates_nothing(salt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It asks where texts differ, and a text that no graph could be made of has its answer too."""

    def judged(*_: object) -> None:
        pytest.fail("it validates")

    monkeypatch.setattr("kzgraph.graph.validate.Validator.check", judged)
    assert main(["compare", str(salt)]) == 0
    assert "2032-2555 (en): 0 divergence(s)" in capsys.readouterr().out


def test_compare_says_what_it_refuses(tmp_path: Path, salt: Path) -> None:
    (tmp_path / "list.txt").write_text("milk\nbread\n", "utf-8")
    done = run("compare", salt, tmp_path / "list.txt")
    assert done.returncode == 3
    assert "refused: " in messages(done)
    assert b"(en): 0 divergence(s)" in done.stdout
    assert run("compare", tmp_path / "list.txt").returncode == 4


def test_explain_shows_acts_and_names(salt: Path) -> None:
    done = run("explain", salt)
    assert done.returncode == 0, messages(done)
    printed = done.stdout.decode("utf-8")
    assert "Demand: calls on → Council of the European Union" in printed
    assert "Commendation: welcomes" in printed
    assert "\x1b" not in printed


def test_explain_writes_a_page_that_needs_nothing(tmp_path: Path) -> None:
    marked = tmp_path / "marked.txt"
    marked.write_text(SALT.replace("17 of them", "17 of <b>them</b> in Ormhaven"), "utf-8")
    done = run("explain", marked, "--html", tmp_path / "page.html")
    assert done.returncode == 0, messages(done)
    page = (tmp_path / "page.html").read_text("utf-8")
    assert '<em class="mark institution" title="Council of the European Union' in page
    assert '<em class="mark unresolved" title="a name that no vocabulary knows and no rule classifies">Ormhaven</em>' in page
    assert '<html lang="en">' in page
    assert "<b>" not in page
    assert not re.search(r"<script|https?://|<link", page)


def test_explain_refuses_an_unknown_language(salt: Path) -> None:
    done = run("explain", salt, "--language", "xx")
    assert done.returncode == 4
    assert "there is no pack for 'xx'" in messages(done)


# ---------------------------------------------------------------- what goes in


def test_files_folders_and_standard_input(tmp_path: Path) -> None:
    folder = tmp_path / "texts" / "deeper"
    folder.mkdir(parents=True)
    shutil.copy(SPECIMENS["el"], folder / "anything.md")
    shutil.copy(SPECIMENS["el"], folder / "again.text")
    (tmp_path / "texts" / "README.md").write_text("# What stands here\n\nA text in Greek.\n", "utf-8")
    (tmp_path / "texts" / "table.csv").write_text("a,b\n", "utf-8")
    (tmp_path / "texts" / ".hidden.txt").write_text("no resolution", "utf-8")
    output, report = tmp_path / "out.ttl", tmp_path / "out.json"
    done = run(
        "build", SPECIMENS["hr"], tmp_path / "texts", "-", "-o", output, "--report", report, stdin=SPECIMENS["bg"].read_bytes()
    )
    assert (done.returncode, done.stdout) == (0, b"")
    # A text that is given twice counts once.
    assert versions_in(graph_of(output)) == ["bg", "el", "hr"]
    assert "passed over" in messages(done)
    assert "README.md" in messages(done)
    names = {row["key"]: (row["input"], row["same text"]) for row in report_of(report)["works"][0]["versions"]}
    assert names["el"] == (str(folder / "again.text"), [str(folder / "anything.md")])
    assert names["hr"] == (str(SPECIMENS["hr"]), [])
    for name in ("table.csv", ".hidden"):
        assert name not in messages(done)
    told = report_of(report)
    assert [(work["key"], work["conforms"], work["written"]) for work in told["works"]] == [(WORK, True, True)]
    assert [row["input"] for row in told["works"][0]["versions"]][::2] == ["standard input", str(SPECIMENS["hr"])]
    assert told["refused"] == []
    assert told["conforms"] is True


def test_the_report_says_all_about_a_version(salt: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    salt.write_text(SALT.replace("A. ", "", 1).replace("2. ", "", 1) + "\nTable of figures\n", "utf-8")
    assert run("build", salt, "-o", tmp_path / "out.nt", "--report", report, "--language", "en").returncode == 0
    version = report_of(report)["works"][0]["versions"][0]
    assert (version["key"], version["stage"], version["encoding"], version["media type"]) == (
        "en",
        "adopted-text",
        "utf-8",
        "text/plain",
    )
    assert version["title"] == "European Parliament resolution of 3 July 2032 on salt"
    assert (version["language"]["code"], version["language"]["given"]) == ("en", True)
    assert version["language"]["points"]["en"] > 10
    assert version["language"]["formulas"]["whereas"] == 2
    counts = {name: version["counts"][name] for name in ("citations", "recitals", "findings", "paragraphs", "dates", "figures")}
    assert counts == {"citations": 1, "recitals": 2, "findings": 2, "paragraphs": 3, "dates": 2, "figures": 2}
    assert version["gaps"] == []
    assert version["units without label"] == ["recital/A", "paragraph/2"]
    assert [row["text"] for row in version["unexplained"]] == ["Table of figures"]
    assert salt.read_text("utf-8")[version["unexplained"][0]["start"] :].startswith("Table")
    assert sum(version["coverage"].values()) == pytest.approx(1, abs=0.001)
    assert version["tied by facts in common"] is None


# ---------------------------------------------------------------- what comes out

FORMATS = {"ttl": "turtle", "nt": "nt", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}


def test_every_format_says_the_same(tmp_path: Path, salt: Path) -> None:
    graphs = {}
    for name, form in FORMATS.items():
        output = tmp_path / f"out.{name}"
        if name in ("nt", "trig"):
            # Standard output holds the graph and nothing else.
            done = run("build", salt, "-o", "-", "--format", name, "-q")
            output.write_bytes(done.stdout)
        else:
            done = run("build", salt, "-o", output, "-q")
            assert done.stdout == b""
        assert (done.returncode, done.stderr) == (0, b"")
        graphs[name] = set(graph_of(output, form))
    assert len(graphs["nt"]) > 100
    assert {name for name, graph in graphs.items() if graph == graphs["nt"]} == set(FORMATS)


def test_a_pipe_sees_a_summary_without_progress_and_colour(salt: Path) -> None:
    done = run("build", salt, "-o", "-", TERM="xterm-256color")
    assert done.returncode == 0
    # Turtle is what standard output gets where no format is named.
    assert len(rdflib.Graph().parse(data=done.stdout, format="turtle")) > 100
    for word in ("2032-2555", "conforms", "triples"):
        assert word in messages(done)
    for sign in ("\x1b", "\r", "━", "validate"):
        assert sign not in messages(done), sign


def test_options_together(salt: Path, tmp_path: Path) -> None:
    output, report, bad = tmp_path / "graph.data", tmp_path / "report.ttl", tmp_path / "bad.txt"
    bad.write_bytes(b"")
    options: list[str | Path] = [
        "--format",
        "nt",
        "--base",
        "https://example.org/data/",
        "--language",
        "en",
        "--report",
        report,
        "--quiet",
    ]
    done = run("build", salt, bad, "-o", output, *options)
    # Quiet: nothing is said but the fault.
    assert done.returncode == 3
    assert messages(done).count("\n") == 1
    assert "bad.txt" in messages(done)
    # The ending is overruled, and the base is that of all IRIs.
    text = output.read_text("utf-8")
    assert text.splitlines()[0].endswith(" .")
    assert "<https://example.org/data/resolution/2032-2555>" in text
    assert "https://w3id.org/kzgraph/id/" not in text
    # The report is a graph without blank nodes.
    graph = graph_of(report)
    assert graph.value(graph.value(None, RDF.type, SH.ValidationReport), SH.conforms) == rdflib.Literal(True)
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]


def test_the_same_bytes_in_any_order_and_with_any_hash_seed(tmp_path: Path) -> None:
    paths = [SPECIMENS[language] for language in SOME]
    shuffled = random.Random(7).sample(paths, len(paths))
    assert shuffled != paths
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, order, seed in ((first, paths, "1"), (second, shuffled, "4242")):
        folder.mkdir()
        done = run("build", *order, "-o", folder / "out.trig", "--report", folder / "report.ttl", "-q", PYTHONHASHSEED=seed)
        assert done.returncode == 0, messages(done)
    assert versions_in(graph_of(first / "out.trig", "trig")) == sorted(SOME)
    for name in ("out.trig", "report.ttl"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_what_works_share_is_counted_once(tmp_path: Path, salt: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(SALT.replace("2555", "2556"), "utf-8")
    counts = {}
    for form in FORMATS:
        output = tmp_path / f"out.{form}"
        done = run("build", salt, other, "-o", output)
        assert done.returncode == 0, messages(done)
        found = re.search(r"([0-9,]+) (triples|quads), ", messages(done))
        assert found
        counts[form] = (int(found[1].replace(",", "")), found[2])
    assert counts["nt"] == ((tmp_path / "out.nt").read_text("utf-8").count("\n"), "triples")
    assert counts["nq"] == ((tmp_path / "out.nq").read_text("utf-8").count("\n"), "quads")
    assert counts["ttl"] == counts["jsonld"] == counts["nt"] == (len(graph_of(tmp_path / "out.nt", "nt")), "triples")
    assert counts["trig"] == counts["nq"]
    assert counts["nq"] > counts["nt"]


# ---------------------------------------------------------------- texts without a head


def test_a_text_without_head_is_tied_to_a_known_resolution(tmp_path: Path) -> None:
    known, output, report = tmp_path / "known.nq", tmp_path / "out.ttl", tmp_path / "report.json"
    assert run("build", SPECIMENS["lt"], "-o", known, "-q").returncode == 0
    alone = run("build", SPECIMENS["hr"], "-o", output, "--report", report)
    assert alone.returncode == 0
    key = report_of(report)["works"][0]["key"]
    assert re.fullmatch(r"x-[0-9a-f]{16}", key)
    assert key in messages(alone)
    assert run("build", SPECIMENS["hr"], "-o", output, "--known", known, "--report", report, "-q").returncode == 0
    work = report_of(report)["works"][0]
    assert work["key"] == WORK
    assert work["versions"][0]["tied by facts in common"] > 0.9
    assert versions_in(graph_of(output)) == ["hr"]


# ---------------------------------------------------------------- unresolved


def test_what_stays_unresolved_is_told_with_its_place(tmp_path: Path, salt: Path) -> None:
    text = SALT.replace("17 of them", "17 miners of Ormhaven").replace("Council to act", "Ormalian\nauthorities to act")
    salt.write_text(text, "utf-8")
    done = run("build", salt, "-o", tmp_path / "out.ttl", "--report", tmp_path / "report.json")
    assert done.returncode == 0, messages(done)
    assert re.search(r"figures +unresolved +gaps.*\n.* 2 +2 +– ", messages(done))
    version = report_of(tmp_path / "report.json")["works"][0]["versions"][0]
    assert version["counts"]["unresolved"] == 2
    rows = version["unresolved"]
    assert [(row["unit"], text[row["start"] : row["end"]], row["candidates"]) for row in rows] == [
        ("recital/B", "Ormhaven", []),
        ("paragraph/1", "Ormalian\nauthorities", []),
    ]
    assert [row["reason"] for row in rows] == [
        "a name that no vocabulary knows and no rule classifies",
        "the addressee of a demand, which no vocabulary knows",
    ]
    assert run("build", salt, "-o", tmp_path / "out.ttl", "--report", tmp_path / "report.ttl", "-q").returncode == 0
    graph = graph_of(tmp_path / "report.ttl")
    unit = rdflib.URIRef("https://w3id.org/kzgraph/id/resolution/2032-2555/version/en/recital/B")
    [result] = graph.subjects(SH.focusNode, unit)
    assert graph.value(result, SH.resultSeverity) == SH.Info
    assert graph.value(result, SH.value) == rdflib.Literal("Ormhaven")
    assert graph.value(graph.value(None, RDF.type, SH.ValidationReport), SH.conforms) == rdflib.Literal(True)
    # What stays unresolved is no part of the graph.
    assert (unit, None, None) in graph_of(tmp_path / "out.ttl")
    assert not [name for name in graph_of(tmp_path / "out.ttl").objects(None, KZ.exact) if "Ormhaven" in str(name)]


# ---------------------------------------------------------------- curators' decisions


def decision(folder: Path, *, name: str = "Igor Tċuprina") -> Path:
    path = folder / "mine.toml"
    signed = 'by = "A. Curator"\non = 2032-07-04\nwhy = "His own page."\n'
    path.write_text(f'[[name]]\nof = "actor/person-gr-chprn"\nlanguage = "mt"\nname = "{name}"\n{signed}', "utf-8")
    return path


def test_decisions_of_the_user_are_applied(tmp_path: Path, salt: Path) -> None:
    salt.write_text(SALT.replace("17 of them", "the journalist Igor Chuprina"), "utf-8")
    done = run("build", salt, "-o", tmp_path / "out.jsonld", "--decisions", decision(tmp_path), "-q")
    assert (done.returncode, messages(done)) == (0, "")
    node = rdflib.URIRef("https://w3id.org/kzgraph/id/actor/person-gr-chprn")
    names = set(graph_of(tmp_path / "out.jsonld", "json-ld").objects(node, rdflib.SKOS.prefLabel))
    assert names == {rdflib.Literal("Igor Chuprina", lang="en"), rdflib.Literal("Igor Tċuprina", lang="mt")}


def test_a_contradiction_stops_before_anything_is_written(tmp_path: Path, salt: Path) -> None:
    path = decision(tmp_path)
    path.write_text(path.read_text("utf-8") * 2, "utf-8")
    path.write_text(path.read_text("utf-8").replace("Tċ", "Ċ", 1), "utf-8")
    done = run("build", salt, "-o", tmp_path / "out.ttl", "--decisions", path)
    assert done.returncode == 4
    assert messages(done).startswith(f"kzgraph: {path}, line 8, [[name]] 2: actor/person-gr-chprn is called ")
    assert f"the other is {path}, line 1, [[name]] 1" in messages(done)
    assert not (tmp_path / "out.ttl").exists()


# ---------------------------------------------------------------- bad inputs among good ones


def bad_inputs(folder: Path) -> dict[str, str]:
    """Make a file of each kind that cannot be built, and say what is wrong with it."""
    body = OPENING + CITATIONS + RECITALS
    noise = random.Random(3).randbytes(17 * 2**20)
    files: dict[str, tuple[bytes, str]] = {
        "empty.txt": (b"", "empty"),
        "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40, "binary"),
        "letter.txt": (b"Dear reader,\n\nthe lake is low.\n\nYours\n", "no resolution"),
        "γράμμα.txt": ("Αγαπητέ αναγνώστη,\n\nη λίμνη ρηχαίνει.\n".encode(), "no resolution"),
        "cut-in-recital.txt": (body.removesuffix("were held;\n\n").encode(), "recital/B"),
        "cut-in-paragraph.txt": ((body + PARAGRAPHS[:-40]).encode(), "paragraph/3"),
        "mixed.txt": (
            SPECIMENS["bg"].read_bytes().replace("Велдория".encode(), "Велдория".encode("cp1251"), 1),
            "mixes encodings",
        ),
        "noise.txt": (noise, "17,825,792 bytes"),
    }
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    return {name: reason for name, (_, reason) in files.items()}


def test_bad_inputs_cost_only_themselves(tmp_path: Path, salt: Path) -> None:
    reasons = bad_inputs(tmp_path)
    output, report = tmp_path / "out.ttl", tmp_path / "report.json"
    output.write_text("# what stood here before\n", "utf-8")
    done = run("build", tmp_path, SPECIMENS["el"], "-o", output, "--report", report)
    assert done.returncode == 3
    lines = messages(done).splitlines()
    for name, reason in reasons.items():
        line = next(line for line in lines if name in line)
        assert reason in line, line
        assert line.startswith("refused: ")
    assert "Traceback" not in messages(done)
    # The others are built, and the file is a new one.
    graph = graph_of(output)
    assert len(set(graph.subjects(RDF.type, KZ.Resolution))) == 2
    assert versions_in(graph) == ["el", "en"]
    refused = {Path(row["input"]).name: row for row in report_of(report)["refused"]}
    assert refused.keys() == reasons.keys()
    assert all(row["reason"] and row["remedy"] for row in refused.values())


def test_a_total_failure_touches_nothing(tmp_path: Path) -> None:
    reasons = bad_inputs(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    output = tmp_path / "graph.ttl"
    output.write_text("# what stood here before\n", "utf-8")
    done = run("build", *(tmp_path / name for name in reasons), "-o", output)
    assert done.returncode == 4
    assert output.read_text("utf-8") == "# what stood here before\n"
    assert {path.name for path in tmp_path.iterdir()} == before | {"graph.ttl"}
    assert all(name in messages(done) for name in reasons)
    assert "Traceback" not in messages(done)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.txt", "-o", "o.ttl"], ["missing.txt", "cannot be read"]),
        (["salt.txt", "-o", "o.xyz"], ["o.xyz", "no ending of a format"]),
        (["salt.txt", "-o", "nowhere/o.ttl"], ["nowhere/o.ttl", "cannot be written"]),
        (["salt.txt", "-o", "o.ttl", "--known", "missing.ttl"], ["missing.ttl", "cannot be read"]),
        (["salt.txt", "-o", "o.ttl", "--known", "damaged.ttl"], ["damaged.ttl:1", "no Turtle"]),
        (["salt.txt", "-o", "o.ttl", "--language", "xx"], ["--language", "xx", "hr"]),
        (["salt.txt", "-o", "o.ttl", "--report", "r.pdf"], ["r.pdf", ".json"]),
        (["salt.txt", "-o", "o.ttl", "--base", "no iri"], ["no iri"]),
        (["hollow", "-o", "o.ttl"], ["hollow", "no text"]),
    ],
)
def test_what_stops_the_whole_run(tmp_path: Path, salt: Path, arguments: Sequence[str], words: Sequence[str]) -> None:
    (tmp_path / "damaged.ttl").write_text("<a> <b", "utf-8")
    (tmp_path / "hollow").mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = run("build", *arguments, cwd=tmp_path)
    assert done.returncode == 4, messages(done)
    assert all(word in messages(done) for word in words)
    assert "Traceback" not in messages(done)
    assert sorted(tmp_path.rglob("*")) == before
    assert salt.read_text("utf-8") == SALT


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["build"],
        ["build", "x.txt"],
        ["build", "-o", "x.ttl"],
        ["bild"],
        ["build", "x", "-o", "y", "--format", "pdf"],
        ["build", "--foo"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line(arguments: Sequence[str], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "usage: kzgraph" in messages(done)
    assert not list(tmp_path.iterdir())


def test_a_reader_that_leaves_is_no_fault(salt: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kzgraph.cli", "build", str(SPECIMENS["en"]), "-o", "-", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait(600)
    assert b"Traceback" not in errors
    assert b"Exception" not in errors


# ---------------------------------------------------------------- killed


def killed_while_writing(output: Path, sign: signal.Signals) -> int:
    """Run a build whose writing takes long, and send a signal as soon as something is written; return the exit code."""
    # The writer is the program's own; only each of its pieces waits a little, so that there is a middle to be killed in.
    program = (
        "import os, sys, time\n"
        "import kzgraph.graph.serialise as serialise\n"
        "from kzgraph.cli import main\n"
        "def slowly(own):\n"
        "    def pieces(graphs, base):\n"
        "        for number, piece in enumerate(own(graphs, base)):\n"
        "            if number == 1:\n"
        "                print('writing', flush=True)\n"
        "                time.sleep(600)\n"
        "            yield piece\n"
        "    return pieces\n"
        "serialise.FORMATS['nt'] = slowly(serialise.FORMATS['nt'])\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", program, "build", str(output.parent / "salt.txt"), "-o", str(output), "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(sign)
    with contextlib.closing(process.stdout):
        return process.wait(300)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_run_leaves_the_old_file_and_no_other(sign: signal.Signals, salt: Path) -> None:
    output = salt.parent / "graph.nt"
    output.write_bytes(b"# what stood here before\n")
    assert killed_while_writing(output, sign) != 0
    assert output.read_bytes() == b"# what stood here before\n"
    assert sorted(path.name for path in salt.parent.iterdir()) == ["graph.nt", "salt.txt"]


# ---------------------------------------------------------------- help


def test_help_tells_the_exit_codes() -> None:
    for arguments in (["--help"], ["build", "--help"], ["validate", "--help"]):
        done = run(*arguments)
        assert (done.returncode, done.stderr) == (0, b"")
        text = done.stdout.decode()
        for code in range(5):
            assert re.search(rf"^ *{code} +\w", text, re.MULTILINE), (arguments, code)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["build", "--help"]], ids=" ".join)
def test_help_and_version_are_there_at_once(arguments: Sequence[str]) -> None:
    begun = time.perf_counter()
    spent = os.times()
    done = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-m", "kzgraph.cli", *arguments], capture_output=True, check=True, text=True
    )
    now = os.times()
    # On a busy machine the clock runs on, so the time of the processor counts too.
    assert (
        min(time.perf_counter() - begun, now.children_user + now.children_system - spent.children_user - spent.children_system)
        < 0.5
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "argparse" in imported
    assert not [name for name in imported if name.split(".")[0] in ("rdflib", "pyshacl", "rich", "networkx", "requests")]


def test_the_version_is_that_of_the_package() -> None:
    import kzgraph

    assert run("--version").stdout.decode() == f"kzgraph {kzgraph.__version__}\n"


# ---------------------------------------------------------------- validate


def test_validate_tells_what_does_not_conform(salt: Path, tmp_path: Path) -> None:
    output, report = tmp_path / "out.nt", tmp_path / "report.ttl"
    assert run("build", salt, "-o", output, "-q").returncode == 0
    done = run("validate", output)
    assert done.returncode == 0
    assert "conforms" in messages(done)
    lines = output.read_text("utf-8").splitlines(keepends=True)
    output.write_text(
        "".join(line for line in lines if "/ontology#sha256>" not in line and "/ontology#versionOf>" not in line), "utf-8"
    )
    done = run("validate", output, "--report", report)
    assert done.returncode == 1
    assert "does not conform" in messages(done)
    graph = graph_of(report)
    assert graph.value(graph.value(None, RDF.type, SH.ValidationReport), SH.conforms) == rdflib.Literal(False)


def test_validate_takes_an_archive_shard_by_shard(salt: Path, tmp_path: Path) -> None:
    assert run("build", salt, "--out-dir", tmp_path, "--compress", "-q").returncode == 0
    [shard] = tmp_path.glob("works-*.nq.gz")
    (tmp_path / "other.nt").write_text('<urn:a> <urn:b> "c" .\n', "utf-8")
    done = run("validate", tmp_path)
    assert done.returncode == 0
    assert f"{shard}: " in messages(done)
    assert f"{tmp_path / 'other.nt'}: 1 triples" in messages(done)


@pytest.mark.parametrize(("name", "data"), [("none.ttl", None), ("empty.nt", b""), ("damaged.nt", b"<a> <b"), ("graph.xyz", b"")])
def test_validate_refuses_what_is_no_graph(name: str, data: bytes | None, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = run("validate", tmp_path / name)
    assert done.returncode == 4
    assert name in messages(done)
    assert "Traceback" not in messages(done)
