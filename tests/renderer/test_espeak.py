"""pyttsx3 and espeak-ng, wrapped: sound, silence, and nothing that a text could do to them."""

import threading

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer import espeak

HOSTILE = [
    "<script>alert(1)</script>",
    '<voice name="en"><break time="30s"/></voice>',
    "[[h@'loU]]",
    "{{7*7}}",
    "%{pts}",
    "x',drawtext=textfile=/etc/passwd",
    "a\x00b\x07c",
    "\x01400S\x01 0A presto",
    "Zoë 👩‍👩‍👧 😀",
    "مرحبا بالعالم",
    "שלום",
    "山田太郎",
    "\ud800 solo",
    "x" * 300,
    "-rf --help",
]


def speak(text, language="it"):
    return espeak.speak(text, language=language, rate=150, pitch=50, pitch_range=50)


def test_a_sentence_takes_about_as_long_as_at_the_rate_asked_for():
    sound = speak("Buongiorno, le mandiamo questo breve video per aiutarla a pagare con calma.")
    assert 3 < len(sound) / espeak.SAMPLE_RATE < 8
    assert 0.1 < np.abs(sound).max() <= 1


def test_the_same_text_always_sounds_the_same_whatever_was_spoken_before():
    first = speak("Buongiorno Maria, il terreno è caro.")
    speak("Tutt'altro, e molto più lungo: carro, guerra, gesso.")
    speak("Another language", language="en-gb")
    assert np.array_equal(first, speak("Buongiorno Maria, il terreno è caro."))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_spoken_or_silent(text, capfd):
    sound = speak(text)
    assert len(sound) / espeak.SAMPLE_RATE < 40
    assert np.isfinite(sound).all()
    assert capfd.readouterr().out == ""


def test_markup_and_control_codes_have_no_effect():
    plain = speak("ciao a tutti")
    assert np.array_equal(speak("ciao \x01 a <> tutti"), plain)
    assert np.array_equal(speak("ciao [[]] a tutti"), plain)
    assert "<" not in espeak.plain_words("<b>[[x]]</b>")
    assert "\x01" not in espeak.plain_words("\x01400S")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "<>", "\x01"])
def test_nothing_to_say_is_no_sound(text):
    assert len(speak(text)) == 0


def test_a_text_without_end_is_refused():
    with pytest.raises(RenderError, match="2000"):
        speak("parola " * 500)


def test_an_unknown_language_is_an_error_and_the_next_text_is_not_harmed():
    before = speak("ciao")
    with pytest.raises(RenderError, match="xx"):
        speak("ciao", language="xx")
    assert np.array_equal(speak("ciao"), before)


def test_another_thread_is_refused_instead_of_hanging():
    speak("ciao")
    caught = []

    def elsewhere():
        try:
            speak("ciao")
        except RenderError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join(10)
    assert len(caught) == 1
