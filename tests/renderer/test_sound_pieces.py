"""Sound put together from pieces: the same bytes whatever is known, and nothing heard of it."""

import wave
from dataclasses import replace

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer import aac, sound_pieces
from renderer.clip import SAMPLE_RATE
from renderer.sound_pieces import SoundPieces
from renderer.soundtrack import mix
from renderer.speech import Speaker, Utterance
from renderer.timing import SceneTiming, plan_timing
from renderer.tracks import AAC_FRAME
from scenes.bound import Sentence, Voice

VOICE = Voice(rate=160)
SHARED = "Può pagare in tre rate, una al mese."
STORIES = [
    ["Buongiorno Maria.", SHARED],
    ["Buongiorno Massimiliano Alessandro.", SHARED, "Grazie."],
    [SHARED],
    ["Sono centottantasette euro e cinquanta, entro il trenta settembre.", "Grazie.", SHARED],
]


def decode(track):
    context = av.CodecContext.create("aac", "r")
    context.extradata = track.extradata
    context.options = {"err_detect": "explode"}
    frames = [frame for packet in track.packets for frame in context.decode(av.Packet(packet))]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])[AAC_FRAME:]


def utterance(samples, key):
    pcm = (samples * 32_767).astype(np.int16)
    return Utterance(len(pcm), key, lambda: pcm)


def write_music(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())


def chord(seconds):
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * time)
    return (
        sum(np.sin(2 * np.pi * tone * time) for tone in (220, 277.2, 329.6, 1_318)) * 0.15 * swell
    )


def drums(seconds):
    """Bursts of noise, five a second: the encoder changes windows all the time."""
    random = np.random.default_rng(3)
    noise = random.normal(0, 0.2, int(seconds * SAMPLE_RATE))
    time = np.arange(len(noise)) / SAMPLE_RATE
    return np.clip(noise * np.exp(-30 * (time % 0.19)), -1, 1)


@pytest.fixture(scope="module")
def speaker():
    with Speaker(VOICE) as speaker:
        yield speaker


@pytest.fixture
def musical(look, kit):
    write_music(kit.media / "chord.wav", chord(11.3))
    write_music(kit.media / "short.wav", chord(0.7))
    write_music(kit.media / "drums.wav", drums(9.1))

    def with_music(name, **changes):
        return replace(look, music=name and f"{name}.wav", voice=VOICE, **changes)

    return with_music


@pytest.fixture
def planned(speaker, scene_of):
    def plan(story, **changes):
        said = [speaker.say(text) for text in story]
        scene = scene_of(say=[Sentence(text, text) for text in story], **changes)
        return plan_timing(scene, [spoken.length_ms for spoken in said], VOICE), said

    return plan


def noise_db(heard, wanted, places, span=2):
    """Return how loud the difference is around places (AAC frames), in dB of full scale."""
    errors = np.square(heard - wanted)
    parts = [errors[(at - span) * AAC_FRAME : (at + span) * AAC_FRAME] for at in places]
    return 10 * np.log10(np.mean(np.concatenate(parts)) + 1e-12)


