"""The command line against the server: files, tables, exit codes, and builds that fetch by themselves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kzgraph.cli import main
from kzgraph.language.pack import pack
from tests.fetching.server import CHALLENGE, SPECIMENS, TOP, Served, Server, as_json
from tests.media import markup, pages, word
from tests.media.specimen import facts_of, plain, specimen

WORK = "TA-11-2031-0144"
#: The smallest of three alphabets.
TEXTS = {code: {"txt": SPECIMENS[code]} for code in ("bg", "el", "mt")}


@pytest.fixture(autouse=True)
def _settings(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORTAL", "CELLAR", "DOCEO"):
        monkeypatch.setenv(f"KZGRAPH_{name}", server.root)
    monkeypatch.setenv("KZGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KZGRAPH_PAUSE", "0")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_fetch_writes_texts_and_metadata(server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server.play_portal(WORK, TEXTS)
    assert main(["fetch", "P11_TA(2031)0144", "-o", str(tmp_path / "out")]) == 0
    assert names(tmp_path / "out") == sorted([*(f"{WORK}.{code}.txt" for code in TEXTS), f"{WORK}.json"])
    out, err = capfd.readouterr()
    assert out == ""
    for code in TEXTS:
        assert re.search(rf"{WORK} +{code} +portal +downloaded +\S+{WORK}\.{code}\.txt", err)
    assert main(["fetch", WORK, "-q", "-o", str(tmp_path / "out")]) == 0
    assert capfd.readouterr() == ("", "")
    assert len(server.asked) == 4


def test_without_a_folder_texts_stay_in_the_cache(server: Server, tmp_path: Path) -> None:
    server.play_portal(WORK, TEXTS)
    assert main(["fetch", WORK, "--lang", "mt,bg"]) == 0
    assert names(tmp_path / "cache" / "texts") == [f"{WORK}.bg.txt", f"{WORK}.json", f"{WORK}.mt.txt"]


def test_a_list_with_one_wrong_line_costs_only_that_line(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server.play_portal(WORK, TEXTS)
    path = tmp_path / "list.txt"
    path.write_text(f"Veldoria\n{WORK}  # adopted\n")
    assert main(["fetch", str(path), "-o", str(tmp_path / "out")]) == 3
    assert f"refused: {path}, line 1, Veldoria: it names no text that could be fetched. Give" in capfd.readouterr().err
    assert len(names(tmp_path / "out")) == 4


def test_one_refused_language_is_told_and_the_others_are_written(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = server.play_portal(WORK, TEXTS)
    server.put(paths["el", "txt"], Served(CHALLENGE))
    assert main(["fetch", WORK, "-o", str(tmp_path / "out")]) == 3
    err = capfd.readouterr().err
    assert re.search(rf"{WORK} +el +– +refused", err)
    assert "refused: P11_TA(2031)0144 el: http://127.0.0.1" in err


def test_nothing_at_all_is_a_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", WORK, "--lang", "hr", "-o", str(tmp_path / "out")]) == 4
    assert "nothing was fetched" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


def test_offline_never_asks(server: Server, tmp_path: Path) -> None:
    server.play_portal(WORK, TEXTS)
    assert main(["fetch", WORK, "--offline"]) == 4
    assert server.asked == []
    assert main(["fetch", WORK]) == 0
    server.forget()
    assert main(["fetch", WORK, "--offline", "-o", str(tmp_path / "out")]) == 0
    assert len(names(tmp_path / "out")) == 4
    assert server.asked == []


def test_options_win_over_the_environment(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play_portal(WORK, TEXTS)
    for name in ("PORTAL", "CELLAR", "DOCEO", "PAUSE"):
        monkeypatch.setenv(f"KZGRAPH_{name}", "nonsense")
    places = [f"--{name}={server.root}" for name in ("portal", "cellar", "doceo")]
    assert main(["fetch", WORK, *places, "--pause=0", "-o", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--lang", "xx"], "there is no pack for 'xx'"),
        (["--lang", ","], "--lang: it names no language"),
        (["--portal", "data.example"], "data.example: the address of portal is no web address"),
        (["--pause", "-1"], "pause -1.0: it is no number of seconds"),
        (["--pause", "nan"], "pause nan: it is no number of seconds"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_asked(
    server: Server, capfd: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["fetch", WORK, *arguments]) == 4
    assert message in capfd.readouterr().err
    assert server.asked == []


def test_a_build_fetches_by_itself(server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    server.play_portal(WORK, TEXTS)
    step = {"decided_on_a_realization_of": f"eli/dl/doc/{WORK}"}
    server.put("/api/v2/procedures/2031-2901", as_json([{"id": "eli/dl/proc/2031-2901", "consists_of": [step]}]))
    assert main(["build", "2031/2901(RSP)", "-o", str(tmp_path / "graph.nt")]) == 0
    assert "1 resolution(s), 3 version(s)" in capfd.readouterr().err
    assert len(server.asked) == 5
    assert (tmp_path / "graph.nt").read_text("utf-8").count("ontology#MetadataRecord>") == 2
    # The graph is that of the same texts and metadata given as files, whatever the server was.
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in (*(f"{WORK}.{code}.txt" for code in TEXTS), f"{WORK}.json", "2031-2901.json"):
        (folder / name).write_bytes((tmp_path / "cache" / "texts" / name).read_bytes())
    assert main(["build", str(folder), "-o", str(tmp_path / "same.nt"), "-q"]) == 0
    assert (tmp_path / "graph.nt").read_bytes() == (tmp_path / "same.nt").read_bytes()
    assert len(server.asked) == 5


def test_a_build_of_one_language_fetches_that_one_and_tells_what_is_missing(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server.play_portal(WORK, TEXTS)
    assert main(["build", WORK, "--language", "mt", "-o", str(tmp_path / "graph.nt"), "-q"]) == 0
    assert len(server.asked) == 2
    specimen = str(TOP / "docs" / "examples" / "2031-2901.mt.txt")
    assert main(["build", specimen, "B11-0079/2031", "--offline", "-o", str(tmp_path / "graph.nt"), "-q"]) == 3
    assert "refused: B11-0079/2031: " in capfd.readouterr().err
    assert len(server.asked) == 2


def test_references_are_inspected_and_what_did_not_come_says_why(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    paths = server.play_portal(WORK, TEXTS)
    server.put(paths["el", "txt"], Served(CHALLENGE))
    assert main(["inspect", "--json", WORK]) == 3
    texts = [one["texts"][0] for one in json.loads(capfd.readouterr().out)["inputs"]]
    assert [one["work"]["version"] for one in texts if "work" in one] == ["bg"]
    assert [one["record"]["about"] for one in texts if "record" in one] == ["P11_TA(2031)0144"]
    # A firewall answered in Greek, so it was not asked again for Maltese.
    lost = [one for one in texts if one["refused"]]
    assert [one["text"] for one in lost] == ["P11_TA(2031)0144 el", "P11_TA(2031)0144 mt"]
    assert all("a page without text came" in one["refused"]["reason"] for one in lost)
    assert main(["inspect", WORK, "--language", "bg", "--offline"]) == 0
    assert "Bulgarian (bg), " in capfd.readouterr().out


def test_a_file_with_the_name_of_a_reference_is_a_file(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(WORK).write_bytes(SPECIMENS["mt"])
    assert main(["build", WORK, "-o", "graph.nt", "-q"]) == 0
    assert server.asked == []


def test_each_text_in_the_form_that_its_source_has(server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one = {code: specimen(code) for code in ("cs", "el", "hr", "mt")}
    server.play_portal(WORK, {"el": {"xml": markup.sdocta(one["el"])}, "hr": {"docx": word.typed(one["hr"])}})
    for accept, code, data in (
        ("application/xhtml+xml", "mt", pages.journal(one["mt"])),
        ("application/zip;mtype=fmx4", "cs", markup.formex_zip(one["cs"])),
    ):
        server.play_cellar("52031IP0144", {(accept, pack(code).authority.lower()): Served(data)})
    folder = tmp_path / "out"
    assert main(["fetch", WORK, "--lang", "cs,el,hr,mt", "-o", str(folder)]) == 0
    assert [path.name for path in sorted(folder.glob("*.*.*"))] == [
        f"{WORK}.{form}" for form in ("cs.zip", "el.xml", "hr.docx", "mt.html")
    ]
    assert facts_of((folder / f"{WORK}.el.xml").read_bytes()) == facts_of(plain(one["el"]).encode())
    assert main(["build", str(folder), "-o", str(tmp_path / "graph.nt")]) == 0
    assert "1 resolution(s), 4 version(s)" in capfd.readouterr().err


def test_a_name_that_can_be_no_file_is_refused_as_a_reference(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", "x" * 5000]) == 4
    assert "it names no text that could be fetched" in capfd.readouterr().err


def test_the_program_as_people_run_it(server: Server, tmp_path: Path) -> None:
    server.play_portal(WORK, TEXTS)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kzgraph.cli", "fetch", WORK, "-o", "out"],
        capture_output=True, cwd=tmp_path, env=dict(os.environ), timeout=600, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, b"")
    assert len(names(tmp_path / "out")) == 4
