"""Write ``debtors.csv``: forty invented people of the invented Regione Valdoro.

Usage: ``python examples/vehicle-tax/generate_debtors.py [FILE]`` (default: beside this script).
The same seed always gives the same file. Nothing in it belongs to anybody: plates begin with
letters that Italy has not issued, the creditor and the notices exist nowhere, and first names and
surnames are drawn apart.

The file looks as an Italian office exports it: semicolons, decimal commas, ``dd/mm/yyyy``, UTF-8.

Arithmetic of a row, in euro, each step rounded half up to the cent::

    tax      = kW × tariff of the Euro class
    sanction = 3 % of the tax
    interest = tax × 2 % × days between the two deadlines / 365
    total    = tax + sanction + interest
"""

from __future__ import annotations

import csv
import random
import sys
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SEED = 20261202
COUNT = 40
TAX_YEAR = 2026
HEADER = (
    "Posizione",
    "Cognome",
    "Nome",
    "Targa",
    "Veicolo",
    "Potenza kW",
    "Classe Euro",
    "Tariffa al kW",
    "Anno",
    "Scadenza ordinaria",
    "Tassa",
    "Sanzione",
    "Interessi",
    "Totale",
    "Pagare entro",
    "Codice avviso",
    "Ultimi anni",
)

# Names that try the whole way: accents, apostrophes, double surnames, other alphabets.
SPECIAL_NAMES = (
    ("Nicolò", "D'Angelo"),
    ("Niccolò", "De' Lapi"),
    ("Zoë", "Dall'Ò"),
    ("Maria Addolorata", "Quattrocchi Bevilacqua di Montefiascone"),
    ("Pier Ferdinando Maria", "Castelbarco Sanseverino"),
    ("Noè", "Cantù"),
    ("Tecla", "Sant'Elia"),
    ("José Maria", "Lo Monaco"),
    ("Ștefan", "Țurcanu"),
    ("Ionuț", "Brâncoveanu-Ștefănescu"),
    ("Łucja", "Wójcik"),
    ("Zdzisława", "Brzęczyszczykiewicz"),
    ("Dardanë", "Hoxhë"),
    ("Yevheniia", "Kovalchuk"),
    ("Xiuying", "Zhang"),
    ("Abd al-Rahman", "Ben Youssef"),
    ("Ελένη", "Παπαδοπούλου"),
    ("Þórdís", "Jóhannesdóttir"),
    ("Hương", "Nguyễn Thị"),
    ("Jürgen", "Mayr-Großgasteiger"),
)
FIRST_NAMES = (
    *("Alessandra", "Andrea", "Beatrice", "Carlo", "Chiara", "Davide", "Elena", "Emanuele"),
    *("Federica", "Filippo", "Giada", "Giosuè", "Ilaria", "Lorenzo", "Luisa", "Matteo"),
    *("Michela", "Paolo", "Rosa", "Salvatore", "Sara", "Simone", "Teresa", "Vincenzo"),
)
SURNAMES = (
    *("Agostini", "Bellini", "Cattaneo", "Dell'Acqua", "Esposito", "Ferraris", "Giordano"),
    *("Iannone", "Lombardi", "Mancuso", "Negri", "Orlando", "Pellegrini", "Quaranta"),
    *("Riva", "Salis", "Tedesco", "Urso", "Vitale", "Zanella", "Dalla Costa", "Muscarà"),
)

# Euro class: tariff in euro a kilowatt in 2026, and how often such a car is seen.
TARIFFS = {
    6: (Decimal("2.46"), 9),
    5: (Decimal("2.54"), 10),
    4: (Decimal("2.62"), 12),
    3: (Decimal("2.78"), 6),
    2: (Decimal("2.90"), 3),
}
# What the tariff was above or below 2026's, by year.
EARLIER_TARIFFS = {2023: Decimal("-0.14"), 2024: Decimal("-0.08"), 2025: Decimal("-0.04")}
# Kind of vehicle: least and greatest power in kilowatts, and how often it is seen.
VEHICLES = {
    "Utilitaria 1.0 benzina": (38, 51, 8),
    "Utilitaria 1.2 GPL": (44, 58, 6),
    "Utilitaria 1.3 diesel": (51, 66, 6),
    "Berlina 1.4 benzina": (66, 88, 4),
    "Berlina 1.6 diesel": (77, 96, 4),
    "Familiare 1.6 metano": (80, 96, 3),
    "Monovolume 1.9 diesel": (74, 103, 3),
    "Fuoristrada 2.0 diesel": (96, 125, 2),
}
ORDINARY_DEADLINES = (date(2026, 1, 31), date(2026, 5, 31), date(2026, 9, 30))
REMINDER_DEADLINES = (date(2027, 1, 31), date(2027, 2, 15), date(2027, 2, 28))
SANCTION_RATE = Decimal("0.03")
INTEREST_RATE = Decimal("0.02")
PLATE_FIRST_LETTERS = "TVX"  # the series has not come so far: no car carries such a plate
PLATE_LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"  # I, O, Q and U are not used
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Charge:
    """What one vehicle owes, in euro."""

    tax: Decimal
    sanction: Decimal
    interest: Decimal

    @property
    def total(self) -> Decimal:
        """The amount to pay."""
        return self.tax + self.sanction + self.interest