@pytest.mark.parametrize("music", [None, "chord", "short", "drums"])
def test_pieces_sound_like_the_whole_encoded_at_once(music, musical, kit, planned):
    look = musical(music)
    pieces = SoundPieces(look, kit)
    for story in STORIES:
        timing, said = planned(story)
        wanted = mix(timing, said, look, kit)
        track = pieces.track(timing, said)
        assert track.samples == len(wanted)
        whole = decode(aac.encode(wanted))
        joined = decode(track)
        edges = [
            place
            for start, spoken in zip(timing.sentence_starts_ms, said, strict=True)
            for place in (
                start * SAMPLE_RATE // 1_000 // AAC_FRAME - 2,
                (start * SAMPLE_RATE // 1_000 + spoken.length) // AAC_FRAME + 2,
            )
        ] + [len(wanted) // AAC_FRAME - 23]
        assert noise_db(joined, wanted, edges) < noise_db(whole, wanted, edges) + 1.0
        everything = range(2, len(wanted) // AAC_FRAME - 2)
        assert noise_db(joined, wanted, everything) < noise_db(whole, wanted, everything) + 0.3


@pytest.mark.parametrize("music", [None, "chord", "drums"])
def test_the_bytes_do_not_depend_on_what_was_encoded_before(music, musical, kit, planned):
    look = musical(music)
    plans = [planned(story) for story in STORIES]
    cold = [SoundPieces(look, kit).track(*plan) for plan in plans]
    warm = SoundPieces(look, kit)
    assert [warm.track(*plan) for plan in plans] == cold
    assert [warm.track(*plan) for plan in plans] == cold
    backwards = SoundPieces(look, kit)
    assert [backwards.track(*plan) for plan in reversed(plans)] == cold[::-1]


def test_bytes_stay_the_same_when_everything_is_forgotten(musical, kit, planned, monkeypatch):
    look = musical("chord")
    plans = [planned(story) for story in STORIES]
    expected = [SoundPieces(look, kit).track(*plan) for plan in plans]
    monkeypatch.setattr(sound_pieces, "CACHED_BYTES", 1)
    forgetful = SoundPieces(look, kit)
    assert [forgetful.track(*plan) for plan in plans * 2] == expected * 2


def test_what_is_known_is_not_encoded_again(musical, kit, planned, monkeypatch):
    pieces = SoundPieces(musical("chord"), kit)
    plan = planned(STORIES[1])
    first = pieces.track(*plan)

    def never(_samples):
        raise AssertionError("encoded again")

    monkeypatch.setattr(aac, "encode", never)
    assert pieces.track(*plan) == first


def test_a_sentence_is_encoded_once_wherever_it_lies_when_there_is_no_music(
    musical, kit, planned, monkeypatch
):
    pieces = SoundPieces(musical(None), kit)
    pieces.track(*planned(["Buongiorno Maria.", SHARED]))
    lengths = []
    encode = aac.encode
    monkeypatch.setattr(
        aac, "encode", lambda samples: lengths.append(len(samples)) or encode(samples)
    )
    timing, said = planned(["Buongiorno Giovanna.", SHARED])
    pieces.track(timing, said)
    alone = said[0].length
    assert lengths[0] - alone < 12 * AAC_FRAME
    assert sum(lengths) < alone + 60 * AAC_FRAME


def test_only_the_new_sentence_and_the_end_are_encoded(musical, kit, planned, monkeypatch):
    pieces = SoundPieces(musical("chord"), kit)
    pieces.track(*planned([SHARED, "Buongiorno Maria."]))
    lengths = []
    encode = aac.encode
    monkeypatch.setattr(
        aac, "encode", lambda samples: lengths.append(len(samples)) or encode(samples)
    )
    timing, said = planned([SHARED, "Buongiorno Massimiliano Alessandro."])
    pieces.track(timing, said)
    assert len(lengths) <= 2
    assert sum(lengths) < said[1].length + 40 * AAC_FRAME


def test_loudness_peaks_and_silence_at_both_ends(musical, kit, planned):
    look = musical("chord")
    pieces = SoundPieces(look, kit)
    for story in STORIES:
        heard = decode(pieces.track(*planned(story)))
        finer = np.fft.irfft(np.fft.rfft(heard), len(heard) * 4) * 4
        assert np.abs(finer).max() < 10 ** (-1 / 20)
        assert np.abs(heard[:AAC_FRAME]).max() < 0.002
        assert np.abs(heard[-AAC_FRAME:]).max() < 0.002


def test_a_scene_that_lasts_longer_than_its_narration(musical, kit, planned):
    look = musical("chord")
    timing, said = planned(["Grazie."], min_ms=9_600)
    wanted = mix(timing, said, look, kit)
    joined = decode(SoundPieces(look, kit).track(timing, said))
    whole = decode(aac.encode(wanted))
    everything = range(2, len(wanted) // AAC_FRAME - 2)
    assert noise_db(joined, wanted, everything) < noise_db(whole, wanted, everything) + 0.3


@pytest.mark.parametrize("duration", [320, 640, 1_280, 6_400, 64_000])
def test_scenes_without_a_word(duration, musical, kit):
    for music in (None, "chord", "short"):
        look = musical(music)
        timing = SceneTiming(duration, (), ())
        wanted = mix(timing, [], look, kit)
        heard = decode(SoundPieces(look, kit).track(timing, []))
        assert len(heard) == duration * SAMPLE_RATE // 1_000
        assert np.abs(heard - wanted).max() < 0.02


def test_sentences_nobody_can_speak_leave_their_time_to_the_music(musical, kit, planned):
    look = musical("chord")
    timing, said = planned(["…", "Grazie.", "?!"])
    assert [spoken.length > 0 for spoken in said] == [False, True, False]
    wanted = mix(timing, said, look, kit)
    heard = decode(SoundPieces(look, kit).track(timing, said))
    assert 10 * np.log10(np.square(wanted).sum() / np.square(heard - wanted).sum()) > 20
    nothing, unsaid = planned(["…"])
    heard = decode(SoundPieces(look, kit).track(nothing, unsaid))
    assert 0 < np.abs(heard).max() < 0.2


def test_sentences_without_a_pause_and_out_of_the_grid(musical, kit, speaker):
    look = musical("chord")
    said = [speaker.say("Grazie."), speaker.say("Buongiorno Maria."), speaker.say("A presto.")]
    starts = [37]
    for spoken in said[:-1]:
        starts.append(starts[-1] + spoken.length_ms)
    timing = SceneTiming(6_400, tuple(starts), ())
    wanted = mix(timing, said, look, kit)
    heard = decode(SoundPieces(look, kit).track(timing, said))
    assert 10 * np.log10(np.square(wanted).sum() / np.square(heard - wanted).sum()) > 20


@pytest.mark.parametrize("spare", [0, 320, 640])
def test_words_up_to_the_end_of_a_scene_of_given_length(spare, musical, kit, planned):
    look = musical("chord")
    timing, said = planned(STORIES[0], length_ms=1)
    last = timing.sentence_ends_ms[-1]
    timing = replace(timing, duration_ms=-(-(last + spare) // 320) * 320)
    wanted = mix(timing, said, look, kit)
    joined = decode(SoundPieces(look, kit).track(timing, said))
    whole = decode(aac.encode(wanted))
    everything = range(2, len(wanted) // AAC_FRAME - 2)
    assert noise_db(joined, wanted, everything) < noise_db(whole, wanted, everything) + 0.3


def test_a_very_long_sentence(musical, kit, planned):
    text = "La tassa torna sul territorio, in strade, autobus e scuole, " * 20 + "per tutti."
    look = musical("short")
    timing, said = planned([text])
    assert timing.duration_ms > 60_000
    wanted = mix(timing, said, look, kit)
    heard = decode(SoundPieces(look, kit).track(timing, said))
    assert len(heard) == len(wanted)
    assert 10 * np.log10(np.square(wanted).sum() / np.square(heard - wanted).sum()) > 20


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    music=st.sampled_from([None, "chord", "short", "drums"]),
    story=st.lists(
        st.tuples(st.integers(30, 2_500), st.integers(0, 1_500), st.integers(0, 3)), max_size=5
    ),
    begin=st.integers(0, 900),
    spare=st.integers(0, 4_000),
)
def test_whatever_is_spoken_whenever(music, story, begin, spare, musical, kit):
    """Bursts of any length at any time: as near to the mix as the whole encoded at once."""
    look = musical(music)
    said: list[Utterance] = []
    starts: list[int] = []
    now = begin
    for length, pause, seed in story:
        noise = np.random.default_rng(seed).normal(0, 0.15, length * SAMPLE_RATE // 1_000)
        said.append(utterance(noise.clip(-0.7, 0.7), (VOICE, f"{seed} {length}")))
        starts.append(now)
        now += length + pause
    duration = max(1_280, -(-(now + spare) // 320) * 320)
    timing = SceneTiming(duration, tuple(starts), ())
    pieces = SoundPieces(look, kit)
    track = pieces.track(timing, said)
    wanted = mix(timing, said, look, kit)
    joined = decode(track)
    assert len(joined) == len(wanted)
    everything = range(2, len(wanted) // AAC_FRAME - 2)
    whole = decode(aac.encode(wanted))
    assert noise_db(joined, wanted, everything) < noise_db(whole, wanted, everything) + 0.5
    pieces.track(SceneTiming(duration + 3_200, tuple(start + 160 for start in starts), ()), said)
    assert pieces.track(timing, said) == track


def test_pieces_that_do_not_fit_are_encoded_as_a_whole(musical, kit, planned, monkeypatch):
    look = musical("chord")
    timing, said = planned(STORIES[0])
    answers = iter(range(10_000))
    monkeypatch.setattr(aac, "closing", lambda _packet: next(answers))
    track = SoundPieces(look, kit).track(timing, said)
    assert track == aac.encode(mix(timing, said, look, kit))


def test_another_voice_or_text_is_never_taken_for_this_one(musical, kit, planned):
    look = musical(None)
    timing, said = planned(["Grazie."])
    pieces = SoundPieces(look, kit)
    first = pieces.track(timing, said)
    other = utterance(said[0].samples * np.float32(0.5), (Voice(rate=90), "Grazie."))
    assert pieces.track(timing, [other]) != first
