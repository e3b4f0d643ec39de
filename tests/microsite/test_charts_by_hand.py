"""The chart of the page, point by point: by keys, by touch, by mouse; and without scripts."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import CLIP_MS, DESK
from invented_story import TOKEN, bound_story, page_clips, page_input
from served_site import Site, serve, write_site
from test_accessibility import settled, violations

from scenes.bound import ChartPoint, PageChart

YEARS = ((2022, 181.2, "181,20 €"), (2023, 184.3, "184,30 €"), (2024, 184.3, "184,30 €"))
PARTS = (("Strade", 46, "46 €"), ("Autobus", 32, "32 €"), ("Scuole", 22, "22 €"))
MONTHS = [(f"{at}/26", at * 7 % 11, f"{at * 7 % 11} m³") for at in range(24)]


def points(values, highlight=None):
    return tuple(
        ChartPoint(str(label), value, text, highlight=at == highlight)
        for at, (label, value, text) in enumerate(values)
    )


@pytest.fixture
def with_chart(tmp_path):
    """Serve a page with a chart of one's own."""
    servers = []

    def served(kind, values, locale="it-IT", highlight=None):
        chart = PageChart("Il grafico", "Che cosa mostra.", points(values, highlight), kind)
        bound = dataclasses.replace(bound_story(chart=chart), locale=locale)
        folder = tmp_path / f"site{len(servers)}"
        write_site(folder, page_input(bound, clips=page_clips(ms=CLIP_MS)))
        site = Site(folder, TOKEN, api=True)
        servers.append(serve(site))
        return site.page

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


def told(page) -> str:
    return " ".join(page.locator(".told").inner_text().split())


def options(page):
    return page.locator(".figure").get_by_role("option")


def chosen(page) -> list[str]:
    return page.evaluate(
        "() => Array.from(document.querySelectorAll('svg .point.chosen'), p => p.dataset.label)"
    )


def into_chart(page) -> None:
    """Reach the chart with the tabulator key, from its heading on."""
    page.evaluate(
        """() => { const head = document.getElementById("chart");
          head.tabIndex = -1; head.focus({ preventScroll: true }); }"""
    )
    page.keyboard.press("Tab")


def test_keys_walk_through_the_points(open_text, with_chart):
    page = open_text(with_chart("bar", YEARS), **DESK).page
    assert told(page) == "Tocchi il grafico, o usi le frecce, per leggere i valori."
    into_chart(page)
    assert told(page) == "2022: 181,20 €"
    page.keyboard.press("ArrowRight")
    assert told(page) == "2023: 184,30 € 3,10 € in più della voce precedente"
    assert chosen(page) == ["2023"]
    page.keyboard.press("End")
    assert told(page) == "2024: 184,30 € uguale alla voce precedente"
    page.keyboard.press("ArrowRight")
    assert chosen(page) == ["2024"], "the last is the last"
    page.keyboard.press("ArrowUp")
    assert chosen(page) == ["2023"]
    page.keyboard.press("Home")
    assert chosen(page) == ["2022"]
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY", "the chart is one stop"
    page.keyboard.press("Shift+Tab")
    assert chosen(page) == ["2024"], "one comes back to where one was"
    page.keyboard.press("Escape")
    assert chosen(page) == []
    assert told(page).startswith("Tocchi")
    assert page.evaluate("document.activeElement === document.body")


def test_what_is_chosen_is_announced_and_has_a_name_and_a_role(open_text, with_chart):
    page = open_text(with_chart("line", YEARS), **DESK).page
    assert page.locator(".told").get_attribute("role") == "status"
    into_chart(page)
    page.keyboard.press("End")
    box = page.get_by_role("listbox", name="Il grafico")
    assert box.get_by_role("option").count() == 3
    option = box.get_by_role("option", name="2024: 184,30 €", selected=True)
    assert option.evaluate("o => o === document.activeElement")
    outline = option.evaluate(
        "o => getComputedStyle(o).outlineStyle + getComputedStyle(o).outlineWidth"
    )
    assert outline == "solid3px"
    before = page.locator("svg .point .bar").first.evaluate("p => getComputedStyle(p).strokeWidth")
    after = page.locator("svg .chosen .bar").evaluate("p => getComputedStyle(p).strokeWidth")
    assert before != after


def test_a_touch_chooses(open_text, with_chart):
    page = open_text(with_chart("bar", YEARS)).page
    options(page).nth(1).tap()
    assert chosen(page) == ["2023"]
    assert told(page).startswith("2023: 184,30 €")
    options(page).nth(0).tap()
    assert chosen(page) == ["2022"]


