"""A campaign of three short scenes, written where a test wants it; invented people only."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from foundation.settings import Settings

CAMPAIGN = """\
schema: sollecito/campaign@1
name: tiny
title: Prova
locale: it-IT
issuer:
  name: Comune di Prova
  phone: 800 123 456
  email: tributi@comunediprova.it
  website: https://www.comunediprova.it
  accessibility_statement: https://www.comunediprova.it/accessibilita
public_base: https://avvisi.prova.example
pay_link:
  address: "https://paga.prova.example/avviso/{{ reference | url }}"
  hosts: [paga.prova.example]
expires_on: 2036-12-31
issued_on: 2026-09-01
something_wrong: tributi@comunediprova.it
data: {file: debtors.csv, id: id, decimal: ","}
"""

STORYBOARD = """\
schema: sollecito/storyboard@1
title: Prova
format: square
theme: public
voice: {engine: pyttsx3, language: it, rate: 170, pause: 200ms}
fields:
  first_name: {type: text, max: 40}
  amount: {type: money, currency: EUR, min: 0.01}
  reference: {type: text, max: 20}
payment:
  amount: "{{ amount }}"
  due: 30 settembre 2026
  reference_label: Codice
  reference: "{{ reference }}"
start: welcome
scenes:
  welcome:
    title: Benvenuto
    base: {color: paper}
    layers:
      - {text: "Buongiorno {{ first_name }}", at: [center, 40%], style: title}
    say: "Buongiorno."
    next: why
  why:
    title: Per tutti
    base: {gradient: [paper, sky]}
    layers:
      - {text: "Strade e scuole", at: [center, 40%], style: heading, enter: {rise: 0.2s}}
    next: amount
  amount:
    title: Importo
    base: {color: paper}
    layers:
      - {text: "{{ amount | money }}", at: [center, 40%], style: figure}
    choices:
      ask: Come preferisce continuare?
      default: bye
      options:
        - {label: Ho finito, to: bye}
        - {label: Pago adesso, pay: true}
  bye:
    title: Saluti
    base: {color: accent_soft}
    layers:
      - {text: "Grazie", at: [center, 45%], style: title}
page:
  cover: {title: Un messaggio per Lei, text: Apra quando vuole., button: Guarda}
  greeting: "Buongiorno {{ first_name }}"
  summary: ["Le scriviamo per un importo di {{ amount | money }}."]
  facts:
    - {label: Da pagare, value: "{{ amount | money }}"}
  otherwise: ["Se ha già pagato, non serve altro."]
forms:
  - use: call_me_back
  - {use: more_time, when: amount >= 100}
"""

ROWS = (
    ("a1", "Anna", "12,50", "R001"),
    ("b2", "Bruno", "1.187,40", "R002"),
    ("c3", "Chiara", "12,50", "R003"),
)
"""Id, first name, amount, reference. The first and the third amount are the same."""

CLIPS = 3 + 2 + 2
"""Different clips of these rows: three names, two amounts, two scenes for all."""


def write_data(file: Path, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    """Write a data file and return it."""
    lines = ["id;first_name;amount;reference", *(";".join(row) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def write_campaign(folder: Path, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    """Write the campaign into a new folder and return it."""
    (folder / "media").mkdir(parents=True, exist_ok=True)
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (folder / "storyboard.yaml").write_text(STORYBOARD, encoding="utf-8")
    write_data(folder / "debtors.csv", rows)
    return folder


@dataclass(frozen=True)
class Tiny:
    """The campaign's folder and what was rendered of it."""

    folder: Path
    out: Path
    settings: Settings

    def handed_over(self) -> dict[str, dict[str, str]]:
        """Return ``recipients.csv`` by id."""
        with (self.out / "recipients.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}

    def token(self, row_id: str = "a1") -> str:
        return self.handed_over()[row_id]["link"].rsplit("/", 1)[-1]

    def objects(self) -> dict[str, bytes]:
        """Return everything that the world may read, by key."""
        keys = ("clips", "films", "p", "static")
        files = (f for key in keys for f in (self.out / key).rglob("*") if f.is_file())
        return {f.relative_to(self.out).as_posix(): f.read_bytes() for f in files}


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """Return a campaign folder of the test's own."""
    return write_campaign(tmp_path / "campaign")


@pytest.fixture(scope="session")
def tiny_rendered_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ``campaign`` and ``out``, rendered once for all test processes."""
    from foundation.settings import load_settings
    from workers.running import run_campaign

    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    folder = shared / "tiny-campaign"
    with FileLock(f"{folder}.lock"):
        if not (folder / "out" / "recipients.csv").exists():
            campaign = write_campaign(folder / "campaign")
            run_campaign(campaign, load_settings(out=folder / "out", log_level="warning", jobs=1))
    return folder


@pytest.fixture
def tiny(tiny_rendered_once: Path, tmp_path: Path) -> Tiny:
    """Return a copy of the rendered campaign that a test may change."""
    from foundation.settings import load_settings

    shutil.copytree(tiny_rendered_once, tmp_path / "tiny")
    out = tmp_path / "tiny" / "out"
    return Tiny(
        tmp_path / "tiny" / "campaign", out, load_settings(out=out, log_level="warning", jobs=1)
    )
