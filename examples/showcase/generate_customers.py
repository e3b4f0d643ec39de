"""Write ``customers.csv``: eight invented customers of the invented Acque di Valdoro.

Usage: ``python examples/showcase/generate_customers.py [FILE]`` (default: beside this script).
The same seed always gives the same file. Names are drawn apart and belong to nobody; the creditor,
the meters and the notices exist nowhere.

Arithmetic of a row, in euro, each step rounded half up to the cent: water, sewer and cleaning are
cubic metres times a tariff; the fixed fee is lower with the social bonus; VAT is 10 % of their sum.
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SEED = 20261102
CENT = Decimal("0.01")
TARIFFS = {
    "Acquedotto": Decimal("1.12"),
    "Fognatura": Decimal("0.34"),
    "Depurazione": Decimal("0.71"),
}
"""Euro a cubic metre."""
FIXED = Decimal("9.30")
VAT = Decimal("0.10")
FIXED_WITH_BONUS = Decimal("3.10")
DUE = date(2026, 11, 30)
HEADER = (
    "Utenza",
    "Nome",
    "Cognome",
    "Indirizzo di fornitura",
    "Persone",
    "Contatore",
    "Foto del contatore",
    "Lettura precedente",
    "Lettura attuale",
    "Ultimi trimestri",
    "Voci",
    "Totale",
    "Versato nel 2026",
    "Pagare entro",
    "Codice avviso",
    "Bonus sociale",
    "Lavori dal",
    "Possibile perdita",
)
# Name, surname, street, persons, serial, photograph, reading, bonus, works, leak
PEOPLE = (
    (
        *("Nicolò", "D’Angelo", "Via della Fontana 7", 3, "AV 20 118 334"),
        *("contatore-7731.jpg", 418, False, None, False),
    ),
    (
        *("Maria Addolorata", "Quattrocchi di Montefiascone"),
        *("Strada Vicinale dell’Antica Sorgente di Santa Maria in Valdoro 118 bis", 5),
        *("AV 17 442 091", "contatore-8205.webp", 1127, False, date(2026, 11, 16), False),
    ),
    ("Ștefan", "Țurcanu", "Via dei Mulini 22", 4, "AV 21 006 480", "", 265, True, None, False),
    (
        *("Ελένη", "Παπαδοπούλου", "Piazza del Campanile 3", 1, "AV 19 730 152"),
        *("", 96, False, None, True),
    ),
    ("Олена", "Коваленко", "Via del Lago 41", 2, "AV 22 015 667", "", 143, False, None, False),
    ("ليلى", "بن يوسف", "Via dei Tigli 9", 6, "AV 18 904 213", "", 1530, True, None, False),
    (
        *("Zoë", "Dall’Ò", "Vicolo Stretto 2", 1, "AV 23 300 518", "", 61, False),
        *(date(2026, 11, 16), False),
    ),
    ("Hương", "Nguyễn Thị", "Viale Europa 130", 4, "AV 20 551 876", "", 702, False, None, True),
)
QUARTERS = ("3/25", "4/25", "1/26", "2/26", "3/26")


def cents(amount: Decimal) -> Decimal:
    """Round half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def italian(amount: Decimal) -> str:
    """Write an amount with a decimal comma."""
    return f"{amount:.2f}".replace(".", ",")


def bill(cubic_metres: int, *, bonus: bool) -> list[tuple[str, Decimal]]:
    """Return the items of a bill and, last, their total."""
    items = [(name, cents(cubic_metres * tariff)) for name, tariff in TARIFFS.items()]
    items.append(("Quota con bonus", FIXED_WITH_BONUS) if bonus else ("Quota fissa", FIXED))
    items.append(("IVA 10 %", cents(sum((amount for _, amount in items), Decimal(0)) * VAT)))
    return [*items, ("Totale", sum((amount for _, amount in items), Decimal(0)))]


def notice_number(base: int) -> str:
    """Return an 18-digit pagoPA notice number with aux digit 3 and a right check number.

    3, segregation code 99, 13 digits of ``base``, and the 16 digits so far modulo 93 (source:
    pagoPA, Specifiche attuative dei codici identificativi di versamento).
    """
    digits = f"399{base:013d}"
    return f"{digits}{int(digits) % 93:02d}"


def rows(seed: int = SEED) -> list[tuple[str, ...]]:
    """Return the rows in the order of ``HEADER``."""
    rng = random.Random(seed)
    table: list[tuple[str, ...]] = []
    for number, person in enumerate(PEOPLE):
        first, last, street, persons, serial, photo, reading, bonus, works, leak = person
        usual = persons * rng.randint(11, 15)
        quarters = [max(4, usual + rng.randint(-persons * 3, persons * 3)) for _ in QUARTERS]
        if leak:
            quarters[-1] = round(quarters[-2] * 2.2)
        used = quarters[-1]
        items = bill(used, bonus=bonus)
        paid = sum((bill(used, bonus=bonus)[-1][1] for used in quarters[2:-1]), Decimal(0))
        table.append(
            (
                f"{4471 + number * 37}-{number + 2:02d}",
                first,
                last,
                street,
                str(persons),
                serial,
                photo,
                str(max(0, reading - used)),
                str(max(0, reading - used) + used),
                "|".join(f"{name}={value}" for name, value in zip(QUARTERS, quarters, strict=True)),
                "|".join(f"{name}={italian(value)}" for name, value in items),
                italian(items[-1][1]),
                italian(paid),
                f"{DUE:%d/%m/%Y}",
                notice_number(rng.randrange(10**12)),
                "sì" if bonus else "no",
                f"{works:%d/%m/%Y}" if works else "",
                "sì" if leak else "no",
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
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("customers.csv"))
