"""The actors: what a message can ask for. Messages carry ids only, never a person's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dramatiq
import structlog
from dramatiq.errors import Retry

from campaigns.models import Recipient
from foundation.errors import SollecitoError
from workers.broker import QUEUE
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
        except WorkStoppedError:
            log.debug("recipient.given_back", recipient=recipient_id)

    def prepare(campaign_id: int, recipient_id: int, scene: str) -> None:
        edition = edition_of(campaign_id)
        with shop.database.reading() as session:
            values: dict[str, Any] = session.get_one(Recipient, recipient_id).values
        try:
            clip = plan_recipient(shop, edition, values).clips[scene]
            produce_clip(shop, SceneOfRecipient(campaign_id, edition.place, values, scene, clip))
        except (SollecitoError, KeyError) as error:
            # The recipients that need the clip meet the same trouble and keep the reason.
            log.info("clip.not_prepared", scene=scene, error=type(error).__name__)
        except WorkStoppedError:
            log.debug("clip.given_back", scene=scene)

    declare = dramatiq.actor(broker=broker, queue_name=QUEUE, actor_name="produce")
    declare_prepare = dramatiq.actor(broker=broker, queue_name=QUEUE, actor_name="prepare")
    return Actors(produce=declare(produce), prepare=declare_prepare(prepare))
