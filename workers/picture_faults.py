"""What is wrong with a campaign's pictures as people see them: texts hard to read, flashing.

Found in the scenes of sample rows, painted as they would be rendered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from renderer import contrast, flashes
from renderer.pictures import paint
from renderer.stage import stage_of
from renderer.timing import plan_timing
from scenes.loading import STORYBOARD_FILE
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foundation.faults import Fault
    from renderer.contrast import Contrast
    from renderer.flashes import Flashing
    from renderer.kit import RenderKit
    from scenes.bound import Scene
    from scenes.campaign import Campaign
    from scenes.yaml_tree import Place, Tree

MS_A_LETTER = 65
"""About how long the voice needs; what is seen together hardly depends on it."""

_UNMEASURED = 0.05
"""A ratio is measured on 8-bit values of the film, so it may be so much off."""


_LAYER = re.compile(r"scenes\.\w+\.layers\[(\d+)\]: ")


class PictureFaults:
    """Collects the faults of the scenes that it is shown, each once with its worst figure."""

    def __init__(self, campaign: Campaign, kit: RenderKit) -> None:
        self._stage = stage_of(campaign.look, kit)
        self._file = campaign.folder / STORYBOARD_FILE
        self._shapes: set[tuple[str, tuple[int, ...]]] = set()
        self._contrasts: dict[tuple[str, int], Contrast] = {}
        self._flashing: dict[str, Flashing] = {}
        self._broken: dict[Place, str] = {}

    def see(self, scene: Scene, layers: Sequence[int]) -> None:
        """Look at a scene; ``layers`` are the numbers of its layers among the authored ones.

        Another row's scene of the same layers is not looked at again: only its data differ.
        """
        shape = (scene.id, tuple(layers))
        if shape in self._shapes:
            return
        self._shapes.add(shape)
        lengths = [len(sentence.spoken) * MS_A_LETTER for sentence in scene.say]
        timing = plan_timing(scene, lengths, self._stage.look.voice)
        try:
            for found in contrast.text_contrasts(scene, self._stage, timing):
                key = scene.id, layers[found.layer]
                if found.ratio >= contrast.WANTED - _UNMEASURED:
                    continue
                if key not in self._contrasts or found.ratio < self._contrasts[key].ratio:
                    self._contrasts[key] = found
            flashing = flashes.flashing(paint(scene, self._stage.look, self._stage.kit, timing))
        except RenderError as error:
            self._broken.setdefault(*_placed(str(error), scene.id, layers))
            return
        if flashing is not None:
            self._flashing.setdefault(scene.id, flashing)

    def faults(self) -> list[Fault]:
        """Return what was found, in the order of the author's file."""
        if not (self._contrasts or self._flashing or self._broken):
            return []
        tree = read_tree(self._file, STORYBOARD_FILE)
        return sorted(self._found(tree), key=lambda fault: fault.line or 0)

    def _found(self, tree: Tree) -> Iterator[Fault]:
        for place, message in self._broken.items():
            yield tree.fault(place, message)
        for (scene_id, number), found in self._contrasts.items():
            yield _hard_to_read(tree, scene_id, number, found)
        for scene_id, flashing in self._flashing.items():
            yield tree.fault(
                ("scenes", scene_id),
                f"The picture flashes {flashing.flashes} times within a second, from "
                f"{flashing.at_ms / 1_000:.1f} s on; more than {flashes.MOST} times can bring on "
                "seizures (WCAG 2.3.1).",
                "Slow it down, make it paler, or let it fill less of the picture.",
            )


def _placed(message: str, scene_id: str, layers: Sequence[int]) -> tuple[Place, str]:
    """Return where in the author's file a scene cannot be drawn, and why.

    Layout names the layer by its number in the bound scene.
    """
    found = _LAYER.match(message)
    if found is None:
        return ("scenes", scene_id), message
    return ("scenes", scene_id, "layers", layers[int(found[1])]), message[found.end() :]


def _hard_to_read(tree: Tree, scene_id: str, number: int, found: Contrast) -> Fault:
    return tree.fault(
        ("scenes", scene_id, "layers", number),
        f"Text here is hard to read: its contrast is {found.ratio:.1f}:1 ({found.text} on "
        f"{found.behind}), and {contrast.WANTED}:1 is the least (WCAG 1.4.3).",
        "Give it a darker or lighter color:, a box: behind it, or shade: the base.",
    )
