"""The names of a storyboard's forms, and what is said of one that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.faults import Fault
    from scenes.form_file import FormFile
    from scenes.yaml_tree import Place, Tree


def form_names(files: tuple[FormFile, ...]) -> list[str]:
    """Return the names that options and questions may lead to, in the author's order."""
    return [file.name for file in files]


def unknown_form(tree: Tree, place: Place, name: str, names: Sequence[str]) -> Fault:
    """Return the fault of a way that leads to a form that there is not."""
    if names:
        return tree.unknown(place, "form", name, names)
    hint = "Add it: forms: [{use: call_me_back}]."
    return tree.fault(place, f"There is no form '{name}': the storyboard has none.", hint)
