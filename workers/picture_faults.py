"""What is wrong with a campaign's pictures as people see them.

Texts that are hard to read, cut short or too small, layers that leave the picture, flashing.

Found in the scenes of sample rows, painted as they would be rendered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from renderer import contrast, flashes
from renderer.bases import base_pictures
from renderer.misfits import misfits
from renderer.pictures import paint
from renderer.stage import stage_of
from renderer.timing import plan_timing
from scenes.bound import FORMATS
from scenes.loading import STORYBOARD_FILE
from scenes.yaml_tree import read_tree
from workers.picture_wording import flashing, hard_to_read, is_fixed, no_room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.faults import Fault
    from renderer.contrast import Contrast
    from renderer.flashes import Flashing
    from renderer.kit import RenderKit
    from renderer.misfits import Kind, Misfit
    from scenes.bound import Scene
    from scenes.campaign import Campaign
    from scenes.yaml_tree import Place, Tree

MS_A_LETTER = 65
"""About how long the voice needs; what is seen together hardly depends on it."""

_UNMEASURED = 0.05
"""A ratio is measured on 8-bit values of the film, so it may be so much off."""


_MEASURED = 12
"""Rows of the same layers in which it is measured whether all has room: their texts differ."""

_LAYER = re.compile(r"scenes\.\w+\.layers\[(\d+)\]: ")


class PictureFaults:
    """Collects the faults of the scenes that it is shown, each once with its worst figure."""

    def __init__(self, campaign: Campaign, kit: RenderKit) -> None:
        self._stage = stage_of(campaign.look, kit)
        self._file = campaign.folder / STORYBOARD_FILE
        self._shapes: dict[tuple[str, tuple[int, ...]], int] = {}
        self._contrasts: dict[tuple[str, int], tuple[Contrast, int | None]] = {}
        self._misfits: dict[tuple[str, int, Kind], Misfit] = {}
        self._flashing: dict[str, Flashing] = {}
        self._broken: dict[Place, str] = {}

    def see(self, scene: Scene) -> None:
        """Look at a scene.

        Another row's scene of the same layers is not painted again: only its data differ. Of the
        first rows it is still measured whether these have room.
        """
        shape = (scene.id, tuple(map(scene.layer_number, range(len(scene.layers)))))
        seen = self._shapes.setdefault(shape, 0)
        self._shapes[shape] += 1
        if seen >= _MEASURED or ("scenes", scene.id, "base") in self._broken:
            return
        try:
            self._measure(scene)
            if not seen and self.see_base(scene):
                self._paint(scene)
        except RenderError as error:
            self._broken.setdefault(*_placed(str(error), scene.id))

    def see_base(self, scene: Scene) -> bool:
        """Return whether a scene's base can be shown: it is made, and kept by the kit."""
        try:
            base_pictures(scene.base, self._stage)
        except RenderError as error:
            self._broken.setdefault(("scenes", scene.id, "base"), str(error))
            return False
        return True

    def _measure(self, scene: Scene) -> None:
        for found in misfits(scene, self._stage):
            key = scene.id, scene.layer_number(found.layer), found.kind
            known = self._misfits.get(key)
            if known is None or _worse(found, known):
                self._misfits[key] = found

    def _paint(self, scene: Scene) -> None:
        lengths = [len(sentence.spoken) * MS_A_LETTER for sentence in scene.say]
        timing = plan_timing(scene, lengths, self._stage.look.voice)
        for found in contrast.text_contrasts(scene, self._stage, timing):
            key = scene.id, scene.layer_number(found.layer)
            if found.ratio >= contrast.WANTED - _UNMEASURED:
                continue
            if key not in self._contrasts or found.ratio < self._contrasts[key][0].ratio:
                under = None if found.over is None else scene.layer_number(found.over)
                self._contrasts[key] = found, under
        worst = flashes.flashing(paint(scene, self._stage.look, self._stage.kit, timing))
        if worst is not None:
            self._flashing.setdefault(scene.id, worst)

    def faults(self) -> list[Fault]:
        """Return what was found, in the order of the author's file."""
        if not (self._contrasts or self._misfits or self._flashing or self._broken):
            return []
        tree = read_tree(self._file, STORYBOARD_FILE)
        return sorted(self._found(tree), key=lambda fault: fault.line or 0)

    def _found(self, tree: Tree) -> Iterator[Fault]:
        for place, message in self._broken.items():
            yield tree.fault(self._written(tree, place), message)
        for (scene_id, number), (found, under) in self._contrasts.items():
            layers = ("scenes", scene_id, "layers")
            below = None if under is None else (*layers, under)
            yield hard_to_read(tree, (*layers, number), found, below)
        for (scene_id, number, kind), misfit in self._misfits.items():
            layer = ("scenes", scene_id, "layers", number)
            # A recipient's own text may be of any length: only what its author can mend is told.
            if kind != "shortened" or is_fixed(tree, layer):
                yield no_room(tree, layer, misfit)
        for scene_id, worst in self._flashing.items():
            yield flashing(tree, scene_id, worst)

    def _written(self, tree: Tree, place: Place) -> Place:
        """Return where a scene's base is written: for this format alone, or for all."""
        width, height = self._stage.size
        shapes = (name for name, (x, y) in FORMATS.items() if width * y == height * x)
        own = (*place[:2], next(shapes, ""), *place[2:])
        return own if place[2:] == ("base",) and tree.at(own) is not None else place


def _worse(found: Misfit, known: Misfit) -> bool:
    """Return whether more leaves the picture, or a text is smaller."""
    larger = found.pixels > known.pixels
    return larger if found.kind == "outside" else found.pixels < known.pixels


def _placed(message: str, scene_id: str) -> tuple[Place, str]:
    """Return where in the author's file a scene cannot be drawn, and why."""
    found = _LAYER.match(message)
    if found is None:
        return ("scenes", scene_id), message
    return ("scenes", scene_id, "layers", int(found[1])), message[found.end() :]
