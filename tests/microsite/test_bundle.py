from __future__ import annotations

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from microsite.bundle import (
    PAGE,
    PLAYER,
    _smaller,
    modules,
    page_script,
    page_style,
    player_script,
    player_style,
    section_script,
)
from microsite.wording_files import script_words

if TYPE_CHECKING:
    from pathlib import Path

NEWER = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish coalescing": r"\?\?",
    "logical assignment": r"(?:\|\||&&|\?\?)=",
    "class field": r"^  (?:static )?(?!return|break)\w+(?: = .*)?;$",
    "private name": r"[.\s]#\w+\s*[(=;]",
    "big integer": r"\b\d+n\b",
    "numeric separator": r"\b\d+_\d+\b",
    "newer method": r"\.(?:replaceAll|at|matchAll|flat|flatMap|fromEntries|allSettled|hasOwn)\(",
}


def code(file: Path) -> str:
    """Return a module without comments and strings."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", text, flags=re.DOTALL)
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)


def class_bodies(text: str) -> str:
    """Return what stands directly inside classes, where only methods are ES2019."""
    lines = [line for line in text.splitlines() if re.match(r"  \S", line)]
    return "\n".join(lines) if "class " in text else ""


FILES = [*sorted(PLAYER.glob("*.js")), *sorted(PAGE.glob("*.js"))]


ENTRIES = [PLAYER / "film.js", PAGE / "page.js", PAGE / "sections.js"]


@pytest.mark.parametrize("room", [PLAYER, PAGE])
def test_every_module_is_used(room):
    used = {file for entry in ENTRIES if entry.parent == room for file in modules(entry)}
    assert {file for file in used if file.parent == room} == set(room.glob("*.js"))


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_module_stands_after_what_it_imports(entry):
    order = modules(entry)
    for at, file in enumerate(order):
        needs = re.findall(r'from "([\w./-]+\.js)"', file.read_text(encoding="utf-8"))
        assert all(order.index((file.parent / needed).resolve()) < at for needed in needs), file


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_two_modules_of_a_script_use_the_same_name(entry):
    declared = r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)"
    names = [
        name
        for file in modules(entry)
        for name in re.findall(declared, file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted(names) == sorted(set(names))


def sections() -> bytes:
    """Return the sections' script in Italian."""
    return section_script(script_words("it-IT"))


@pytest.mark.parametrize("joined", [player_script, page_script, sections])
def test_the_scripts_are_classic_and_leave_no_module_syntax(joined):
    text = joined().decode()
    assert text.startswith('(function(){"use strict";')
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert "/**" not in text
    plain = re.sub(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`', '""', text)
    for what in ("optional chaining", "nullish coalescing", "logical assignment"):
        assert re.search(NEWER[what], plain) is None, what


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_syntax_newer_than_es2019(file: Path):
    text = code(file)
    for what, pattern in NEWER.items():
        where = class_bodies(text) if what == "class field" else text
        found = re.search(pattern, where, re.MULTILINE)
        assert found is None, f"{file}: {what}: {found and found[0]}"


def test_the_player_with_its_style_fits_into_20_kb():
    style = player_style().encode()
    assert len(gzip.compress(player_script())) + len(gzip.compress(style)) <= 20_000


@pytest.mark.parametrize("style", [page_style, player_style])
def test_styles_keep_their_meaning_when_they_are_joined(style):
    joined = style()
    assert "/*" not in joined
    assert joined.count("{") == joined.count("}")
    assert "  " not in joined


def test_old_units_come_before_new_ones():
    assert "min-height:100vh;min-height:var(--film-height,100svh)" in player_style()
    assert "calc(100cqh * var(--ratio))" in player_style()


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_name_stands_in_two_modules_that_are_joined(entry):
    declared = [
        name
        for file in modules(entry)
        for name in re.findall(
            r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)",
            file.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]
    assert sorted(declared) == sorted(set(declared))


def test_the_players_style_touches_nothing_outside_the_player():
    outside = re.sub(r"@keyframes [\w-]+\{from\{[^}]*\}\}", "", player_style())
    selectors = [
        part.strip()
        for rule in re.findall(r"(?:^|[{};\n])([^@{};\n][^@{};]*)\{", outside)
        for part in rule.split(",")
    ]
    assert len(selectors) > 150
    assert {
        part for part in selectors if not part.startswith(("sollecito-film", "html.film"))
    } == set()


def test_the_words_of_forms_stand_in_the_sections_script_as_they_are():
    words = {"sending": 'Invio "in" corso…\u2028', "wrong": "</script>//"}
    text = section_script(words).decode()
    assert text.isascii() is False
    for word in ("corso…", "</script>//"):
        assert word in text
    assert section_script(words) == section_script(dict(words))


def test_scripts_are_made_smaller_by_several_threads_at_once():
    def made(number: int) -> str:
        return _smaller(f"(function () {{ var long = {number}; window.x = long + 1; }})();")

    with ThreadPoolExecutor(8) as pool:
        scripts = list(pool.map(made, range(400)))
    assert all(f"={number}" in script for number, script in enumerate(scripts))
