"""The actors: what a message can ask for. Messages carry ids only, never a person's data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import dramatiq
import structlog
from dramatiq.errors import Retry
from sqlalchemy.exc import SQLAlchemyError

from campaigns.models import Recipient
from foundation.errors import SollecitoError
from workers.broker import IMPORT, RENDER
from workers.clip_production import SceneOfRecipient, produce_clip
from workers.producing import TryAgainError, plan_recipient, produce_recipient
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dramatiq import Actor, Broker

    from workers.edition import Edition
    from workers.workshop import Workshop

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Actors:
    """``produce(campaign_id, recipient_id)`` publishes one recipient.

    ``prepare(campaign_id, recipient_id, scene)`` renders one clip ahead, because several
    recipients share it; the recipient serves as the one whose values give the scene.
    """

    produce: Actor[[int, int], None]
    prepare: Actor[[int, int, str], None]


def declare_actors(broker: Broker, shop: Workshop, edition_of: Callable[[int], Edition]) -> Actors:
    """Return the actors of a broker, working in ``shop``; ``edition_of`` finds a campaign's."""

    def produce(campaign_id: int, recipient_id: int) -> None:
        try:
            produce_recipient(shop, edition_of(campaign_id), recipient_id)
        except TryAgainError as again:
            # ``from None``: dramatiq keeps the traceback's text in the message.
            raise Retry(str(again), delay=int(again.delay_s * 1000)) from None
        except SollecitoError as error:
            # The campaign's files cannot be had, or the database: nothing was claimed.
            log.warning("recipient.not_begun", recipient=recipient_id, reason=str(error))
        except WorkStoppedError:
            log.debug("recipient.given_back", recipient=recipient_id)

    def prepare(campaign_id: int, recipient_id: int, scene: str) -> None:
        try:
            edition = edition_of(campaign_id)
            with shop.database.reading() as session:
                values: dict[str, Any] = session.get_one(Recipient, recipient_id).values
            clip = plan_recipient(shop, edition, values).clips[scene]
            produce_clip(shop, SceneOfRecipient(campaign_id, edition.place, values, scene, clip))
        except (SollecitoError, SQLAlchemyError, KeyError) as error:
            # The recipients that need the clip meet the same trouble and keep the reason.
            log.info("clip.not_prepared", scene=scene, error=type(error).__name__)
        except WorkStoppedError:
            log.debug("clip.given_back", scene=scene)

    # A permanent error is not tried again: its row keeps the reason, or comes up again by itself.
    rendering = partial(dramatiq.actor, broker=broker, queue_name=RENDER, throws=(SollecitoError,))
    broker.declare_queue(IMPORT)
    return Actors(
        produce=rendering(actor_name="produce", priority=10)(produce),
        prepare=rendering(actor_name="prepare", priority=0)(prepare),
    )
