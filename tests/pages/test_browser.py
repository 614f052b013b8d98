"""The pages in a real browser: what people do with them, with a mouse, a keyboard, a phone, without scripts."""

from __future__ import annotations

import csv
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, Route, expect

from kzgraph.pages.words import tokens
from tests.pages import specimen
from tests.pages.browser import needs_browser
from tests.pages.conftest import Open

pytestmark = needs_browser

RESOLUTION = f"resolution/{specimen.WORK}/index.html"
#: Every kind of page, by its template.
KINDS = {
    "index": "index.html",
    "resolutions": "resolutions/index.html",
    "year": "resolutions/2031/1/index.html",
    "resolution": RESOLUTION,
    "version": f"resolution/{specimen.WORK}/version/el/index.html",
    "demands": "demands/index.html",
    "acts": "demands/2031/1/index.html",
    "actors": "actors/index.html",
    "actor": "actor/european-commission/index.html",
    "instruments": "instruments/index.html",
    "instrument": "instrument/treaty-on-european-union/index.html",
    "network": "network/index.html",
    "query": "query/index.html",
    "ontology": "ontology/index.html",
    "about": "about/index.html",
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def settled(page: Page) -> Page:
    """The page when its letters are there, its scripts have filled it and it is drawn."""
    page.evaluate("document.fonts.ready.then(() => true)")
    if page.locator("form.filters").count():  # it stands in the page as it came, whatever the scripts do
        expect(page.locator("#count")).to_have_text(re.compile(r"\d+ acts?"))
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    return page


def hold(page: Page, pattern: str, but: str = "no such") -> list[Route]:
    """Let what is asked for wait, as on a slow line; the list tells what waits."""
    late: list[Route] = []
    page.route(pattern, lambda route: route.continue_() if but in route.request.url else late.append(route))
    return late


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the browser go on until something holds here."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        page.wait_for_timeout(20)


def release(page: Page, late: list[Route]) -> None:
    """Let every script that waits come, and run."""
    before = page.evaluate("Object.keys(window.kzgraph).length")
    for route in late:
        route.continue_()
    page.wait_for_function("least => Object.keys(window.kzgraph).length >= least", arg=before + len(late))


def test_every_template_of_a_page_is_among_the_kinds() -> None:
    made = {
        found[1]
        for path, page in specimen.files().items()
        if path.endswith(".html") and (found := re.search(rb'<body class="is-(\w+)"', page))
    }
    shown = {re.search(rb'<body class="is-(\w+)"', specimen.files()[path])[1] for path in KINDS.values()}  # type: ignore[index]
    assert made == shown


@every_kind
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(kind: str, theme: str, opened: Open) -> None:
    page = settled(opened(KINDS[kind], on="http", theme=theme))
    for hidden in page.locator("details").all():
        hidden.evaluate("node => node.open = true")
    found = [
        (rule["id"], node["target"], node["any"][:1])
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert found == []


def test_axe_sees_a_fault(opened: Open) -> None:
    page = opened("index.html", on="http")
    page.evaluate("document.querySelector('label').remove()")
    assert any(rule["impact"] == "critical" for rule in Axe().run(page).response["violations"])


@every_kind
def test_a_phone_needs_no_sideways_scrolling(kind: str, opened: Open) -> None:
    page = settled(opened(KINDS[kind], on="http", size=(360, 740)))
    for hidden in page.locator("details").all():
        hidden.evaluate("node => node.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


both = pytest.mark.parametrize("on", ["file", "http"])


@both
@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("ΛΙΜΝΗ", "citation-6"),
        ("езерните общности", "recital-F"),
        ("Ħabs", "recital-B"),
        ("habs", "recital-B"),
        ("velin tosk", "recital-C"),
        ("partnership agreement", "instrument/partnership-agreement-of-veldoria"),
        ("Велдория", "actor/veldoria/"),
        ("2031/2901", RESOLUTION),
    ],
)
def test_search_finds_in_all_scripts(on: str, query: str, path: str, opened: Open) -> None:
    page = opened("index.html", on=on)
    page.get_by_role("searchbox").fill(query)
    expect(page.locator("#said")).to_have_text(re.compile(r"\d+ found"))
    links = page.locator("#results a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert any(path in link for link in links), links


def test_a_result_shows_the_words_and_leads_to_them(opened: Open) -> None:
    page = opened("index.html")
    page.get_by_role("searchbox").fill("μαρτίου ειρηνική")
    page.get_by_role("searchbox").fill("ειρηνική")
    found = page.locator("#results .snippet mark").first
    expect(found).to_have_text("ειρηνική")
    expect(page.locator("#results .snippet:has(mark)").first).to_have_attribute("lang", "el")
    page.locator("#results li:has(mark) a").first.click()
    expect(page).to_have_url(re.compile(r"#recital-A$"))
    page.go_back()


def test_what_nobody_wrote_is_not_found(opened: Open) -> None:
    page = opened("index.html")
    page.get_by_role("searchbox").fill("qqxyzzy")
    expect(page.locator("#said")).to_contain_text("Nothing found")


def test_the_script_folds_words_as_the_index_does(opened: Open) -> None:
    page = opened("index.html")
    page.get_by_role("searchbox").fill("x")
    expect(page.locator("#said")).not_to_be_empty()
    words = sorted(
        {
            word
            for work, _ in specimen.works()
            for _, version in work.versions
            for unit in version.units
            for word in unit.text.text.split()
        }
    )
    words += ["Łódź", "Straße", "İzmir", "ŒUVRE", "Đorđe", "ﬁn", "²", "Ὀδυσσεύς", "ΤΕΛΟΣ", "Ёлка", "P11_TA(2031)0144"]
    assert len(words) > 500
    assert page.evaluate("words => words.map(window.kzgraph.words)", words) == [tokens(word) for word in words]


# ---------------------------------------------------------------- a resolution


@both
def test_evidence_shows_on_hover_and_on_focus(on: str, opened: Open) -> None:
    page = opened(RESOLUTION, on=on)
    hit = page.locator("#paragraph-2 a.hit.person").first
    hit.hover()
    note = page.locator(".note")
    expect(note).to_contain_text("Mirel Tosk")
    expect(note).to_contain_text(re.compile(r"confidence 0\.\d+, characters \d+–\d+"))
    note.hover()
    page.wait_for_timeout(400)  # a note that is left would be gone by now
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    page.mouse.move(0, 0)  # else the mouse is over whatever the note hid
    hit.focus()
    expect(note).to_be_visible()
    expect(hit).to_have_attribute("aria-describedby", note.get_attribute("id") or "no id")
    page.keyboard.press("Tab")
    expect(note.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(hit).to_be_focused()
    hit.hover()
    note.get_by_role("link", name="characters").click()
    expect(page).to_have_url(re.compile(r"version/en/index\.html#mention-\d+-\d+$"))
    expect(page.locator("tr:target")).to_have_count(1)


def test_a_note_stays_in_the_window_of_a_phone(opened: Open) -> None:
    page = opened(RESOLUTION, size=(360, 740))
    for hit in page.locator("#citation-7 a.hit, #citation-1 a.hit").all():
        hit.focus()
        expect(hit).to_have_attribute("aria-describedby", "note")
        box = page.locator(".note").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@both
def test_one_to_four_versions_stand_side_by_side(on: str, opened: Open) -> None:
    page = opened(RESOLUTION, on=on)
    cells = page.locator("#recital-C .cell")
    expect(cells).to_have_count(2)
    assert cells.evaluate_all("cells => cells.map(cell => cell.dataset.version)") == ["en", "bg"]
    picker = page.locator(".picker")
    picker.get_by_label("ελληνικά").check()
    picker.get_by_label("Malti").check()
    expect(cells).to_have_count(4)
    tops = cells.evaluate_all("cells => new Set(cells.map(cell => cell.getBoundingClientRect().top)).size")
    assert tops == 1
    assert cells.nth(2).locator(".words").get_attribute("lang") == "el"
    for name in ("English", "български", "Malti"):
        picker.get_by_label(name).uncheck()
    expect(cells).to_have_count(1)
    expect(picker.get_by_label("ελληνικά")).to_be_disabled()
    expect(page.locator(".picker .said")).to_contain_text("1 of at most 4")
    cells.locator("a.hit").first.hover()
    expect(page.locator(".note")).to_be_visible()
    page.reload()
    expect(cells).to_have_count(1)
    expect(cells.first).to_have_attribute("data-version", "el")


def test_versions_that_come_late_are_all_shown(opened: Open) -> None:
    """Two boxes are ticked before the first version has come."""
    page = opened(RESOLUTION, on="http")
    late = hold(page, "**/units.js")
    cells = page.locator("#recital-C .cell")
    for name in ("ελληνικά", "Malti"):
        page.locator(".picker").get_by_label(name).check()
    wait_until(page, lambda: len(late) == 2)
    release(page, late)
    expect(cells).to_have_count(4)
    assert cells.evaluate_all("cells => cells.map(cell => cell.dataset.version)") == ["en", "bg", "el", "mt"]


def test_a_version_that_cannot_be_loaded_is_left_out(opened: Open) -> None:
    page = opened(RESOLUTION, on="http")
    page.route("**/version/el/units.js", lambda route: route.abort("aborted"))
    picker = page.locator(".picker")
    picker.get_by_label("ελληνικά").click()
    expect(picker.locator(".said")).to_have_text("The version el could not be loaded.")
    expect(picker.get_by_label("ελληνικά")).not_to_be_checked()
    expect(page.locator("#recital-C .cell")).to_have_count(2)


def test_a_divergence_says_what_each_version_prints(opened: Open) -> None:
    page = opened(RESOLUTION)
    table = page.locator("#recital-C .divergence").filter(has_text="figure")
    rows = table.locator("tbody tr").all_inner_texts()
    assert any("190" in row and "ελληνικά" in row for row in rows), rows
    assert any("180" in row and "English" in row for row in rows), rows
    assert page.locator("#recital-C .cell[data-version=en] a.hit.differs").all_inner_texts() == ["180", "March 2031"]
    assert table.get_by_text("Nothing of it in").count() == 0
    expect(page.locator("#recital-C .divergence").filter(has_text="date")).to_contain_text("Nothing of it in: Malti")


def test_without_scripts_everything_can_be_read(opened: Open) -> None:
    page = opened(RESOLUTION, java_script_enabled=False)
    expect(page.locator("#recital-C .cell")).to_have_count(2)
    expect(page.locator(".picker")).to_be_hidden()
    page.locator("details.alone summary").click()
    page.get_by_role("link", name="ελληνικά").click()
    expect(page.locator("h1")).to_have_attribute("lang", "el")
    expect(page.locator("#evidence")).to_be_visible()
    page = opened("demands/index.html", java_script_enabled=False)
    assert page.locator(".acttable tbody tr").count() > 5  # nothing changes a page without scripts
    expect(page.locator(".filters")).to_be_hidden()
    page = opened("index.html", java_script_enabled=False)
    expect(page.get_by_text("The search needs scripts")).to_be_visible()


# ---------------------------------------------------------------- acts


def downloaded(page: Page) -> list[dict[str, str]]:
    """The rows of the CSV file that the page offers."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    return list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"), newline="")))


@both
def test_acts_are_filtered_and_downloaded(on: str, opened: Open) -> None:
    page = opened("demands/index.html", on=on)
    rows = page.locator(".acttable tbody tr")
    expect(page.locator("#count")).to_have_text(re.compile(r"\d+ acts"))
    whole = int(page.locator("#count").inner_text().split()[0])
    page.get_by_label("Force").select_option(label=page.locator("#force option", has_text="demand").first.inner_text())
    page.get_by_label("Year", exact=True).select_option("2031")
    expect(page.locator("#count")).to_have_text("5 acts")
    assert whole > 5
    page.get_by_label("Addressee").select_option(label="Government of Veldoria (1)")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Article 212")
    found = downloaded(page)
    assert len(found) == 1
    assert None not in found[0]
    assert found[0]["addressees"] == "Government of Veldoria"
    assert found[0]["verb"] == "urges"
    assert "Criminal Code of Veldoria" in found[0]["instruments"]
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#count")).to_have_text(f"{whole} acts")
    every = downloaded(page)
    assert len(every) == whole
    assert all(None not in row and row["force"] and row["words"] for row in every)
    assert any("," in row["words"] for row in every), "no comma to be quoted"
    page.get_by_label("Words").fill("TRIALS")
    expect(page.locator("#count")).to_have_text("1 act")


def test_of_two_years_the_one_chosen_last_is_shown(opened: Open) -> None:
    """The acts of all years are still on their way when one year is chosen, and come when those of the year are there."""
    page = opened("index.html", on="http")
    late = hold(page, "**/rows-1.js", but="/2031/")
    page.get_by_role("link", name="Demands", exact=True).first.click()
    years = page.get_by_label("Year", exact=True)
    years.select_option("2031")
    [of_year] = re.findall(r"2031 \((\d+)\)", " ".join(years.locator("option").all_inner_texts()))
    expect(page.locator("#count")).to_have_text(f"{of_year} acts")
    assert late, "the other years are on their way"
    release(page, late)
    assert page.locator("#count").inner_text() == f"{of_year} acts"


def test_an_actor_leads_to_its_acts(opened: Open) -> None:
    page = opened("actor/government-of-veldoria/index.html")
    page.get_by_role("link", name="These acts as a table").click()
    expect(page.locator("#count")).to_have_text(re.compile(r"^\d+ acts?$"))
    expect(page.locator("#addressee")).to_have_value(re.compile(r"actor/government-of-veldoria$"))


# ---------------------------------------------------------------- network, query


def test_the_network_zooms_moves_and_lights_neighbours(opened: Open) -> None:
    page = opened("network/index.html")
    picture = page.locator(".network > svg")
    moved = picture.locator(".moved")
    whole = "translate(0 0) scale(1)"
    expect(moved).to_have_attribute("transform", whole)
    page.get_by_role("button", name="Zoom in").click()
    expect(moved).to_have_attribute("transform", re.compile(r"scale\(1\.5\)"))
    picture.focus()
    page.keyboard.press("+")
    expect(moved).to_have_attribute("transform", re.compile(r"scale\(1\.95"))
    before = moved.get_attribute("transform") or ""
    page.keyboard.press("ArrowLeft")
    expect(moved).not_to_have_attribute("transform", before)
    page.keyboard.press("0")
    expect(moved).to_have_attribute("transform", whole)
    page.keyboard.press("Tab")
    expect(picture.locator("a.node").first).to_be_focused()
    expect(picture.locator("line.on")).not_to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/actor/[\w-]+/index\.html$"))


def test_the_network_is_drawn_within_its_frame(opened: Open) -> None:
    page = opened("network/index.html")
    width, height = page.evaluate(
        "(() => { const box = document.querySelector('.network > svg').viewBox.baseVal; return [box.width, box.height]; })()"
    )
    circles = page.evaluate(
        "[...document.querySelectorAll('.node circle')].map(c => [+c.getAttribute('cx'), +c.getAttribute('cy'), +c.getAttribute('r')])"
    )
    assert len(circles) > 5
    for number, (x, y, r) in enumerate(circles):
        assert r <= x <= width - r
        assert r <= y <= height - r
        for other_x, other_y, other_r in circles[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= (r + other_r) ** 2


def test_a_question_is_asked_of_the_endpoint_beside_the_pages(opened: Open) -> None:
    page = opened("query/index.html", on="http")
    expect(page.locator("#offline")).to_be_hidden()
    page.get_by_label("A question that is ready").select_option("demands-by-addressee")
    expect(page.locator("#asks")).to_contain_text("?")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#said")).to_have_text(re.compile(r"[1-9]\d* rows?"))
    page.locator("#answer").get_by_role("link", name="actor/", exact=False).first.click()
    expect(page).to_have_url(re.compile(r"/actor/[\w-]+/index\.html$"))


def test_every_question_is_offered(opened: Open) -> None:
    from kzgraph.queries.question import questions

    page = opened("query/index.html")
    for one in questions():
        page.get_by_label("A question that is ready").select_option(one.name)
        expect(page.get_by_label("The query")).to_have_value(one.sparql.replace("\r\n", "\n"))


def test_from_a_disk_the_query_page_says_how_to_start_an_endpoint(opened: Open) -> None:
    page = opened("query/index.html")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#offline")).to_contain_text("kzgraph serve")
    page.get_by_label("The query").press("Control+Enter")
    expect(page.locator("#said")).to_have_text("There is no endpoint here.")


# ---------------------------------------------------------------- all pages


def focused(page: Page) -> dict[str, object]:
    found: dict[str, object] = page.evaluate(
        """(() => { const node = document.activeElement; const style = getComputedStyle(node);
        return {tag: node.tagName, text: node.textContent.trim().slice(0, 40),
        outline: parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none',
        ring: parseFloat(getComputedStyle(node.closest('label') ?? node).outlineWidth) > 0}; })()"""
    )
    return found


def test_the_keyboard_walks_from_the_skip_link_to_the_text(opened: Open) -> None:
    page = opened(RESOLUTION)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_have_text("Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        now = focused(page)
        seen.append(now)
        assert now["outline"] or now["ring"], now
    assert {"A", "INPUT"} <= {str(one["tag"]) for one in seen}


@both
def test_the_theme_is_chosen_and_remembered(on: str, opened: Open) -> None:
    page = opened("index.html", on=on, theme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.get_by_role("button", name="Use dark colours").click()
    expect(page.get_by_role("button", name="Use light colours")).to_be_visible()
    dark = page.evaluate(colour)
    assert dark != light
    page.get_by_role("link", name="About", exact=True).click()
    expect(page).to_have_url(re.compile(r"/about/index\.html$"))
    expect(page.get_by_role("button", name="Use light colours")).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", dark)
    expect(opened("index.html", on=on, theme="dark").locator("body")).to_have_css("background-color", dark)


def test_paper_gets_the_text_alone(opened: Open) -> None:
    page = opened(RESOLUTION, theme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("header.site")).to_be_hidden()
    expect(page.locator(".picker")).to_be_hidden()
    expect(page.locator("#recital-C .words").first).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


@every_kind
def test_screenshots(kind: str, opened: Open, tmp_path: Path) -> None:
    """Pictures of every page; those of the documentation where KZGRAPH_SCREENSHOTS names its folder."""
    folder = os.environ.get("KZGRAPH_SCREENSHOTS") or str(tmp_path)
    for name, theme, size in (("light", "light", (1280, 900)), ("dark", "dark", (1280, 900)), ("phone", "light", (360, 740))):
        page = settled(opened(KINDS[kind], theme=theme, size=size))
        if kind == "index":
            page.get_by_role("searchbox").fill("velin")
            expect(page.locator("#results .snippet mark").first).to_be_visible()
        if kind == "resolution":
            hit = page.locator("#paragraph-2 a.hit.person").first
            hit.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 420)")
            hit.focus()
            expect(page.locator(".note")).to_be_visible()
        path = Path(folder) / f"{kind}-{name}.png"
        # A palette is enough for text on paper, and half of the size.
        Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(colors=224).save(path, optimize=True)
        assert path.stat().st_size <= 150_000
