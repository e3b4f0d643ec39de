"""The voice's sentences: how loud, how clean, how quickly found again."""

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer import speech
from renderer.clip import SAMPLE_RATE
from renderer.loudness import CEILING, loudness
from renderer.speech import Speaker
from scenes.bound import Voice

SENTENCES = [
    "Buongiorno Maria.",
    "Sì.",
    "L'importo da pagare è di centottantasette euro e cinquanta, entro il trenta settembre.",
    "La targa è G, B, uno, due, tre, X, Y... e il codice è trecentonovantanove.",
    "Se preferisce pagare a rate, può chiederlo con un clic; se ha già pagato, grazie!",
]


@pytest.fixture(scope="module")
def utterances():
    with Speaker(Voice()) as speaker:
        return [speaker.say(sentence) for sentence in SENTENCES]


def test_every_sentence_is_about_equally_loud(utterances):
    assert [loudness(said.samples) for said in utterances] == pytest.approx([-16] * 5, abs=0.6)


def test_no_sample_and_no_peak_between_samples_is_clipped(utterances):
    for said in utterances:
        assert np.abs(said.samples).max() <= CEILING * 1.000_1
        spectrum = np.fft.rfft(said.samples)
        finer = np.fft.irfft(spectrum, len(said.samples) * 8) * 8
        assert np.abs(finer).max() < 10 ** (-1 / 20)


def test_sound_begins_and_ends_within_a_blink_and_without_a_click(utterances):
    for said in utterances:
        level = np.abs(said.samples)
        heard = np.flatnonzero(level > 0.02)
        assert heard[0] < 0.06 * SAMPLE_RATE
        assert len(level) - heard[-1] < 0.16 * SAMPLE_RATE
        assert level[0] < 0.005
        assert level[-1] < 0.005


def test_no_pause_within_a_sentence_is_long(utterances):
    for said in utterances:
        heard = np.flatnonzero(np.abs(said.samples) > 0.01)
        assert np.diff(heard).max() < 0.9 * SAMPLE_RATE


def test_the_sound_is_mono_float_and_cannot_be_changed(utterances):
    said = utterances[0]
    assert said.samples.dtype == np.float32
    assert said.samples.ndim == 1
    assert said.length_ms == -(-len(said.samples) * 1_000 // SAMPLE_RATE)
    assert said.pcm().dtype == np.int16
    with pytest.raises(ValueError, match="read-only"):
        said.pcm()[0] = 1


def test_nothing_is_left_of_frequencies_the_voice_does_not_have(utterances):
    spectrum = np.abs(np.fft.rfft(utterances[2].samples))
    frequencies = np.fft.rfftfreq(len(utterances[2].samples), 1 / SAMPLE_RATE)
    assert spectrum[frequencies > 12_000].max() < spectrum.max() / 3_000


def test_what_cannot_be_spoken_is_silent():
    with Speaker(Voice()) as speaker:
        assert speaker.say("…").length_ms == 0
        assert speaker.say("").length_ms == 0


def test_a_sentence_is_spoken_once(monkeypatch):
    with Speaker(Voice()) as speaker:
        first = speaker.say("Una sola volta.")

        def never(*_args, **_settings):
            raise AssertionError("spoken again")

        monkeypatch.setattr(speech.espeak, "speak", never)
        again = speaker.say("Una sola volta.")
        assert (again.length, again.key) == (first.length, first.key)
        assert np.array_equal(again.samples, first.samples)


def spoken_texts(monkeypatch):
    """Return a list that grows by every text that is really spoken."""
    texts = []
    speak = speech.espeak.speak

    def listen(text, **settings):
        texts.append(text)
        return speak(text, **settings)

    monkeypatch.setattr(speech.espeak, "speak", listen)
    return texts


def test_the_cache_forgets_the_oldest(monkeypatch):
    monkeypatch.setattr(speech, "CACHED_SAMPLES", SAMPLE_RATE * 2)
    texts = spoken_texts(monkeypatch)
    with Speaker(Voice()) as speaker:
        sound = speaker.say("Questa è la prima frase.").samples
        speaker.say("Questa è la seconda frase.")
        again = speaker.say("Questa è la prima frase.")
        heard = again.samples
    assert texts == [
        "Questa è la prima frase.",
        "Questa è la seconda frase.",
        "Questa è la prima frase.",
    ]
    assert np.array_equal(heard, sound)


def test_a_forgotten_sentence_is_not_spoken_again_to_know_its_length(monkeypatch):
    monkeypatch.setattr(speech, "CACHED_SAMPLES", 1)
    with Speaker(Voice()) as speaker:
        length = speaker.say("Questa è la prima frase.").length_ms
        speaker.say("Questa è la seconda frase.")
        texts = spoken_texts(monkeypatch)
        assert speaker.say("Questa è la prima frase.").length_ms == length
    assert texts == []


def test_the_rate_is_heard():
    text = "La tassa torna sul territorio, in strade, autobus e scuole."
    with Speaker(Voice(rate=120)) as slow, Speaker(Voice(rate=200)) as fast:
        assert slow.say(text).length_ms > 1.3 * fast.say(text).length_ms


def test_an_unknown_language_is_an_error():
    with Speaker(Voice(language="lingua")) as speaker, pytest.raises(RenderError, match="lingua"):
        speaker.say("ciao")
