"""From references to files: each source, each language for itself, requests counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence

import pytest

from kzgraph.fetching.client import FRESH, Origin
from kzgraph.fetching.fetch import Outcome
from kzgraph.fetching.references import parse
from kzgraph.language.pack import languages, pack
from tests.fetching.conftest import Bench
from tests.fetching.server import CHALLENGE, FILE_TYPES, SPECIMENS, Served, Server, as_json, html_of, xml_of

WORK = "TA-11-2031-0144"
CELEX = "52031IP0144"
XHTML, FORMEX, HTML, PDF = "application/xhtml+xml", "application/zip;mtype=fmx4", "text/html", "application/pdf"
ALL = {code: {"txt": text} for code, text in SPECIMENS.items()}
THREE = {code: ALL[code] for code in ("el", "hr", "mt")}


def run(bench: Bench, *references: str, languages: Sequence[str] | None = None, offline: bool = False, refresh: bool = False) -> list[Outcome]:  # fmt: skip
    fetcher = bench.fetcher(offline=offline, refresh=refresh)
    return list(fetcher.fetch([parse(one) for one in references], languages, lambda *_: None))


def came(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Language -> source of what came."""
    return {outcome.language: outcome.source for outcome in outcomes if outcome.path}


def refusals(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {outcome.language: str(outcome.fault) for outcome in outcomes if outcome.refused}


def files(bench: Bench) -> list[str]:
    return sorted(path.name for path in (bench.folder / "out").glob("*"))


# ---------------------------------------------------------------- the portal


def test_24_languages_are_one_request_each_beyond_the_look_up(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, ALL)
    outcomes = run(bench, "P11_TA(2031)0144")
    assert [outcome.language for outcome in outcomes] == list(languages())
    assert set(came(outcomes).values()) == {"portal"}
    assert {outcome.origin for outcome in outcomes} == {Origin.NEW}
    assert len(server.asked) == 25
    assert max(Counter(server.paths()).values()) == 1
    for outcome in outcomes:
        assert outcome.path is not None
        assert outcome.path.name == f"{WORK}.{outcome.language}.txt"
        assert outcome.path.read_bytes() == SPECIMENS[outcome.language]
    assert len(files(bench)) == 25
    assert json.loads((bench.folder / "out" / f"{WORK}.json").read_bytes())["data"][0]["document_date"] == "2031-06-12"


def test_a_second_run_asks_nobody_and_a_later_one_downloads_nothing(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, ALL)
    run(bench, WORK)
    server.forget()
    assert {outcome.origin for outcome in run(bench, WORK)} == {Origin.KEPT}
    assert server.asked == []
    bench.time.now += FRESH
    assert {outcome.origin for outcome in run(bench, WORK)} == {Origin.CONFIRMED}
    assert server.counts() == {304: 25}
    assert sum(one.sent for one in server.asked) == 0


def test_one_changed_text_is_one_download(server: Server, bench: Bench) -> None:
    paths = server.play_portal(WORK, THREE)
    run(bench, WORK)
    server.put(paths["hr", "txt"], Served(SPECIMENS["hr"] + b"\n", etag='"2"'))
    server.forget()
    outcomes = run(bench, WORK, refresh=True)
    assert {outcome.language: outcome.origin for outcome in outcomes} == {
        "el": Origin.CONFIRMED, "hr": Origin.NEW, "mt": Origin.CONFIRMED,
    }  # fmt: skip
    assert server.counts() == {304: 3, 200: 1}
    assert (bench.folder / "out" / f"{WORK}.hr.txt").read_bytes() == SPECIMENS["hr"] + b"\n"


def test_offline_gives_what_was_fetched(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, THREE)
    run(bench, WORK, languages=["hr"])
    server.forget()
    outcomes = run(bench, WORK, languages=["hr", "mt"], offline=True)
    assert came(outcomes) == {"hr": "portal"}
    assert "it is not in the cache" in refusals(outcomes)["mt"]
    assert server.asked == []


@pytest.mark.parametrize(
    ("reference", "document"),
    [("RC-B11-0065/2031", "RC-11-2031-0065"), ("B11-0079/2031", "B-11-2031-0079"), ("A11-0019/2031", "A-11-2031-0019")],
)
def test_motions_and_reports_are_plenary_documents(server: Server, bench: Bench, reference: str, document: str) -> None:
    server.play_portal(document, THREE, "plenary-documents")
    assert set(came(run(bench, reference))) == {"el", "hr", "mt"}
    assert len(server.asked) == 4


@pytest.mark.parametrize("shape", ["list", "text"])
def test_a_procedure_leads_to_what_was_adopted(server: Server, bench: Bench, shape: str) -> None:
    named = "eli/dl/doc/" + WORK
    steps = [
        {"id": "a", "based_on_a_realization_of": ["eli/dl/doc/B-11-2031-0079", "eli/dl/doc/RC-11-2031-0065"]},
        {
            "id": "b",
            "decided_on_a_realization_of": [named, "eli/dl/doc/RC-11-2031-0065-AM-001-001"] if shape == "list" else named,
        },
        {"id": "c", "recorded_in_a_realization_of": ["eli/dl/doc/PV-11-2031-06-12", named]},
    ]
    server.put("/api/v2/procedures/2031-2901", as_json([{"id": "eli/dl/proc/2031-2901", "consists_of": steps}]))
    server.play_portal(WORK, THREE)
    assert set(came(run(bench, "2031/2901(RSP)", languages=["hr"]))) == {"hr"}
    assert len(server.asked) == 3


def test_a_procedure_without_adopted_text_names_its_motions(server: Server, bench: Bench) -> None:
    steps = [{"based_on_a_realization_of": ["eli/dl/doc/B-11-2031-0079", "eli/dl/doc/B-11-2031-0080"]}]
    server.put("/api/v2/procedures/2031-2901", as_json([{"consists_of": steps}]))
    [outcome] = run(bench, "2031/2901(RSP)")
    assert outcome.refused
    assert str(outcome.fault).startswith(f"2031/2901(RSP): {server.root}api/v2/procedures/2031-2901: no text was adopted")
    assert "B11-0079/2031, B11-0080/2031" in str(outcome.fault)


def test_a_procedure_with_a_joint_motion_alone_leads_to_it(server: Server, bench: Bench) -> None:
    steps = [{"based_on_a_realization_of": ["eli/dl/doc/B-11-2031-0079", "eli/dl/doc/RC-11-2031-0065"]}]
    server.put("/api/v2/procedures/2031-2901", as_json([{"consists_of": steps}]))
    server.play_portal("RC-11-2031-0065", THREE, "plenary-documents")
    assert set(came(run(bench, "2031/2901(RSP)"))) == set(THREE)


def test_an_address_names_its_language(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, THREE)
    addresses = [f"https://www.europarl.europa.eu/doceo/document/{WORK}_{code}.html" for code in ("MT", "HR")]
    assert list(came(run(bench, *addresses))) == ["mt", "hr"]
    assert len(server.asked) == 3


def test_the_same_work_twice_is_fetched_once(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, THREE)
    assert len(run(bench, WORK, "P11_TA(2031)0144", "T11-0144/2031")) == 3
    assert len(server.asked) == 4


def test_the_best_form_comes_first(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, {"hr": {"pdf": b"%PDF-1.7" + b"0" * 500, "xml": xml_of(SPECIMENS["hr"]), "txt": SPECIMENS["hr"]}})
    run(bench, WORK)
    assert files(bench) == [f"{WORK}.hr.xml", f"{WORK}.json"]
    assert len(server.asked) == 2


def test_a_form_that_does_not_come_makes_room_for_the_next(server: Server, bench: Bench) -> None:
    paths = server.play_portal(WORK, {"hr": {"xml": xml_of(SPECIMENS["hr"]), "txt": SPECIMENS["hr"]}})
    server.put(paths["hr", "xml"], Served(html_of(SPECIMENS["hr"])))
    assert set(came(run(bench, WORK))) == {"hr"}
    assert files(bench) == [f"{WORK}.hr.txt", f"{WORK}.json"]


@pytest.mark.parametrize("place", ["http://127.0.0.1:9/evil_hr.txt", "http://[::1/x.txt", "", 7, None])
def test_files_elsewhere_are_not_followed(server: Server, bench: Bench, place: object) -> None:
    embodied = [{"format": FILE_TYPES + "TXT", "is_exemplified_by": place}]
    server.put(
        f"/api/v2/adopted-texts/{WORK}",
        as_json([{"is_realized_by": [{"id": f"eli/dl/doc/{WORK}/hr", "is_embodied_by": embodied}]}]),
    )
    outcomes = run(bench, WORK, languages=["hr"])
    assert "the portal lists no file in this language" in refusals(outcomes)["hr"]
    assert all(path.startswith(("/api/v2/", "/resource/", "/doceo/")) for path in server.paths())


def test_the_files_of_the_public_portal_are_found_where_the_option_says(server: Server, bench: Bench) -> None:
    embodied = {
        "format": {"id": FILE_TYPES + "TXT"},
        "is_exemplified_by": [{"id": "https://data.europarl.europa.eu/distribution/a_hr.txt"}],
    }
    server.put("/distribution/a_hr.txt", Served(SPECIMENS["hr"]))
    server.put(
        f"/api/v2/adopted-texts/{WORK}",
        as_json([{"is_realized_by": {"id": f"eli/dl/doc/{WORK}/hr", "is_embodied_by": embodied}}]),
    )
    assert set(came(run(bench, WORK))) == {"hr"}


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        (Served(html_of(SPECIMENS["hr"])), "a web page came in place of plain text"),
        (Served(b"%PDF-1.7" + b"0" * 500), "a PDF file came in place of plain text"),
        (Served(b"\x00\x01" * 500), "something unknown came in place of plain text"),
        (Served(b"Europski parlament,"), "only 19 bytes came"),
        (Served(b""), "the answer is empty"),
        (Served(b"no", 403), "the server refuses (403)"),
        (Served(b"no", 404), "no such text (404)"),
        (Served(b"no", 503), "the server answers 503, tried 5 times"),
        (Served(SPECIMENS["hr"], cut=100), "the transfer was cut off"),
        (Served(SPECIMENS["sl"]), "the text that came is in another language (sl)"),
    ],
)
def test_one_refused_language_costs_no_other(server: Server, bench: Bench, served: Served, reason: str) -> None:
    paths = server.play_portal(WORK, THREE)
    server.put(paths["hr", "txt"], served)
    outcomes = run(bench, WORK)
    assert set(came(outcomes)) == {"el", "mt"}
    fault = refusals(outcomes)["hr"]
    assert fault.startswith("P11_TA(2031)0144 hr: ")
    assert f"{server.root}distribution/doc/{WORK}_hr.txt: " in fault
    assert reason in fault
    assert f"{WORK}.hr.txt" not in files(bench)


