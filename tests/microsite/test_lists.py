"""Lists of the page: sorted, searched, narrowed, opened, by hand, by keys, and without scripts."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import CLIP_MS, DESK
from invented_story import TOKEN, bound_story, page_clips, page_input
from served_site import Site, serve, write_site
from test_accessibility import violations

from scenes.bound_content import ListCell, ListColumn, ListRow, PageList

BILLS = [
    ("Gennaio", "2026-01-31", "90,00 €", "90.00", "pagata"),
    ("Febbraio", "2026-02-28", "120,50 €", "120.50", "pagata"),
    ("Marzo", "2026-03-31", "8,40 €", "8.40", "da pagare"),
    ("Aprile", "2026-04-30", "", "", "pagata"),
    ("Maggio", "2026-05-31", "1.020,00 €", "1020.00", "da pagare"),
    ("Èstate", "2026-06-30", "75,00 €", "75.00", "pagata"),
    ("Luglio", "2026-07-31", "60,00 €", "60.00", "pagata"),
]

LIST = PageList(
    title="Le sue bollette",
    text="Dall’inizio dell’anno.",
    columns=(
        ListColumn("Mese", "date"),
        ListColumn("Importo", "money"),
        ListColumn("Stato", "text", filter=True),
    ),
    rows=tuple(
        ListRow(
            (ListCell(month, day), ListCell(shown, order), ListCell(state)),
            details="Consumo stimato, poi corretto." if month == "Marzo" else "",
        )
        for month, day, shown, order, state in BILLS
    ),
    totals=("", "1.373,90 €", ""),
)


@pytest.fixture(scope="module")
def list_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    write_site(folder, page_input(bound_story(lists=(LIST,)), clips=page_clips(ms=CLIP_MS)))
    site = Site(folder, TOKEN, api=True)
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


def first_cells(page) -> list[str]:
    rows = page.locator(".sheet tbody tr:visible th")
    return [text.strip().split("\n")[0].strip() for text in rows.all_inner_texts()]


@pytest.fixture
def desk(open_text, list_site):
    return open_text(list_site.page, **DESK).page


def test_heads_sort_up_and_down(desk):
    head = desk.get_by_role("button", name="Importo")
    head.click()
    column = desk.locator(".sheet thead th").nth(1)
    assert column.get_attribute("aria-sort") == "ascending"
    assert first_cells(desk)[:2] == ["Marzo", "Luglio"]
    assert first_cells(desk)[-1] == "Aprile", "empty cells come last"
    assert desk.locator(".list-news").inner_text() == "Ordine per «Importo», crescente."
    head.press("Enter")
    assert column.get_attribute("aria-sort") == "descending"
    assert first_cells(desk)[:2] == ["Maggio", "Febbraio"]
    assert first_cells(desk)[-1] == "Aprile"
    desk.get_by_role("button", name="Mese").click()
    assert first_cells(desk) == [month for month, *_ in BILLS], "by day, not by name"
    assert column.get_attribute("aria-sort") is None


def test_a_value_and_a_word_narrow_the_rows(desk):
    desk.locator("[data-column]").select_option("da pagare")
    assert first_cells(desk) == ["Marzo", "Maggio"]
    assert desk.locator(".list-news").inner_text() == "Risultati: 2 su 7."
    assert desk.locator(".sheet tfoot").is_hidden(), "a total of all rows would mislead"
    desk.locator("[data-column]").select_option("")
    desk.get_by_label("Cerca").fill("estate")
    desk.wait_for_function(
        "() => document.querySelectorAll('.sheet tbody tr:not([hidden])').length < 7"
    )
    assert first_cells(desk) == ["Èstate"], "accents and capitals do not count"
    desk.get_by_label("Cerca").fill("zzz")
    desk.wait_for_function("() => !document.querySelector('.sheet tbody tr:not([hidden])')")
    assert "Nessun risultato" in desk.locator(".list-news").inner_text()
    desk.get_by_label("Cerca").fill("")
    desk.wait_for_function(
        "() => document.querySelectorAll('.sheet tbody tr:not([hidden])').length > 6"
    )
    assert desk.locator(".sheet tfoot").is_visible()


def test_a_row_opens(desk):
    desk.locator(".sheet summary").press("Enter")
    assert desk.locator(".sheet .fold").is_visible()


def test_on_a_phone_rows_are_blocks_and_sorting_is_a_choice(open_text, list_site):
    page = open_text(list_site.page).page
    row = page.locator(".sheet tbody tr").first
    assert row.locator("td").first.inner_text().split() == ["Importo", "90,00", "€"]
    page.get_by_label("Ordina per").select_option("1 down")
    assert first_cells(page)[0] == "Maggio"
    page.get_by_label("Ordina per").select_option("")
    assert first_cells(page)[0] == "Gennaio"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_roles_survive_the_blocks(open_text, list_site):
    wide = open_text(list_site.page, **DESK).page.get_by_role("table", name="Le sue bollette")
    assert wide.get_by_role("row").count() == 9
    assert wide.get_by_role("columnheader").count() == 3
    assert wide.get_by_role("rowheader", name="Gennaio").count() == 1
    narrow = open_text(list_site.page).page.get_by_role("table", name="Le sue bollette")
    assert narrow.get_by_role("row").count() == 8, "heads stand in the cells instead"
    assert narrow.get_by_role("cell", name="Importo 90,00 €").count() == 1


def test_without_scripts_the_table_is_whole(open_text, list_site):
    page = open_text(list_site.page, java_script_enabled=False).page
    assert page.locator(".sheet tbody tr:visible").count() == 7
    assert page.locator(".list-tools").is_hidden()
    assert page.locator(".sheet tfoot").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(open_text, list_site, scheme, device):
    page = open_text(list_site.page, color_scheme=scheme, **device).page
    page.evaluate("document.querySelectorAll('.list details').forEach(d => { d.open = true })")
    assert violations(page) == []


def test_hostile_cells_stay_text(open_text, tmp_path):
    evil = "<img src=x onerror=alert(1)>"
    listed = dataclasses.replace(
        LIST,
        title=evil,
        columns=tuple(dataclasses.replace(column, label=evil) for column in LIST.columns),
        rows=tuple(
            ListRow(tuple(ListCell(evil) for _ in row.cells), details=evil) for row in LIST.rows
        ),
    )
    write_site(tmp_path, page_input(bound_story(lists=(listed,)), clips=page_clips(ms=CLIP_MS)))
    site = Site(tmp_path, TOKEN, api=True)
    server = serve(site)
    page = open_text(site.page, **DESK).page
    page.locator(".head").first.click()
    assert page.locator(".list img").count() == 0
    assert page.locator(".list h2").inner_text() == evil
    server.shutdown()
    server.server_close()


def test_a_short_list_offers_no_order_on_a_phone_but_its_heads_sort(open_text, tmp_path):
    short = dataclasses.replace(LIST, rows=LIST.rows[:4])
    write_site(tmp_path, page_input(bound_story(lists=(short,)), clips=page_clips(ms=CLIP_MS)))
    site = Site(tmp_path, TOKEN, api=True)
    server = serve(site)
    page = open_text(site.page, **DESK).page
    assert page.locator("[data-sort]").count() == 0
    assert page.locator(".list-tools select").count() == 1, "what narrows it stays"
    page.get_by_role("button", name="Importo").click()
    assert first_cells(page)[0] == "Marzo"
    page.locator(".list-tools select").select_option("da pagare")
    assert first_cells(page) == ["Marzo"]
    server.shutdown()
    server.server_close()
