"""Clips, made once: claimed, adopted from the store or rendered, stored, looked at, marked.

The clips of a recipient are claimed, stored and marked together: that costs the database and the
disk a fraction of one by one. Each is still rendered, and fails, by itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from campaigns.claims import (
    ClipAnswer,
    claim_clip,
    claim_new_clips,
    finish,
    finish_clips,
)
from campaigns.models import ClipState
from campaigns.queries import clips_by_name
from foundation.errors import RenderError, RowError, StorageError
from renderer.clip import Cue
from workers.clip_description import describe, find_whole, key_of, to_bytes
from workers.outages import full_disk
from workers.rendering_requests import CampaignPlace, KnownClip, RenderedClip, RenderRequest
from workers.standing import forget_clips
from workers.stored_objects import put_objects
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from campaigns.claims import Claim
    from campaigns.models import ClipRecord
    from workers.clip_description import ClipDescription
    from workers.workshop import Workshop

REASON_LENGTH = 500
"""Longest reason that is kept, in characters."""


@dataclass(frozen=True, slots=True)
class SceneOfRecipient:
    """Which scene of whose values gives the clip of this name."""

    campaign_id: int
    campaign: CampaignPlace
    values: dict[str, Any]
    scene: str
    clip: str


def produce_clip(shop: Workshop, wanted: SceneOfRecipient) -> KnownClip | None:
    """Return one clip once it stands in the store; None when another worker has claimed it.

    Raises as ``produce_clips``.
    """
    return produce_clips(shop, [wanted]).get(wanted.clip)


def produce_clips(shop: Workshop, wanted: Sequence[SceneOfRecipient]) -> dict[str, KnownClip]:
    """Return, by name, the clips of one campaign that stand in the store now.

    Those left out have been claimed by other workers. Nothing is rendered that the store holds
    whole. What was made before something failed is kept. Raises RenderError when a clip cannot be
    made (also when that is known already), StorageError when the store refuses, RowError when the
    values cannot be bound any more, WorkStoppedError when the work is to end.
    """
    shop.check_stopping()
    scenes = {scene.clip: scene for scene in wanted}
    campaign_id = wanted[0].campaign_id
    with shop.database.reading() as session:
        records = clips_by_name(session, campaign_id, scenes)
    done = {name for name, record in records.items() if record.state == ClipState.DONE}
    lost = {name for name in done if not shop.standing.clip(name)}
    standing = {name: known(records[name]) for name in scenes if name in done - lost}
    shop.tally.add("clips reused", len(standing))
    missing = {name: scene for name, scene in scenes.items() if name not in standing}
    if not missing:
        return standing
    claims, answers = _claim(shop, campaign_id, missing, records, lost)
    failed = [name for name, answer in answers.items() if answer is ClipAnswer.FAILED]
    if failed:
        shop.give_back(*claims.values())
    if failed or ClipAnswer.DONE in answers.values():
        with shop.database.reading() as session:
            records = clips_by_name(session, campaign_id, answers)
    if failed:
        reason = records[failed[0]].error
        raise RenderError(reason or f"Scene '{missing[failed[0]].scene}' could not be rendered.")
    standing |= {
        name: known(records[name]) for name, answer in answers.items() if answer is ClipAnswer.DONE
    }
    return standing | (_make(shop, missing, claims) if claims else {})


def known(record: ClipRecord) -> KnownClip:
    """Return what a finished clip's record tells of it."""
    cues = tuple(Cue(start, end, text) for start, end, text in record.cues or ())
    return KnownClip(record.name, record.duration_ms or 0, cues, record.bytes or 0)


def _claim(
    shop: Workshop,
    campaign_id: int,
    missing: Iterable[str],
    records: Mapping[str, ClipRecord],
    lost: Iterable[str],
) -> tuple[dict[str, Claim], dict[str, ClipAnswer]]:
    """Claim all clips that can be had; return the claims and why the others could not."""
    seconds, attempts = shop.settings.lease_seconds, shop.settings.attempts
    answers: dict[str, ClipAnswer] = {}
    with shop.writing() as session:
        if lost:
            forget_clips(session, campaign_id, lost)
        new = [name for name in missing if name not in records]
        claims = claim_new_clips(session, campaign_id, new, seconds=seconds) if new else {}
        for name in missing:
            if name not in claims:
                claim = claim_clip(
                    session, campaign_id, name, seconds=seconds, max_attempts=attempts
                )
                if isinstance(claim, ClipAnswer):
                    answers[name] = claim
                else:
                    claims[name] = claim
    return claims, answers


