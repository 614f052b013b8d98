"""Tables hold what the graph holds, no more and no less, in files that spreadsheets and CSV on the Web understand."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzgraph.cli import main
from kzgraph.dataset.load import Dataset, open_dataset
from kzgraph.errors import GraphError, OutputError
from kzgraph.graph.terms import prefixes
from kzgraph.resolve.iri import BASE
from kzgraph.tables import rows as module
from kzgraph.tables import write
from kzgraph.tables.metadata import SEPARATOR
from kzgraph.tables.plan import TABLES
from kzgraph.tables.rows import rows
from kzgraph.tables.write import METADATA, guarded, unguarded, write_tables
from tests.queries.cases import graph_file

KZ = prefixes()["kz"]
#: How SPARQL counts the rows of each table, said without looking at the plan of the tables.
COUNTS = {
    "resolutions": "?x a kz:Resolution",
    "sources": "?x a kz:Source",
    "versions": "?x kz:versionOf ?resolution",
    "units": "?x kz:partOf ?resolution",
    "texts": "?x kz:text ?words",
    "findings": "?x a kz:Finding",
    "acts": "?x a kz:SpeechAct",
    "actors": "?x a kz:Actor",
    "instruments": "?x a kz:Instrument",
    "provisions": "?x kz:provisionOf ?instrument",
    "addressees": "?act kz:addressee ?actor BIND(CONCAT(STR(?act), STR(?actor)) AS ?x)",
    "concerned": "?act kz:concerns ?actor BIND(CONCAT(STR(?act), STR(?actor)) AS ?x)",
    "recipients": "?act kz:recipient ?actor BIND(CONCAT(STR(?act), STR(?actor)) AS ?x)",
    "actor_mentions": "?x kz:refersTo ?entity . ?entity a kz:Actor",
    "instrument_mentions": "?x kz:refersTo ?entity . ?entity a kz:Instrument",
    "provision_mentions": "?x kz:refersTo ?entity . ?entity a kz:Provision",
    "dates": "?x kz:date ?date",
    "figures": "?x kz:figure ?figure",
    "finding_evidence": "?x kz:evidenceOf ?finding . ?finding a kz:Finding",
    "act_evidence": "?x kz:evidenceOf ?act . ?act a kz:SpeechAct",
    "divergences": "?x kz:divergesOn ?on",
    "readings": "?d kz:reading ?evidence BIND(CONCAT(STR(?d), STR(?evidence)) AS ?x)",
}


@cache
def dataset() -> Dataset:
    return open_dataset([graph_file()], terms=False)


def changed(*lines: str, without: str = "") -> Dataset:
    """The dataset with statements more, or without all statements of a property."""
    store = ox.Store()
    kept = (quad for quad in dataset().store if not without or quad.predicate != ox.NamedNode(without))
    store.bulk_extend(kept)
    store.load("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    return Dataset(store, BASE, dataset().graphs)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "out"
    write_tables(dataset(), path)
    return path


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def described(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / METADATA).read_text("utf-8"))
    assert isinstance(found, dict)
    return {row["url"].removesuffix(".csv"): row["tableSchema"] for row in found["tables"]}


# ---------------------------------------------------------------- what is in them


def test_every_table_is_counted() -> None:
    assert set(COUNTS) == {each.name for each in TABLES}


@pytest.mark.parametrize("name", COUNTS)
def test_a_table_has_as_many_rows_as_sparql_counts(name: str, folder: Path) -> None:
    query = f"PREFIX kz: <{KZ}> SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {COUNTS[name]} }}"
    [(count,)] = dataset().select(query)
    assert isinstance(count, ox.Literal)
    assert len(table(folder, name)) == int(count.value) > 0
    assert len(json.loads((folder / f"{name}.json").read_text("utf-8"))) == int(count.value)


def test_rows_say_what_the_texts_say(folder: Path) -> None:
    act = next(row for row in table(folder, "acts") if row["id"] == "resolution/2034-2612/paragraph/4/act/1")
    assert (act["force"], act["verb"], act["deadline"]) == ("Demand", "calls-on", "2034-12-31")
    assert act["words_en"] == "Calls on the Commission to report to Parliament before 31 December 2034"
    assert act["words_de"] == ""
    assert {"act": act["id"], "actor": "actor/european-commission"} in table(folder, "addressees")
    assert {row["figure"]: row["printed"] for row in table(folder, "figures") if row["version"].endswith("/es")} == {"60": "60"}
    velin = next(row for row in table(folder, "actors") if row["id"] == "actor/person-n-vln")
    assert (velin["kind"], velin["name_bg"], velin["other_names_cs"]) == ("Person", "Ана Велин", "Ana Velinová")
    article = next(row for row in table(folder, "provisions") if row["id"].endswith("/art/212"))
    assert (article["instrument"], article["pinpoint"]) == ("instrument/criminal-code-of-veldoria", "art. 212")
    readings = {row["version"][-2:]: row["printed"] for row in table(folder, "readings") if "recital/B" in row["divergence"]}
    assert readings == {"bg": "212", "cs": "212", "de": "221", "en": "212"}


def test_json_has_the_same_rows(folder: Path) -> None:
    for name, schema in described(folder).items():
        several = {column["name"] for column in schema["columns"] if "separator" in column}
        as_json = json.loads((folder / f"{name}.json").read_text("utf-8"))
        for row, record in zip(table(folder, name), as_json, strict=True):
            told = {key: SEPARATOR.join(value) if key in several else str(value) for key, value in record.items()}
            assert told == {key: unguarded(cell) for key, cell in row.items() if cell}


# ---------------------------------------------------------------- keys, and what the metadata says


def test_keys_tell_rows_apart(folder: Path) -> None:
    for name, schema in described(folder).items():
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in table(folder, name)]
        assert len(set(keys)) == len(keys), name


def test_foreign_keys_lead_somewhere(folder: Path) -> None:
    seen = 0
    for name, schema in described(folder).items():
        for key in schema.get("foreignKeys", ()):
            [column] = key["columnReference"]
            target = {row["id"] for row in table(folder, key["reference"]["resource"].removesuffix(".csv"))}
            values = {row[column] for row in table(folder, name)} - {""}
            assert values <= target, (name, column)
            seen += len(values)
    assert seen > 100


def test_each_mention_is_in_one_table(folder: Path) -> None:
    ids = [row["id"] for name in ("actor", "instrument", "provision") for row in table(folder, f"{name}_mentions")]
    [(count,)] = dataset().select(f"SELECT (COUNT(DISTINCT ?m) AS ?n) {{ ?m <{KZ}refersTo> ?e }}")
    assert isinstance(count, ox.Literal)
    assert len(ids) == len(set(ids)) == int(count.value)


def test_properties_and_classes_are_those_of_the_ontology(folder: Path) -> None:
    terms = {term.value for (term,) in open_dataset([graph_file()]).select(
        "SELECT ?t { ?t <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> ?o }"
    ) if isinstance(term, ox.NamedNode)}  # fmt: skip
    urls = {
        column["propertyUrl"] for schema in described(folder).values() for column in schema["columns"] if "propertyUrl" in column
    }
    assert {url for url in urls if url.startswith(KZ)} <= terms
    assert {each.of for each in TABLES} <= terms


def test_csv_on_the_web_accepts_the_tables(folder: Path) -> None:
    """The library for CSV on the Web reads metadata and cells, and checks datatypes, keys and references."""
    assert faults(folder) == []


def test_csv_on_the_web_sees_a_fault(folder: Path, tmp_path: Path) -> None:
    for kind, name, old, new in (
        ("datatype", "figures", ",212,", ",many,"),
        ("reference", "addressees", "actor/european-commission", "actor/nobody"),
        ("key", "units", "resolution/2033-2501/recital/B", "resolution/2033-2501/recital/A"),
        ("header", "units", "position", "place"),
    ):
        copy = tmp_path / kind
        copy.mkdir()
        for path in folder.iterdir():
            text = path.read_text("utf-8")
            if path.name == f"{name}.csv":
                assert old in text
                text = text.replace(old, new, 1)
            (copy / path.name).write_text(text, "utf-8", newline="")
        assert faults(copy), kind


def faults(folder: Path) -> list[str]:
    import csvw

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            valid = csvw.CSVW(str(folder / METADATA), validate=True).is_valid
        except ValueError as fault:
            return [str(fault)]
    found = [str(each.message) for each in caught if "csvw" in str(each.filename)]
    return found if valid else [*found, "not valid"]


#: Statements that the tables leave out, since they say again what others say: in terms of ELI, or of a unit or a version what
#: the evidence says.
LEFT_OUT = {
    "eli:is_part_of", "eli:language", "eli:realizes", "eli:type_subdivision",
    "kz:attestedIn", "kz:mentions", "kz:mentionsDate", "kz:mentionsFigure",
}  # fmt: skip


def test_the_metadata_makes_the_statements_of_the_graph_again(folder: Path) -> None:
    """Read as CSV on the Web says, the tables give back each statement that they do not leave out, and none of their own."""
    again: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, schema in described(folder).items():
        for row in table(folder, name):
            for column in schema["columns"]:
                cell = unguarded(row[column["name"]])
                if cell and "propertyUrl" in column:
                    about = filled(column.get("aboutUrl", schema["aboutUrl"]), row)
                    for value in cell.split(column["separator"]) if "separator" in column else [cell]:
                        told = filled(column["valueUrl"], row) if "valueUrl" in column else value
                        again[column["propertyUrl"]].add((about, told))
    kinds = again.pop(f"{prefixes()['rdf']}type")
    held: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for quad in dataset().store:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        held[quad.predicate.value].add((quad.subject.value, quad.object.value))
    types = held.pop(f"{prefixes()['rdf']}type")
    instruments = {(about, f"{KZ}{told.removeprefix(KZ)}") for about, told in kinds}
    assert instruments <= types
    left_out = {prefixes()[name.partition(":")[0]] + name.partition(":")[2] for name in LEFT_OUT}
    assert held.keys() - again.keys() == left_out
    assert {name: again[name] ^ held[name] for name in again if again[name] != held[name]} == {}


def filled(template: str, row: dict[str, str]) -> str:
    """What a template of CSV on the Web makes of a row."""
    return re.sub(r"\{\+(\w+)\}", lambda found: row[found[1]], template)


# ---------------------------------------------------------------- awkward texts

AWKWARD = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    " =1",
    "'=1",
    "''+",
    '\'s Lands, "zei" hij; a\nb',
    "＝1",
    "𝔘𝔫 𐌰 👩‍⚖️ e\u0301 \u200fعربى\u200e \u00a0 \ufeffx",
    "– vistas",
    "Għandu “x”",
)


def awkward() -> Iterator[tuple[str, Dataset]]:
    unit, version = f"<{BASE}resolution/2033-2501/recital/A>", f"<{BASE}resolution/2033-2501/version/en>"
    whole = "http://www.w3.org/2001/XMLSchema#integer"
    for text in AWKWARD:
        node = f"<{BASE}resolution/2033-2501/version/en/odd>"
        values = {
            "textOf": unit,
            "inVersion": version,
            "start": f'"0"^^<{whole}>',
            "end": f'"1"^^<{whole}>',
            "text": str(ox.Literal(text, language="en")),
        }
        lines = [f"{node} <{KZ}{name}> {value} ." for name, value in values.items()]
        yield text, changed(f"{node} <{prefixes()['rdf']}type> <{KZ}UnitText> .", *lines)


def test_awkward_texts_come_back_as_they_were(tmp_path: Path) -> None:
    for number, (text, odd) in enumerate(awkward()):
        for raw in (False, True):
            path = tmp_path / f"{number}{raw}"
            write_tables(odd, path, raw=raw, bom=raw)
            cell = next(row["text"] for row in table(path, "texts") if row["id"].endswith("/odd"))
            assert (cell if raw else unguarded(cell)) == text
            assert raw or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
            assert text in [row["text"] for row in json.loads((path / "texts.json").read_text("utf-8"))]


@given(st.text(alphabet="'=+-@ \t\r\nab–＝"))
def test_a_guarded_cell_is_harmless_and_gives_its_text_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not re.match("[\t\r\n]|\\s*[=+\\-@＝]", guarded(text))


def test_the_mark_of_utf_8_is_there_when_asked_for(tmp_path: Path, folder: Path) -> None:
    write_tables(dataset(), tmp_path / "bom", bom=True)
    for each in TABLES:
        marked = (tmp_path / "bom" / f"{each.name}.csv").read_bytes()
        assert marked == b"\xef\xbb\xbf" + (folder / f"{each.name}.csv").read_bytes()
        assert b"\r\n" in marked
    assert faults(tmp_path / "bom") == []


# ---------------------------------------------------------------- the folder


def test_bytes_do_not_depend_on_chance(tmp_path: Path, folder: Path) -> None:
    for seed in ("1", "2"):
        program = "from kzgraph.cli import main; import sys; sys.exit(main(sys.argv[1:]))"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        arguments = ["tables", str(graph_file()), "-o", str(tmp_path / seed), "--quiet"]
        subprocess.run([sys.executable, "-c", program, *arguments], check=True, env=environment)
        written = {path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()}
        assert written == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_rows_come_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first row is there before the second thing was looked at."""
    units = next(each for each in TABLES if each.name == "units")
    looked = set()
    plain = module._cell

    def seen(*arguments: Any) -> Any:
        looked.add(arguments[3])
        return plain(*arguments)

    monkeypatch.setattr(module, "_cell", seen)
    next(rows(dataset(), units))
    assert len(looked) == 1