def test_the_mouse_shows_what_it_is_over_and_keeps_what_was_clicked(open_text, with_chart):
    page = open_text(with_chart("bar", YEARS), **DESK).page
    options(page).nth(1).hover()
    assert chosen(page) == ["2023"]
    page.mouse.move(2, 2)
    assert chosen(page) == []
    options(page).nth(2).click()
    page.mouse.move(2, 2)
    assert chosen(page) == ["2024"]


def test_a_donut_is_chosen_by_its_legend_and_by_its_pieces(open_text, with_chart):
    page = open_text(with_chart("donut", PARTS, highlight=0)).page
    assert page.locator("svg .center").text_content() == "46%"
    page.locator(".figure").get_by_role("option", name="Scuole: 22 €").tap()
    assert told(page) == "Scuole: 22 € 22% del totale"
    assert page.locator("svg .center").text_content() == "22%"
    box = page.locator("svg.chart").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.87, box["y"] + box["height"] / 2)
    assert told(page) == "Strade: 46 € 46% del totale"
    page.keyboard.press("ArrowDown")
    assert chosen(page) == ["Autobus"]


def test_textures_tell_the_parts_apart(open_text, with_chart):
    page = open_text(with_chart("donut", [(f"Voce {at}", 1, "1 €") for at in range(8)])).page
    fills = page.locator(".swatch circle").evaluate_all(
        "all => all.map(c => c.getAttribute('fill'))"
    )
    pieces = page.locator(".piece").evaluate_all("all => all.map(c => c.getAttribute('fill'))")
    assert fills == pieces
    assert len(set(fills)) == 8
    drawings = page.locator("pattern").evaluate_all(
        "all => all.map(p => p.getAttribute('patternTransform') + p.innerHTML"
        " + getComputedStyle(p.querySelector('rect')).fill)"
    )
    assert len(set(drawings)) == 8


def test_from_the_right_the_left_arrow_leads_on(open_text, with_chart):
    page = open_text(with_chart("bar", YEARS, locale="ar-EG"), **DESK).page
    into_chart(page)
    assert chosen(page) == ["2022"]
    page.keyboard.press("ArrowLeft")
    assert chosen(page) == ["2023"]
    boxes = [option.bounding_box()["x"] for option in options(page).all()]
    assert boxes == sorted(boxes, reverse=True)
    bars = [bar.bounding_box()["x"] for bar in page.locator("svg .bar").all()]
    assert bars == sorted(bars, reverse=True)


@pytest.mark.parametrize("kind", ["bar", "line", "donut"])
def test_without_scripts_nothing_is_lost(open_text, with_chart, kind):
    page = open_text(with_chart(kind, PARTS), java_script_enabled=False).page
    assert page.get_by_role("img", name="Il grafico").count() == 1
    assert page.locator(".told").is_hidden()
    page.locator(".figure summary").click()
    rows = page.locator(".figure tbody tr")
    assert [" ".join(row.inner_text().split()) for row in rows.all()] == [
        "Strade 46 €",
        "Autobus 32 €",
        "Scuole 22 €",
    ]
    if kind == "donut":
        entry = page.locator(".legend li").first.text_content()
        assert " ".join(entry.split()) == "Strade: 46 € 46%"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("kind", "values"), [("bar", YEARS), ("line", MONTHS), ("donut", PARTS)])
def test_no_violation_while_a_point_is_chosen(open_text, with_chart, kind, values, scheme):
    page = open_text(with_chart(kind, values), color_scheme=scheme).page
    options(page).nth(1).focus()
    settled(page)
    assert violations(page) == []


@pytest.mark.parametrize("kind", ["bar", "line", "donut"])
def test_a_narrow_phone_shows_the_chart_without_scrolling_aside(open_text, with_chart, kind):
    long = [
        (f"Una voce dal nome molto lungo {'x' * 40} {at}", 10**at, f"{10**at} €")
        for at in range(20)
    ]
    page = open_text(with_chart(kind, long), viewport={"width": 320, "height": 640}).page
    options(page).last.focus()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert chosen(page) == [long[-1][0]]


def test_hostile_words_stay_words(open_text, with_chart):
    evil = '"><img src=x onerror=alert(1)><b>'
    page = open_text(with_chart("bar", [(evil, 1, f"1 {evil}"), (evil, 2, f"2 {evil}")])).page
    options(page).last.tap()
    assert told(page) == f"{evil}: 2 {evil} 1 {evil} in più della voce precedente"
    assert page.locator(".figure img").count() == 0


def test_colours_that_the_machine_sets_leave_bars_and_pieces_to_be_seen(open_text, with_chart):
    for kind in ("bar", "donut"):
        page = open_text(with_chart(kind, PARTS, highlight=0), forced_colors="active").page
        fill = page.locator("svg .bar, pattern rect").evaluate_all(
            "all => new Set(all.map(e => getComputedStyle(e).fill)).size"
        )
        assert fill >= 2
