"""pyttsx3 with the espeak-ng library of a wheel: one text in, its samples out. All traps end here.

What this module knows about pyttsx3 2.99 on Linux:

- it finds ``libespeak-ng.so.1`` by name, so the wheel's library is loaded under that name first,
  and ``ESPEAK_DATA_PATH`` points to the wheel's voices;
- it keeps one global engine, and espeak cannot be started twice in one process;
- only the last ``save_to_file`` before ``runAndWait`` is written;
- it lets espeak speak in a thread of espeak's own and may return, or even cancel the speech, before
  that thread is done: so espeak is started in its synchronous mode, and the closing event, which
  that mode does not send, is given to the driver here;
- it prints to standard output, and swallows the errors of its driver.

And of espeak-ng 1.52:

- the flutter of a voice goes on from one text to the next, so the same text would sound different
  each time; our voice (``assets/voices``) has none, and the seed of the breath noise is set anew;
- voices are looked for in its data folder only, so that folder is rebuilt out of links.

The file it writes is an anonymous one in memory, so nobody's name is left on a disk.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import tempfile
import threading
import unicodedata
import wave
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

import assets
from foundation.errors import RenderError
from foundation.faults import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAMPLE_RATE = 22_050
"""What espeak makes."""

VOICES = Path(assets.__file__).parent / "voices"
"""Our variants of espeak's voices."""

VARIANT = "sollecito"
"""The timbre: a calm female voice."""

LONGEST_TEXT = 2_000
"""Characters of one utterance."""

_MARKUP = str.maketrans(dict.fromkeys("<>[]{}|\\^~`_*#@", " "))
_UNSPEAKABLE = {"Cc", "Cs", "Co", "Cn"}

_engine: _Engine | None = None


def speak(
    text: str, *, language: str, rate: int, pitch: int, pitch_range: int
) -> NDArray[np.float32]:
    """Return the samples of a text, mono, 22,050 Hz, -1…1; empty when nothing can be spoken.

    Args:
        text: plain text; markup and espeak's own control sequences in it have no effect.
        language: the language as espeak names it, such as ``it`` or ``pt-br``.
        rate: words a minute.
        pitch: 0…100, 50 is the voice's own.
        pitch_range: liveliness of the melody, 0…100, 50 is the voice's own.

    Raises RenderError when espeak has no such language, when the text is longer than 2,000
    characters, or when called from another thread or process than the first call.
    """
    global _engine  # noqa: PLW0603 - espeak exists once in a process
    words = plain_words(text)
    if not words:
        return np.zeros(0, np.float32)
    if len(words) > LONGEST_TEXT:
        raise RenderError(
            f"A sentence of {len(words)} characters cannot be spoken; "
            f"at most {LONGEST_TEXT} are possible. Split it into several sentences."
        )
    if _engine is None:
        _engine = _Engine()
    return _engine.speak(words, language, rate, pitch, pitch_range)


def plain_words(text: str) -> str:
    """Return a text without what espeak could take for markup, phonemes or commands.

    espeak reads ``<…>`` as SSML, ``[[…]]`` as phonemes and U+0001 as the start of a command.
    """
    seen = "".join(" " if unicodedata.category(char) in _UNSPEAKABLE else char for char in text)
    return " ".join(seen.translate(_MARKUP).split())


class _Engine:
    """The one engine of this process, bound to the thread that made it."""

    def __init__(self) -> None:
        self._home = (os.getpid(), threading.get_ident())
        self._errors: list[BaseException] = []
        # Holds links only; removed with the engine, at the end of the process.
        self._folder = tempfile.TemporaryDirectory(prefix="sollecito-voice-")
        _load_library(Path(self._folder.name))
        with contextlib.redirect_stdout(io.StringIO()):
            import pyttsx3  # after the library, which it looks for while it is imported
            from pyttsx3.drivers import _espeak
            from pyttsx3.drivers import espeak as espeak_driver

            self._espeak: Any = _espeak
            _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
            # Its loop would sleep 10 ms after each text, which is spoken already by then.
            espeak_driver.time = SimpleNamespace(sleep=lambda _seconds: None)
            self._pyttsx3: Any = pyttsx3.init("espeak")
        self._pyttsx3.connect("error", self._note_error)
        self._voices: dict[str, str] = {}
        for voice in self._pyttsx3.getProperty("voices"):
            for name in (voice.id.rpartition("/")[2], *voice.languages):
                self._voices.setdefault(name.lower(), voice.id)
        self._driver: Any = self._pyttsx3.proxy._driver  # noqa: SLF001 - the closing event goes there
        self._the_end: Any = (_espeak.EVENT * 2)()
        self._the_end[0].type = _espeak.EVENT_MSG_TERMINATED
        self._the_end[1].type = _espeak.EVENT_LIST_TERMINATED
        self._seed: Any = self._espeak.dll.espeak_ng_SetRandSeed
        self._seed.argtypes = [ctypes.c_long]
        self._seed.restype = None

    def _note_error(self, name: str | None, exception: BaseException) -> None:  # noqa: ARG002 - pyttsx3 passes both by name
        self._errors.append(exception)

    def speak(
        self, words: str, language: str, rate: int, pitch: int, pitch_range: int
    ) -> NDArray[np.float32]:
        if (os.getpid(), threading.get_ident()) != self._home:
            raise RenderError("The voice may only be used by the thread that used it first.")
        voice = self._voices.get(language.lower())
        if voice is None:
            raise RenderError(
                f"The voice does not speak {language!r}. {nearest(language, self._voices)}".strip()
            )
        self._errors.clear()
        handle = os.memfd_create("speech")
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                self._pyttsx3.setProperty("voice", f"{voice}+{VARIANT}")
                self._pyttsx3.setProperty("rate", rate)
                self._pyttsx3.setProperty("pitch", pitch)
                self._espeak.SetParameter(self._espeak.RANGE, pitch_range, 0)
                self._seed(1)
                self._pyttsx3.save_to_file(words, f"/proc/self/fd/{handle}")
                self._pyttsx3.runAndWait()
                self._driver._onSynth(None, 0, self._the_end)  # noqa: SLF001 - as above
                # Busy, it keeps the next commands for its loop, and the loop ends by itself.
                self._pyttsx3.proxy.setBusy(True)
            if self._errors:
                raise RenderError(f"The voice for {language!r} cannot be used: {self._errors[0]}")
            with open(handle, "rb", closefd=False) as file:
                content = file.read()
        finally:
            os.close(handle)
        if not content:
            raise RenderError("The voice gave no sound; the speech engine may be damaged.")
        with wave.open(io.BytesIO(content)) as sound:
            pcm = sound.readframes(sound.getnframes())
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
        samples *= np.float32(1 / 32_768)
        return samples


def _load_library(folder: Path) -> None:
    """Make the wheel's espeak-ng the one that pyttsx3 finds, with our voice among its own."""
    import espeakng_loader

    data = folder / "espeak-ng-data"
    variants = data / "voices" / "!v"
    variants.mkdir(parents=True)
    for entry in Path(espeakng_loader.get_data_path()).iterdir():
        if entry.name != "voices":
            (data / entry.name).symlink_to(entry)
    (variants / VARIANT).symlink_to(VOICES / VARIANT)
    os.environ["ESPEAK_DATA_PATH"] = str(folder)
    library = Path(espeakng_loader.get_library_path()).with_name("libespeak-ng.so.1")
    try:
        ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    except OSError as error:
        raise RenderError(f"The speech library cannot be loaded: {error}") from error
