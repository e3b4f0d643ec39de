"""A complete small campaign, written anew into a temporary folder for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CAMPAIGN = """\
schema: sollecito/campaign@1
name: water-2026
title: Bolletta dell'acqua
locale: it-IT
issuer:
  name: Acque Chiare
  phone: "800 000 000"
  email: aiuto@acque.example
  website: https://acque.example
  logo: logo.png
  accessibility_statement: https://acque.example/accessibilita
public_base: https://avvisi.acque.example
pay_link:
  address: "https://paga.acque.example/{{ notice | url }}?nome={{ first_name | url }}"
  hosts: [paga.acque.example]
issued_on: 2026-09-01
something_wrong: https://acque.example/segnala
"""

STORYBOARD = """\
schema: sollecito/storyboard@1
title: Promemoria
voice: {language: it, rate: 150, pause: 360ms}
music: {file: bed.flac, level: -34}
colors: {sky: "#cfe6f5"}
fields:
  first_name: {type: text, max: 60}
  amount: {type: money, currency: EUR, min: 0.01}
  due_on: {type: date}
  notice: {type: pagopa_notice}
  plate: {type: text, max: 10, optional: true}
  years: {type: list, of: {label: text, value: money}, max: 5, optional: true}
values:
  instalment: "{{ amount / 3 }}"
payment:
  amount: "{{ amount }}"
  due: "{{ due_on | date('long') }}"
  pagopa: {notice: "{{ notice }}", creditor: "01234567897"}
  reference_label: Codice avviso
  reference: "{{ notice | digits(4) }}"
start: welcome
scenes:
  welcome:
    title: Benvenuto
    base: {gradient: [paper, sky]}
    layers:
      - {text: "Buongiorno {{ first_name }}", at: [center, 30%], style: title, enter: {rise: 0.5s}}
      - {text: "Targa {{ plate }}", at: [center, +24], when: plate, with: 2}
    say: "Buongiorno {{ first_name }}. Le scriviamo per la bolletta dell'acqua."
    next: amount
  amount:
    title: Quanto e quando
    base: {color: paper}
    min: 4s
    layers:
      - {text: "{{ amount | money }}", at: [center, 20%], style: figure, enter: {count_up: 0.8s}}
      - {chart: bar, data: "{{ years }}", highlight: last, when: years, width: 84%, height: 34%}
    say:
      - "L'importo è di {{ amount | spoken }}, entro il {{ due_on | spoken }}."
    choices:
      ask: Come preferisce continuare?
      default: pay
      options:
        - {label: Pago adesso, to: pay}
        - {label: Perché?, to: why}
        - {label: Mi serve più tempo, to: more_time, when: "amount >= 100"}
        - {label: Apri il pagamento, pay: true}
  why:
    title: Perché
    aside: true
    base: {picture: town.png, focus: [50%, 40%], shade: 20%}
    say: Ecco il calcolo.
  more_time:
    title: A rate
    base: {color: paper}
    say: "Tre rate da {{ instalment | spoken }}."
    next: pay
  pay:
    title: Come pagare
    base: {color: paper}
    layers:
      - {qr: "{{ payment_code }}", width: 44%, at: [center, 40%]}
page:
  cover: {title: Un messaggio per lei, text: Un breve video., button: Guarda}
  greeting: "Buongiorno {{ first_name }}"
  summary: ["Le scriviamo per la bolletta."]
  facts:
    - {label: Da pagare, value: "{{ amount | money }}"}
    - {label: Targa, value: "{{ plate }}", when: plate}
"""

RICH_LAYERS = """\
      - {picture: "{{ photo }}", fit: contain, focus: [50%, 30%], when: photo}
      - text: "{{ issuer.phone }}"
        shrink: 70%
        enter: {slide: 0.4s, from: right, stagger: 0.1s, easing: ease-out-back}
        emphasis: {pulse: 0.6s, times: 2, with: 1, start: 0.2s}
        landscape: {at: [70%, 30%], enter: {typewriter: 1s}}
      - {text: "{{ amount }}", enter: {count_up: 0.9s, from: 30}, exit: fade, until: 3s}
      - chart: progress
        data: [{label: A, value: 3}, {label: B, value: "{{ amount }}"}]
        maximum: "{{ amount + 3 }}"
        square: {maximum: 300}
      - {table: "{{ years }}", columns: [label, value], header: [Anno, Importo], total: true}
      - {table: [[a, "{{ amount }}"], {cells: [b, c], when: plate}], portrait: {header: [x, y]}}
    opening: {cross-fade: 0.32s, color: sky}
    closing: cut
    length: 9s
    landscape: {base: {function: "bases.py:dawn"}, closing: {slide: 0.4s, from: left}}
"""
"""What the scene ``amount`` of a rich storyboard holds besides."""

ROW = {
    "first_name": "Nicolò D'Angelo",
    "amount": "187,50",
    "due_on": "30/09/2026",
    "notice": "301000000000000086",
    "plate": "FA 123 XY",
    "years": "2024=150|2025=170,5|2026=187,50",
}


def valid_notice(base: str) -> str:
    """Return a notice number: 16 digits and their check."""
    return f"{base}{int(base) % 93:02d}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a campaign folder without faults."""
    media = tmp_path / "media"
    media.mkdir()
    (tmp_path / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (tmp_path / "storyboard.yaml").write_text(STORYBOARD, encoding="utf-8")
    for name in ("town.png", "logo.png"):
        Image.new("RGB", (32, 32), "#336699").save(media / name)
    (media / "bed.flac").write_bytes(b"fLaC")
    return tmp_path


@pytest.fixture
def rewrite(folder: Path) -> Callable[..., Path]:
    """Return what replaces text in one of the campaign's files, failing where it is not found."""

    def replace(old: str, new: str, file: str = "storyboard.yaml") -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return replace


@pytest.fixture
def rich_folder(folder: Path, rewrite: Callable[..., Path]) -> Path:
    """Return a campaign folder without faults that uses most of the language."""
    (folder / "photos").mkdir()
    (folder / "bases.py").write_text("def dawn(size, fps): ...\n", encoding="utf-8")
    more = "format: square\nlines: 1080\ndata: {pictures: photos}\nsomething_wrong"
    rewrite("something_wrong", more, "campaign.yaml")
    rewrite("voice:", "lines: 720\ntransition: {slide: 0.3s}\nvoice:")
    rewrite("  plate:", "  photo: {type: image, optional: true}\n  plate:")
    return rewrite("    say:\n      - \"L'importo", RICH_LAYERS + "    say:\n      - \"L'importo")


@pytest.fixture
def row() -> dict[str, str]:
    """Return a row of the data as text."""
    return {**ROW, "notice": valid_notice("3010000000000000")}
