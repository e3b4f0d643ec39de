"""Bound scenes become clips, clips a film: the renderer's front door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from renderer import film, h264, mux, naming
from renderer.band_store import BandStore
from renderer.captions import scene_cues
from renderer.clip import Clip
from renderer.digests import changed
from renderer.pictures import paint
from renderer.posters import poster_jpeg
from renderer.sound_pieces import SoundPieces
from renderer.speech import Speaker
from renderer.timing import plan_timing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from renderer.kit import RenderKit
    from scenes.bound import Look, Scene


class SceneRenderer:
    """Renders the scenes of one campaign; to be used as a context, by one thread of one process.

    Keeps in memory what scenes share: spoken sentences, the music, laid-out texts.
    """

    def __init__(self, look: Look, kit: RenderKit) -> None:
        self._look = look
        self._kit = kit
        self._speaker = Speaker(look.voice)
        self._sound = SoundPieces(look, kit)
        self._bands = BandStore(kit.cache, kit.secret, naming.versions())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._speaker.__exit__(kind, error, trace)

    def clip_name(self, scene: Scene) -> str:
        """Return the name of a scene's clip, without rendering it.

        Raises RenderError when a file that the scene needs is missing.
        """
        return naming.clip_name(scene, self._look, self._kit)

    def render(self, scene: Scene) -> Clip:
        """Return a scene as a clip: the same scene always gives the same bytes.

        Raises RenderError when something of the scene cannot be drawn, spoken or encoded, or one of
        its files changes meanwhile.
        """
        files = naming.scene_files(scene, self._look, self._kit)
        utterances = [self._speaker.say(sentence.spoken) for sentence in scene.say]
        lengths = [utterance.length_ms for utterance in utterances]
        timing = plan_timing(scene, lengths, self._look.voice)
        painted = paint(scene, self._look, self._kit, timing)
        video = h264.encode_bands(painted, self._bands)
        audio = self._sound.track(timing, utterances)
        name = self.clip_name(scene)
        if naming.scene_files(scene, self._look, self._kit) != files:
            # Nobody knows which of them the clip shows.
            raise changed()
        return Clip(
            name=name,
            mp4=mux.write_mp4(video, audio),
            poster=poster_jpeg(painted),
            duration_ms=timing.duration_ms,
            cues=scene_cues(scene, timing),
            pictures=len(video.access_units),
            encoded_pictures=video.encoded,
            sound=mux.write_m4a(audio),
        )

    def join(self, clips: Sequence[bytes | Path]) -> bytes:
        """Return a film of clips (their MP4 bytes or files), joined without encoding again.

        Raises RenderError when there are none, or they do not fit together.
        """
        return film.join(clips)
