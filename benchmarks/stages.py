"""What each stage of a further recipient costs, in one process; prints means as JSON.

The sum of ``libx264`` and ``AAC`` is the strict floor: the encoders alone, over nothing but the
rows of pictures and the sentences that nobody before has had.
"""

from __future__ import annotations

import itertools
import json
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import example
from benchmarks.stopwatch import watching
from benchmarks.whole_runs import WARM
from microsite import page as page_module
from microsite.page_input import PageClip, PageCue, PageInput
from renderer import (
    aac,
    captions,
    composition,
    film,
    h264,
    h264_encoder,
    mux,
    pictures,
    scene_renderer,
)
from renderer.scene_renderer import SceneRenderer
from renderer.sound_pieces import SoundPieces
from renderer.speech import Speaker
from storage.local_folder import LocalFolder
from workers.stored_objects import put_objects

if TYPE_CHECKING:
    from benchmarks.stopwatch import Stopwatch
    from renderer.clip import Clip
    from scenes.bound import BoundStoryboard

RECIPIENTS = 12
"""Further recipients that are measured; ``whole_runs.WARM`` come first and fill the caches."""

STAGES = {
    "bind": ((example, "bound_for"),),
    "names": ((SceneRenderer, "clip_name"),),
    "speech": ((Speaker, "say"),),
    "sound": ((SoundPieces, "track"),),
    "AAC": ((aac, "encode"),),
    "layout": ((pictures, "lay_out_scene"), (pictures, "timeline")),
    "pictures": (
        (scene_renderer, "paint"),
        (composition.Composer, "start"),
        (composition.Composer, "show"),
        (pictures, "apply"),
    ),
    "bands": ((h264, "encode_bands"),),
    "libx264": (
        (h264_encoder.Encoder, "__init__"),
        (h264_encoder.Encoder, "encode"),
        (h264_encoder.Encoder, "rest"),
    ),
    "poster": ((scene_renderer, "poster_jpeg"),),
    "mux": ((mux, "write_mp4"),),
    "captions": ((scene_renderer, "scene_cues"), (captions, "webvtt")),
    "film": ((film, "join"),),
    "page": ((page_module, "build_page"),),
    "store": ((LocalFolder, "put_all"),),
}
ADDRESS = "ABCDEFGHIJKLMNOPQRSTUVWX{:02}"


def main() -> None:
    """Make the recipients one after the other as a worker does, and count."""
    each: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as folder:
        kit = example.kit(Path(folder) / "cache")
        store = LocalFolder(Path(folder) / "out")
        known: dict[str, Clip] = {}
        rows = itertools.islice(example.rows(), WARM + RECIPIENTS)
        with SceneRenderer(example.campaign().look, kit) as renderer, watching(STAGES) as watch:
            for number, values in enumerate(rows):
                before = dict(watch.seconds)
                with watch.stage("rest"):
                    bound = example.bound_for(values)
                    _produce(bound, renderer, store, known, ADDRESS.format(number + 22))
                if number >= WARM:
                    each.append(_since(watch, before))
    means = {name: statistics.fmean(e.get(name, 0.0) for e in each) for name in each[0]}
    print(json.dumps({"stages_cpu_s": means}))


def _since(watch: Stopwatch, before: dict[str, float]) -> dict[str, float]:
    return {name: watch.seconds[name] - before.get(name, 0.0) for name in [*STAGES, "rest"]}


def _produce(
    bound: BoundStoryboard,
    renderer: SceneRenderer,
    store: LocalFolder,
    known: dict[str, Clip],
    token: str,
) -> None:
    """Make and store what a worker makes of a recipient, without the database."""
    names = {scene.id: renderer.clip_name(scene) for scene in bound.scenes}
    objects: dict[str, bytes] = {}
    for scene in bound.scenes:
        name = names[scene.id]
        if name not in known:
            clip = known[name] = renderer.render(scene)
            objects[f"clips/{name}.mp4"] = clip.mp4
            objects[f"clips/{name}.jpg"] = clip.poster
            objects[f"clips/{name}.m4a"] = clip.sound
            objects[f"clips/{name}.vtt"] = captions.webvtt(clip.cues).encode()
            objects[f"clips/{name}.json"] = b"{}"
    way = [known[names[scene]] for scene in bound.default_path]
    objects["films/" + names[bound.start] + ".mp4"] = film.join([clip.mp4 for clip in way])
    cues = captions.film_cues((clip.duration_ms, clip.cues) for clip in way)
    objects["films/" + names[bound.start] + ".vtt"] = captions.webvtt(cues).encode()
    made = page_module.build_page(
        PageInput(
            bound=bound,
            campaign=example.campaign().file,
            media=example.campaign().media,
            token=token,
            link=f"HTTPS://PROMEMORIA.EXAMPLE/{token}",
            clips={scene: _page_clip(known[name]) for scene, name in names.items()},
            film="film",
            film_ms=sum(clip.duration_ms for clip in way),
        )
    )
    objects |= {f"p/{token}/{name}": body for name, body in made.items()}
    put_objects(store, objects)


def _page_clip(clip: Clip) -> PageClip:
    cues = tuple(PageCue(cue.start_ms, cue.end_ms, cue.text) for cue in clip.cues)
    return PageClip(clip.name, clip.duration_ms, cues, len(clip.mp4))


if __name__ == "__main__":
    main()