def test_a_refusal_says_what_to_do(server: Server, bench: Bench) -> None:
    paths = server.play_portal(WORK, THREE)
    server.put(paths["hr", "txt"], Served(b"no", 403))
    fault = refusals(run(bench, WORK))["hr"]
    assert fault.endswith(
        f"Open https://www.europarl.europa.eu/doceo/document/{WORK}_HR.html in a browser, save the file, and give it to `kzgraph build`."
    )


@pytest.mark.parametrize(("ending", "name"), [("docx", "a DOCX file"), ("pdf", "a PDF file"), ("xml", "an XML file")])
def test_a_page_in_place_of_a_file_is_refused(server: Server, bench: Bench, ending: str, name: str) -> None:
    server.play_portal(WORK, {"hr": {ending: html_of(SPECIMENS["hr"])}})
    assert f"a web page came in place of {name}" in refusals(run(bench, WORK))["hr"]


def test_an_archive_that_is_no_docx_is_refused(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, {"hr": {"docx": b"PK\x03\x04" + b"0" * 500}})
    assert "a zip archive came in place of a DOCX file" in refusals(run(bench, WORK))["hr"]


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        (as_json([]), "the portal's answer is an empty list"),
        (Served(b""), "the answer is empty"),
        (Served(b"{]"), "the portal's answer is no JSON"),
        (Served(b"[" * 100_000), "the portal's answer is no JSON"),
        (Served(b'["data"]'), "has another form than agreed"),
        (Served(b'{"data": [1]}'), "has another form than agreed"),
        (Served(CHALLENGE), "a page without text came"),
        (Served(b"no", 500), "the server answers 500"),
    ],
)
def test_without_the_portal_a_refusal_names_all_that_was_tried(server: Server, bench: Bench, served: Served, reason: str) -> None:
    server.put("/api/v2/plenary-documents/RC-11-2031-0065", served)
    outcomes = run(bench, "RC-B11-0065/2031", languages=["hr"])
    fault = refusals(outcomes)["hr"]
    assert f"{server.root}api/v2/plenary-documents/RC-11-2031-0065: " in fault
    assert f"{server.root}doceo/document/RC-11-2031-0065_HR.html: " in fault
    assert reason in fault
    assert files(bench) == []


