"""A small campaign folder and an empty database of today's shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaigns.migrate import upgrade
from campaigns.queries import ensure_campaign
from foundation.database import Database, open_database
from scenes.loading import load_campaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scenes.campaign import Campaign

CAMPAIGN = """\
schema: sollecito/campaign@1
name: rubbish-fee
title: Promemoria tassa rifiuti
locale: it-IT
issuer:
  name: Comune di Prova
  phone: 800 123 456
  email: tari@comune.example
  website: https://www.comune.example
  accessibility_statement: https://www.comune.example/accessibilita
public_base: https://avvisi.comune.example
pay_link:
  address: "https://paga.comune.example/{{ id_code | url }}"
  hosts: [paga.comune.example]
something_wrong: https://www.comune.example/segnalazione
data:
  file: debtors.csv
  id: id
  columns: {first_name: Nome}
"""

STORYBOARD = """\
schema: sollecito/storyboard@1
title: Promemoria
format: portrait
theme: public
fields:
  first_name: {type: text, max: 30}
  amount: {type: money, currency: EUR, min: 0.01}
  parts: {type: integer}
  due_on: {type: date}
  id_code: {type: text, pattern: "[A-Z0-9]+"}
  note: {type: text, optional: true}
values:
  part: "{{ amount / parts }}"
payment:
  amount: "{{ amount }}"
  due: "{{ due_on | date('long') }}"
start: welcome
scenes:
  welcome:
    title: Benvenuto
    base: {color: paper}
    layers:
      - {text: "Buongiorno {{ first_name }}", at: [center, 30%], style: title}
      - {text: "{{ part | money }}", at: [center, +24], style: body}
    say: "Buongiorno {{ first_name }}."
page:
  cover: {title: Un messaggio, text: Un breve video per Lei., button: Guarda}
  greeting: "Buongiorno {{ first_name }}"
  summary: ["Le scriviamo per la tassa rifiuti."]
  facts: [{label: Da pagare, value: "{{ amount | money }}"}]
"""

HEADER = "id;Nome;amount;parts;due_on;id_code;note\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a campaign folder without data."""
    folder = tmp_path_factory.mktemp("rubbish-fee")
    (folder / "media").mkdir()
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (folder / "storyboard.yaml").write_text(STORYBOARD, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def campaign(folder: Path) -> Campaign:
    return load_campaign(folder)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Yield an empty database of today's shape, on SQLite and on PostgreSQL."""
    database = open_database(database_url)
    upgrade(database.engine)
    yield database
    database.close()


@pytest.fixture
def campaign_id(database: Database) -> int:
    return add_campaign(database, "rubbish-fee")


def add_campaign(database: Database, name: str) -> int:
    with database.writing() as session:
        return ensure_campaign(
            session,
            name,
            digest="0" * 64,
            expires_on=None,
            public_base="https://avvisi.comune.example",
            pay_hosts=["paga.comune.example"],
        ).id
