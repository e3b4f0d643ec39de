"""Takes people back: their links answer no more, and their pages and films leave the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.models import Campaign, ImportState, RecipientStatus
from campaigns.queries import latest_import, recipients_by_id, withdraw
from foundation.database import open_database
from inbox.queries import forget_recipients
from storage.opening import open_store
from workers.film_removal import remove_unused_film
from workers.hand_over import RECIPIENTS, write_recipients
from workers.out_folder import locked, others_in
from workers.stored_objects import delete_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.database import Database
    from foundation.settings import Settings
    from storage.objects import ObjectStore


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The ids that were ``withdrawn`` now, ``already`` were before, and that are ``unknown``."""

    withdrawn: tuple[str, ...]
    already: tuple[str, ...]
    unknown: tuple[str, ...]


def withdraw_recipients(
    settings: Settings, campaign_id: int, ids: Sequence[str], *, forget: bool = False
) -> Withdrawal:
    """Withdraw the people of these ids, delete what shows them, and write who is left.

    A film that somebody else has too stays. Who was withdrawn before is looked after again, so
    that a command that was cut off can be repeated. With ``forget`` the messages that they sent are
    deleted, too. Raises OutFolderBusyError during a run.
    """
    database = open_database(settings.database)
    try:
        with locked(settings):
            store = open_store(settings.store)
            wanted = list(dict.fromkeys(ids))
            done = _withdraw(database, store, campaign_id, wanted, forget=forget)
            _hand_over(settings, database, campaign_id)
    finally:
        database.close()
    return done


def _withdraw(
    database: Database, store: ObjectStore, campaign_id: int, ids: Sequence[str], *, forget: bool
) -> Withdrawal:
    with database.writing() as session:
        known = recipients_by_id(session, campaign_id, ids)
        already = {key for key, row in known.items() if row.status == RecipientStatus.WITHDRAWN}
        for row in known.values():
            withdraw(session, row.id)
        if forget:
            forget_recipients(session, [row.id for row in known.values()])
    # The links are closed from here on; now the objects.
    for row in known.values():
        delete_page(store, row.token)
        if row.film is not None:
            remove_unused_film(database, store, row.film)
    return Withdrawal(
        withdrawn=tuple(key for key in ids if key in known and key not in already),
        already=tuple(key for key in ids if key in already),
        unknown=tuple(key for key in ids if key not in known),
    )


def _hand_over(settings: Settings, database: Database, campaign_id: int) -> None:
    with database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        latest = latest_import(session, campaign_id)
    mine = (settings.private / "campaigns" / campaign.name).is_dir()
    if not mine or others_in(settings, campaign.name) or latest is None:
        return
    if latest.state == ImportState.DONE and (settings.out / RECIPIENTS).exists():
        write_recipients(database, campaign_id, latest.id, campaign.public_base, settings.out)
