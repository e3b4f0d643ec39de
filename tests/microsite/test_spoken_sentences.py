from __future__ import annotations

from microsite.page_input import PageCue
from microsite.spoken_sentences import first_cues
from scenes.bound import Sentence


def cues(*texts: str) -> tuple[PageCue, ...]:
    return tuple(PageCue(at * 1000, at * 1000 + 900, text) for at, text in enumerate(texts))


def say(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence("…", text) for text in texts)


def test_a_long_sentence_has_several_captions():
    parted = cues("Buongiorno.", "La tassa torna\nsul territorio,", "ogni anno.", "Grazie.")
    told = say("Buongiorno.", "La tassa torna sul territorio, ogni anno.", "Grazie.")
    assert first_cues(told, parted) == (0, 1, 3)


def test_captions_break_lines_where_sentences_have_blanks_or_hyphens():
    assert first_cues(say("Scriva un’e-mail a noi."), cues("Scriva un’e-\nmail a noi.")) == (0,)


def test_captions_of_other_sentences_are_each_one():
    assert first_cues(say("Uno due."), cues("Tre", "quattro.")) == (0, 1)
    assert first_cues(say("Uno."), cues("Uno.", "Due.")) == (0, 1)


def test_a_silent_scene_has_none():
    assert first_cues((), ()) == ()
