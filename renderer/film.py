"""Clips joined into a film by copying their packets: nothing is encoded again.

Every clip holds a whole number of pictures and of AAC frames in the same time, so nothing drifts.
Each begins with a packet of priming: the first one's stays, the others' are left out, and since
clips begin and end in silence (``renderer.soundtrack``) the decoder overlaps silence with silence.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from renderer.mux import read_mp4, write_mp4
from renderer.tracks import AudioTrack, VideoTrack

if TYPE_CHECKING:
    from collections.abc import Sequence


def join(clips: Sequence[bytes | Path]) -> bytes:
    """Return one MP4 of all clips in order (their bytes, or files that hold them).

    Raises RenderError for no clips, for damaged ones, and for clips of another size or encoder
    profile than the first.
    """
    if not clips:
        raise RenderError("A film needs at least one clip.")
    tracks = [read_mp4(clip.read_bytes() if isinstance(clip, Path) else clip) for clip in clips]
    video, audio = tracks[0]
    units: list[bytes] = []
    keyframes: list[int] = []
    packets = list(audio.packets[:1])
    for number, (pictures, sound) in enumerate(tracks, start=1):
        if _profile(pictures, sound) != _profile(video, audio):
            raise RenderError(
                f"Clip {number} was encoded otherwise than the first; render all clips again."
            )
        if pictures.duration_ms != sound.duration_ms:
            raise RenderError(f"Clip {number}: pictures and sound differ in length.")
        keyframes.extend(len(units) + index for index in pictures.keyframes)
        units.extend(pictures.access_units)
        packets.extend(sound.packets[1:])
    return write_mp4(
        VideoTrack(video.width, video.height, video.extradata, tuple(units), tuple(keyframes)),
        AudioTrack(audio.extradata, tuple(packets)),
    )


def _profile(video: VideoTrack, audio: AudioTrack) -> tuple[int, int, bytes, bytes]:
    return video.width, video.height, video.extradata, audio.extradata
