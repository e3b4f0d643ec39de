"""Nobody learns of a debt from the shell: head, first screen, names of files, icon, cover."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from invented_story import LINK, TOKEN
from themed_site import themed_input

from campaigns.reading import open_table
from campaigns.row_checking import GoodRow, RowChecker
from microsite.page import build_page
from microsite.page_input import PageClip, PageInput
from microsite.shared import shared_assets
from scenes.bind import bind
from scenes.loading import load_campaign
from scenes.themes import shipped_themes
from scenes.values import from_json

EXAMPLES = Path(__file__).parents[2] / "examples"
CAMPAIGNS = sorted(file.parent.name for file in EXAMPLES.glob("*/campaign.yaml"))
PEOPLE = 8

DEBT = re.compile(
    r"debit|debt|insolut|sollecit(?!o-film)|\bmora\b|moros|pagament|pagar|paghi|payment|\bpay\b"
    r"|unpaid|scadut|scadenz|overdue|arrear|collection|recupero|importo|amount|dovut|\bowe|€|\beur\b"
    r"|rata\b|rate\b|instal|notice|avviso|multa|\bfine\b",
    re.IGNORECASE,
)


def shell(html: str) -> str:
    """Return what stands before the payload, without its two names that machines read."""
    return html[: html.index('<div class="content"')].replace("<sollecito-film", "<film")


def told(page_input: PageInput) -> list[str]:
    """Return every word of a debt that the shell of a page lets be seen."""
    bound = page_input.bound
    html = build_page(page_input)["index.html"].decode()
    shared = shared_assets(bound.look.theme, page_input.campaign, page_input.media, bound.page_look)
    first = shell(html)
    sprite = re.sub(r"<svg class=\"sprite.*?</svg>", "", first, flags=re.DOTALL)
    seen = [sprite, *re.findall(r"<title>.*?</title>", first)]
    seen += re.findall(r'(?:href|src|srcset)="([^"#]*)"', first)
    for name in (shared.icon, shared.landscape_light, shared.landscape_dark):
        seen.append(shared.files[name].decode())
    return [found for text in seen for found in DEBT.findall(text)]


@pytest.mark.parametrize("theme", shipped_themes())
def test_in_every_theme(theme: str):
    assert told(themed_input(theme)) == []


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_in_every_example(name: str):
    campaign = load_campaign(EXAMPLES / name)
    fields, file = campaign.storyboard.fields, campaign.file
    checker = RowChecker(fields, file.data, file.locale)
    table = open_table(
        campaign.folder / file.data.file, required=checker.required, known=checker.known
    )
    checker.use_header(table.header)
    rows = [row for row in map(checker.check, table.rows()) if isinstance(row, GoodRow)][:PEOPLE]
    assert rows
    for row in rows:
        bound = bind(
            campaign, {field: from_json(fields[field], row.values[field]) for field in fields}
        )
        clips = {
            scene.id: PageClip(f"{number:032x}", 960, ())
            for number, scene in enumerate(bound.scenes)
        }
        page_input = PageInput(
            bound, file, campaign.media, TOKEN, LINK, clips, film="f" * 32, film_ms=9600
        )
        assert told(page_input) == []
        assert bound.page.payment.amount not in shell(build_page(page_input)["index.html"].decode())


def test_the_words_are_found_where_they_stand():
    page_input = themed_input("public")
    bound = page_input.bound
    loud = dataclasses.replace(bound.page, cover_text="Il pagamento è scaduto.")
    changed = dataclasses.replace(page_input, bound=dataclasses.replace(bound, page=loud))
    assert {word.lower() for word in told(changed)} >= {"pagament", "scadut"}
