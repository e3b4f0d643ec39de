"""A whole clip, and a film of clips: decoded, heard and read again."""

import io
import multiprocessing
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from coded_clips import decoded

from foundation.errors import RenderError
from renderer import scene_renderer
from renderer.clip import SAMPLE_RATE, Clip
from renderer.kit import RenderKit
from renderer.scene_renderer import SceneRenderer
from scenes.bound import Choice, Motion, Option, PictureLayer, Sentence, TextLayer, Timing, Voice

MS = SAMPLE_RATE // 1_000

HOSTILE = "<script>alert(1)</script> {{7*7}} %{pts} x',drawtext=text=a '; --> [[a]] & ]]>"


@pytest.fixture
def scene(scene_of):
    return scene_of(
        TextLayer(text="Buongiorno Maria", style="title", enter=Motion("rise")),
        TextLayer(text="187,50\xa0€", style="figure", timing=Timing(sentence=2)),
        say=(
            Sentence("Buongiorno Maria.", "Buongiorno Maria."),
            Sentence("Sono centottantasette euro e cinquanta.", "Sono 187,50\xa0€."),
        ),
    )


@pytest.fixture
def clip(scene, look, kit):
    with SceneRenderer(look, kit) as renderer:
        return renderer.render(scene)


def render_elsewhere(look, kit, scenes):
    """Render in a process of its own, others first."""
    with SceneRenderer(look, kit) as renderer:
        return [renderer.render(scene) for scene in scenes][-1]


def test_pictures_and_sound_decode_and_last_as_long_as_the_clip_says(clip):
    pictures, sound = decoded(clip.mp4)
    assert clip.duration_ms % 320 == 0
    assert len(pictures) == clip.pictures == clip.duration_ms // 40
    assert len(sound) == clip.duration_ms * MS
    assert 0 < clip.encoded_pictures < clip.pictures // 2


def test_the_voice_is_heard_where_the_captions_are(clip):
    sound = np.abs(decoded(clip.mp4)[1])
    assert not (sound[: 350 * MS] > 0.01).any()
    for cue in clip.cues:
        after = sound[cue.start_ms * MS : (cue.start_ms + 100) * MS]
        assert (after > 0.02).any()
    assert [cue.text for cue in clip.cues] == ["Buongiorno Maria.", "Sono 187,50\xa0€."]
    assert sound.max() < 1


def test_the_same_scene_gives_the_same_bytes_in_any_process(scene, scene_of, look, kit, clip):
    other = scene_of(
        TextLayer(text="Tutt'altro"), say=(Sentence("Il carro è fermo a terra.", "Altro."),)
    )
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        again = pool.apply(render_elsewhere, (look, kit, [other, scene]))
    assert again == clip


def test_the_name_is_known_before_and_does_not_tell_what_is_said(scene, look, kit, clip):
    with SceneRenderer(look, kit) as renderer:
        assert renderer.clip_name(scene) == clip.name
    assert clip.name.isalnum()
    assert len(clip.name) == 32
    other = RenderKit(kit.media, b"another secret...", kit.cache)
    with SceneRenderer(look, other) as renderer:
        assert renderer.clip_name(scene) != clip.name


def test_the_poster_is_a_jpeg_of_the_finished_picture_without_metadata(clip, look):
    poster = Image.open(io.BytesIO(clip.poster))
    assert poster.format == "JPEG"
    assert poster.size == (360, 640)
    assert not poster.getexif()
    last = decoded(clip.mp4)[0][-1][: look.size[1]].reshape(640, 2, 360, 2).mean(axis=(1, 3))
    grey = np.asarray(poster.convert("L"), dtype=float)
    # The film's luma goes from 16 to 235.
    assert np.abs((last - 16) * 255 / 219 - grey).mean() < 3


def test_ways_on_are_no_part_of_the_clip(scene_of, look, kit):
    text = TextLayer(text="Come preferisce continuare?")
    ends = scene_of(text)
    asks = scene_of(text, choice=Choice("Come?", (Option("Pago adesso", pay=True),)))
    with SceneRenderer(look, kit) as renderer:
        assert renderer.render(ends) == renderer.render(asks)


def test_a_silent_scene_has_silent_sound_and_no_captions(scene_of, look, kit):
    with SceneRenderer(look, kit) as renderer:
        clip = renderer.render(scene_of(TextLayer(text="Solo testo"), min_ms=2_000))
    assert clip.duration_ms == 2_240
    assert clip.cues == ()
    assert np.abs(decoded(clip.mp4)[1]).max() < 1e-4


def test_hostile_text_is_drawn_and_spoken_as_text(scene_of, look, kit):
    scene = scene_of(TextLayer(text=HOSTILE), say=(Sentence(HOSTILE, HOSTILE),))
    with SceneRenderer(look, kit) as renderer:
        clip = renderer.render(scene)
    assert len(decoded(clip.mp4)[0]) == clip.pictures
    assert " ".join(" ".join(cue.text.split()) for cue in clip.cues) == HOSTILE


def test_a_film_of_clips_has_every_picture_of_them(scene_of, look, kit, clip):
    with SceneRenderer(look, kit) as renderer:
        second = renderer.render(scene_of(TextLayer(text="Arrivederci")))
        film = renderer.join([clip.mp4, second.mp4])
    pictures, sound = decoded(film)
    assert len(pictures) == clip.pictures + second.pictures
    assert len(sound) == (clip.duration_ms + second.duration_ms) * MS
    assert np.array_equal(pictures[-1], decoded(second.mp4)[0][-1])


def test_what_cannot_be_rendered_is_named_and_the_next_scene_is_not_harmed(
    scene, scene_of, look, kit, clip
):
    with SceneRenderer(look, kit) as renderer:
        with pytest.raises(RenderError, match=r"missing\.png"):
            renderer.render(scene_of(PictureLayer(source="missing.png")))
        again = renderer.render(scene)
    assert isinstance(again, Clip)
    assert again == clip


def test_a_voice_that_does_not_exist_is_an_error(scene, look, kit):
    import dataclasses

    mute = dataclasses.replace(look, voice=Voice(language="nessuna"))
    with SceneRenderer(mute, kit) as renderer, pytest.raises(RenderError, match="nessuna"):
        renderer.render(scene)


def test_a_clip_whose_picture_changes_meanwhile_is_not_given_a_name(
    scene_of, look, kit, monkeypatch
):
    path = kit.media / "p.png"
    Image.new("RGB", (40, 40), "red").save(path)
    scene = scene_of(PictureLayer(source="p.png"))
    encoding = scene_renderer.h264.encode_bands

    def swapping(*given):
        Image.new("RGB", (40, 40), "green").save(path)
        return encoding(*given)

    with SceneRenderer(look, kit) as renderer:
        monkeypatch.setattr(scene_renderer.h264, "encode_bands", swapping)
        with pytest.raises(RenderError, match="changed while it was read"):
            renderer.render(scene)
        monkeypatch.undo()
        assert renderer.render(scene).name == renderer.clip_name(scene)
