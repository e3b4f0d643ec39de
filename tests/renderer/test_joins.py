"""Clips with real speech and music, joined into a long film: no click, no gap, no drift."""

import io
import sys
import wave
from pathlib import Path

import av
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from coded_clips import decoded, video

from renderer import film, mux
from renderer.clip import SAMPLE_RATE
from renderer.kit import RenderKit
from renderer.sound_pieces import SoundPieces
from renderer.soundtrack import mix
from renderer.speech import Speaker
from renderer.timing import plan_timing
from renderer.tracks import AAC_FRAME
from scenes.bound import Look, Sentence, Theme, Voice

MS = SAMPLE_RATE // 1_000
VOICE = Voice(rate=170)
SCENES = 30
TEXTS = ("Buongiorno.", "Grazie a tutti.", "Prego, Maria.", "Paghi entro il trenta.", "A presto.")


@pytest.fixture(scope="module")
def clips(tmp_path_factory, scene_of):
    """Thirty clips as (MP4, the sound it was made of, where its first word is)."""
    folder = tmp_path_factory.mktemp("media")
    time = np.arange(int(5.7 * SAMPLE_RATE)) / SAMPLE_RATE
    chord = sum(np.sin(2 * np.pi * tone * time) for tone in (196, 247, 294, 1_175)) * 0.15
    with wave.open(str(folder / "bed.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((chord * 32_767).astype("<i2").tobytes())
    kit = RenderKit(folder, b"a secret of 16 B", folder)
    look = Look("portrait", Theme("plain", (), ()), VOICE, "it-IT", music="bed.wav")
    made = []
    pieces = SoundPieces(look, kit)
    with Speaker(VOICE) as speaker:
        for number in range(SCENES):
            story = [TEXTS[number % 5], TEXTS[(number * 3 + 1) % 5]][: 1 + number % 2]
            said = [speaker.say(text) for text in story]
            scene = scene_of(
                say=[Sentence(text, text) for text in story], min_ms=320 * (number % 11)
            )
            timing = plan_timing(scene, [spoken.length_ms for spoken in said], VOICE)
            mp4 = mux.write_mp4(video(timing.duration_ms), pieces.track(timing, said))
            start = timing.sentence_starts_ms[0] * MS
            made.append((mp4, mix(timing, said, look, kit), slice(start, start + SAMPLE_RATE // 2)))
    return made


@pytest.fixture(scope="module")
def joined(clips):
    return film.join([mp4 for mp4, _, _ in clips])


@pytest.fixture(scope="module")
def heard(joined):
    return decoded(joined)


def starts(clips):
    return np.concatenate([[0], np.cumsum([len(sound) for _, sound, _ in clips])])


def test_pictures_and_sound_of_thirty_scenes_end_together(clips, joined, heard):
    pictures, sound = heard
    assert len(sound) == starts(clips)[-1]
    assert abs(len(pictures) / 25 - len(sound) / SAMPLE_RATE) <= 0.04
    with av.open(io.BytesIO(joined)) as container:
        ends = []
        for stream in container.streams:
            packets = [packet for packet in container.demux(stream) if packet.size]
            ends.append(float((packets[-1].pts + packets[-1].duration) * stream.time_base))
            container.seek(0)
    assert abs(ends[0] - ends[1]) <= 0.04
    assert ends[0] == pytest.approx(starts(clips)[-1] / SAMPLE_RATE, abs=0.04)


def test_every_first_word_is_where_its_own_clip_has_it(clips, heard):
    sound = heard[1]
    for start, (_, wanted, word) in zip(starts(clips), clips, strict=False):
        reach = 2 * AAC_FRAME
        found = sound[start + word.start - reach : start + word.stop + reach]
        likeness = np.correlate(found, wanted[word], "valid")
        assert abs(int(likeness.argmax()) - reach) <= 1


def test_nothing_is_lost_or_put_in_at_a_join(clips, heard):
    """The film is what the clips hold, one after the other, down to 5 ms around every join."""
    sound = heard[1]
    wanted = np.concatenate([wanted for _, wanted, _ in clips])
    noise = np.square(sound - wanted)
    assert 10 * np.log10(np.square(wanted).sum() / noise.sum()) > 20
    for join in starts(clips)[1:-1]:
        around = slice(join - 200 * MS, join + 200 * MS)
        assert np.sqrt(noise[around].mean()) < 0.002
        blocks = np.abs(sound[around] - wanted[around]).reshape(-1, 5 * MS)
        assert blocks.max() < 0.02


def test_there_is_no_click_at_a_join(clips, heard):
    sound = heard[1]
    for join in starts(clips)[1:-1]:
        around = sound[join - 40 * MS : join + 40 * MS]
        assert np.abs(np.diff(around)).max() < 0.004
        assert np.abs(around).max() < 0.01


def test_a_clip_alone_sounds_as_in_the_film(clips, heard):
    sound = heard[1]
    for start, (mp4, _, _) in list(zip(starts(clips), clips, strict=False))[3:9]:
        alone = decoded(mp4)[1]
        # The first frame overlaps with the clip before, the last with the one after.
        inner = slice(AAC_FRAME, len(alone) - AAC_FRAME)
        assert np.abs(sound[start : start + len(alone)][inner] - alone[inner]).max() < 1e-6
