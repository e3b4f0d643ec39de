"""What a storyboard names outside itself: styles, colours, icons, media, sentences."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.faults import Fault, nearest
from scenes.format_keys import variants
from scenes.function_files import function_fault
from scenes.layer_file import (
    ChartFile,
    IconFile,
    PictureFile,
    ShapeFile,
    TableFile,
    TextFile,
)
from scenes.media_files import PICTURES, SOUNDS, VIDEOS, all_files, inside
from scenes.page_files import DOCUMENTS, document_fault
from scenes.pictures import picture_fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scenes.base_file import BaseFile
    from scenes.bound import Theme
    from scenes.format_keys import Variant
    from scenes.motion_file import TransitionFile
    from scenes.storyboard_file import SceneFile, Storyboard
    from scenes.yaml_tree import Place, Tree


def icon_names() -> list[str]:
    """Return the names of the project's icons (``assets/icons/NAME.png``)."""
    folder = Path(str(resources.files("assets"))) / "icons"
    return sorted(path.stem for path in folder.glob("*.png"))


class _References:
    """Checks names, one kind after the other, and keeps the faults."""

    def __init__(self, theme: Theme | None, folder: Path, tree: Tree) -> None:
        self.colors = [name for name, _ in theme.colors] if theme else None
        self.styles = [name for name, _ in theme.styles] if theme else None
        self.icons = icon_names()
        self.folder = folder
        self.media = folder / "media"
        self.files = [name for name, _ in all_files(self.media)]
        self.tree = tree
        self.faults: list[Fault] = []

    def _named(
        self, kind: str, name: str | None, valid: Collection[str] | None, place: Place
    ) -> None:
        if name is None or valid is None or name in valid:
            return
        self.faults.append(self.tree.unknown(place, kind, name, valid))

    def color(self, name: str | None, *place: str | int) -> None:
        if name is not None and not name.startswith("#"):
            self._named("colour", name, self.colors, place)

    def style(self, name: str, *place: str | int) -> None:
        self._named("style", name, self.styles, place)

    def icon(self, name: str | None, *place: str | int) -> None:
        self._named("icon", name, self.icons, place)

    def file(self, name: str | None, kinds: Collection[str], *place: str | int) -> None:
        if name is None:
            return
        if not name.lower().endswith(tuple(kinds)):
            message = f"'{name}' is not a file of a kind that fits here: {', '.join(kinds)}."
            self.faults.append(self.tree.fault(place, message))
        elif inside(self.media, name) is None:
            message = f"The folder media/ has no file '{name}'."
            fitting = [file for file in self.files if file.lower().endswith(tuple(kinds))]
            self.faults.append(self.tree.fault(place, message, nearest(name, fitting)))
        elif kinds is PICTURES and (reason := picture_fault(self.media / name)):
            self.faults.append(self.tree.fault(place, f"The file '{name}' {reason}."))

    def document(self, name: str, *place: str | int) -> None:
        before = len(self.faults)
        self.file(name, DOCUMENTS, *place)
        if len(self.faults) == before and (reason := document_fault(self.media / name)):
            self.faults.append(self.tree.fault(place, f"The file '{name}' {reason}."))

    def function(self, name: str | None, *place: str | int) -> None:
        problem = function_fault(self.folder, name) if name is not None else None
        if problem is not None:
            self.faults.append(self.tree.fault(place, *problem))

    def transition(self, transition: TransitionFile | None, *place: str | int) -> None:
        if transition is not None:
            self.color(transition.color, *place, "color")


def reference_faults(
    storyboard: Storyboard, theme: Theme | None, folder: Path, tree: Tree, *, whole: bool = True
) -> list[Fault]:
    """Return a fault for every name that stands for nothing, in any format.

    ``theme`` is None when it has faults itself; its names are then not checked. Where the
    storyboard is not ``whole``, numbers of sentences are not checked: some may be missing.
    """
    check = _References(theme, folder, tree)
    if storyboard.music is not None:
        check.file(storyboard.music.file, SOUNDS, "music", "file")
    check.transition(storyboard.transition, "transition")
    for scene_id, scene in storyboard.scenes.items():
        for version in variants(scene, ("scenes", scene_id)).values():
            written = version.written
            _base(check, written.base, *version.at("base"))
            check.transition(written.opening, *version.at("opening"))
            check.transition(written.closing, *version.at("closing"))
        for index, layer in enumerate(scene.layers):
            for variant in variants(layer, ("scenes", scene_id, "layers", index)).values():
                _layer(check, variant)
                if whole:
                    check.faults += _sentences(scene, variant, tree)
        for index, popup in enumerate(scene.popups):
            if whole and popup.with_ is not None and popup.with_ > len(scene.say):
                place = ("scenes", scene_id, "popups", index, "with")
                check.faults.append(_no_sentence(tree, place, popup.with_, len(scene.say)))
        options = scene.choices.options if scene.choices is not None else ()
        for index, option in enumerate(options):
            check.icon(option.icon, "scenes", scene_id, "choices", "options", index, "icon")
    for index, document in enumerate(storyboard.page.documents):
        check.document(document.file, "page", "documents", index, "file")
    for index, offer in enumerate(storyboard.page.offers.items if storyboard.page.offers else ()):
        check.file(offer.picture, PICTURES, "page", "offers", "items", index, "picture")
        check.icon(offer.icon, "page", "offers", "items", index, "icon")
    return check.faults


def _base(check: _References, base: BaseFile, *place: str | int) -> None:
    check.color(base.color, *place, "color")
    for index, color in enumerate(base.gradient or ()):
        check.color(color, *place, "gradient", index)
    check.file(base.picture, PICTURES, *place, "picture")
    check.file(base.video, VIDEOS, *place, "video")
    check.function(base.function, *place, "function")


def _layer(check: _References, variant: Variant[Any]) -> None:
    layer, at = variant.written, variant.at
    match layer:
        case TextFile():
            check.style(layer.style, *at("style"))
            check.color(layer.color, *at("color"))
            check.color(layer.box, *at("box"))
        case TableFile():
            check.style(layer.style, *at("style"))
            check.color(layer.box, *at("box"))
        case PictureFile() if "{{" not in layer.picture and "{%" not in layer.picture:
            check.file(layer.picture, PICTURES, *at("picture"))
        case IconFile():
            check.icon(layer.icon, *at("icon"))
            check.color(layer.color, *at("color"))
        case ShapeFile():
            check.color(layer.color, *at("color"))
        case ChartFile() if not isinstance(layer.data, str):
            for index, point in enumerate(layer.data):
                check.icon(point.icon, *at("data", index, "icon"))


def _sentences(scene: SceneFile, variant: Variant[Any], tree: Tree) -> Iterator[Fault]:
    layer = variant.written
    count = len(scene.say)
    places = [(layer.with_, variant.at("with"))]
    if layer.emphasis is not None:
        places.append((layer.emphasis.with_, variant.at("emphasis", "with")))
    for number, place in places:
        if number is not None and number > count:
            yield _no_sentence(tree, place, number, count)


def _no_sentence(tree: Tree, place: Place, number: int, count: int) -> Fault:
    return tree.fault(place, f"There is no sentence {number}: the scene's narration has {count}.")
