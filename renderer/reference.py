"""The same film made with MoviePy alone, as one would script it: to compare with and to measure by.

Texts are ``TextClip``s in the same fonts, everything else ``ImageClip``s, laid over each other by
``CompositeVideoClip``; entrances are cross-fades, moving ones also move. What MoviePy cannot do in
a line (numbers that count, charts that grow, wipes) simply fades in, which is in its favour. Layers
stand where our own layout puts them, so both films show the same.
"""

from __future__ import annotations

import tempfile
import wave
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw

from renderer import soundtrack
from renderer.clip import FPS, SAMPLE_RATE
from renderer.colours import rgb, theme_colour
from renderer.fonts import typefaces
from renderer.layers import PANEL_PADDING, PANEL_RADIUS
from renderer.layout import lay_out_scene
from renderer.motion import RISE, SLIDE, SMALL, eased
from renderer.moviepy_bases import fitted_picture
from renderer.pictures import paint
from renderer.speech import Speaker
from renderer.stage import stage_of
from renderer.still_pictures import open_picture
from renderer.timing import SceneTiming, plan_timing
from scenes.bound import Base, PictureLayer, TextLayer

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from renderer.ink import Rect
    from renderer.kit import RenderKit
    from renderer.stage import Stage
    from scenes.bound import AnyLayer, BoundStoryboard, Look, Motion, Scene


