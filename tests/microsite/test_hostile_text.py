"""Hostile, strange and endless data is text and nothing else."""

from __future__ import annotations

import dataclasses

import pytest
from invented_story import CHOICE, bound_story, page_clips, page_input, scenes
from served_site import Site, serve, write_site

from microsite.page_input import PageCue
from scenes.bound import Detail, Fact, Question

HOSTILE = {
    "markup": (
        "<script>window.hit=1</script></script><img src=x onerror='window.hit=1'><!--<script>"
        ' {{7*7}} {% raw %} ${7*7} "\' onmouseover="window.hit=1" x=" &amp; &#39;'
    ),
    "right to left": "محمد بن عبد الله",
    "override": "\u202eoiluiG\u202c evil",
    "emoji": "👩🏽‍🚀 Zoë 🇮🇹",
    "long": "Wolfeschlegelsteinhausenbergerdorff" * 9,
    "separators": "a\u2028b\u2029c",
}
CONTROLS = dict.fromkeys(map(ord, "\u202e\u202c\u2066\u2068\u2069"))


def story_of(name: str):
    bound = bound_story(
        greeting=f"Buongiorno {name}",
        summary=(f"{name}, le scriviamo.",),
        facts=(Fact(name, name, name),),
        details=(Detail(name, name, name),),
        questions=(Question(name, name),),
        cover_title=name,
    )
    told = tuple(
        dataclasses.replace(
            scene,
            title=name,
            choice=dataclasses.replace(
                CHOICE,
                ask=name,
                options=(dataclasses.replace(CHOICE.options[0], label=name, icon=name),),
            )
            if scene.choice
            else None,
        )
        for scene in scenes()
    )
    return dataclasses.replace(bound, scenes=told)


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_shown_and_does_nothing(open_page, tmp_path, kind):
    name = HOSTILE[kind]
    clips = {
        scene: dataclasses.replace(clip, cues=(PageCue(0, 900, name),))
        for scene, clip in page_clips(ms=960).items()
    }
    whole = page_input(story_of(name), clips=clips)
    write_site(tmp_path, whole)
    site = Site(tmp_path, whole.token, api=True)
    server = serve(site)
    visit = open_page(site.page)
    page = visit.page
    shown = page.text_content("#greeting").translate(CONTROLS)
    assert shown == f"Buongiorno {name}".translate(CONTROLS)
    visit.at_choice()
    asked = page.text_content(".choice h2").translate(CONTROLS)
    assert asked == name.translate(CONTROLS)
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("sollecito-film").count() == 1
    server.shutdown()
    server.server_close()


def test_a_right_to_left_name_is_kept_apart(tmp_path):
    whole = page_input(story_of("محمد"))
    write_site(tmp_path, whole)
    text = (tmp_path / "p" / whole.token / "index.html").read_text(encoding="utf-8")
    assert "Buongiorno <bdi>محمد</bdi>" in text
    assert "\u2068محمد\u2069" in text, "in the player's data"


def test_a_page_in_arabic_runs_from_right_to_left(open_page, tmp_path):
    bound = dataclasses.replace(story_of("محمد Rossi"), locale="ar")
    whole = page_input(bound)
    write_site(tmp_path, whole)
    visit = open_page((tmp_path / "p" / whole.token / "index.html").as_uri())
    assert visit.page.evaluate("document.documentElement.dir") == "rtl"
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 360
    mark = visit.page.locator(".masthead .mark").bounding_box()
    assert mark["x"] > 180
