from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaigns.column_words import plain_word
from campaigns.mapping import ColumnMapping, propose_mapping
from foundation.errors import DataError
from scenes.campaign_file import DataFormat
from scenes.coded_fields import EmailField, FiscalCodeField, IbanField
from scenes.plain_fields import DateField, MoneyField, TextField

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.field_base import AnyField

FIELDS: dict[str, AnyField] = {
    "first_name": TextField.model_validate({"type": "text"}),
    "last_name": TextField.model_validate({"type": "text"}),
    "amount": MoneyField.model_validate({"type": "money"}),
    "due_on": DateField.model_validate({"type": "date"}),
    "account": IbanField.model_validate({"type": "iban", "optional": True}),
    "tax_code": FiscalCodeField.model_validate({"type": "fiscal_code", "optional": True}),
    "email": EmailField.model_validate({"type": "email", "optional": True}),
}
IBAN = "IT60X0542811101000000123456"
CODE = "RSSMRA85T10A562S"


def propose(folder: Path, text: str, **data: object) -> ColumnMapping:
    path = folder / "dati.csv"
    path.write_text(text, encoding="utf-8")
    return propose_mapping(path, FIELDS, DataFormat.model_validate(data), "it-IT")


def columns(found: ColumnMapping) -> dict[str, str | None]:
    return {each.field: each.column for each in found.fields}


def test_an_italian_office_s_header(tmp_path: Path) -> None:
    found = propose(
        tmp_path,
        "Codice Pratica;COGNOME;Nome;Importo dovuto (€);Data scadenza;Note;C.F.\n"
        f"P1;Rossi;Anna;1.187,50;30/09/2026;x;{CODE}\nP2;Neri;Ugo;12,00;01/10/2026;;\n",
    )
    assert columns(found) == {
        "first_name": "Nome",
        "last_name": "COGNOME",
        "amount": "Importo dovuto (€)",
        "due_on": "Data scadenza",
        "account": None,
        "tax_code": "C.F.",
        "email": None,
    }
    assert (found.id.column, found.id.given, found.rows) == ("Codice Pratica", False, 2)
    assert found.unused == ("Note",)
    assert found.missing == ()
    assert all(each.confidence >= 0.6 for each in found.fields if each.column)
    assert found.columns()["amount"] == "Importo dovuto (€)"


def test_an_english_header_in_camel_case(tmp_path: Path) -> None:
    text = "CustomerId,firstName,Surname,amountDue,DueDate\n1,Anna,Rossi,12.50,2026-09-30\n"
    found = propose(tmp_path, text)
    assert found.id.column == "CustomerId"
    assert list(columns(found).values())[:4] == ["firstName", "Surname", "amountDue", "DueDate"]


def test_a_label_is_the_name_of_its_column(tmp_path: Path) -> None:
    labelled = TextField.model_validate({"type": "text", "label": "Targa del veicolo"})
    path = tmp_path / "dati.csv"
    path.write_text("id;Testo;TARGA DEL VEICOLO\n1;x;AB123CD\n2;y;AB124CD\n", encoding="utf-8")
    found = propose_mapping(path, {"plate": labelled}, DataFormat.model_validate({}), "it-IT")
    assert columns(found) == {"plate": "TARGA DEL VEICOLO"}
    (plate,) = found.fields
    assert (plate.label, plate.confidence, plate.given) == ("Targa del veicolo", 1.0, False)
    assert found.columns() == {"plate": "TARGA DEL VEICOLO"}


def test_cells_deny_a_name(tmp_path: Path) -> None:
    """A column that is called like an amount but holds words is none."""
    found = propose(
        tmp_path, "id;nome;cognome;importo;totale;scadenza\n1;A;B;vedi sotto;12,50;30/09/2026\n"
    )
    assert columns(found)["amount"] == "totale"
    assert "importo" in found.unused


def test_cells_tell_what_no_name_does(tmp_path: Path) -> None:
    found = propose(
        tmp_path,
        f"id;nome;cognome;importo;scadenza;X1;X2\n1;A;B;12,50;30/09/2026;{IBAN};a@posta.example\n",
    )
    assert (columns(found)["account"], columns(found)["email"]) == ("X1", "X2")


