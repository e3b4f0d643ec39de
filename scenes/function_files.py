"""Functions of the template author, found by name without running a line of their file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from foundation.faults import nearest
from scenes.format_keys import variants
from scenes.media_files import inside

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.storyboard_file import Storyboard

_MOST_BYTES = 1_000_000


def function_sources(folder: Path, storyboard: Storyboard) -> list[Path]:
    """Return the Python files that decide what a storyboard's functions make, sorted.

    A function may import the files beside its own.
    """
    folders = set()
    for scene in storyboard.scenes.values():
        for version in variants(scene, ()).values():
            function = version.written.base.function
            path = inside(folder, function.rpartition(":")[0]) if function is not None else None
            if path is not None:
                folders.add(path.parent)
    return sorted(path for each in folders for path in each.glob("*.py") if path.is_file())


def function_fault(folder: Path, written: str) -> tuple[str, str] | None:
    """Return what is wrong with ``FILE.py:NAME`` as a sentence and a hint; None: nothing.

    The file lies in the campaign folder itself or below it, and defines the name at its top level.
    """
    file, _, name = written.rpartition(":")
    path = inside(folder, file)
    if path is None:
        files = [found.relative_to(folder).as_posix() for found in sorted(folder.rglob("*.py"))]
        return f"The campaign folder has no file '{file}'.", nearest(file, files)
    try:
        if path.stat().st_size > _MOST_BYTES:
            return f"The file '{file}' is larger than {_MOST_BYTES // 1000} kB.", ""
        tree = ast.parse(path.read_bytes(), filename=file)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = f" in line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        return f"The file '{file}' is not Python{line}.", ""
    except OSError:
        return f"The file '{file}' cannot be read.", ""
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    if name in functions:
        return None
    if not functions:
        return f"The file '{file}' defines no function.", f"Write: def {name}(…):"
    near = nearest(name, functions)
    others = "" if near else f"; it defines {', '.join(functions)}"
    return f"The file '{file}' defines no function '{name}'{others}.", near
