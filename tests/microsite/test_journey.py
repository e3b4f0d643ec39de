"""The story's logic (player/story.js) by itself, in the browser's own engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from invented_story import page_input

from microsite.bundle import PLAYER
from microsite.payload import story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def run(chromium: Browser) -> Iterator[Callable[[str], Any]]:
    """Run statements with ``j``, a fresh Journey through the invented story."""
    page = chromium.new_page()
    source = (PLAYER / "story.js").read_text(encoding="utf-8").replace("export class", "class")
    told = json.dumps(story(page_input(), {}))

    def ran(statements: str) -> Any:
        return page.evaluate(
            f"() => {{ {source}\n const j = new Journey({told});\n {statements} }}"
        )

    yield ran
    page.close()


def test_scenes_follow_one_another_to_the_choice(run):
    assert run("j.enter('welcome'); return j.after()") == {"to": "roads"}
    after = run("j.enter('amount'); return j.after()")
    assert [option["to"] for option in after["choice"]["options"]][:2] == ["pay", "why"]
    assert run("j.enter('goodbye'); return j.after()") == {"end": True}


def test_an_aside_returns_to_the_choice_it_was_called_from(run):
    after = run("j.enter('amount'); j.choose('why'); return [j.after(), j.here]")
    assert after[0]["back"] == "amount"
    assert after[0]["choice"]["ask"] == "Come preferisce continuare?"
    assert after[1] == "amount"


def test_an_aside_reached_as_a_chapter_returns_to_where_the_viewer_was(run):
    assert run("j.enter('roads'); j.jump('why'); return j.after()") == {"to": "amount"}


def test_back_goes_one_scene_back_and_into_asides_again(run):
    assert run("j.enter('welcome'); return [j.canGoBack, j.back()]") == [False, None]
    assert run("j.enter('welcome'); j.enter('roads'); return [j.back(), j.here]") == [
        "welcome",
        "welcome",
    ]
    returned = run(
        "j.enter('amount'); j.choose('why'); j.after(); const b = j.back();"
        "return [b, j.after().back]"
    )
    assert returned == ["why", "amount"]


def test_what_lies_ahead_begins_with_the_likely_way(run):
    assert run("return j.ahead('amount')") == ["pay", "why", "more_time", "already_paid"]
    assert run("return j.ahead('goodbye')") == []
    assert run("return j.ahead('more_time')") == ["goodbye"]


def test_the_share_grows_to_one_along_the_default_path(run):
    shares = run(
        "return j.story.defaultPath.map((id) => { j.enter(id); return j.share(0); })"
        ".concat([j.share(j.scene('goodbye').ms)])"
    )
    assert shares == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])


def test_an_aside_neither_adds_to_the_share_nor_takes_from_it(run):
    before, within, after = run(
        "j.enter('welcome'); j.enter('roads'); j.enter('amount');"
        "const a = j.share(j.scene('amount').ms); j.choose('why'); const b = j.share(1000);"
        "j.after(); return [a, b, j.share(j.scene('amount').ms)]"
    )
    assert before == pytest.approx(within) == pytest.approx(after)


def test_a_story_that_runs_in_a_circle_has_a_share(run):
    assert (
        0
        <= run("j.story.scenes.goodbye.next = 'welcome'; j.enter('welcome'); return j.share(5)")
        < 1
    )
