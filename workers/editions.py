"""The editions that a process works on: found when first needed, on whichever machine it is."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from campaigns.models import Campaign, CampaignState
from foundation.errors import CampaignError
from foundation.faults import Fault
from workers.edition import kept_edition
from workers.shared_files import store_shared

if TYPE_CHECKING:
    from workers.edition import Edition
    from workers.workshop import Workshop


@dataclass(frozen=True, slots=True)
class _Known:
    """An edition, and what it was made from: another one is needed when that has changed."""

    edition: Edition
    made_of: tuple[str, str, datetime | None, date]


class Editions:
    """Finds a campaign's edition by its id; it is looked up once, until its files change.

    Several threads may ask. What all its pages load is in the store when an edition is handed out.

    Args:
        shop: whose database, store and folder are used.
    """

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._known: dict[int, _Known] = {}
        self._lock = threading.Lock()

    def add(self, edition: Edition) -> None:
        """Make an edition known that was made for a run; it stays for as long as the run."""
        with self._lock:
            self._known[edition.campaign_id] = _Known(edition, ("", "", None, date.min))

    def __call__(self, campaign_id: int) -> Edition:
        """Return a campaign's edition as its row tells now.

        Raises CampaignError when its files are nowhere, or the campaign is gone; StorageError.
        """
        with self._lock:
            known = self._known.get(campaign_id)
            if known is not None and known.made_of[0] == "":
                return known.edition
            with self._shop.database.reading() as session:
                row = session.get(Campaign, campaign_id)
            if row is None or row.state == CampaignState.DELETING:
                self._known.pop(campaign_id, None)
                message = "There is no such campaign any more."
                raise CampaignError([Fault("campaign.yaml", None, "", message, "")])
            today = date.today()  # noqa: DTZ011 - a day of the issuer's calendar
            # The last time the row changed: the pictures of people may have, with the same files.
            made_of = (row.digest, row.public_base, row.updated_at, today)
            if known is None or known.made_of != made_of:
                edition = kept_edition(self._shop.settings, row, self._shop.store)
                store_shared(self._shop, edition)
                known = self._known[campaign_id] = _Known(edition, made_of)
            return known.edition
