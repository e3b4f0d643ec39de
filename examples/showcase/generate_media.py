"""Make what is not drawn: the film of moving water, and the photographs of two meters.

Usage: ``python examples/showcase/generate_media.py``. Everything is computed; no photograph or film
of anybody is used. The same code always gives the same pictures (another version of the encoder may
pack them into other bytes).
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image, ImageFilter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))
from assets.drawing.rasterise import bitmap  # noqa: E402  (found only from here on)
from assets.drawing.waterworks import meter  # noqa: E402  (as above)

if TYPE_CHECKING:
    from numpy.typing import NDArray

FPS = 25
PICTURES = 64
SEAM = 20
"""The last pictures of the loop pass into those that would stand before its first."""
SIDE = 720
DEEP, LIT = np.array((8, 66, 130)), np.array((34, 112, 180))

METERS = {
    "contatore-7731.jpg": ("000418,6", "AV 20 118 334"),
    "contatore-8205.webp": ("001127,2", "AV 17 442 091"),
}
ROTATED_LEFT = 6
"""EXIF orientation: the camera was held upright, the sensor's rows run downwards."""


def web_of_light(number: int) -> NDArray[np.float64]:
    """Return how bright the ground of a basin is, 0…1: bent sines added on one another."""
    time = 2 + 0.035 * number
    down, across = np.mgrid[0:SIDE, 0:SIDE] * (2 * np.pi / SIDE) - 250
    x, y = across, down
    brightness = np.ones((SIDE, SIDE))
    for step in range(1, 6):
        slow = time * (1 - 3.5 / step)
        x, y = (
            across + np.cos(slow - x) + np.sin(slow + y),
            down + np.sin(slow - y) + np.cos(slow + x),
        )
        near_x, near_y = np.sin(x + slow) / across, np.cos(y + slow) / down
        brightness += 200 * np.abs(near_x * near_y) / np.hypot(near_x, near_y)
    brightness = 1.17 - (brightness / 5) ** 1.4
    share: NDArray[np.float64] = np.clip(np.abs(brightness) ** 8, 0, 1)
    return share


def light_on_water(number: int) -> NDArray[np.uint8]:
    """Return one picture of the loop, RGB: the web of light on the ground of a basin."""
    share = web_of_light(number)
    late = max(0.0, (number - (PICTURES - SEAM) + 1) / (SEAM + 1))
    if late:
        share = share * (1 - late) + web_of_light(number - PICTURES) * late
    picture = DEEP + (LIT - DEEP) * share[..., None]
    return np.rint(picture).clip(0, 255).astype(np.uint8)


def write_water(path: Path) -> None:
    """Write the loop as H.264 without sound."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width = stream.height = SIDE
        stream.pix_fmt = "yuv420p"
        stream.codec_context.options = {"preset": "slow", "crf": "27", "threads": "1"}
        for number in range(PICTURES):
            frame = av.VideoFrame.from_ndarray(light_on_water(number), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def photograph(figures: str, serial: str, seed: int) -> Image.Image:
    """Return a meter as a telephone photographs it: a little askew, soft and grainy."""
    drawn = bitmap(meter(figures, serial).svg()).convert("RGB")
    turned = drawn.rotate(1.6 if seed % 2 else -2.1, Image.Resampling.BICUBIC, expand=False)
    cut = turned.crop((60, 110, 900, 1230)).filter(ImageFilter.GaussianBlur(0.8))
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[-1:1:1120j, -1:1:840j]
    light = 1.06 - 0.2 * (down**2 + across**2) + 0.06 * across
    grain = rng.normal(0, 4, (1120, 840, 1))
    picture = np.asarray(cut, np.float64) * light[..., None] + grain
    return Image.fromarray(np.rint(picture).clip(0, 255).astype(np.uint8))


def write_example(path: Path) -> None:
    """Write the meter that the story shows on a telephone: nobody's own."""
    picture = photograph("000123,4", "AV 00 000 000", 3).crop((110, 0, 730, 1120))
    picture.resize((544, 983), Image.Resampling.LANCZOS).save(path, "JPEG", quality=80)


def write_photographs(folder: Path) -> None:
    """Write the uploaded pictures: a JPEG that lies on its side, and a WebP."""
    folder.mkdir(exist_ok=True)
    for seed, (name, (figures, serial)) in enumerate(METERS.items()):
        picture = photograph(figures, serial, seed)
        out = io.BytesIO()
        if name.endswith(".jpg"):
            exif = Image.Exif()
            exif[0x0112] = ROTATED_LEFT
            lying = picture.transpose(Image.Transpose.ROTATE_90)
            lying.save(out, "JPEG", quality=82, exif=exif)
        else:
            picture.save(out, "WEBP", quality=80)
        (folder / name).write_bytes(out.getvalue())


if __name__ == "__main__":
    write_water(HERE / "media" / "water.mp4")
    write_example(HERE / "media" / "example_meter.jpg")
    write_photographs(HERE / "photos")
    made = (HERE / "media" / "water.mp4", HERE / "media" / "example_meter.jpg")
    for path in (*made, *sorted((HERE / "photos").iterdir())):
        print(f"{path.name:24} {path.stat().st_size / 1000:6.0f} kB")