def render(bound: BoundStoryboard, kit: RenderKit, path: Path) -> None:
    """Write the film of a recipient's default path as MP4: libx264 ``veryfast``, AAC.

    Raises RenderError when something of a scene cannot be drawn or spoken.
    """
    from moviepy import concatenate_videoclips

    with tempfile.TemporaryDirectory(prefix="sollecito-reference-") as scratch:
        folder = Path(scratch)
        with Speaker(bound.look.voice) as speaker:
            scenes = [
                _scene_clip(bound.scene(scene_id), bound.look, kit, speaker, folder)
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


def _scene_clip(scene: Scene, look: Look, kit: RenderKit, speaker: Speaker, folder: Path) -> Any:
    """Return a scene as a MoviePy clip with its sound."""
    from moviepy import AudioFileClip, CompositeVideoClip

    utterances = [speaker.say(sentence.spoken) for sentence in scene.say]
    timing = plan_timing(scene, [spoken.length_ms for spoken in utterances], look.voice)
    sound = folder / f"{scene.id}.wav"
    _write_wav(sound, soundtrack.mix(timing, utterances, look, kit))
    stage = stage_of(look, kit)
    seconds = timing.duration_ms / 1_000
    clips = [_base_clip(scene.base, stage, seconds)]
    for number, drawing in enumerate(lay_out_scene(scene, stage)):
        clips += _layer_clips(scene, number, drawing.box, stage, timing)
    composed: Any = CompositeVideoClip(clips, size=stage.size)
    return composed.with_duration(seconds).with_audio(AudioFileClip(str(sound)))


def _base_clip(base: Base, stage: Stage, seconds: float) -> Any:
    from moviepy import ImageClip, VideoFileClip, vfx

    light = 1 - base.shade
    width, height = stage.size
    if base.video is not None:
        video: Any = VideoFileClip(str(stage.kit.media_file(base.video)), audio=False)
        factor = max(width / video.w, height / video.h)
        return video.with_effects(
            [
                vfx.Resize(factor),
                vfx.Crop(
                    width=width,
                    height=height,
                    x_center=video.w * factor / 2,
                    y_center=video.h * factor / 2,
                ),
                vfx.Loop(duration=seconds),
                vfx.MultiplyColor(light),
            ]
        )
    if base.picture is not None:
        picture = np.asarray(open_picture(stage.kit, base.picture).convert("RGB"))
        pixels = fitted_picture(picture, stage.size, base.focus)
    else:
        names = base.gradient or (base.color or "#000000",) * 2
        top, bottom = (np.array(rgb(theme_colour(stage.look.theme, name)), float) for name in names)
        share = np.linspace(0, 1, height)[:, None]
        column = top * (1 - share) + bottom * share
        pixels = np.repeat(column[:, None, :], width, axis=1).astype(np.uint8)
    return ImageClip((pixels * light).astype(np.uint8), duration=seconds)


def _layer_clips(
    scene: Scene, number: int, box: Rect, stage: Stage, timing: SceneTiming
) -> list[Any]:
    """Return a layer as clips with their entrances and exits."""
    from moviepy import ImageClip

    layer = scene.layers[number]
    pieces: list[tuple[Any, int, int]] = []
    if isinstance(layer, TextLayer):
        if layer.box:
            panel = _panel(layer.box, box, stage)
            pieces.append((ImageClip(panel), box.left, box.top))
        text, middle = _text_clip(layer, box, stage)
        left, top = (box.left + box.right - text.w) // 2, (box.top + box.bottom) // 2 - middle
        pieces.append((text, left, top))
    elif isinstance(layer, PictureLayer):
        picture = open_picture(stage.kit, layer.source)
        fitted = picture.resize((box.right - box.left, box.bottom - box.top))
        pieces.append((ImageClip(np.asarray(fitted)), box.left, box.top))
    else:
        pixels, left, top = _cut_out(scene, layer, box, stage)
        pieces.append((ImageClip(pixels), left, top))
    start, end = timing.layer_windows[number]
    from_s = (start + layer.enter.delay_ms) / 1_000
    leaves = end < timing.duration_ms
    return [
        clip
        for piece, left, top in pieces
        for clip in _moved(piece, (left, top), layer, from_s, end / 1_000, stage, leaves=leaves)
    ]


def _text_clip(layer: TextLayer, box: Rect, stage: Stage) -> tuple[Any, int]:
    """Return a text and how far below its top the middle of what is written lies.

    TextClip sets the first line an ascender below the top but makes the picture only as high as
    the letters, so it is given room below, or it would cut the last line.
    """
    from moviepy import TextClip

    style = stage.style(layer.style)
    size = round(style.size * stage.scale)
    face = typefaces(style.family, style.weight)[0]
    above = round((face.ascender / face.upem - 0.7) * size)
    below = above + size // 4
    text: Any = TextClip(
        font=str(face.path),
        text=layer.text,
        font_size=size,
        color=theme_colour(stage.look.theme, layer.color or style.color),
        method="caption",
        # A little wider than our box, whose texts are fitted to a fraction of a pixel.
        size=(box.right - box.left + size // 2, None),
        margin=(0, 0, 0, below),
        text_align=layer.align,
        horizontal_align=layer.align,
        interline=round(size * (style.line_height - 1)),
    )
    return text, above + (text.h - below) // 2


def _panel(colour: str, box: Rect, stage: Stage) -> NDArray[np.uint8]:
    width, height = box.right - box.left, box.bottom - box.top
    panel = Image.new("RGBA", (width, height))
    ImageDraw.Draw(panel).rounded_rectangle(
        (0, 0, width - 1, height - 1),
        radius=stage.px(min(PANEL_RADIUS, PANEL_PADDING * 2)),
        fill=rgb(theme_colour(stage.look.theme, colour)),
    )
    return np.asarray(panel)


def _cut_out(
    scene: Scene, layer: AnyLayer, box: Rect, stage: Stage
) -> tuple[NDArray[np.uint8], int, int]:
    """Return a chart, code, icon or shape as RGBA pixels with its place, as if read from a PNG.

    Painted once on black and once on white, the difference is what it lets through.
    """
    still = replace(layer, place=replace(layer.place, below=None), opacity=1.0)
    shift = replace(still.place, x=box.left / stage.size[0], y=box.top / stage.size[1])
    still = replace(still, place=replace(shift, anchor=("left", "top")))
    timing = SceneTiming(1_280, (), ((0, 1_280),))
    on_black, on_white = (
        np.asarray(
            paint(
                replace(scene, base=Base(color=colour), layers=(still,), say=()),
                stage.look,
                stage.kit,
                timing,
            ).poster(),
            dtype=np.float32,
        )
        for colour in ("#000000", "#ffffff")
    )
    alpha = np.clip(255 - (on_white - on_black).mean(axis=2), 0, 255)
    seen = alpha > 2
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    share = np.maximum(alpha[..., None], 1) / 255
    colours = np.clip(on_black / share, 0, 255)
    pixels = np.concatenate([colours, alpha[..., None]], axis=2).astype(np.uint8)
    return pixels[top:bottom, left:right], left, top


def _moved(
    piece: Any,
    place: tuple[int, int],
    layer: AnyLayer,
    from_s: float,
    to_s: float,
    stage: Stage,
    *,
    leaves: bool,
) -> list[Any]:
    """Return a piece at its place and time; a pop is a clip of its own before the still one."""
    from moviepy import vfx

    enter, leave = layer.enter, layer.exit
    length = 0 if enter.effect == "none" else enter.duration_ms / 1_000
    still_from = from_s + (length if enter.effect == "pop" else 0)
    still = piece.with_start(still_from).with_duration(max(1 / FPS, to_s - still_from))
    still = still.with_position(_way(enter, place, length, stage.scale))
    if layer.opacity < 1:
        still = still.with_opacity(layer.opacity)
    if length and enter.effect != "pop":
        still = still.with_effects([vfx.CrossFadeIn(length)])
    if leaves and leave.effect != "none":
        still = still.with_effects([vfx.CrossFadeOut(leave.duration_ms / 1_000)])
    if enter.effect != "pop" or not length:
        return [still]
    across, down = piece.w, piece.h

    def size(now: float) -> float:
        return SMALL + (1 - SMALL) * eased(now / length, enter.easing)

    def corner(now: float) -> tuple[float, float]:
        rest = (1 - size(now)) / 2
        return place[0] + across * rest, place[1] + down * rest

    popping = piece.with_start(from_s).with_duration(length)
    popping = popping.with_effects([vfx.Resize(size), vfx.CrossFadeIn(length * 0.6)])
    return [popping.with_position(corner), still]


def _way(
    enter: Motion, place: tuple[int, int], length: float, scale: float
) -> tuple[int, int] | Callable[[float], tuple[float, float]]:
    """Return where a layer stands, or its place at a time while it comes in."""
    by = {"rise": (0.0, RISE * scale), "slide": (-SLIDE * scale, 0.0)}.get(enter.effect)
    if by is None or not length:
        return place

    def at(now: float) -> tuple[float, float]:
        rest = 1 - eased(now / length, enter.easing)
        return place[0] + by[0] * rest, place[1] + by[1] * rest

    return at


def _write_wav(path: Path, samples: NDArray[np.float32]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())
