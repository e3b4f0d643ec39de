"""The names of a storyboard's forms, and what is said of one that there is not."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from scenes.ready_forms import FALLBACK, ready_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.faults import Fault
    from scenes.form_file import FormFile
    from scenes.yaml_tree import Place, Tree


def form_names(files: tuple[FormFile, ...], tree: Tree) -> list[str]:
    """Return the names that options and questions may lead to, in the author's order.

    A form whose own name is faulty counts by the name that was meant: it is told there already.
    """
    names = [file.name for file in files]
    shipped = list(ready_forms(FALLBACK))
    for at in range(len(files)):
        own, use = (tree.at(("forms", at, key)) for key in ("id", "use"))
        names += [name for name in (own, use) if isinstance(name, str)]
        if isinstance(use, str) and use not in shipped:
            names += get_close_matches(use, shipped, n=1)
    return list(dict.fromkeys(names))


def unknown_form(tree: Tree, place: Place, name: str, names: Sequence[str]) -> Fault:
    """Return the fault of a way that leads to a form that there is not."""
    if names:
        return tree.unknown(place, "form", name, names)
    hint = "Add it: forms: [{use: call_me_back}]."
    return tree.fault(place, f"There is no form '{name}': the storyboard has none.", hint)