def test_what_is_given_is_kept(tmp_path: Path) -> None:
    found = propose(
        tmp_path,
        "Chiave;Codice;nome;altro;cognome;importo;scadenza\n1;7;A;Z;B;12,50;30/09/2026\n",
        id="Chiave",
        columns={"first_name": "altro"},
    )
    first = found.fields[0]
    assert (first.column, first.given, first.confidence) == ("altro", True, 1.0)
    assert (found.id.column, found.id.given) == ("Chiave", True)
    assert "nome" in found.unused


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    found = propose(tmp_path, "a;b\n1;2\n1;3\n")
    assert found.missing == ("id", "first_name", "last_name", "amount", "due_on")
    assert found.unused == ("a", "b")


def test_an_id_never_comes_twice(tmp_path: Path) -> None:
    text = "codice;matricola;nome;cognome;importo;scadenza\n"
    rows = "".join(f"7;M{n};A;B;1,00;30/09/2026\n" for n in range(3))
    assert propose(tmp_path, text + rows).id.column == "matricola"


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is empty"):
        propose(tmp_path, "")


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Data  Scadenza", "datascadenza"), ("dueOn", "dueon"), ("Città", "citta"), ("N°", "n")],
)
def test_plain_words(name: str, plain: str) -> None:
    assert plain_word(name) == plain


def test_a_list_with_slips_is_known_all_the_same(tmp_path: Path) -> None:
    rows = "".join(
        f"U{number};Anna;Rossi;12,50;{day}\n"
        for number, day in zip(
            (1, 2, 3, 4, 5, 5),
            ("30/09/2027", "31/02/2027", "30/09/2027", "01/10/2027", "02/10/2027", "03/10/2027"),
            strict=True,
        )
    )
    found = propose(tmp_path, f"Codice utente;Nome;Cognome;Dovuto;Da pagare entro\n{rows}")
    assert found.id.column == "Codice utente"
    assert columns(found)["due_on"] == "Da pagare entro"
    # A name that says nothing: the only column of dates is the only field of a date.
    found = propose(tmp_path, f"Codice utente;Nome;Cognome;Dovuto;Ultimo\n{rows}")
    assert columns(found)["due_on"] == "Ultimo"
    # With two of them nobody can tell.
    twice = rows.replace("\n", ";01/01/2027\n")
    found = propose(tmp_path, f"Codice utente;Nome;Cognome;Dovuto;Ultimo;Altro\n{twice}")
    assert columns(found)["due_on"] is None
    # What comes again and again tells nobody apart.
    found = propose(tmp_path, f"Codice utente;Nome;Cognome;Dovuto;Ultimo\n{rows}{rows}")
    assert found.id.column is None


def test_the_column_that_begins_with_a_field_is_preferred(tmp_path: Path) -> None:
    """And one that holds two fields' words is neither's."""
    found = propose(
        tmp_path,
        "Codice;Cognome e nome;Nome di battesimo;Importo;Scadenza\n"
        "A1;Rossi Anna;Anna;12,50;30/09/2027\nA2;Neri Ugo;Ugo;13,00;30/09/2027\n",
    )
    assert columns(found)["first_name"] == "Nome di battesimo"
    assert columns(found)["last_name"] is None
    assert "Cognome e nome" in found.unused

    labelled = TextField.model_validate({"type": "text", "label": "Nome"})
    path = tmp_path / "dati.csv"
    path.write_text("id;Secondo nome;Nome di chi paga\n1;x;Anna\n2;y;Ugo\n", encoding="utf-8")
    alone = propose_mapping(path, {"called": labelled}, DataFormat.model_validate({}), "it-IT")
    assert columns(alone) == {"called": "Nome di chi paga"}


def test_words_of_what_a_column_cannot_be_do_not_matter(tmp_path: Path) -> None:
    """An amount of the notice is no number of a notice, whatever it is called."""
    fields: dict[str, AnyField] = {
        "amount": FIELDS["amount"],
        "notice": IbanField.model_validate({"type": "iban", "label": "Avviso"}),
        "full_name": TextField.model_validate({"type": "text"}),
        "first_name": FIELDS["first_name"],
    }
    path = tmp_path / "dati.csv"
    path.write_text(
        "id;Cognome e nome;Importo avviso;Totale avviso\n"
        "1;Rossi Anna;12,50;x\n2;Neri Ugo;13,00;x\n",
        encoding="utf-8",
    )
    found = propose_mapping(path, fields, DataFormat.model_validate({}), "it-IT")
    assert columns(found) == {
        "amount": "Importo avviso",
        "notice": None,
        "full_name": "Cognome e nome",
        "first_name": None,
    }
