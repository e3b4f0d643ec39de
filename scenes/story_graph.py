"""The story as a graph: every scene reachable, every way leading somewhere, the film finite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.faults import Fault, nearest
from scenes.form_names import form_names, unknown_form

if TYPE_CHECKING:
    from scenes.storyboard_file import ChoicesFile, SceneFile, Storyboard
    from scenes.yaml_tree import Place, Tree


def graph_faults(storyboard: Storyboard, tree: Tree, *, whole: bool = True) -> list[Fault]:
    """Return every fault of the ways between scenes.

    Where the storyboard is not ``whole``, only names are checked: a way may be missing because its
    place has a fault of its own.
    """
    scenes = storyboard.scenes
    faults = []
    if storyboard.start not in scenes:
        faults.append(_unknown(("start",), storyboard.start, storyboard, tree))
    elif scenes[storyboard.start].aside:
        faults.append(tree.fault(("start",), "The story cannot start with an aside."))
    for scene_id, scene in scenes.items():
        faults += _scene_faults(scene_id, scene, storyboard, tree, whole=whole)
    if faults or not whole:
        return faults  # the checks below follow ways that must exist
    return _unreached(storyboard, tree) + _endless(storyboard, tree)


def targets(scene: SceneFile) -> list[str]:
    """Return every scene that a scene may lead to."""
    ways = [route.to for route in scene.next]
    if scene.choices is not None:
        ways += [option.to for option in scene.choices.options if option.to is not None]
    return ways


def _unknown(place: Place, name: str, storyboard: Storyboard, tree: Tree) -> Fault:
    return tree.unknown(place, "scene", name, storyboard.scenes)


def _scene_faults(
    scene_id: str, scene: SceneFile, storyboard: Storyboard, tree: Tree, *, whole: bool
) -> list[Fault]:
    place = ("scenes", scene_id)
    faults = []
    if scene.aside and (scene.next or scene.choices):
        key = "next" if scene.next else "choices"
        message = "An aside returns to where it was called from; it has no way on of its own."
        faults.append(tree.fault((*place, key), message, f"Remove '{key}' or 'aside'."))
    if scene.next and scene.choices:
        message = "A scene goes on by 'next' or by 'choices', not by both."
        faults.append(tree.fault((*place, "next"), message, "Remove one of them."))
    faults += _route_faults(place, scene, storyboard, tree)
    if scene.choices is not None:
        faults += _option_faults(place, scene.choices, storyboard, tree)
        if whole:
            faults += _default_faults(place, scene.choices, storyboard, tree)
    if whole:
        faults += _form_faults(place, scene, storyboard, tree)
    return faults


def _route_faults(
    place: tuple[str, ...], scene: SceneFile, storyboard: Storyboard, tree: Tree
) -> list[Fault]:
    faults = []
    for index, route in enumerate(scene.next):
        where: Place = (*place, "next", index, "to")
        if route.to not in storyboard.scenes:
            faults.append(_unknown(where, route.to, storyboard, tree))
        elif storyboard.scenes[route.to].aside:
            message = f"'{route.to}' is an aside, which only a choice can call."
            faults.append(tree.fault(where, message))
        if route.when is None and index < len(scene.next) - 1:
            message = "This way is always taken: those after it never are."
            faults.append(tree.fault((*place, "next", index), message, "Give it a 'when'."))
    return faults


def _option_faults(
    place: tuple[str, ...], choices: ChoicesFile, storyboard: Storyboard, tree: Tree
) -> list[Fault]:
    return [
        _unknown((*place, "choices", "options", index, "to"), option.to, storyboard, tree)
        for index, option in enumerate(choices.options)
        if option.to is not None and option.to not in storyboard.scenes
    ]


def _form_faults(
    place: tuple[str, ...], scene: SceneFile, storyboard: Storyboard, tree: Tree
) -> list[Fault]:
    """Return the faults of options and pop-ups that lead to forms there are not."""
    names = form_names(storyboard.forms, tree)
    options = scene.choices.options if scene.choices is not None else ()
    ways: list[tuple[Place, str | None]] = [
        (("choices", "options", at), option.form) for at, option in enumerate(options)
    ]
    ways += [(("popups", at), popup.form) for at, popup in enumerate(scene.popups)]
    return [
        unknown_form(tree, (*place, *way, "form"), form, names)
        for way, form in ways
        if form is not None and form not in names
    ]


def _default_faults(
    place: tuple[str, ...], choices: ChoicesFile, storyboard: Storyboard, tree: Tree
) -> list[Fault]:
    default = choices.default
    where = (*place, "choices", "default")
    ways = [option.to for option in choices.options if option.to is not None]
    if default is None:
        return []
    if default not in ways:
        message = f"The default '{default}' is the scene of none of the options."
        return [tree.fault(where, message, nearest(default, ways))]
    if default in storyboard.scenes and storyboard.scenes[default].aside:
        message = f"The default '{default}' is an aside; the film needs a way on."
        return [tree.fault(where, message)]
    return []


def _unreached(storyboard: Storyboard, tree: Tree) -> list[Fault]:
    seen: set[str] = set()
    waiting = [storyboard.start]
    while waiting:
        scene_id = waiting.pop()
        if scene_id not in seen:
            seen.add(scene_id)
            waiting += targets(storyboard.scenes[scene_id])
    return [
        tree.fault(
            ("scenes", scene_id),
            "No way leads to this scene.",
            "Name it in a 'next' or in an option, or remove it.",
        )
        for scene_id in storyboard.scenes
        if scene_id not in seen
    ]


def default_ways(scene: SceneFile, storyboard: Storyboard) -> list[str]:
    """Return every scene that the film may go on to from a scene, whatever the data says."""
    if scene.choices is None:
        return [route.to for route in scene.next]
    options = [
        option
        for option in scene.choices.options
        if option.to is not None and not storyboard.scenes[option.to].aside
    ]
    default = scene.choices.default
    chosen = [option for option in options if option.to == default]
    ordered = chosen + [option for option in options if option.to != default]
    ways = []
    for option in ordered:
        ways.append(str(option.to))
        if option.when is None:
            break
    return ways


def _endless(storyboard: Storyboard, tree: Tree) -> list[Fault]:
    """Find a circle of default ways: the film would never end."""
    done: set[str] = set()
    path: list[str] = []
    found: list[Fault] = []

    def walk(scene_id: str) -> None:
        if scene_id in path:
            circle = [*path[path.index(scene_id) :], scene_id]
            scene = storyboard.scenes[path[-1]]
            key = "choices" if scene.choices is not None else "next"
            message = f"The film would never end: {' → '.join(circle)}."
            found.append(
                tree.fault(
                    ("scenes", path[-1], key),
                    message,
                    "Let the default way lead to a scene that ends the story.",
                )
            )
            return
        if scene_id in done:
            return
        path.append(scene_id)
        for way in default_ways(storyboard.scenes[scene_id], storyboard):
            walk(way)
        path.pop()
        done.add(scene_id)

    walk(storyboard.start)
    return found