def test_what_nobody_has_is_one_refusal(server: Server, bench: Bench) -> None:
    [outcome] = run(bench, WORK)
    assert outcome.refused
    assert str(outcome.fault).startswith("P11_TA(2031)0144: ")


def test_nothing_good_is_replaced_by_something_worse(server: Server, bench: Bench) -> None:
    paths = server.play_portal(WORK, {"hr": {"xml": xml_of(SPECIMENS["hr"])}})
    run(bench, WORK)
    before = (bench.folder / "out" / f"{WORK}.hr.xml").read_bytes()
    server.put(paths["hr", "xml"], Served(CHALLENGE, 202))
    assert run(bench, WORK, refresh=True)[0].origin is Origin.STALE
    # Even with another cache, and a lesser form alone to be had.
    (bench.folder / "cache").rename(bench.folder / "old")
    server.play_portal(WORK, {"hr": {"txt": SPECIMENS["hr"]}})
    [outcome] = run(bench, WORK)
    assert outcome.path == bench.folder / "out" / f"{WORK}.hr.xml"
    assert files(bench) == [f"{WORK}.hr.xml", f"{WORK}.json"]
    assert outcome.path.read_bytes() == before


# ---------------------------------------------------------------- CELLAR


def cellar_of(code: str) -> tuple[str, str]:
    return XHTML, pack(code).authority.lower()


