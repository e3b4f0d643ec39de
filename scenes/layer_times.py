"""Whether what a layer does fits into the time in which it is seen, as far as a file can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.motions import emphasis_of

if TYPE_CHECKING:
    from scenes.bound import Motion
    from scenes.layer_file import LayerFile


def time_fault(layer: LayerFile, enter: Motion, leave: Motion) -> tuple[str, str, str] | None:
    """Return what does not fit before ``until``: message, hint and key; None where all may.

    ``enter`` and ``leave`` are the layer's motions with what a theme fills in. Counted is the least
    that is known without a voice and without data: a sentence begins at the scene's start or later,
    and what is staggered has one part or more.
    """
    if layer.until is None:
        return None
    entered = layer.start + _length(enter, enter.delay_ms)
    need = entered + _length(leave, 0)
    if need > layer.until:
        message = f"The layer comes in and goes out until {_seconds(need)}, later than 'until'."
        return message, f"Write until: {_seconds(need)} or later, or shorter motions.", "until"
    emphasis = emphasis_of(layer.emphasis)
    if emphasis is None:
        return None
    due = max(entered, emphasis.start_ms)
    end = due + emphasis.duration_ms + _length(leave, 0)
    if end > layer.until:
        message = "The emphasis would not be over before the layer goes, so nobody would see it."
        return message, f"Write until: {_seconds(end)} or later.", "emphasis"
    return None


def _length(motion: Motion, delay: int) -> int:
    return 0 if motion.effect == "none" else delay + motion.duration_ms


def _seconds(ms: int) -> str:
    return f"{ms / 1000:g}s"
