"""Twenty columns about invented people, as a tax office would export them; the same every time."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 20_260_930

CAMPAIGN = """\
schema: sollecito/campaign@1
name: import-bench
title: Misura delle importazioni
locale: it-IT
issuer:
  name: Comune di Prova
  phone: 800 000 000
  email: tributi@prova.example
  website: https://www.prova.example
  accessibility_statement: https://www.prova.example/accessibilita
public_base: https://avvisi.prova.example
pay_link:
  address: "https://paga.prova.example/{{ notice | url }}"
  hosts: [paga.prova.example]
something_wrong: tributi@prova.example
data:
  file: debtors.csv
  id: Codice
  decimal: ","
  columns:
    first_name: Nome
    last_name: Cognome
"""

STORYBOARD = """\
schema: sollecito/storyboard@1
title: Misura
format: square
theme: public
fields:
  first_name: {type: text, max: 60}
  last_name: {type: text, max: 80}
  street: {type: text, max: 120}
  postcode: {type: text, pattern: "[0-9]{5}"}
  town: {type: text, max: 80}
  province: {type: text, pattern: "[A-Z]{2}"}
  fiscal_code: {type: fiscal_code}
  email: {type: email, optional: true}
  phone: {type: phone, optional: true}
  iban: {type: iban, optional: true}
  plate: {type: text, max: 10, pattern: "[A-Z0-9 ]+"}
  tax_year: {type: integer, min: 2000, max: 2100}
  issued_on: {type: date}
  due_on: {type: date}
  amount: {type: money, currency: EUR, min: 0.01}
  sanction: {type: money, currency: EUR, min: 0}
  notice: {type: pagopa_notice}
  segment: {type: choice, of: [privati, imprese, condomini]}
  reminder: {type: boolean}
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
    say: "Buongiorno {{ first_name }}."
page:
  cover: {title: Un messaggio, text: Un breve video per Lei., button: Guarda}
  greeting: "Buongiorno {{ first_name }}"
  summary: ["Le scriviamo per la tassa."]
  facts: [{label: Da pagare, value: "{{ amount | money }}"}]
"""

HEADER = (
    "Codice", "Nome", "Cognome", "street", "postcode", "town", "province", "fiscal_code", "email",
    "phone", "iban", "plate", "tax_year", "issued_on", "due_on", "amount", "sanction", "notice",
    "segment", "reminder",
)  # fmt: skip

_FIRST = (
    "Anna Bruno Chiara Dario Elena Fabio Giulia Ivan Laura Marco Niccolò Paola Renato Sofia Ugo"
)
_LAST = "Bianchi Conti D’Angelo Esposito Ferrari Galli Lombardi Marino Neri Rossi Russo Serra Villa"
_TOWNS = (
    ("Aosta", "11100", "AO"), ("Bari", "70121", "BA"), ("Cefalù", "90015", "PA"),
    ("Forlì", "47121", "FC"), ("Lucca", "55100", "LU"), ("Roma", "00184", "RM"),
)  # fmt: skip
_ODD_LETTERS = (
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
)  # fmt: skip
_ODD = {
    character: _ODD_LETTERS[at % 10 if at < 10 else at - 10]
    for at, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}


def write_campaign(folder: Path) -> None:
    """Write the campaign's files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "media").mkdir(exist_ok=True)
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (folder / "storyboard.yaml").write_text(STORYBOARD, encoding="utf-8")


def write_rows(file: Path, rows: int) -> None:
    """Write so many good rows as CSV with semicolons, in UTF-8."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(_rows(rows))


def _rows(rows: int) -> Iterator[list[str]]:
    chance = random.Random(SEED)  # noqa: S311 - no secret: the same people every time
    first_names, last_names = _FIRST.split(), _LAST.split()
    for number in range(rows):
        first, last = chance.choice(first_names), chance.choice(last_names)
        town, postcode, province = chance.choice(_TOWNS)
        due = f"{chance.randint(1, 28):02}/{chance.randint(9, 12):02}/2026"
        yield [
            f"P{number:08}", first, last, f"Via {last} {chance.randint(1, 999)}", postcode, town,
            province, _fiscal_code(chance), f"p{number}@posta.example",
            f"3{chance.randint(10_000_000, 999_999_999):09}", _iban(chance), _plate(chance),
            str(chance.randint(2019, 2025)), "01/09/2026", due,
            _money(chance.randint(1_000, 199_999)), _money(chance.randint(0, 2_000)),
            _notice(chance), chance.choice(("privati", "imprese", "condomini")),
            chance.choice(("sì", "no")),
        ]  # fmt: skip


def _money(cents: int) -> str:
    euros = f"{cents // 100:,}".replace(",", ".")
    return f"{euros},{cents % 100:02}"


def _letters(chance: random.Random, number: int) -> str:
    return "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=number))


def _plate(chance: random.Random) -> str:
    return f"{_letters(chance, 2)}{chance.randint(0, 999):03}{_letters(chance, 2)}"


def _fiscal_code(chance: random.Random) -> str:
    names = "".join(chance.choices("BCDFGLMNPRSTVZ", k=6))
    birth = f"{chance.randint(40, 99)}{chance.choice('ABCDEHLMPRST')}{chance.randint(1, 28):02}"
    body = f"{names}{birth}{chance.choice(('H501', 'F205', 'L219', 'A944'))}"
    odd = sum(_ODD[character] for character in body[::2])
    even = sum(int(c) if c.isdigit() else ord(c) - 65 for c in body[1::2])
    return body + chr(65 + (odd + even) % 26)


def _iban(chance: random.Random) -> str:
    bank = f"{chance.randint(0, 99999):05}{chance.randint(0, 99999):05}"
    account = f"{chance.randint(0, 10**12 - 1):012}"
    digits = bank + account
    total = sum(_ODD[c] if at % 2 == 0 else int(c) for at, c in enumerate(digits))
    bban = chr(65 + total % 26) + digits
    value = int("".join(str(int(c, 36)) for c in f"{bban}IT00"))
    return f"IT{98 - value % 97:02}{bban}"


def _notice(chance: random.Random) -> str:
    base = f"301{chance.randint(0, 10**13 - 1):013}"
    return f"{base}{int(base) % 93:02}"
