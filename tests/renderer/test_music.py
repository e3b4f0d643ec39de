"""The bed of music: read again when its file is another, and never taken for one that it is not."""

from __future__ import annotations

import dataclasses
import os
import wave

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer import music
from renderer.clip import SAMPLE_RATE
from renderer.music import bed


def write(path, tone):
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((9_000 * np.sin(2 * np.pi * tone * time)).astype("<i2").tobytes())
    os.utime(path, ns=(10**18, 10**18))


def test_other_music_of_the_same_size_and_time_is_read_anew(look, kit):
    look = dataclasses.replace(look, music="bed.wav")
    write(kit.media / "bed.wav", 220)
    before = bed(look, kit)
    assert bed(look, kit) is before
    write(kit.media / "other.wav", 440)
    (kit.media / "other.wav").replace(kit.media / "bed.wav")
    after = bed(look, kit)
    assert after.key != before.key
    assert np.abs(after.samples - before.samples).max() > 0.01


def test_music_that_changes_while_it_is_read_is_refused(look, kit, monkeypatch):
    look = dataclasses.replace(look, music="bed.wav")
    write(kit.media / "bed.wav", 220)
    read = music.read_sound

    def swapping(path):
        write(path.with_name("other.wav"), 440)
        path.with_name("other.wav").replace(path)
        return read(path)

    monkeypatch.setattr(music, "read_sound", swapping)
    with pytest.raises(RenderError, match="render it again"):
        bed(look, kit)
    monkeypatch.undo()
    assert bed(look, kit).samples.any()
