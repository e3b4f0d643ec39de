"""One recipient, from claim to publication: plan, clips, film, page; the page's HTML last."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from campaigns.claims import claim_recipient, finish, postpone, renew
from campaigns.links import page_key, printed_link
from campaigns.models import Recipient, RecipientStatus
from campaigns.queries import hold_film
from foundation.clock import utc_now
from foundation.errors import RenderError, RowError, SollecitoError, StorageError
from foundation.refusals import worded
from inbox.declarations import keep_declaration
from workers.clip_production import REASON_LENGTH, SceneOfRecipient, produce_clips
from workers.edition import publication_digest
from workers.film_removal import remove_unused_film
from workers.outages import outage, wait_out
from workers.rendering_requests import FilmRequest, KnownClip, PageRequest, Plan, PlanRequest
from workers.stored_objects import delete_page, put_objects
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from campaigns.claims import Claim
    from workers.edition import Edition
    from workers.workshop import Workshop

_PERSON = (
    Recipient.id,
    Recipient.values,
    Recipient.values_digest,
    Recipient.token,
    Recipient.attempts,
    Recipient.film,
)

INDEX = "index.html"
"""The file of a page that shows all others."""

WAIT_S = 0.1
"""Seconds between two looks at a clip that another worker is rendering."""

BACKOFF_S = 2.0
"""Seconds before a recipient is tried again; doubled with each attempt."""

JITTER = (0.5, 1.5)
"""What a wait is multiplied by, by chance, so that many do not come back together."""

log = structlog.get_logger(__name__)


class LeaseLostError(Exception):
    """Raised inside the work when somebody else has taken it over; nothing more is written."""


class TryAgainError(Exception):
    """Raised when something outside failed (the store, the disk) and another attempt is left.

    Args:
        delay_s: seconds to wait before it.
    """

    def __init__(self, delay_s: float) -> None:
        self.delay_s = delay_s
        super().__init__(f"try again in {delay_s:g} s")


@dataclass(frozen=True, slots=True)
class _Person:
    """The columns of a recipient that the work needs."""

    id: int
    values: dict[str, Any]
    values_digest: str
    token: str
    attempts: int
    film: str | None


def produce_recipient(shop: Workshop, edition: Edition, recipient_id: int) -> None:
    """Publish one recipient, unless somebody else is at it or it is done.

    What cannot be made is marked as failed with its reason, also a row whose attempts all ended
    without a word. Raises TryAgainError when another attempt may help, WorkStoppedError when the
    work is to end; both leave the row free (after TryAgainError not before the delay is over).
    """
    shop.check_stopping()
    with shop.writing() as session:
        claim = claim_recipient(session, recipient_id, seconds=shop.settings.lease_seconds)
        if claim is None:
            return
        row = session.execute(select(*_PERSON).where(Recipient.id == recipient_id)).one()
    person = _Person(*row)
    if person.attempts > shop.settings.attempts:
        # The workers that tried were killed, or lost the database: it may be this row that does it.
        _fail(shop, claim, f"Set aside: {shop.settings.attempts} attempts ended without a result.")
        return
    try:
        _work_on(shop, edition, person, claim)
    except WorkStoppedError:
        shop.give_back(claim)
        raise


def _work_on(shop: Workshop, edition: Edition, person: _Person, claim: Claim) -> None:
    """Publish a recipient who is claimed, or write down why not. Raises as its caller."""
    try:
        with shop.leases.kept(claim):
            plan, film_clips = _publish(shop, edition, person, claim)
            done = _finish(shop, edition, person, claim, plan, film_clips)
    except LeaseLostError:
        log.warning("recipient.taken_over", recipient=person.id)
        return
    except (RowError, RenderError) as error:
        if shop.stopping.is_set():
            raise WorkStoppedError from None
        _fail(shop, claim, str(error))
    except (StorageError, OSError, SQLAlchemyError) as error:
        log.warning("recipient.attempt_failed", recipient=person.id, exc_info=error)
        _try_later(shop, person, claim, error)
    except WorkStoppedError:
        raise
    except Exception as error:
        log.exception("recipient.unexpected", recipient=person.id)
        _fail(shop, claim, f"Unexpected {type(error).__name__}. This is a fault of the program.")
    else:
        if done:
            shop.tally.add("published")
            _drop_film(shop, person.film, plan.film)
        else:
            _undo(shop, person)


def _try_later(shop: Workshop, person: _Person, claim: Claim, error: Exception) -> None:
    """Raise TryAgainError when another attempt is left after something was refused outside.

    In an outage none is used up, and this waits for its end. Raises WorkStoppedError, too.
    """
    delay_s = BACKOFF_S * 2 ** (person.attempts - 1) * random.uniform(*JITTER)  # noqa: S311 - no secret
    reason = outage(shop, error)
    if reason is not None:
        shop.give_back(claim)
        wait_out(shop, reason)
        raise TryAgainError(delay_s) from None
    if person.attempts < shop.settings.attempts:
        with shop.writing() as session:
            postpone(session, claim, seconds=delay_s)
        raise TryAgainError(delay_s) from None
    _fail(shop, claim, _reason(error))


def plan_recipient(shop: Workshop, edition: Edition, values: dict[str, Any]) -> Plan:
    """Return which clips a recipient needs. Raises RowError when the values cannot be bound."""
    with shop.processes.lent() as process:
        plan = process.ask(PlanRequest(edition.place, values))
    if not isinstance(plan, Plan):
        raise TypeError(f"a plan was asked for, and a {type(plan).__name__} came")
    return plan


def _finish(
    shop: Workshop,
    edition: Edition,
    person: _Person,
    claim: Claim,
    plan: Plan,
    film_clips: list[KnownClip],
) -> bool:
    """Note a publication down; False when the row was lost.

    The film is looked for once more while nobody may remove it: it may have been there for somebody
    else, who was withdrawn since. Then it is joined again.
    """
    while True:
        with shop.writing() as session:
            hold_film(session, plan.film)
            if shop.standing.film_now(plan.film):
                forms = keep_declaration(session, edition.campaign_id, plan.forms)
                return finish(
                    session,
                    claim,
                    status=RecipientStatus.PUBLISHED,
                    plan=plan.clips,
                    film=plan.film,
                    publication=publication_digest(edition.digest, person.values_digest),
                    published_at=utc_now(),
                    pay_address=plan.pay_address,
                    forms=forms,
                    error=None,
                )
        shop.check_stopping()
        log.info("film.joined_again", recipient=person.id)
        put_objects(shop.store, _join_film(shop, plan, film_clips))


def _publish(
    shop: Workshop, edition: Edition, person: _Person, claim: Claim
) -> tuple[Plan, list[KnownClip]]:
    """Make and store everything; return the plan and the clips of the film."""
    plan = plan_recipient(shop, edition, person.values)
    clips = _produce_clips(shop, edition, person, plan)
    film_clips = [clips[scene] for scene in plan.path]
    film = _join_film(shop, plan, film_clips)
    shop.check_stopping()
    request = PageRequest(
        campaign=edition.place,
        values=person.values,
        token=person.token,
        link=printed_link(edition.public_base, person.token),
        clips=clips,
        film=plan.film,
        film_ms=sum(clip.duration_ms for clip in film_clips),
        files_origin=edition.files_origin,
    )
    with shop.processes.lent() as process:
        page: dict[str, bytes] = process.ask(request)
    _store_publication(shop, page_key(person.token), page, film, claim)
    return plan, film_clips


def _store_publication(
    shop: Workshop, folder: str, page: dict[str, bytes], film: dict[str, bytes], claim: Claim
) -> None:
    """Store a film and a page: ``index.html`` makes the rest visible, so it comes at the end.

    A page has the same key in each of its versions, so whoever has lost the row must not write it:
    that is looked at before each step, in the database.
    """
    before = set(shop.store.keys(folder))
    bodies = {folder + name: body for name, body in page.items()}
    html = {folder + INDEX: bodies.pop(folder + INDEX)}
    put_objects(shop.store, film)
    _check_claim(shop, claim)
    put_objects(shop.store, bodies)
    _check_claim(shop, claim)
    put_objects(shop.store, html)
    for key in before - bodies.keys() - html.keys():
        shop.store.delete(key)  # of the publication before, which nothing shows any more
    if film:
        shop.tally.add("films joined")


def _check_claim(shop: Workshop, claim: Claim) -> None:
    """Hold on to a row before something is written over; LeaseLostError when it is lost."""
    with shop.writing() as session:
        if renew(session, claim, seconds=shop.settings.lease_seconds) is None:
            raise LeaseLostError


def _drop_film(shop: Workshop, before: str | None, now: str) -> None:
    """Remove the film of the publication before, unless somebody else has it."""
    if before is None or before == now:
        return
    try:
        remove_unused_film(shop.database, shop.store, before)
    except StorageError as error:
        log.warning("film.not_removed", reason=str(error))


def _undo(shop: Workshop, person: _Person) -> None:
    """Mend what we may have written over though the row was lost between the last look and the end.

    What another worker had published is planned again; of who was withdrawn nothing is left.
    """
    log.warning("recipient.lost_at_the_end", recipient=person.id)
    with shop.writing() as session:
        session.execute(
            update(Recipient)
            .where(Recipient.id == person.id, Recipient.status == RecipientStatus.PUBLISHED)
            .values(status=RecipientStatus.PLANNED, publication=None)
            .execution_options(synchronize_session=False)
        )
        row = session.get(Recipient, person.id)
        withdrawn = row is None or row.status == RecipientStatus.WITHDRAWN
    if withdrawn:
        delete_page(shop.store, person.token)


def _produce_clips(
    shop: Workshop, edition: Edition, person: _Person, plan: Plan
) -> dict[str, KnownClip]:
    """Return all clips of a plan by scene; those that others are rendering are waited for last."""
    wanted = {
        clip: SceneOfRecipient(edition.campaign_id, edition.place, person.values, scene, clip)
        for scene, clip in plan.clips.items()
    }
    made: dict[str, KnownClip] = {}
    while True:
        made |= produce_clips(shop, [wanted[clip] for clip in wanted if clip not in made])
        if len(made) == len(wanted):
            return {scene: made[clip] for scene, clip in plan.clips.items()}
        # The other worker's claim ends with its work, or by itself when the worker is gone.
        shop.stopping.wait(WAIT_S)


def _join_film(shop: Workshop, plan: Plan, clips: list[KnownClip]) -> dict[str, bytes]:
    """Return the objects of a film by key, none when it stands already."""
    if shop.standing.film(plan.film):
        return {}
    with shop.shelf.lent(clip.name for clip in clips) as files:
        parts = tuple(files[clip.name] for clip in clips)
        request = FilmRequest(tuple(clips), parts, plan.rtl)
        with shop.processes.lent() as process:
            made: dict[str, bytes] = process.ask(request)
    return {f"films/{plan.film}.{ending}": body for ending, body in made.items()}


def _reason(error: Exception) -> str:
    if isinstance(error, SollecitoError):
        return str(error)
    if isinstance(error, OSError | SQLAlchemyError):
        return worded(error)
    return f"Unexpected {type(error).__name__}."


def _fail(shop: Workshop, claim: Claim, reason: str) -> None:
    with shop.writing() as session:
        finish(session, claim, status=RecipientStatus.FAILED, error=reason[:REASON_LENGTH])
    shop.tally.add("failed")
    log.info("recipient.failed", recipient=claim.id, reason=reason[:REASON_LENGTH])
