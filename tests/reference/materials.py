"""The files that the feature scenes show, painted anew in a folder: pictures, film, function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from renderer.kit import RenderKit

if TYPE_CHECKING:
    from pathlib import Path

_FILM_SIZE = 640, 480
_FUNCTION = '''
import numpy as np
from moviepy import VideoClip


def waves(size, fps):
    """Return a second of slow stripes."""
    width, height = size
    rows = np.arange(height)[:, None]

    def picture(now):
        light = 128 + 60 * np.sin(rows / 90 + now * 2 * np.pi)
        column = np.concatenate([light, light * 0.8 + 40, 255 - light * 0.4], axis=1)
        return np.repeat(column[:, None, :], width, axis=1).astype(np.uint8)

    return VideoClip(picture, duration=1)
'''


def make_kit(folder: Path) -> RenderKit:
    """Return a kit whose files have been made in ``folder``."""
    media, uploads = folder / "media", folder / "uploads"
    media.mkdir(parents=True)
    uploads.mkdir()
    _valley((900, 600)).save(media / "valley.png")
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    _valley((600, 400)).save(media / "turned.jpg", quality=92, exif=turned)
    _badge().save(media / "badge.png")
    _valley((300, 300)).save(uploads / "photo.webp", lossless=True)
    _film(media / "film.mp4")
    (folder / "bases.py").write_text(_FUNCTION, encoding="utf-8")
    return RenderKit(media, b"a secret of 16 B", folder / "cache", uploads, folder)


def _valley(size: tuple[int, int]) -> Image.Image:
    """Return hills under a sky with a sun to the left: no part of it looks like another."""
    width, height = size
    image = Image.new("RGB", size, "#bfe0ee")
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.1, height * 0.1, width * 0.25, height * 0.1 + width * 0.15), "#f2c14e")
    hills = (("#8fb573", 0.55, 0.12, 1.3), ("#5f8f57", 0.7, 0.1, 2.1), ("#3f6b46", 0.85, 0.06, 3.2))
    for colour, level, swing, turns in hills:
        across = np.linspace(0, 1, 60)
        down = (level + swing * np.sin(across * turns * np.pi)) * height
        edge = list(zip(across * width, down, strict=True))
        draw.polygon([*edge, (width, height), (0, height)], colour)
    draw.rectangle((width * 0.62, height * 0.5, width * 0.74, height * 0.66), "#a83f23")
    return image.filter(ImageFilter.GaussianBlur(1))


def _badge() -> Image.Image:
    """Return a disc with a hole, transparent outside, whose edge is soft."""
    image = Image.new("RGBA", (400, 300), (255, 0, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 10, 340, 290), "#0f6072")
    draw.ellipse((150, 100, 250, 200), (255, 0, 255, 0))
    return image.resize((200, 150), Image.Resampling.BOX)


def _film(path: Path) -> None:
    """Write a second of a disc that goes round a valley."""
    ground = _valley(_FILM_SIZE)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height = _FILM_SIZE
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "14"}
        for number in range(25):
            picture = ground.copy()
            turn = number / 25 * 2 * np.pi
            x, y = 320 + 120 * np.cos(turn), 240 + 90 * np.sin(turn)
            ImageDraw.Draw(picture).ellipse((x - 40, y - 40, x + 40, y + 40), "#fbf6ec")
            frame = av.VideoFrame.from_image(picture)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