def _make(
    shop: Workshop, scenes: Mapping[str, SceneOfRecipient], claims: Mapping[str, Claim]
) -> dict[str, KnownClip]:
    """Adopt or render, store and mark claimed clips; return them."""
    made: dict[str, ClipDescription] = {}
    rendered: dict[str, RenderedClip] = {}
    took_ms: dict[str, int] = {}
    trouble: RenderError | RowError | StorageError | WorkStoppedError | None = None
    failed = ""
    try:
        with shop.leases.kept(*claims.values()):
            for name in claims:
                try:
                    shop.check_stopping()
                    adopted = find_whole(shop.store, name)
                    if adopted is not None:
                        made[name] = adopted
                        shop.tally.add("clips adopted")
                    else:
                        started = time.monotonic()
                        rendered[name] = _render(shop, scenes[name])
                        took_ms[name] = round((time.monotonic() - started) * 1000)
                except RenderError as error:
                    trouble = _why(shop, error)
                except (RowError, WorkStoppedError) as error:
                    trouble = error
                if trouble is not None:
                    failed = name
                    break
            made |= _store(shop, rendered)
        reason = f"Scene '{scenes[failed].scene}': {trouble}" if failed else ""
        with shop.writing() as session:
            finish_clips(
                session,
                [
                    (claims[name], _columns(clip, scenes[name].scene, took_ms.get(name)))
                    for name, clip in made.items()
                ],
            )
            if isinstance(trouble, RenderError):
                kept = reason[:REASON_LENGTH]
                finish(session, claims[failed], state=ClipState.FAILED, error=kept)
    except BaseException as error:
        # What is refused outside is no fault of the clip, which others may be waiting for.
        outside = isinstance(error, StorageError | OSError | SQLAlchemyError | WorkStoppedError)
        shop.give_back(*claims.values(), count_attempt=not outside)
        raise
    if isinstance(trouble, RenderError):
        trouble = RenderError(reason)
    if trouble is not None:
        # Of those settled above nothing is held any more.
        shop.give_back(*claims.values())
        raise trouble
    return {
        name: KnownClip(name, clip.duration_ms, clip.cues, clip.bytes)
        for name, clip in made.items()
    }


def _why(shop: Workshop, error: RenderError) -> RenderError | StorageError | WorkStoppedError:
    """Return what a rendering that failed means: nothing, where it was cut off or found no room."""
    if shop.stopping.is_set():
        return WorkStoppedError()
    full = full_disk(shop.settings)
    return error if full is None else StorageError(full)


def _columns(clip: ClipDescription, scene: str, took_ms: int | None) -> dict[str, Any]:
    return {
        "scene": scene,
        "took_ms": took_ms,
        "duration_ms": clip.duration_ms,
        "cues": [[cue.start_ms, cue.end_ms, cue.text] for cue in clip.cues],
        "bytes": clip.bytes,
    }


def _render(shop: Workshop, wanted: SceneOfRecipient) -> RenderedClip:
    with shop.processes.lent() as process:
        rendered = process.ask(RenderRequest(wanted.campaign, wanted.values, wanted.scene))
    if not isinstance(rendered, RenderedClip) or rendered.name != wanted.clip:
        raise RenderError("The clip has another name now than when it was planned.")
    return rendered


def _store(shop: Workshop, rendered: Mapping[str, RenderedClip]) -> dict[str, ClipDescription]:
    """Store clips: their objects first, then the descriptions that say that they are whole."""
    if not rendered:
        return {}
    put_objects(
        shop.store,
        {
            key_of(name, ending): body
            for name, clip in rendered.items()
            for ending, body in clip.files.items()
        },
    )
    descriptions = {name: describe(clip) for name, clip in rendered.items()}
    put_objects(
        shop.store, {key_of(name, "json"): to_bytes(clip) for name, clip in descriptions.items()}
    )
    for name, clip in rendered.items():
        shop.shelf.keep(name, clip.files["mp4"])
        shop.standing.stored(name)
        shop.tally.add("clips rendered")
    return descriptions
