"""One clip, made once: adopted when it stands whole, waited for when another makes it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from campaigns.claims import Claim, claim_clip
from campaigns.models import ClipState
from foundation.clock import utc_now
from foundation.errors import RenderError
from workers.clip_production import SceneOfRecipient, produce_clip
from workers.producing import produce_recipient
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from work_bench import Bench

    from workers.rendering_requests import KnownClip


def wanted(bench: Bench, scene: str = "welcome", row: str = "a1") -> SceneOfRecipient:
    edition, recipient = bench.edition, bench.recipient(row)
    clip = bench.plan(row).clips[scene]
    return SceneOfRecipient(edition.campaign_id, edition.place, recipient.values, scene, clip)


def test_a_clip_that_stands_is_known_without_a_process(bench: Bench) -> None:
    scene = wanted(bench)
    bench.shop.processes.close()
    clip = produce_clip(bench.shop, scene)
    assert clip is not None
    assert clip.name == scene.clip
    assert [cue.text for cue in clip.cues] == ["Buongiorno."]
    assert bench.shop.processes._all[0].pid is None


def forget(bench: Bench, name: str) -> None:
    bench.set_clip(name, state=ClipState.RENDERING, duration_ms=None, cues=None)


def test_a_whole_clip_that_nobody_noted_is_adopted(bench: Bench) -> None:
    scene = wanted(bench)
    before = produce_clip(bench.shop, scene)
    forget(bench, scene.clip)
    assert produce_clip(bench.shop, scene) == before
    assert (bench.shop.tally["clips adopted"], bench.shop.tally["clips rendered"]) == (1, 0)
    record = bench.clips()[scene.clip]
    assert (record.state, record.lease_owner) == (ClipState.DONE, None)


@pytest.mark.parametrize("damage", ["changed", "shorter", "gone", "no description", "rubbish"])
def test_a_clip_that_is_not_whole_is_rendered_again(bench: Bench, damage: str) -> None:
    scene = wanted(bench)
    folder = bench.tiny.out / "clips"
    whole = {file: file.read_bytes() for file in folder.glob(f"{scene.clip}.*")}
    mp4, description = folder / f"{scene.clip}.mp4", folder / f"{scene.clip}.json"
    match damage:
        case "changed":
            mp4.write_bytes(whole[mp4][:-1] + b"x")
        case "shorter":
            mp4.write_bytes(whole[mp4][:-1])
        case "gone":
            mp4.unlink()
        case "no description":
            description.unlink()
        case "rubbish":
            description.write_bytes(b'{"schema": "other@1"}')
    forget(bench, scene.clip)
    produce_clip(bench.shop, scene)
    assert bench.shop.tally["clips rendered"] == 1
    assert {file: file.read_bytes() for file in whole} == whole


def test_a_clip_that_another_worker_holds_is_left_to_it(bench: Bench) -> None:
    scene = wanted(bench)
    forget(bench, scene.clip)
    with bench.shop.database.writing() as session:
        claim = claim_clip(session, scene.campaign_id, scene.clip, seconds=60, max_attempts=3)
    assert isinstance(claim, Claim)
    assert produce_clip(bench.shop, scene) is None
    # Its lease runs out: whoever comes next takes the clip over.
    bench.set_clip(scene.clip, lease_until=utc_now() - timedelta(seconds=1))
    assert produce_clip(bench.shop, scene) is not None


def test_two_workers_never_render_one_clip_twice(bench: Bench) -> None:
    scene = wanted(bench)
    for file in (bench.tiny.out / "clips").glob(f"{scene.clip}.*"):
        file.unlink()
    forget(bench, scene.clip)
    results: list[KnownClip | None] = []
    workers = [
        threading.Thread(target=lambda: results.append(produce_clip(bench.shop, scene)))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert bench.shop.tally["clips rendered"] == 1
    assert len([result for result in results if result]) >= 1


def test_a_failed_clip_is_not_tried_again_in_the_same_run(bench: Bench) -> None:
    scene = wanted(bench)
    reason = "Scene 'welcome': twice the process was ended by SIGSEGV."
    bench.set_clip(scene.clip, state=ClipState.FAILED, error=reason)
    with pytest.raises(RenderError, match="SIGSEGV"):
        produce_clip(bench.shop, scene)
    recipient = bench.plan_again()
    produce_recipient(bench.shop, bench.edition, recipient)
    assert bench.recipient().error == reason, "the person's row says why"


def test_a_scene_that_cannot_be_rendered_is_marked_with_its_reason(bench: Bench) -> None:
    scene = wanted(bench)
    for file in (bench.tiny.out / "clips").glob(f"{scene.clip}.*"):
        file.unlink()
    forget(bench, scene.clip)
    bench.shop.processes.abandon()
    with pytest.raises(RenderError, match="Scene 'welcome'"):
        produce_clip(bench.shop, scene)
    record = bench.clips()[scene.clip]
    assert (record.state, record.lease_owner) == (ClipState.FAILED, None)
    assert record.error == "Scene 'welcome': Rendering was stopped."


def test_stopping_gives_the_clip_back(bench: Bench) -> None:
    scene = wanted(bench)
    for file in (bench.tiny.out / "clips").glob(f"{scene.clip}.*"):
        file.unlink()
    forget(bench, scene.clip)
    before = bench.clips()[scene.clip].attempts

    def stop() -> None:
        bench.shop.stopping.set()
        bench.shop.processes.abandon()

    bench.shop.processes._all[0].close()  # so that the next request takes its time
    threading.Timer(0.3, stop).start()
    with pytest.raises(WorkStoppedError):
        produce_clip(bench.shop, scene)
    record = bench.clips()[scene.clip]
    assert (record.state, record.lease_owner) == (ClipState.RENDERING, None)
    assert record.attempts == before
    with pytest.raises(WorkStoppedError):
        produce_clip(bench.shop, scene)
