"""What is read from campaigns' files, kept for each state of them: reading takes a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog

from foundation.errors import CampaignError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaigns.models import Campaign

Read = TypeVar("Read")

log = structlog.get_logger(__name__)


class KeptByFiles(Generic[Read]):
    """Values by campaign and digest of its files, at most so many; for several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], Read] = OrderedDict()

    def of(self, campaign: Campaign, read: Callable[[], Read | None]) -> Read | None:
        """Return what ``read`` finds in a campaign's files; None where they cannot be had."""
        key = (campaign.id, campaign.digest)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        try:
            value = read()
        except (CampaignError, StorageError, OSError) as error:
            log.info("kept.no_files", campaign=campaign.id, kind=type(error).__name__)
            return None
        if value is not None:
            with self._lock:
                self._kept[key] = value
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return value
