"""Does a rendering process stay as large as it is once its caches are full? Prints JSON.

It does what a rendering process does for the people of ``two_scenes``, one after the other. What
it keeps on purpose is bounded in bytes or in number, at bounds that so short films reach after
thousands of people only. So the bounds in bytes are made smaller here, and what is bounded in
number (texts laid out) is filled by thousands of others before, whose scenes are laid out only.
What grows after that would grow without end.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.long_run import CAMPAIGN, MEGABYTE, person
from renderer import band_store, ink_store, scene_renderer, sound_pieces, speech
from renderer.kit import RenderKit
from renderer.layout import lay_out_scene
from renderer.stage import stage_of
from scenes.bind import bind
from scenes.loading import load_campaign
from scenes.values import from_json
from workers.rendering_process import COLLECTING, resident_bytes
from workers.rendering_requests import (
    CampaignPlace,
    FilmRequest,
    KnownClip,
    PageRequest,
    PlanRequest,
    RenderRequest,
)
from workers.rendering_work import RenderingWork

SHARE = 32
"""The byte bounds of the caches are divided by so much."""

BEFORE = 4_200
"""People whose scenes are only laid out: each has two texts, and 8,192 shaped texts are kept."""

LOOK = 100
"""Recipients between two looks at the memory."""

ADDRESS = "ABCDEFGHIJKLMNOPQRSTUVWX22"
STEADY_MB = 4.0
"""Growth between the middle and the end that counts as none: about 1 % of a process."""


@dataclass(frozen=True, slots=True)
class Steady:
    """Memory in MB after each ``every`` of the ``recipients``; ``saved`` is what the bounds save.

    ``saved`` is how much more the caches may hold in the program than they did here, in MB.
    """

    recipients: int
    every: int
    seen: list[float]
    saved: float

    @property
    def growth(self) -> float:
        """Growth in MB over the second half."""
        return max(self.seen[len(self.seen) // 2 :]) - self.seen[len(self.seen) // 2]

    @property
    def constant(self) -> bool:
        """Whether it was measured that nothing grows."""
        return self.growth <= STEADY_MB

    @property
    def largest(self) -> float:
        """A process whose caches are as full as the program lets them be, in MB."""
        return max(self.seen) + self.saved


def main() -> None:
    """Produce as many people as the first argument says."""
    recipients = int(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as folder:
        saved = _smaller_caches()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECTING)
        seen = _memory(Path(folder), recipients)
    result = {"recipients": recipients, "every": LOOK, "seen": seen, "saved": saved / MEGABYTE}
    print(json.dumps(result))


def _smaller_caches() -> int:
    """Divide all byte bounds by ``SHARE``; return how many bytes less that is."""
    sound = 2 * speech.CACHED_SAMPLES, sound_pieces.CACHED_BYTES
    speech.CACHED_SAMPLES //= SHARE
    sound_pieces.CACHED_BYTES //= SHARE
    bands = band_store.MEMORY_BYTES
    speech.KNOWN_LENGTHS //= SHARE
    smaller = partial(band_store.BandStore, memory=bands // SHARE)
    setattr(scene_renderer, "BandStore", smaller)  # noqa: B010 - it stands there by import
    # The ink of moving layers is kept only when asked for twice, which nobody's is: full or empty.
    return (sum(sound) + bands) * (SHARE - 1) // SHARE + ink_store.MEMORY_BYTES


def _memory(folder: Path, recipients: int) -> list[float]:
    """Answer what a worker asks of a rendering process; return its memory now and then."""
    campaign = load_campaign(CAMPAIGN)
    secret = b"the secret of a benchmark"
    place = CampaignPlace(CAMPAIGN, campaign.digest, secret, folder, date(2026, 11, 20))
    stage = stage_of(campaign.look, RenderKit(campaign.media, secret, folder))
    for number in range(BEFORE):
        fields = campaign.storyboard.fields
        values = {name: from_json(fields[name], raw) for name, raw in _values(-number).items()}
        for scene in bind(campaign, values, today=place.today).scenes:
            lay_out_scene(scene, stage)
    work = RenderingWork()
    bye: dict[str, tuple[KnownClip, Path]] = {}
    seen: list[float] = []
    for number in range(recipients):
        _produce(work, place, _values(number), bye, folder)
        if number % LOOK == LOOK - 1:
            seen.append(resident_bytes() / MEGABYTE)
    return seen


def _values(number: int) -> dict[str, str]:
    """Return what the database would hold of an invented person, another one below zero."""
    _, name, amount, reference = person(abs(number))
    kept = name if number >= 0 else f"Don {name}"
    return {"first_name": kept, "amount": amount.replace(",", "."), "reference": reference}


def _produce(
    work: RenderingWork,
    place: CampaignPlace,
    values: dict[str, str],
    shared: dict[str, tuple[KnownClip, Path]],
    folder: Path,
) -> None:
    """Have everything made for a person; ``shared`` are the clips of the scene that all share."""
    plan: Any = work.answer(PlanRequest(place, values))
    clips: dict[str, tuple[KnownClip, Path]] = {}
    for scene, name in plan.clips.items():
        if name not in shared:
            clip: Any = work.answer(RenderRequest(place, values, scene))
            file = folder / f"{scene}.mp4"
            file.write_bytes(clip.files["mp4"])
            clips[scene] = (
                KnownClip(name, clip.duration_ms, clip.cues, len(clip.files["mp4"])),
                file,
            )
            if scene != "welcome":
                shared[name] = clips[scene]
        else:
            clips[scene] = shared[name]
    way = [clips[scene] for scene in plan.path]
    work.answer(FilmRequest(tuple(clip for clip, _ in way), tuple(file for _, file in way)))
    known = {scene: clip for scene, (clip, _) in clips.items()}
    link = f"HTTPS://PROMEMORIA.EXAMPLE/{ADDRESS}"
    length = sum(clip.duration_ms for clip, _ in way)
    work.answer(PageRequest(place, values, ADDRESS, link, known, plan.film, length))


if __name__ == "__main__":
    main()