def test_cellar_comes_second(server: Server, bench: Bench) -> None:
    server.play_cellar(CELEX, {cellar_of(code): Served(html_of(text)) for code, text in SPECIMENS.items()})
    outcomes = run(bench, WORK)
    assert came(outcomes) == dict.fromkeys(languages(), "CELLAR")
    # The portal, the notice of the work, and its 24 versions.
    assert len(server.asked) == 26
    assert {one.headers["accept-language"] for one in server.asked[2:]} >= {"hrv", "ell", "slv", "gle", "deu"}
    assert f"{WORK}.el.html" in files(bench)


def test_a_celex_number_of_an_election_year_asks_cellar_alone(server: Server, bench: Bench) -> None:
    server.play_cellar("52034IP0001", {cellar_of("hr"): Served(html_of(SPECIMENS["hr"]))})
    assert came(run(bench, "52034IP0001", languages=["hr"])) == {"hr": "CELLAR"}
    assert server.paths() == ["/resource/celex/52034IP0001"] * 2
    assert files(bench) == ["52034IP0001.hr.html"]


def test_the_letters_of_a_number_are_found_out_once(server: Server, bench: Bench) -> None:
    server.play_cellar("52031DP0144", {cellar_of(code): Served(html_of(SPECIMENS[code])) for code in ("hr", "mt")})
    assert came(run(bench, WORK, languages=["hr", "mt"])) == {"hr": "CELLAR", "mt": "CELLAR"}
    asked = [path.removeprefix("/resource/celex/52031")[:2] for path in server.paths() if path.startswith("/resource/")]
    assert asked == ["IP", "AP", "BP", "DP", "DP", "DP"]


def test_cellar_has_older_texts_in_lesser_forms(server: Server, bench: Bench) -> None:
    server.play_cellar(CELEX, {(PDF, "hrv"): Served(b"%PDF-1.7" + b"0" * 500)})
    assert came(run(bench, CELEX, languages=["hr"])) == {"hr": "CELLAR"}
    assert files(bench) == [f"{CELEX}.hr.pdf"]
    assert [one.headers["accept"] for one in server.asked[2:]] == [XHTML, FORMEX, HTML, PDF]


def test_a_version_that_cellar_lacks_is_no_refusal_unless_it_was_named(server: Server, bench: Bench) -> None:
    server.play_cellar(CELEX, {cellar_of(code): Served(html_of(SPECIMENS[code])) for code in ("hr", "mt")})
    outcomes = run(bench, WORK)
    assert set(came(outcomes)) == {"hr", "mt"}
    assert refusals(outcomes) == {}
    assert not [path for path in server.paths() if path.startswith("/doceo/")]
    assert set(refusals(run(bench, WORK, languages=["hr", "ga"]))) == {"ga"}


