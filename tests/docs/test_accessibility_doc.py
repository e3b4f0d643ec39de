"""docs/accessibility.md has every criterion, and every test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")

# WCAG 2.2, levels A and AA: 55 criteria; 4.1.1 is obsolete.
WCAG = re.findall(
    r"\S+",
    """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5
1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6
2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1
3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3
""",
)
VIDEO = re.findall(r"\S+", "7.1.1 7.1.2 7.1.3 7.1.4 7.1.5 7.2.1 7.2.2 7.2.3 7.3")


def rows() -> dict[str, list[str]]:
    """Return the cells of each table row by the number of its criterion or clause."""
    found = {}
    for line in TEXT.splitlines():
        if re.match(r"\| \d", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found[cells[0].split()[0]] = cells
    return found


def test_every_criterion_of_the_standards_has_a_row():
    assert len(WCAG) == 55
    assert list(rows()) == [*WCAG, *VIDEO]
    assert all(len(cells) == 3 and all(cells) for cells in rows().values())


def test_every_test_that_is_named_is_there():
    sources = "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("tests/**/test_*.py"))
    for number, cells in rows().items():
        for name in re.findall(r"`([^`]+)`", cells[2]):
            if name.endswith(".py"):
                path = name if "/" in name else f"tests/microsite/{name}"
                assert (ROOT / path).is_file(), f"{number}: {name}"
            else:
                assert f"def {name}(" in sources, f"{number}: {name}"


def test_what_is_held_by_no_test_says_why_it_needs_none():
    for number, cells in rows().items():
        if cells[2] == "–":
            assert re.search(r"\b(no|nothing|one page|same|is the|are in)\b", cells[1]), number
