"""Says what is wrong with a scene's pictures: where in the author's file, what, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renderer import contrast, flashes, misfits
from scenes.yaml_tree import written

if TYPE_CHECKING:
    from foundation.faults import Fault
    from renderer.contrast import Contrast
    from renderer.flashes import Flashing
    from renderer.misfits import Misfit
    from scenes.yaml_tree import Place, Tree


def hard_to_read(tree: Tree, place: Place, found: Contrast, under: Place | None) -> Fault:
    """Return the fault of a text whose contrast is too low; another's text may lie ``under`` it."""
    if under is not None:
        line = tree.line(under)
        where = written(under[2:]) + (f" on line {line}" if line else "")
        return tree.fault(
            place,
            f"Another layer's text ({where}) lies under this one, at the same place and time.",
            "Move one of them with at:, or let one go with until: before the other comes (start:).",
        )
    return tree.fault(
        place,
        f"Text here is hard to read: its contrast is {found.ratio:.1f}:1 ({found.text} on "
        f"{found.behind}), and {contrast.WANTED}:1 is the least (WCAG 1.4.3).",
        "Give it a darker or lighter color:, a box: behind it, or shade: the base.",
    )


def flashing(tree: Tree, scene_id: str, found: Flashing) -> Fault:
    """Return the fault of a scene that flashes."""
    return tree.fault(
        ("scenes", scene_id),
        f"The picture flashes {found.flashes} times within a second, from "
        f"{found.at_ms / 1_000:.1f} s on; more than {flashes.MOST} times can bring on "
        "seizures (WCAG 2.3.1).",
        "Slow it down, make it paler, or let it fill less of the picture.",
    )


def no_room(tree: Tree, place: Place, found: Misfit) -> Fault:
    """Return the fault of a layer that has no room where it stands."""
    if found.kind == "outside":
        return tree.fault(
            place,
            f"This leaves the picture by {found.pixels:.0f} pixels (of 720) at its {found.edge} "
            "edge.",
            "Move it with at: or anchor:, or give it a smaller width: or height:.",
        )
    if found.kind == "shortened":
        return tree.fault(
            place,
            "A text here is too long for its room and ends in an ellipsis: its end is not seen.",
            "Write less, or give it a larger width:, height: or max_lines:.",
        )
    return tree.fault(
        place,
        f"Text here shrinks to {found.pixels:.0f} pixels (of 720) for want of room; with less than "
        f"{misfits.SMALLEST} nobody can read it on a telephone.",
        "Give it a larger width: or height:, write less, or show fewer rows or points.",
    )


def is_fixed(tree: Tree, place: Place) -> bool:
    """Return whether all that a layer shows stands in the author's file, the same for all rows."""
    layer = tree.at(place)
    if not isinstance(layer, dict):
        return False
    listed = any(isinstance(layer.get(key), str) for key in ("data", "table"))
    return not listed and not _reads(layer)


def _reads(value: Any) -> bool:
    """Return whether an expression stands anywhere in a value."""
    if isinstance(value, dict):
        return any(_reads(part) for key, part in value.items() if key != "when")
    if isinstance(value, list):
        return any(_reads(part) for part in value)
    return isinstance(value, str) and ("{{" in value or "{%" in value)
