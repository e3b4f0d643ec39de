from __future__ import annotations

import gzip
import re

import pytest
from invented_story import public_theme

from microsite.bundle import PLAYER, modules, script, style
from microsite.palette import stylesheet

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


def code(file: str) -> str:
    """Return a module without comments and strings."""
    text = (PLAYER / file).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", text, flags=re.DOTALL)
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)


def class_bodies(text: str) -> str:
    """Return what stands directly inside classes, where only methods are ES2019."""
    lines = [line for line in text.splitlines() if re.match(r"  \S", line)]
    return "\n".join(lines) if "class " in text else ""


def test_every_module_is_used_and_stands_after_what_it_imports():
    order = modules()
    assert sorted(order) == sorted(file.name for file in PLAYER.glob("*.js"))
    for at, file in enumerate(order):
        needs = re.findall(r'from "\./([\w-]+\.js)"', (PLAYER / file).read_text(encoding="utf-8"))
        assert all(order.index(needed) < at for needed in needs), file


def test_the_script_is_classic_and_leaves_no_module_syntax():
    text = script().decode()
    assert text.startswith('(function(){\n"use strict";\n')
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert "/**" not in text


@pytest.mark.parametrize("file", [file.name for file in sorted(PLAYER.glob("*.js"))])
def test_no_syntax_newer_than_es2019(file: str):
    text = code(file)
    for what, pattern in NEWER.items():
        where = class_bodies(text) if what == "class field" else text
        found = re.search(pattern, where, re.MULTILINE)
        assert found is None, f"{file}: {what}: {found and found[0]}"


def test_player_and_styles_fit_into_20_kb():
    css = (stylesheet(public_theme()) + style()).encode()
    assert len(gzip.compress(script())) + len(gzip.compress(css)) <= 20_000


def test_styles_keep_their_meaning_when_they_are_joined():
    joined = style()
    assert "/*" not in joined
    assert joined.count("{") == joined.count("}")
    assert "min-height:100svh" in joined
    assert "calc(100cqh * var(--ratio))" in joined
