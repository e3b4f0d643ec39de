from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from campaigns.checking import check
from campaigns.theme_checking import LEAST, theme_faults
from scenes.color_contrast import contrast
from scenes.loading import load_campaign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from foundation.faults import Fault

HEAD = "schema: sollecito/theme@1\nextends: public\n"


@pytest.fixture
def faults_of(folder: Path, tmp_path: Path) -> Callable[[str], list[Fault]]:
    """Return a function: the faults of a campaign's theme with lines after the head."""
    copy = tmp_path / "campaign"
    shutil.copytree(folder, copy)
    board = copy / "storyboard.yaml"
    lines = board.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("theme:")]
    board.write_text("\n".join([*kept, "theme: theme.yaml", ""]), encoding="utf-8")

    def found(text: str) -> list[Fault]:
        (copy / "theme.yaml").write_text(HEAD + text, encoding="utf-8")
        return list(theme_faults(load_campaign(copy)))

    return found


def test_a_shipped_theme_and_a_good_one_have_no_fault(faults_of, folder: Path) -> None:
    assert list(theme_faults(load_campaign(folder))) == []
    assert faults_of('colors: {accent: "#0a4684"}\ndark: {accent: "#9cc8ff"}\n') == []


def test_a_pale_text_is_told_with_the_nearest_that_can_be_read(faults_of) -> None:
    (fault,) = faults_of('colors:\n  muted: "#9aa4ad"\n')
    assert (fault.file, fault.line, fault.place) == ("theme.yaml", 4, "colors.muted")
    assert "has a contrast of" in fault.message
    assert "text needs 4.5 to 1" in fault.message
    better = fault.hint.split('"')[1]
    assert contrast(better, "#ffffff") >= LEAST
    assert contrast(better, "#f3e8d5") >= LEAST, "on panels as well"
    assert faults_of(f'colors:\n  muted: "{better}"\n') == []


def test_a_ground_that_was_given_is_told_where_the_text_was_not(faults_of) -> None:
    faults = faults_of('colors: {highlight_soft: "#a83f23"}\n')
    assert {fault.place for fault in faults} == {"colors.highlight_soft"}
    assert all("nearest ground" in fault.hint for fault in faults)


def test_the_dark_scheme_is_measured_too(faults_of) -> None:
    (fault,) = faults_of('dark:\n  accent: "#2a4a55"\n')
    assert (fault.line, fault.place) == (4, "dark.accent")
    assert "the dark scheme" in fault.message
    better = fault.hint.split('"')[1]
    assert faults_of(f'dark:\n  accent: "{better}"\n') == []


@pytest.mark.parametrize(
    ("wording", "place", "told"),
    [
        ("cover: {wach: Guardi}", "wording.cover.wach", "Did you mean 'watch'?"),
        ("cpver: {watch: Guardi}", "wording.cpver.watch", "Did you mean 'cover'?"),
        ("page: {code_alternative: Codice}", "wording.page.code_alternative", "{amount}"),
        ('cover: {length: "{length} {x}"}', "wording.cover.length", "no other braces"),
        ('cover: {watch: "{name}, guardi"}', "wording.cover.watch", "has no blanks"),
        ('cover: {watch: " "}', "wording.cover.watch", "is empty"),
    ],
)
def test_words_that_fit_no_place(faults_of, wording: str, place: str, told: str) -> None:
    (fault,) = faults_of(f"wording:\n  {wording}\n")
    assert (fault.line, fault.place) == (4, place)
    assert told in str(fault)


def test_check_tells_them_beside_the_faults_of_the_data(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "campaign"
    shutil.copytree(folder, copy)
    (copy / "theme.yaml").write_text(HEAD + 'colors: {ink: "#cccccc"}\n', encoding="utf-8")
    board = copy / "storyboard.yaml"
    lines = board.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("theme:")]
    board.write_text("\n".join([*kept, "theme: theme.yaml", ""]), encoding="utf-8")
    (copy / "debtors.csv").write_text("id;Nome\n", encoding="utf-8")
    found = check(copy)
    assert found[0].place == "colors.ink"
    assert any(fault.file == "debtors.csv" for fault in found)


def test_every_fault_of_a_colour_proposes_the_same(faults_of) -> None:
    faults = faults_of('colors:\n  accent: "#8fb9d8"\n  accent_ink: "#ffffff"\n')
    proposed = [fault.hint for fault in faults if fault.place == "colors.accent"]
    assert proposed
    colours = {hint.split('"')[1] for hint in proposed}
    assert len(colours) == 1
    better = colours.pop()
    assert not [
        fault
        for fault in faults_of(f'colors:\n  accent: "{better}"\n  accent_ink: "#ffffff"\n')
        if fault.place.startswith("colors.accent")
    ]
