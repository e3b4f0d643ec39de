"""Which languages the voice speaks, as its data folder tells without starting it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def spoken_languages() -> frozenset[str]:
    """Return the names of the voice's languages in lower case; none when they are not known."""
    spec = find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        return frozenset()
    folder = Path(spec.origin).parent / "espeak-ng-data" / "lang"
    names: set[str] = set()
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        names.add(path.name.lower())
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split()
            if len(words) > 1 and words[0] == "language":
                names.add(words[1].lower())
    return frozenset(names)
