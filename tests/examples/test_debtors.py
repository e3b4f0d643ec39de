"""The example's people: made by the seeded generator, right in every number."""

import csv
import importlib.util
import re
import sys
import unicodedata
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from scenes.loading import load_campaign
from scenes.payment_codes import check_notice

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "vehicle-tax"
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("debtors", FOLDER / "generate_debtors.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows():
    with (FOLDER / "debtors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def amount(text):
    assert re.fullmatch(r"\d+,\d\d", text), text
    return Decimal(text.replace(",", "."))


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


def test_the_committed_file_is_what_the_generator_writes(generator, tmp_path):
    generator.write(tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (FOLDER / "debtors.csv").read_bytes()


def test_another_seed_gives_other_people(generator):
    assert generator.rows(1) != generator.rows(2)
    assert generator.rows(1) == generator.rows(1)


def test_there_are_forty_people_and_nothing_is_there_twice(rows):
    assert len(rows) == 40
    for column in ("Posizione", "Targa", "Codice avviso"):
        assert len({row[column] for row in rows}) == 40
    assert len({(row["Nome"], row["Cognome"]) for row in rows}) == 40


def test_every_notice_number_has_a_right_check_number(rows):
    for row in rows:
        notice = row["Codice avviso"]
        assert re.fullmatch(r"3\d{17}", notice)
        assert int(notice[:16]) % 93 == int(notice[16:])
        check_notice(notice)


def test_no_plate_can_belong_to_anybody(rows):
    for row in rows:
        assert re.fullmatch(r"[TVX][A-HJ-NPR-TV-Z] \d{3} [A-HJ-NPR-TV-Z]{2}", row["Targa"])


def test_the_arithmetic_of_every_row_is_right(rows):
    for row in rows:
        tax, sanction, interest = (amount(row[key]) for key in ("Tassa", "Sanzione", "Interessi"))
        days = (day(row["Pagare entro"]) - day(row["Scadenza ordinaria"])).days
        assert 0 < days < 500
        assert tax == int(row["Potenza kW"]) * amount(row["Tariffa al kW"])
        assert sanction == (tax * 3 / 100).quantize(CENT, ROUND_HALF_UP)
        assert interest == (tax * 2 / 100 * days / 365).quantize(CENT, ROUND_HALF_UP)
        assert amount(row["Totale"]) == tax + sanction + interest
        assert row["Ultimi anni"].split("|")[-1] == f"{row['Anno']}={row['Totale']}"


def test_the_same_class_pays_the_same_tariff(rows):
    assert len({(row["Classe Euro"], row["Tariffa al kW"]) for row in rows}) == len(
        {row["Classe Euro"] for row in rows}
    )


def test_some_may_pay_by_instalments_and_some_may_not(rows):
    below = sum(amount(row["Totale"]) < 150 for row in rows)
    assert 8 <= below <= 32


def test_the_names_try_what_names_can_be(rows):
    names = [f"{row['Nome']} {row['Cognome']}" for row in rows]
    everything = "".join(names)
    assert {unicodedata.name(letter).split()[0] for letter in everything if letter.isalpha()} == {
        "LATIN",
        "GREEK",
    }
    for letter in "òèëșțłßęþễ'-":
        assert letter in everything.lower(), letter
    assert max(map(len, names)) > 50
    assert all(name == unicodedata.normalize("NFC", name) for name in names)


def test_every_row_is_read_by_the_fields_of_the_storyboard(rows):
    campaign = load_campaign(FOLDER)
    columns = campaign.file.data.columns
    for row in rows:
        for name, field in campaign.storyboard.fields.items():
            value = field.parse(
                row[columns[name]], campaign.file.locale, campaign.file.data.decimal
            )
            assert value is not None
    assert set(rows[0]) == {*columns.values(), campaign.file.data.id}
