"""Write the sound bed as FLAC: ``python -m assets.music``, in the project's folder."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from assets.music.bed import bed
from assets.music.instruments import RATE, Samples

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "examples"
TARGETS = (
    HERE / "bed.flac",
    *(EXAMPLES / name / "media" / "bed.flac" for name in ("vehicle-tax", "showcase")),
)


def write_flac(samples: Samples, path: Path) -> None:
    """Write mono samples (-1…1) with 16 bits, rounded with a dither of one bit from a seed."""
    rng = np.random.default_rng(len(samples))
    dither = rng.random(len(samples)) - rng.random(len(samples))
    whole = np.clip(np.rint(samples * 32_767 + dither * 0.5), -32_768, 32_767).astype(np.int16)
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono", format="s16")
        stream.codec_context.options = {"compression_level": "12"}
        step = 4_608
        for start in range(0, len(whole), step):
            frame = av.AudioFrame.from_ndarray(whole[None, start : start + step], "s16", "mono")
            frame.sample_rate = RATE
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main() -> None:
    """Write all copies of the bed."""
    samples = bed()
    for path in TARGETS:
        write_flac(samples, path)
        print(f"{path.name:10} {len(samples) / RATE:5.1f} s {path.stat().st_size / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
