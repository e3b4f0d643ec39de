"""The same film made with MoviePy alone, as one would script it: to compare with and to measure by.

Each scene is a ``CompositeVideoClip`` of its base and its layers (``renderer.reference_scene``),
the film their ``concatenate_videoclips``, written by ``write_videofile``. Pillow draws texts,
shapes and pictures, once where nothing moves. Both films take from the same layout where things
stand and how large they are, and from the same narration when they come; how they are drawn,
moved, composed and coloured is MoviePy's, Pillow's and this module's own, in RGB.
"""

from __future__ import annotations

import tempfile
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer import soundtrack
from renderer.clip import FPS, SAMPLE_RATE
from renderer.reference_scene import scene_clip
from renderer.speech import Speaker
from renderer.stage import stage_of
from renderer.timing import plan_timing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from renderer.kit import RenderKit
    from scenes.bound import BoundStoryboard, Look, Scene


def render(bound: BoundStoryboard, kit: RenderKit, path: Path) -> None:
    """Write the film of a recipient's default path as MP4: libx264 ``veryfast``, AAC.

    Raises RenderError when something of a scene cannot be drawn or spoken.
    """
    from moviepy import concatenate_videoclips

    with tempfile.TemporaryDirectory(prefix="sollecito-reference-") as scratch:
        folder = Path(scratch)
        with Speaker(bound.look.voice) as speaker:
            scenes = [
                _spoken_scene(bound.scene(scene_id), bound.look, kit, speaker, folder)
                for scene_id in bound.default_path
            ]
        film: Any = concatenate_videoclips(scenes)
        film.write_videofile(
            str(path),
            fps=FPS,
            codec="libx264",
            preset="veryfast",
            pixel_format="yuv420p",
            audio_codec="aac",
            audio_fps=SAMPLE_RATE,
            temp_audiofile_path=scratch,
            logger=None,
        )
        film.close()


def _spoken_scene(scene: Scene, look: Look, kit: RenderKit, speaker: Speaker, folder: Path) -> Any:
    """Return a scene as a MoviePy clip with its sound."""
    from moviepy import AudioFileClip

    utterances = [speaker.say(sentence.spoken) for sentence in scene.say]
    timing = plan_timing(scene, [spoken.length_ms for spoken in utterances], look.voice)
    sound = folder / f"{scene.id}.wav"
    _write_wav(sound, soundtrack.mix(timing, utterances, look, kit))
    return scene_clip(scene, stage_of(look, kit), timing).with_audio(AudioFileClip(str(sound)))


def _write_wav(path: Path, samples: NDArray[np.float32]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())
