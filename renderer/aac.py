"""Sound in, AAC-LC out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
from av.codec.context import Flags

from foundation.errors import RenderError
from renderer.clip import SAMPLE_RATE
from renderer.tracks import AAC_FRAME, AudioTrack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BIT_RATE = 64_000

# On speech over a bed the fast search keeps more of the signal than the default one (28 against
# 23 dB) in less than half the time. Noise substitution is left out: it gains nothing at this rate.
_OPTIONS = {"aac_coder": "fast", "aac_pns": "0"}


def encode(samples: NDArray[np.float32]) -> AudioTrack:
    """Encode mono samples at 48 kHz; as many as fill whole AAC frames of 1,024.

    The encoder begins with one frame of priming, so the track has one packet more than frames.
    Raises RenderError when the samples do not fill frames or the encoder fails.
    """
    if not len(samples) or len(samples) % AAC_FRAME:
        raise RenderError(f"{len(samples)} samples do not fill AAC frames of {AAC_FRAME}.")
    context: Any = av.CodecContext.create("aac", "w")
    context.sample_rate = SAMPLE_RATE
    context.layout = "mono"
    context.format = "fltp"
    context.bit_rate = BIT_RATE
    context.time_base = Fraction(1, SAMPLE_RATE)
    context.options = dict(_OPTIONS)
    # Bit-exact, it does not write its own version into the stream.
    context.flags |= Flags.bitexact | Flags.global_header
    frame = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    frame.time_base = context.time_base
    frame.pts = 0
    frames = av.AudioFifo()
    frames.write(frame)
    try:
        packets = [
            packet for part in frames.read_many(AAC_FRAME) for packet in context.encode(part)
        ]
        packets += context.encode(None)
    except av.FFmpegError as error:
        raise RenderError(f"The AAC encoder failed: {error.strerror}") from error
    if len(packets) != len(samples) // AAC_FRAME + 1 or packets[0].pts != -AAC_FRAME:
        raise RenderError("The AAC encoder did not begin with one frame of priming.")
    return AudioTrack(bytes(context.extradata), tuple(bytes(packet) for packet in packets))
