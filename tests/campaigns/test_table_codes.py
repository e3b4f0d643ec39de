"""Every reason for which a file is no table has a code: found in the sources, and by refusing."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaigns.reading import open_table
from campaigns.table_codes import table_code
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]

SAMPLES = {
    "path.name": "list.csv",
    "self._file": "list.csv",
    "self._name": "list.csv",
    "name": "list.csv",
    "first": "'list.csv' has no column 'id';",
    "column": "A column",
    "kind": "a PDF document",
    "what": "a zip archive",
    "SAVE_AS_CSV": "Save it.",
    "_SAVE_AS_XLSX": "Save it",
    "error.strerror": "No such file",
    "fault": "the row holds a NUL byte",
    "error": "a number has too many digits",
}


def written(node: ast.expr) -> str:
    """Return the text of an expression that makes one, with samples; "7" for numbers."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr), ast.unparse(node)
    return "".join(
        str(part.value)
        if isinstance(part, ast.Constant)
        else SAMPLES.get(ast.unparse(part.value), "7")  # type: ignore[attr-defined]
        for part in node.values
    )


def sentences() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "campaigns").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "DataError":
                yield f"{file.name}:{node.lineno}", written(node.args[0])


FOUND = list(sentences())


def test_the_sources_were_read() -> None:
    assert len(FOUND) >= 35


@pytest.mark.parametrize(("place", "sentence"), FOUND, ids=[place for place, _ in FOUND])
def test_every_refusal_has_a_code(place: str, sentence: str) -> None:
    assert table_code(sentence) is not None, f"{place}: {sentence}"


@pytest.mark.parametrize(
    ("name", "content", "code", "parameters"),
    [
        ("a.csv", b"", "table-empty", {"file": "a.csv"}),
        ("a.csv", b"id;name\n", "table-no-rows", {"file": "a.csv"}),
        ("a.csv", b"name;town\nAnna;Roma\n", "table-columns-missing", {"line": "1"}),
        ("a.csv", b"id;name;name\n1;a;b\n", "table-column-twice", {"first": "2", "column": "3"}),
        ("a.csv", b"id;;name\n1;a;b\n", "table-column-nameless", {"column": "2"}),
        ("a.csv", b"%PDF-1.7 and more", "table-no-csv", {"kind": "a PDF document"}),
        ("a.csv", b"<html><body>", "table-no-csv", {}),
        ("a.json", b'[{"id": 1}', "table-json-cut", {}),
        ("a.xlsx", b"PK\x05\x06" + bytes(18), "table-archive", {"kind": "an empty zip archive"}),
        ("a.parquet", b"PAR1 and no more", "table-parquet-damaged", {"file": "a.parquet"}),
    ],
)
def test_refused_files_have_codes(
    tmp_path: Path, name: str, content: bytes, code: str, parameters: dict[str, str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as refused:
        open_table(path, required=["id"])
    found = table_code(str(refused.value))
    assert found is not None, str(refused.value)
    assert found.code == code
    assert parameters.items() <= found.parameters.items()


def test_ends_of_imports() -> None:
    found = table_code("Nobody started it within 24 hours.")
    assert found is not None
    assert (found.code, found.parameters) == ("import-not-started", {"hours": "24"})
    found = table_code("After 3 attempts: campaign.yaml is gone")
    assert found is not None
    assert found.parameters == {"attempts": "3", "detail": "campaign.yaml is gone"}
