"""A workshop on the tiny campaign, for tests of single pieces of work."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from campaigns.models import Campaign, ClipRecord, ImportMode, Recipient, RecipientStatus
from campaigns.queued_imports import queue_import
from workers.edition import kept_edition
from workers.producing import plan_recipient
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiny_campaign import Tiny

    from workers.edition import Edition
    from workers.rendering_requests import Plan
    from workers.workshop import Workshop


@dataclass
class Bench:
    """A rendered tiny campaign in an open workshop."""

    tiny: Tiny
    shop: Workshop
    edition: Edition

    def recipient(self, row: str = "a1") -> Recipient:
        with self.shop.database.reading() as session:
            return session.scalars(select(Recipient).where(Recipient.external_id == row)).one()

    def clips(self) -> dict[str, ClipRecord]:
        with self.shop.database.reading() as session:
            return {clip.name: clip for clip in session.scalars(select(ClipRecord))}

    def plan(self, row: str = "a1") -> Plan:
        return plan_recipient(self.shop, self.edition, self.recipient(row).values)

    def set_clip(self, name: str, **values: Any) -> None:
        with self.shop.database.writing() as session:
            session.execute(update(ClipRecord).where(ClipRecord.name == name).values(**values))

    def queue(self, upload: str, mode: ImportMode = ImportMode.BEST_EFFORT) -> int:
        """Queue an upload's CSV file for import; return the import's id."""
        with self.shop.database.writing() as session:
            return queue_import(
                session,
                self.edition.campaign_id,
                file="more.csv",
                upload=upload,
                format_name="csv",
                mode=mode,
                dry_run=False,
            ).id

    def plan_again(self, row: str = "a1") -> int:
        """Make a recipient one to be worked on; return the id."""
        with self.shop.database.writing() as session:
            session.execute(
                update(Recipient)
                .where(Recipient.external_id == row)
                .values(status=RecipientStatus.PLANNED, attempts=0)
            )
        return self.recipient(row).id


@contextmanager
def bench_of(tiny: Tiny, **settings: Any) -> Iterator[Bench]:
    with open_workshop(tiny.settings.model_copy(update=settings)) as shop:
        with shop.database.reading() as session:
            campaign = session.scalars(select(Campaign)).one()
        yield Bench(tiny, shop, kept_edition(shop.settings, campaign))
