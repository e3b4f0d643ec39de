"""What the renderer's tests share: a look, a kit, scenes, and a decoder that forgives nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import pytest

from renderer.kit import RenderKit
from renderer.timing import plan_timing
from scenes.bound import Base, Look, Scene, TextStyle, Theme, Voice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np

    from renderer.timing import SceneTiming
    from renderer.tracks import VideoTrack

COLORS = {
    "paper": "#fbf6ec",
    "ink": "#16324a",
    "muted": "#52616d",
    "accent": "#0f6072",
    "accent_soft": "#d9eae9",
    "highlight": "#b4472a",
    "highlight_soft": "#f9e2d3",
    "line": "#dccfb8",
}
STYLES = {
    "kicker": (600, 30),
    "title": (700, 62),
    "heading": (700, 48),
    "body": (400, 36),
    "small": (400, 28),
    "figure": (700, 118),
    "label": (600, 28),
    "chart_label": (600, 28),
}
EVERYTHING_IS_AN_ERROR = "crccheck+bitstream+buffer+explode"


@pytest.fixture(scope="session")
def theme() -> Theme:
    return Theme(
        name="test",
        colors=tuple(sorted(COLORS.items())),
        styles=tuple(
            (name, TextStyle("Titillium Web", weight, size, 1.2, COLORS["ink"]))
            for name, (weight, size) in sorted(STYLES.items())
        ),
    )


@pytest.fixture(scope="session")
def look(theme: Theme) -> Look:
    return Look("portrait", theme, Voice(), "it-IT")


@pytest.fixture
def kit(tmp_path: Path) -> RenderKit:
    (tmp_path / "media").mkdir()
    return RenderKit(tmp_path / "media", b"a secret of 16 B", tmp_path / "cache")


@pytest.fixture(scope="session")
def scene_of() -> Callable[..., Scene]:
    """Return a function that makes a silent scene of layers on paper."""

    def make(*layers, base: Base | None = None, say=(), min_ms: int = 0, **more) -> Scene:
        base = base or Base(color="paper")
        return Scene("scene", "Title", base, tuple(layers), tuple(say), min_ms=min_ms, **more)

    return make


@pytest.fixture(scope="session")
def timed() -> Callable[[Scene], SceneTiming]:
    """Return a function that plans a scene whose sentences last a second each."""
    return lambda scene: plan_timing(scene, [1_000] * len(scene.say), Voice())


@pytest.fixture(scope="session")
def decode() -> Callable[[VideoTrack], list[np.ndarray]]:
    """Return a function that decodes a track into arrays of YUV rows, any fault being an error."""

    def pictures(track: VideoTrack) -> list[np.ndarray]:
        context = av.CodecContext.create("h264", "r")
        context.extradata = track.extradata
        context.options = {"err_detect": EVERYTHING_IS_AN_ERROR}
        found = []
        for number, unit in enumerate(track.access_units):
            packet = av.Packet(unit)
            packet.pts = packet.dts = number
            found.extend(frame.to_ndarray() for frame in context.decode(packet))
        found.extend(frame.to_ndarray() for frame in context.decode(None))
        return found

    return pictures
