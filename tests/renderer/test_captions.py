"""Captions: in time with the voice, short enough to read, and never markup."""

import itertools
import re

import pytest

from renderer.captions import LINE, film_cues, scene_cues, webvtt
from renderer.clip import Clip, Cue
from renderer.timing import plan_timing
from scenes.bound import Sentence, Voice

LONG = (
    "Può pagare in tre parti da 79,69\xa0€: la prima entro il 28 febbraio 2027, la seconda entro "
    "il 31 marzo 2027 e l'ultima entro il 30 aprile 2027, senza costi in più."
)
HOSTILE = [
    "<script>alert(1)</script>",
    "a --> b",
    "AT&T",
    "{{7*7}} %{pts}",
    "riga\n\n00:00.000 --> 99:00.000\nfalso",
    "NOTE così",
    "x" * 300,
    "😀 مرحبا",
]
CUE = re.compile(r"(\d\d:\d\d:\d\d\.\d{3}) --> (\d\d:\d\d:\d\d\.\d{3})")


def planned(scene_of, *texts, lengths=None):
    scene = scene_of(say=[Sentence(text, text) for text in texts])
    timing = plan_timing(scene, lengths or [3_000] * len(texts), Voice())
    return scene_cues(scene, timing), timing


def parsed(text):
    """Read WebVTT as the standard has it: blocks parted by blank lines."""
    blocks = text.split("\n\n")
    assert blocks[0] == "WEBVTT"
    found = []
    for block in blocks[1:]:
        times, *lines = block.rstrip("\n").split("\n")
        start, end = CUE.fullmatch(times).groups()
        found.append((milliseconds(start), milliseconds(end), lines))
    return found


def milliseconds(clock):
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3_600 + int(minutes) * 60 + float(seconds)) * 1_000)


def test_each_sentence_shows_when_its_voice_begins(scene_of):
    cues, timing = planned(scene_of, "Buongiorno Maria.", "Come sta?", lengths=[1_200, 900])
    assert [cue.start_ms for cue in cues] == list(timing.sentence_starts_ms)
    for cue, end in zip(cues, timing.sentence_ends_ms, strict=True):
        assert end <= cue.end_ms <= end + 400
    assert [cue.text for cue in cues] == ["Buongiorno Maria.", "Come sta?"]


def test_the_written_form_shows_not_the_spoken_one(scene_of):
    scene = scene_of(say=[Sentence("centottantasette euro e cinquanta", "187,50\xa0€")])
    cues = scene_cues(scene, plan_timing(scene, [2_000], Voice()))
    assert [cue.text for cue in cues] == ["187,50\xa0€"]


def test_a_long_sentence_shows_in_parts_that_follow_each_other(scene_of):
    cues, timing = planned(scene_of, LONG, lengths=[12_000])
    assert len(cues) >= 2
    assert cues[0].start_ms == timing.sentence_starts_ms[0]
    for before, after in itertools.pairwise(cues):
        assert before.end_ms == after.start_ms
        assert after.start_ms - before.start_ms > 1_500
    assert " ".join(" ".join(cue.text.split("\n")) for cue in cues) == LONG
    assert not any(line.startswith("€") for cue in cues for line in cue.text.split("\n"))


@pytest.mark.parametrize("text", [LONG, *HOSTILE], ids=range(len(HOSTILE) + 1))
def test_cues_have_two_lines_at_most_of_a_readable_length(scene_of, text):
    cues, timing = planned(scene_of, text)
    for cue in cues:
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert all(0 < len(line) <= LINE for line in lines)
        assert 0 <= cue.start_ms < cue.end_ms <= timing.duration_ms


def test_no_two_cues_show_at_once(scene_of):
    cues, _ = planned(scene_of, "Uno.", LONG, "Tre.", lengths=[400, 9_000, 500])
    for before, after in itertools.pairwise(cues):
        assert before.end_ms <= after.start_ms


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_shown_as_it_is_written(text):
    ((start, end, lines),) = parsed(webvtt([Cue(0, 2_000, text)]))
    assert (start, end) == (0, 2_000)
    shown = "\n".join(lines)
    assert "-->" not in shown
    assert "<" not in shown
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain.split() == text.split()


def test_times_are_written_with_hours():
    assert parsed(webvtt([Cue(3_661_001, 3_662_020, "ciao")])) == [(3_661_001, 3_662_020, ["ciao"])]
    assert "01:01:01.001 --> 01:01:02.020" in webvtt([Cue(3_661_001, 3_662_020, "ciao")])


def test_no_cues_are_still_a_valid_file():
    assert webvtt([]) == "WEBVTT\n"
    assert webvtt([Cue(0, 1_000, " \n ")]) == "WEBVTT\n"


def test_a_films_cues_follow_its_clips():
    first = Clip("a", b"", b"", 3_200, (Cue(400, 1_000, "uno"),), 80, 9)
    second = (1_600, (Cue(0, 500, "due"),))
    assert film_cues([first, second, first]) == (
        Cue(400, 1_000, "uno"),
        Cue(3_200, 3_700, "due"),
        Cue(5_200, 5_800, "uno"),
    )


def test_from_the_right_what_is_read_from_the_left_is_isolated_line_by_line():
    text = "חשבון IT60 X054\n2811 1010, \u202eטל +39 0123-456-789 <187,50\u00a0€"
    ((_, _, lines),) = parsed(webvtt([Cue(0, 1_000, text)], rtl=True))
    assert lines == [
        "חשבון \u2066IT60 X054\u2069",
        "\u20662811 1010\u2069, טל \u2066+39 0123-456-789\u2069 &lt;\u2066187,50\u2069\u00a0€",
    ]


def test_from_the_left_nothing_is_isolated():
    text = "Pratica AC-2026-0001 di محمد."
    assert parsed(webvtt([Cue(0, 1_000, text)])) == [(0, 1_000, [text])]
