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
from foundation.refusals import worded
from workers.broker import IMPORT, RENDER
from workers.campaign_removal import remove_campaign
from workers.clip_production import SceneOfRecipient, produce_clip
from workers.import_process import do_import_apart
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
    ``bring_in(campaign_id, import_id)`` does an import of the service, ``remove(campaign_id)``
    deletes a campaign with everything.
    """

    produce: Actor[[int, int], None]
    prepare: Actor[[int, int, str], None]
    bring_in: Actor[[int, int], None]
    remove: Actor[[int], None]


def declare_actors(broker: Broker, shop: Workshop, edition_of: Callable[[int], Edition]) -> Actors:
    """Return the actors of a broker, working in ``shop``; ``edition_of`` finds a campaign's."""

    def produce(campaign_id: int, recipient_id: int) -> None:
        try:
            produce_recipient(shop, edition_of(campaign_id), recipient_id)
        except TryAgainError as again:
            # ``from None``: dramatiq keeps the traceback's text in the message.
            raise Retry(str(again), delay=int(again.delay_s * 1000)) from None
        except SollecitoError as error:
            # The campaign's files cannot be had: nothing was claimed.
            log.warning("recipient.not_begun", recipient=recipient_id, reason=str(error))
        except SQLAlchemyError as error:
            log.warning("recipient.not_begun", recipient=recipient_id, reason=worded(error))
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

    def bring_in(campaign_id: int, import_id: int) -> None:
        try:
            do_import_apart(shop, campaign_id, import_id)
        except (SollecitoError, SQLAlchemyError, OSError) as error:
            # It is taken up again when its claim is over.
            log.warning("import.not_done", import_id=import_id, exc_info=error)

    def remove(campaign_id: int) -> None:
        try:
            remove_campaign(shop, campaign_id)
        except (SollecitoError, SQLAlchemyError, OSError) as error:
            log.warning("campaign.not_removed", campaign=campaign_id, exc_info=error)
        except WorkStoppedError:
            log.debug("campaign.removal_given_back", campaign=campaign_id)

    # A permanent error is not tried again: its row keeps the reason, or comes up again by itself.
    rendering = partial(dramatiq.actor, broker=broker, queue_name=RENDER, throws=(SollecitoError,))
    at_desk = partial(dramatiq.actor, broker=broker, queue_name=IMPORT)
    return Actors(
        produce=rendering(actor_name="produce", priority=10)(produce),
        prepare=rendering(actor_name="prepare", priority=0)(prepare),
        bring_in=at_desk(actor_name="bring_in")(bring_in),
        remove=at_desk(actor_name="remove")(remove),
    )
