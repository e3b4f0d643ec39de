from __future__ import annotations

from datetime import date

import pytest
from ruamel.yaml.scanner import Scanner

from scenes.yaml_tree import MOST_BYTES, Tree, parse_tree, read_tree, written


def parse(text: str) -> Tree:
    return parse_tree(text, Tree("x.yaml"))


def test_values_come_with_their_lines():
    tree = parse("a: 1\nb:\n  - x: yes\n  - {y: 2026-09-30}\nc: [center, +24]\n")
    assert tree.value == {
        "a": 1,
        "b": [{"x": "yes"}, {"y": date(2026, 9, 30)}],
        "c": ["center", "+24"],
    }
    assert tree.faults == []
    assert tree.line(("b", 1, "y")) == 4
    assert tree.line(("b", 1, "missing", "deeper")) == 4
    assert tree.line(()) == 1
    assert tree.at(("b", 0, "x")) == "yes"
    assert tree.at(("b", 7, "x")) is None


def test_places_are_written_as_authors_read_them():
    assert written(("scenes", "amount", "layers", 2, "style")) == "scenes.amount.layers[2].style"
    assert written(()) == ""


def test_keys_that_stand_twice_are_all_found():
    tree = parse("a: 1\nb: {x: 1, x: 2}\na: 3\n")
    found = [(fault.line, fault.place) for fault in tree.faults]
    assert found == [(2, "b.x"), (3, "a")]
    assert "line 1 already" in tree.faults[1].message


def test_an_expression_without_quotes_is_explained():
    tree = parse("a: ok\nb: {{ name }}\n")
    assert tree.faults[0].line == 2
    assert "quotes" in tree.faults[0].hint


@pytest.mark.parametrize(
    "text", ["a: b: c\n", "a: [1, 2\n", "a: 'x\n", "a: *unknown\n", "\tb: 1\n", "a: @x\n"]
)
def test_what_is_no_yaml_is_one_fault_with_its_line(text):
    tree = parse(text)
    assert len(tree.faults) == 1
    assert "not valid YAML" in tree.faults[0].message
    assert tree.faults[0].line is not None


def test_an_empty_file_is_a_fault():
    assert "empty" in parse("# nothing\n").faults[0].message


def test_aliases_that_blow_a_file_up_are_stopped():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    tree = parse("\n".join(lines))
    assert "holds more than" in tree.faults[0].message


def test_deep_nesting_is_stopped():
    tree = parse("a: " + "[" * 60 + "]" * 60)
    assert "nested deeper" in tree.faults[0].message


@pytest.mark.parametrize(
    "nested",
    ["[" * 900 + "]" * 900, "[" * 40_000, "{a: " * 20_000, "- " * 20_000, "\n  " + "? " * 20_000],
)
def test_deep_nesting_costs_little(monkeypatch, nested):
    fetched = 0
    before = Scanner.fetch_more_tokens

    def counted(scanner):
        nonlocal fetched
        fetched += 1
        return before(scanner)

    monkeypatch.setattr(Scanner, "fetch_more_tokens", counted)
    (fault,) = parse(f"x: 1\na:\n {nested}").faults
    assert "nested deeper" in fault.message
    assert fault.line in {3, 4}
    assert fetched < 300, "the rest is not read"


def test_nesting_as_deep_as_allowed_is_read():
    for text in ("[" * 40 + "]" * 40, "- " * 40 + "x", "{a: " * 40 + "x" + "}" * 40):
        assert parse(text).faults == []


def test_tags_are_not_obeyed():
    tree = parse("a: !!python/object/apply:os.system ['true']\nb: !unknown x\n")
    assert "not understood" in tree.faults[-1].message


def test_nul_is_a_fault_with_its_line():
    (fault,) = parse('a: 1\nb: ["x\\0y"]\n').faults
    assert (fault.line, fault.place) == (2, "b[0]")
    assert "NUL" in fault.message


def test_files_that_cannot_be_read(tmp_path):
    assert (
        "has no file gone.yaml" in read_tree(tmp_path / "gone.yaml", "gone.yaml").faults[0].message
    )
    (tmp_path / "latin.yaml").write_bytes("a: però\n".encode("latin-1"))
    assert "not UTF-8" in read_tree(tmp_path / "latin.yaml", "latin.yaml").faults[0].message
    (tmp_path / "large.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    assert "larger than" in read_tree(tmp_path / "large.yaml", "large.yaml").faults[0].message
    assert "cannot be read" in read_tree(tmp_path, "folder").faults[0].message


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path):
    (tmp_path / "bom.yaml").write_bytes("a: 1\n".encode("utf-8-sig"))
    assert read_tree(tmp_path / "bom.yaml", "bom.yaml").value == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a:\n  b: 1\n c: 2\n", 3, "begin in the same column"),
        ("a: 1\n b: 2\n", 2, "begin in the same column"),
        ("a:\n\tb: 1\n", 2, "Use spaces, not tabs"),
        ('a: "x\nb: 2\n', 1, "quotation mark opened in line 1 is not closed"),
    ],
)
def test_the_commonest_mistakes_are_said_plainly(text, line, words):
    (fault,) = parse(text).faults
    assert fault.line == line
    assert words in str(fault)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('a: "Buongiorno\nb: "ciao"\n', 1, "opened in line 1 is closed only by the one in line 2"),
        ("a: 1\nb: 'x\nc: 2\nd: 'y'\n", 2, "opened in line 2 is closed only by the one in line 4"),
        ('- {text: "Buon, at: 3}\n- {text: "giorno", at: 4}\n', 1, "closed only by"),
        ('a: 1\nb: "dice "ciao" a tutti"\n', 2, "something follows a text"),
        ("a: 'l'ora'\n", 1, "something follows a text"),
        ('a: "never closed\n', 1, "opened in line 1 is not closed"),
    ],
)
def test_a_wrong_quotation_mark_is_called_one(text, line, part):
    (fault,) = parse_tree(text, Tree("x.yaml")).faults
    assert fault.line == line
    assert part in fault.message
    assert "indentation" not in str(fault)