def cents(amount: Decimal) -> Decimal:
    """Round half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def charge(power: int, tariff: Decimal, ordinary: date, reminder: date) -> Charge:
    """Return what is owed for ``power`` kilowatts at ``tariff`` euro each."""
    tax = cents(power * tariff)
    days = (reminder - ordinary).days
    return Charge(
        tax=tax,
        sanction=cents(tax * SANCTION_RATE),
        interest=cents(tax * INTEREST_RATE * days / 365),
    )


def notice_number(base: int) -> str:
    """Return an 18-digit pagoPA notice number with aux digit 3 and a right check number.

    3, segregation code 99, 13 digits of ``base``, and the 16 digits so far modulo 93 (source:
    pagoPA, Specifiche attuative dei codici identificativi di versamento).
    """
    digits = f"399{base:013d}"
    return f"{digits}{int(digits) % 93:02d}"


def people(rng: random.Random) -> list[tuple[str, str]]:
    """Return forty pairs of first name and surname, in a random order after the first."""
    plain = zip(
        rng.sample(FIRST_NAMES, COUNT - len(SPECIAL_NAMES)),
        rng.sample(SURNAMES, COUNT - len(SPECIAL_NAMES)),
        strict=True,
    )
    first, *others = [*SPECIAL_NAMES, *plain]
    rng.shuffle(others)
    return [first, *others]


def plates(rng: random.Random) -> list[str]:
    """Return forty different plates, ``XA 123 BC``."""
    found: dict[str, None] = {}
    while len(found) < COUNT:
        letters = rng.choice(PLATE_FIRST_LETTERS) + "".join(rng.choices(PLATE_LETTERS, k=3))
        found[f"{letters[:2]} {rng.randrange(1000):03d} {letters[2:]}"] = None
    return list(found)


def last_years(rng: random.Random, power: int, tariff: Decimal, total: Decimal) -> str:
    """Return ``2023=…|2024=…|2026=…``: what was paid for the vehicle, and this year's total.

    Some vehicles are newer; the first year of those counts by months.
    """
    first = rng.choices((2023, 2024, 2025, 2026), weights=(30, 5, 3, 2))[0]
    months = 12 if first == min(EARLIER_TARIFFS) else rng.randint(4, 11)
    points = []
    for year in range(first, TAX_YEAR):
        paid = power * (tariff + EARLIER_TARIFFS[year])
        if year == first:
            paid = paid * months / 12
        points.append(f"{year}={italian(cents(paid))}")
    points.append(f"{TAX_YEAR}={italian(total)}")
    return "|".join(points)


def italian(amount: Decimal) -> str:
    """Write an amount with a decimal comma."""
    return f"{amount:.2f}".replace(".", ",")


def rows(seed: int = SEED) -> list[tuple[str, ...]]:
    """Return the forty rows in the order of ``HEADER``."""
    rng = random.Random(seed)
    names = people(rng)
    table: list[tuple[str, ...]] = []
    for number, ((first_name, surname), plate) in enumerate(
        zip(names, plates(rng), strict=True), start=1
    ):
        vehicle = rng.choices(list(VEHICLES), weights=[often for *_, often in VEHICLES.values()])[0]
        least, greatest, _ = VEHICLES[vehicle]
        power = rng.randint(least, greatest)
        euro = rng.choices(list(TARIFFS), weights=[often for _, often in TARIFFS.values()])[0]
        tariff = TARIFFS[euro][0]
        ordinary = rng.choice(ORDINARY_DEADLINES)
        reminder = rng.choice(REMINDER_DEADLINES)
        owed = charge(power, tariff, ordinary, reminder)
        table.append(
            (
                f"VO-{TAX_YEAR}-{number:04d}",
                surname,
                first_name,
                plate,
                vehicle,
                str(power),
                str(euro),
                italian(tariff),
                str(TAX_YEAR),
                f"{ordinary:%d/%m/%Y}",
                italian(owed.tax),
                italian(owed.sanction),
                italian(owed.interest),
                italian(owed.total),
                f"{reminder:%d/%m/%Y}",
                notice_number(rng.randrange(10**12)),
                last_years(rng, power, tariff, owed.total),
            )
        )
    return table


def write(path: Path, seed: int = SEED) -> None:
    """Write the whole file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER)
        writer.writerows(rows(seed))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("debtors.csv"))