def test_a_see_other_leads_to_the_file(server: Server, bench: Bench) -> None:
    server.put("/resource/cellar/0a1b.0001.02/DOC_1", Served(html_of(SPECIMENS["hr"])))
    server.play_cellar(CELEX, {cellar_of("hr"): Served(b"", 303, {"Location": "/resource/cellar/0a1b.0001.02/DOC_1"})})
    assert came(run(bench, CELEX, languages=["hr"])) == {"hr": "CELLAR"}


def test_of_several_items_the_largest_is_the_text(server: Server, bench: Bench) -> None:
    small = html_of(SPECIMENS["hr"][:600])
    server.put("/item/1", Served(small))
    server.put("/item/2", Served(html_of(SPECIMENS["hr"])))
    server.put("/item/3", Served(b"no", 404))
    links = b"".join(b'<li><a href="/item/%d">x</a></li>' % number for number in (1, 2, 3))
    with Server() as elsewhere:
        address = elsewhere.put("/x", Served(html_of(SPECIMENS["hr"] * 2)))
        page = b"<html><body><ul>" + links + f'<a href="{address}">x</a></ul></body></html>'.encode()
        server.play_cellar(CELEX, {cellar_of("hr"): Served(page, 300)})
        [outcome] = run(bench, CELEX, languages=["hr"])
        assert elsewhere.asked == []
    assert outcome.path is not None
    assert outcome.path.read_bytes() == html_of(SPECIMENS["hr"])
    server.forget()
    assert run(bench, CELEX, languages=["hr"])[0].origin is Origin.KEPT
    assert not [path for path in server.paths() if path in ("/item/1", "/item/2")]


def test_a_list_without_items_is_refused(server: Server, bench: Bench) -> None:
    server.play_cellar(CELEX, {cellar_of("hr"): Served(b"<html><body>nothing to choose</body></html>", 300)})
    assert "a list of items came that names none" in refusals(run(bench, CELEX, languages=["hr"]))["hr"]


def test_cellar_may_not_understand(server: Server, bench: Bench) -> None:
    server.play_cellar(CELEX, {cellar_of("hr"): Served(b"bad", 400)})
    fault = refusals(run(bench, CELEX, languages=["hr"]))["hr"]
    assert f"{server.root}resource/celex/{CELEX}: the server answers 400" in fault
    assert f"https://eur-lex.europa.eu/legal-content/HR/TXT/?uri=CELEX:{CELEX}" in fault


def test_another_language_than_asked_for_is_told(server: Server, bench: Bench) -> None:
    served = Served(SPECIMENS["sl"])
    server.play_portal(WORK, {"hr": {"txt": served.body}, "sl": {"txt": served.body}})
    outcomes = run(bench, WORK)
    assert set(came(outcomes)) == {"sl"}
    assert "is in another language (sl)" in refusals(outcomes)["hr"]


# ---------------------------------------------------------------- Parliament's site


def test_the_site_comes_last(server: Server, bench: Bench) -> None:
    server.put(f"/doceo/document/{WORK}_HR.html", Served(html_of(SPECIMENS["hr"])))
    assert came(run(bench, WORK, languages=["hr"])) == {"hr": "doceo"}
    assert files(bench) == [f"{WORK}.hr.html"]


def test_its_wall_is_met_once(server: Server, bench: Bench) -> None:
    with Server() as site:
        for code in languages():
            site.put(f"/doceo/document/RC-11-2031-0065_{code.upper()}.html", Served(CHALLENGE, 202))
        fetcher = bench.fetcher()
        fetcher._doceo._root = site.root
        outcomes = list(fetcher.fetch([parse("RC-B11-0065/2031")], None, lambda *_: None))
        assert len(site.asked) == 1
    [outcome] = outcomes
    assert outcome.refused
    assert str(outcome.fault).startswith("RC-B11-0065/2031: ")
    assert re.search(r"answers 202, which is a firewall's way to ask for a browser\. Open https://", str(outcome.fault))


def test_progress_is_told(server: Server, bench: Bench) -> None:
    server.play_portal(WORK, THREE)
    told: list[tuple[str, int, int]] = []
    list(bench.fetcher().fetch([parse(WORK), parse("52034IP0001")], ["hr", "mt"], lambda *now: told.append(now)))
    first, second = [("fetch", done, 2) for done in range(3)], [("fetch", done, 4) for done in range(2, 5)]
    assert told == [("look up", 0, 2), *first, ("look up", 1, 2), *second, ("look up", 2, 2)]
