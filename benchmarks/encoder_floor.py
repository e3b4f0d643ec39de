"""The encoders alone: libx264 and AAC over a further recipient's clips, all made ready before.

Every distinct picture of the clips that nobody before has had goes whole through one libx264 with
the campaign's settings, and their whole sound through the AAC encoder. Prints medians as JSON.
"""

from __future__ import annotations

import itertools
import json
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import example
from benchmarks.processor_time import spent
from renderer import aac, soundtrack
from renderer.bands import SETTLE_HOLD
from renderer.h264_encoder import SETTINGS, Encoder
from renderer.naming import clip_name
from renderer.pictures import paint
from renderer.speech import Speaker
from renderer.timing import plan_timing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.h264 import PictureSource, Planes
    from renderer.kit import RenderKit
    from scenes.bound import BoundStoryboard, Scene

RECIPIENTS = 2
"""So many further recipients are measured."""


def ready(source: PictureSource) -> list[Planes]:
    """Return all distinct pictures of a source, composed and kept."""
    return [(y.copy(), u.copy(), v.copy()) for y, u, v in source.pictures()]


def encode(pictures: Sequence[Planes], holds: Sequence[int]) -> int:
    """Encode whole pictures as a clip's are, and return the bytes; held ones with care."""
    height, width = pictures[0][0].shape
    careful = (True, *(hold >= SETTLE_HOLD for hold in holds[1:]))
    encoder = Encoder((width, height), SETTINGS.for_holds(holds), careful)
    packets = [packet for planes in pictures for packet in encoder.encode(planes)]
    return sum(map(len, [*packets, *encoder.rest()]))


def main() -> None:
    """Measure the clips that a further recipient needs and nobody before has had."""
    video: list[float] = []
    sound: list[float] = []
    seconds: list[float] = []
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as folder:
        kit = example.kit(Path(folder))
        known: set[str] = set()
        for number, bound in enumerate(itertools.islice(example.recipients(), RECIPIENTS + 1)):
            names = {clip_name(scene, bound.look, kit): scene for scene in bound.scenes}
            new = [scene for name, scene in names.items() if name not in known]
            known.update(names)
            if number:
                costs = [_encode(scene, bound, kit) for scene in new]
                video.append(sum(cost[0] for cost in costs))
                sound.append(sum(cost[1] for cost in costs))
                seconds.append(sum(cost[2] for cost in costs))
    result = {
        "h264_cpu_s": statistics.median(video),
        "aac_cpu_s": statistics.median(sound),
        "clip_seconds": statistics.median(seconds),
    }
    print(json.dumps(result))


def _encode(scene: Scene, bound: BoundStoryboard, kit: RenderKit) -> tuple[float, float, float]:
    """Return what pictures and sound of a scene cost to encode, and how long it lasts."""
    with Speaker(bound.look.voice) as speaker:
        said = [speaker.say(sentence.spoken) for sentence in scene.say]
    timing = plan_timing(scene, [spoken.length_ms for spoken in said], bound.look.voice)
    samples = soundtrack.mix(timing, said, bound.look, kit)
    painted = paint(scene, bound.look, kit, timing)
    pictures = ready(painted)
    with spent() as video:
        encode(pictures, painted.holds)
    with spent() as sound:
        aac.encode(samples)
    return video.seconds, sound.seconds, timing.duration_ms / 1_000


if __name__ == "__main__":
    main()
