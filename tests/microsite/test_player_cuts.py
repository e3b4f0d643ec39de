"""How soon the picture and the sound of a clip that was loaded ahead come: fifty cuts.

``pytest -s`` prints the figures. The goal is 80 ms for a picture on an idle machine; a machine that
tests run on is not idle, so what is asserted has room.
"""

from __future__ import annotations

import json
import statistics
import sys

import pytest
from conftest import DESK
from invented_story import page_clips, page_input
from served_site import Site, serve
from short_clips import clip

from microsite.bundle import player_script, player_style
from microsite.payload import story

CUTS = 50
CLIP_MS = 640
NAMES = [f"scene_{number}" for number in range(CUTS + 1)]

MEASURE = """() => {
  const film = document.querySelector("sollecito-film");
  window.cuts = [];
  window.quiet = [];
  let ended = 0;
  let before = null;
  for (const video of film.screen.videos) {
    const over = () => {
      if (video !== film.screen.front) return;
      ended = performance.now();
      before = video;
    };
    video.addEventListener("ended", over, true);
    const picture = (now) => {
      video.requestVideoFrameCallback(picture);
      // Whatever picture of the next clip comes first: on a busy machine it is not its very first.
      if (!ended || video === before || video !== film.screen.front) return;
      window.cuts.push(now - ended);
      ended = 0;
    };
    video.requestVideoFrameCallback(picture);
  }
  // What is heard: both elements into one place, the longest silence of every second or so.
  const context = new AudioContext();
  const ear = context.createScriptProcessor(1024, 1, 1);
  for (const video of film.screen.videos) context.createMediaElementSource(video).connect(ear);
  ear.connect(context.destination);
  let still = 0;
  let heard = false;
  ear.onaudioprocess = ({ inputBuffer }) => {
    for (const sample of inputBuffer.getChannelData(0)) {
      if (Math.abs(sample) > 0.001) {
        const ms = (1000 * still) / context.sampleRate;
        if (heard && ms > 4) window.quiet.push(ms);
        still = 0;
        heard = true;
      } else still++;
    }
  };
}"""


@pytest.fixture
def long_film(tmp_path):
    """A film of fifty-one short clips: a picture that moves, a tone from end to end."""
    (tmp_path / "clips").mkdir()
    whole = story(page_input(), {})
    made = page_clips(dict.fromkeys(NAMES, ("…",)), ms=CLIP_MS)
    scenes = {}
    for at, name in enumerate(NAMES):
        file = made[name].name
        (tmp_path / "clips" / f"{file}.mp4").write_bytes(clip(at % 8 + 1, CLIP_MS))
        scenes[name] = {"title": name, "clip": file, "ms": CLIP_MS, "cues": []}
        if at < CUTS:
            scenes[name]["next"] = NAMES[at + 1]
    told = whole | {
        "root": "./", "start": NAMES[0], "defaultPath": NAMES, "order": NAMES, "scenes": scenes
    }  # fmt: skip
    (tmp_path / "story.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "film.js").write_bytes(player_script())
    (tmp_path / "film.css").write_text(player_style(), encoding="utf-8")
    (tmp_path / "index.html").write_text(
        "<!doctype html><link rel=icon href=data:,><link rel=stylesheet href=film.css>"
        "<script defer src=film.js></script><sollecito-film src=story.json></sollecito-film>"
    )
    site = Site(tmp_path, "-")
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


def test_picture_and_sound_follow_each_other_at_fifty_cuts(open_page, long_film):
    visit = open_page(f"{long_film.origin}/index.html", expected=("ScriptProcessor",), **DESK)
    page = visit.page
    page.wait_for_selector(".touch:visible")
    page.evaluate(MEASURE)
    page.click(".touch")
    page.wait_for_selector(".end", timeout=120_000)
    cuts = sorted(page.evaluate("window.cuts"))
    quiet = sorted(page.evaluate("window.quiet"))
    figures = (
        f"{len(cuts)} cuts, picture after ms: median {statistics.median(cuts):.0f}, "
        f"90 % {cuts[len(cuts) * 9 // 10]:.0f}, most {cuts[-1]:.0f}; "
        f"silences: {len(quiet)}, median {statistics.median(quiet or [0]):.0f} ms"
    )
    sys.stdout.write(figures + "\n")
    assert len(cuts) >= CUTS * 0.9, figures
    assert statistics.median(cuts) <= 200, figures
    assert statistics.median(quiet or [0]) <= 250, figures
