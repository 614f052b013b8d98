"""What is exported as Akoma Ntoso is well formed and complete, and our own reader builds the same graph of it again."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from kzgraph.cli import main
from kzgraph.dataset.load import Dataset, open_dataset
from kzgraph.handover.akomantoso import NAMESPACE, AkomaNtoso, versions
from tests.queries.cases import graph_file

KZ = "https://w3id.org/kzgraph/ontology#"
AKN = {"a": NAMESPACE}
VERSIONS = {
    "resolution/2033-2501/version/bg", "resolution/2033-2501/version/cs", "resolution/2033-2501/version/de",
    "resolution/2033-2501/version/en", "resolution/2034-2612/version/el", "resolution/2034-2612/version/en",
    "resolution/ta-11-2035-0077/version/en", "resolution/ta-11-2035-0077/version/es",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("akn") / "new" / "akn"
    assert main(["convert", str(graph_file()), "--to", "akn", "-o", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def source() -> Dataset:
    return open_dataset([graph_file()], terms=False)


@pytest.fixture(scope="module")
def again(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    path = tmp_path_factory.mktemp("again") / "again.nq"
    assert main(["build", str(folder), "-o", str(path), "--quiet"]) == 0
    return open_dataset([path], terms=False)


def document(folder: Path, version: str) -> etree._Element:
    _, resolution, _, key = version.split("/")
    return etree.parse(folder / f"{resolution}.{key}.xml").getroot()


def rows(dataset: Dataset, version: str, pattern: str) -> Counter[tuple[str, ...]]:
    found = dataset.select(f"PREFIX kz: <{KZ}> SELECT * {{ {pattern.replace('VERSION', f'<{dataset.base}{version}>')} }}")
    return Counter(tuple(str(term) for term in row) for row in found)


def attributes(root: etree._Element, *names: str) -> list[str]:
    return [value for one in root.iter("{*}*") for name in names if (value := one.get(name)) is not None]


def of_kind(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    return root.iter(*(f"{{{NAMESPACE}}}{name}" for name in names))


def test_every_version_has_its_file(folder: Path, source: Dataset) -> None:
    assert set(versions(source)) == VERSIONS
    names = {f"{version.split('/')[1]}.{version.split('/')[3]}.xml" for version in VERSIONS}
    assert {path.name for path in folder.iterdir()} == names


@pytest.mark.parametrize("version", sorted(VERSIONS))
@pytest.mark.parametrize(
    "pattern",
    [
        "?text kz:inVersion VERSION ; kz:textOf ?unit ; kz:text ?words . ?unit a ?class ; kz:label ?label ; kz:position ?at",
        "?text kz:inVersion VERSION ; kz:textOf ?unit ; kz:printedLabel ?label",
        "?finding a kz:Finding ; kz:inUnit ?unit ; kz:attestedIn VERSION ; kz:content ?content",
        "?act a kz:SpeechAct ; a ?class ; kz:inUnit ?unit ; kz:attestedIn VERSION ; kz:verb ?verb ; kz:content ?content",
        "?act kz:attestedIn VERSION ; ?role ?who FILTER(?role IN (kz:addressee, kz:concerns, kz:recipient, kz:deadline))",
        "[] kz:inVersion VERSION ; kz:inUnit ?unit ; kz:refersTo ?entity ; kz:exact ?printed",
        "[] kz:inVersion VERSION ; kz:inUnit ?unit ; kz:date|kz:figure ?value ; kz:exact ?printed",
        "VERSION kz:versionOf ?work ; kz:language ?language ; <http://data.europa.eu/eli/ontology#language> ?authority",
    ],
    ids=["units", "labels", "findings", "acts", "roles", "mentions", "values", "version"],
)
def test_the_same_graph_is_read_from_the_file(version: str, pattern: str, source: Dataset, again: Dataset) -> None:
    assert rows(source, version, pattern) == rows(again, version, pattern)


def test_there_is_something_to_compare(source: Dataset) -> None:
    found = [rows(source, version, "?mention kz:inVersion VERSION ; kz:refersTo ?entity") for version in sorted(VERSIONS)]
    assert min(sum(one.values()) for one in found) >= 10


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_a_document_has_what_akoma_ntoso_asks_for(version: str, folder: Path) -> None:
    root = document(folder, version)
    assert root.tag == f"{{{NAMESPACE}}}akomaNtoso"
    [statement] = root
    assert [etree.QName(one).localname for one in statement] == ["meta", "preface", "preamble", "mainBody"]
    assert statement.get("name")
    for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation"):
        [found] = of_kind(root, level)
        names = [etree.QName(one).localname for one in found]
        order = [
            "FRBRthis",
            "FRBRuri",
            "FRBRalias",
            "FRBRdate",
            "FRBRauthor",
            "FRBRcountry",
            "FRBRlanguage",
            "FRBRnumber",
            "FRBRformat",
        ]
        assert names == sorted(names, key=order.index)
        assert {"FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor"} <= set(names)
    [this] = root.iterfind(".//a:FRBRExpression/a:FRBRthis", AKN)
    assert this.get("value", "").endswith(version)
    [language] = attributes(root, "language")
    assert re.fullmatch("[a-z]{3}", language)
    for one in of_kind(root, "citations", "citation", "recitals", "recital", "paragraph", "content", "longTitle", "formula"):
        assert one.get("eId")


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_ids_are_unique_and_what_is_referred_to_is_there(version: str, folder: Path) -> None:
    root = document(folder, version)
    ids = attributes(root, "eId")
    assert ids
    assert sorted(set(ids)) == sorted(ids)
    pointers = {*attributes(root, "refersTo", "source", "as"), *(one.get("href", "") for one in of_kind(root, "FRBRauthor"))}
    assert {one[1:] for one in pointers} <= set(ids)
    assert {one[:1] for one in pointers} == {"#"}
    for one in of_kind(root, "person", "organization", "role", "concept", "ref"):
        assert one.get("eId", "").rpartition("__")[0] in ids
        [entry] = [row for row in root.iterfind(".//a:references/*", AKN) if f"#{row.get('eId')}" == one.get("refersTo")]
        assert etree.QName(entry).localname in ("TLCPerson", "TLCOrganization", "TLCRole", "TLCConcept", "TLCObject")


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_units_hold_their_words_and_labels_and_nothing_else(version: str, folder: Path, source: Dataset) -> None:
    pattern = "?text kz:inVersion VERSION ; kz:textOf ?unit ; kz:text ?words OPTIONAL { ?text kz:printedLabel ?label }"
    query = f"PREFIX kz: <{KZ}> SELECT ?words ?label {{ {pattern.replace('VERSION', f'<{source.base}{version}>')} }}"
    wanted = sorted((words.value, label.value if label else "") for words, label in source.select(query))  # type: ignore[union-attr]
    units = of_kind(document(folder, version), "citation", "recital", "paragraph")
    found = []
    for unit in units:
        [words] = of_kind(unit, "p")
        found.append(("".join(map(str, words.itertext())), str(unit.findtext("a:num", "", AKN))))
        assert "".join(map(str, unit.itertext())).split() == [*found[-1][1].split(), *found[-1][0].split()]
    assert sorted(found) == wanted


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_every_mention_is_marked_where_it_is_printed(version: str, folder: Path, source: Dataset) -> None:
    root = document(folder, version)
    entries = {f"#{entry.get('eId')}": f"<{entry.get('href')}>" for entry in root.iterfind(".//a:references/*", AKN)}
    marked: Counter[tuple[str, str]] = Counter()
    for one in of_kind(root, "person", "organization", "role", "concept", "ref"):
        marked[entries[one.get("refersTo", "")], "".join(map(str, one.itertext()))] += 1
    pattern = "?mention kz:inVersion VERSION ; kz:refersTo ?entity ; kz:exact ?printed"
    query = f"PREFIX kz: <{KZ}> SELECT ?entity ?printed {{ {pattern.replace('VERSION', f'<{source.base}{version}>')} }}"
    wanted = Counter((str(entity), printed.value) for entity, printed in source.select(query))  # type: ignore[union-attr]
    assert marked == wanted


def test_ids_of_units_are_the_same_in_every_language(folder: Path) -> None:
    ids = [
        [one.get("eId") for one in of_kind(document(folder, version), "citation", "recital", "paragraph")]
        for version in sorted(VERSIONS)
        if "2033-2501" in version
    ]
    assert ids[0] == ids[1] == ids[2] == ids[3]
    assert "recs__rec_A" in ids[0]
    assert "para_1" in ids[0]


def crossing() -> list[str]:
    """A resolution whose only paragraph names two things that overlap, and two at the very same words."""
    node = "<https://w3id.org/kzgraph/id/resolution/2040-2000"
    rdf, eli = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://data.europa.eu/eli/ontology#"
    rows = [
        f"{node}> {rdf} <{KZ}Resolution> .",
        f'{node}> {eli}date_document> "2040-01-02"^^<http://www.w3.org/2001/XMLSchema#date> .',
        f"{node}/version/en> {rdf} <{KZ}LanguageVersion> .",
        f"{node}/version/en> <{KZ}versionOf> {node}> .",
        f'{node}/version/en> <{KZ}language> "en" .',
        f"{node}/paragraph/1> {rdf} <{KZ}Paragraph> .",
        f"{node}/paragraph/1> <{KZ}partOf> {node}> .",
        f"{node}/version/en/paragraph/1> <{KZ}textOf> {node}/paragraph/1> .",
        f"{node}/version/en/paragraph/1> <{KZ}inVersion> {node}/version/en> .",
        f'{node}/version/en/paragraph/1> <{KZ}text> "ab cd ef & <gh>"@en .',
        f'{node}/version/en/paragraph/1> <{KZ}start> "10" .',
    ]
    for number, (entity, kind, exact, start) in enumerate(
        [
            ("actor/one", "Office", "ab cd", 10),
            ("actor/two", "Person", "cd ef", 13),
            ("actor/three", "Person", "cd ef", 13),
            ("instrument/four", "Treaty", "<gh>", 21),
        ]
    ):
        mention = f"{node}/version/en/mention/{number}>"
        target = f"<https://w3id.org/kzgraph/id/{entity}>"
        rows += [
            f"{target} {rdf} <{KZ}{kind}> .",
            f"{node}/paragraph/1> <{KZ}mentions> {target} .",
            f"{mention} {rdf} <{KZ}Mention> .",
            f"{mention} {rdf} <{KZ}Evidence> .",
            f"{mention} <{KZ}inUnit> {node}/paragraph/1> .",
            f"{mention} <{KZ}inVersion> {node}/version/en> .",
            f"{mention} <{KZ}refersTo> {target} .",
            f'{mention} <{KZ}exact> "{exact}"@en .',
            f'{mention} <{KZ}start> "{start}" .',
            f'{mention} <{KZ}end> "{start + len(exact)}" .',
        ]
    return rows


def test_overlapping_mentions_are_cut_and_equal_ones_nested(tmp_path: Path) -> None:
    path = tmp_path / "crossing.nt"
    path.write_text("\n".join(crossing()) + "\n", "utf-8")
    data = AkomaNtoso(open_dataset([path], terms=False)).document("resolution/2040-2000/version/en")
    [words] = of_kind(etree.fromstring(data), "p")
    assert "".join(map(str, words.itertext())) == "ab cd ef & <gh>"
    found = [(etree.QName(one).localname, one.get("refersTo"), "".join(map(str, one.itertext()))) for one in words.iter("{*}*")][
        1:
    ]
    assert found == [
        ("role", "#actor-one", "ab cd"),
        ("person", "#actor-three", "cd"),
        ("person", "#actor-two", "cd"),
        ("person", "#actor-three", " ef"),
        ("person", "#actor-two", " ef"),
        ("ref", "#instrument-four", "<gh>"),
    ]


def test_one_version_goes_into_a_file_the_same_under_any_hash_seed(folder: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.xml"
        command = [sys.executable, "-m", "kzgraph.cli", "convert", str(graph_file()), "--to", "akn", "-o", str(path)]
        command += ["--version", "resolution/2034-2612/version/el"]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])})
        assert path.read_bytes() == (folder / "2034-2612.el.xml").read_bytes()


@pytest.mark.parametrize("version", ["resolution/2034-2612/version/xx", "resolution/9/version/en", "recital/A"])
def test_a_version_that_is_not_there_is_refused(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(graph_file()), "--to", "akn", "--version", version]) == 4
    assert f"{version}: there is no such version" in capsys.readouterr().err


def test_a_resolution_without_a_date_is_refused_and_the_others_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "undated.nq"
    lines = graph_file().read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in lines if not ("2034-2612>" in row and "date_document" in row)), "utf-8")
    assert main(["convert", str(path), "--to", "akn", "-o", str(tmp_path / "akn")]) == 3
    assert "resolution/2034-2612/version/el: its resolution has no date" in capsys.readouterr().err
    assert len(list((tmp_path / "akn").iterdir())) == len(VERSIONS) - 2


def test_all_versions_need_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(graph_file()), "--to", "akn"]) == 4
    file = tmp_path / "file"
    file.touch()
    assert main(["convert", str(graph_file()), "--to", "akn", "-o", str(file)]) == 4
    assert capsys.readouterr().err.count("Name a folder") == 2