def test_what_stood_there_stands_when_a_graph_breaks_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "out"
    write_tables(dataset(), path)
    before = {file.name: file.read_bytes() for file in path.iterdir()}
    position = f"<{BASE}resolution/2033-2501/recital/A> <{KZ}position> 2 ."
    two = position.replace(" 2 ", ' "2"^^<http://www.w3.org/2001/XMLSchema#integer> ')
    nowhere = f"<{BASE}instrument/treaty-on-european-union/art/21> <{KZ}provisionOf> <{BASE}instrument/nothing> ."
    for broken, reason in (
        (changed(without=f"{KZ}label"), "column 'label' of table 'units': it has none"),
        (changed(two), r"column 'position' of table 'units': it has several \(1, 2\)"),
        (changed(nowhere), "column 'instrument' of table 'provisions': it leads out of table 'instruments'"),
    ):
        with pytest.raises(GraphError, match=reason):
            write_tables(broken, path)
        assert {file.name: file.read_bytes() for file in path.iterdir()} == before
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out"
    write_tables(dataset(), path)

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "_write", full)
    with pytest.raises(OutputError, match="No space left"):
        write_tables(dataset(), path)
    assert (path / METADATA).is_file()
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_other_files_are_not_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", "utf-8")
    assert main(["tables", str(graph_file()), "-o", str(tmp_path)]) == 4
    assert "holds other files, such as thesis.docx" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", str(graph_file()), "-o", str(tmp_path / "out")]) == 0
    assert main(["tables", str(graph_file()), "-o", str(tmp_path / "out"), "--bom"]) == 0
    assert "3 resolutions, 8 sources, 8 versions, 30 units" in capsys.readouterr().err
