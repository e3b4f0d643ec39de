"""One clip, made once: claimed, adopted from the store or rendered, stored, looked at, marked."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.claims import Claim, ClipAnswer, claim_clip, finish, release
from campaigns.models import ClipState
from campaigns.queries import clips_by_name
from foundation.errors import RenderError, RowError
from renderer.clip import Cue
from workers.clip_description import ENDINGS, describe, find_whole, key_of, to_bytes
from workers.rendering_requests import CampaignPlace, KnownClip, RenderedClip, RenderRequest
from workers.standing import forget_clips
from workers.stored_objects import put_checked
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@contextmanager
def scratch_folder(shop: Workshop) -> Iterator[Path]:
    """Yield an empty folder of private state that is removed afterwards."""
    root = shop.settings.private / "scratch"
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        yield Path(folder).absolute()


def produce_clip(shop: Workshop, wanted: SceneOfRecipient) -> KnownClip | None:
    """Return the clip once it stands in the store; None when another worker has claimed it.

    Nothing is rendered that the store holds whole. Raises RenderError when the clip cannot be
    made (also when that is known already), StorageError when the store refuses, RowError when the
    values cannot be bound any more, WorkStoppedError when the work is to end.
    """
    shop.check_stopping()
    with shop.database.reading() as session:
        record = clips_by_name(session, wanted.campaign_id, [wanted.clip]).get(wanted.clip)
    if record is not None and record.state == ClipState.DONE:
        if shop.standing.clip(wanted.clip):
            return _known(record)
        with shop.writing() as session:
            forget_clips(session, wanted.campaign_id, [wanted.clip])
    settings = shop.settings
    with shop.writing() as session:
        claim = claim_clip(
            session,
            wanted.campaign_id,
            wanted.clip,
            seconds=settings.lease_seconds,
            max_attempts=settings.attempts,
        )
    if isinstance(claim, ClipAnswer):
        return _answered(shop, wanted, claim)
    try:
        with shop.leases.kept(claim):
            description = find_whole(shop.store, wanted.clip)
            if description is None:
                description = _render_and_store(shop, wanted)
                shop.tally.add("clips rendered")
            else:
                shop.tally.add("clips adopted")
    except RenderError as error:
        if shop.stopping.is_set():
            _give_back(shop, claim, count_attempt=False)
            raise WorkStoppedError from None
        _mark_failed(shop, claim, f"Scene '{wanted.scene}': {error}")
        raise RenderError(f"Scene '{wanted.scene}': {error}") from None
    except RowError:
        _give_back(shop, claim, count_attempt=False)
        raise
    except BaseException:
        _give_back(shop, claim, count_attempt=True)
        raise
    with shop.writing() as session:
        finish(
            session,
            claim,
            state=ClipState.DONE,
            duration_ms=description.duration_ms,
            cues=[[cue.start_ms, cue.end_ms, cue.text] for cue in description.cues],
            bytes=description.size,
            error=None,
        )
    return KnownClip(wanted.clip, description.duration_ms, description.cues)


def _answered(shop: Workshop, wanted: SceneOfRecipient, answer: ClipAnswer) -> KnownClip | None:
    if answer is ClipAnswer.HELD:
        return None
    with shop.database.reading() as session:
        record = clips_by_name(session, wanted.campaign_id, [wanted.clip])[wanted.clip]
    if answer is ClipAnswer.DONE:
        return _known(record)
    raise RenderError(record.error or f"Scene '{wanted.scene}' could not be rendered.")


def _known(record: ClipRecord) -> KnownClip:
    cues = tuple(Cue(start, end, text) for start, end, text in record.cues or ())
    return KnownClip(record.name, record.duration_ms or 0, cues)


def _render_and_store(shop: Workshop, wanted: SceneOfRecipient) -> ClipDescription:
    with scratch_folder(shop) as scratch:
        with shop.processes.lent() as process:
            rendered = process.ask(
                RenderRequest(wanted.campaign, wanted.values, wanted.scene, scratch)
            )
        if not isinstance(rendered, RenderedClip) or rendered.name != wanted.clip:
            raise RenderError("The clip has another name now than when it was planned.")
        for ending in ENDINGS:
            put_checked(shop.store, key_of(wanted.clip, ending), rendered.files[ending].path)
    description = describe(rendered)
    put_checked(shop.store, key_of(wanted.clip, "json"), to_bytes(description))
    return description


def _give_back(shop: Workshop, claim: Claim, *, count_attempt: bool) -> None:
    with shop.writing() as session:
        release(session, claim, count_attempt=count_attempt)


def _mark_failed(shop: Workshop, claim: Claim, reason: str) -> None:
    with shop.writing() as session:
        finish(session, claim, state=ClipState.FAILED, error=reason[:REASON_LENGTH])
