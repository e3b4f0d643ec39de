"""The application as it is: behind a real server, asked over real HTTP."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from tiny_campaign import Tiny

from api.application import create_app
from campaigns.queries import find_campaign
from cli.serving import listening, server_of
from foundation.database import open_database
from foundation.settings import load_settings
from tracking.models import Event
from tracking.statistics import Statistics, campaign_statistics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foundation.settings import Settings

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.0.0 Mobile Safari/537.36"
)


@dataclass(frozen=True)
class Served:
    """A rendered campaign behind a server, and a phone that asks it."""

    tiny: Tiny
    client: httpx.Client

    def statistics(self) -> Statistics:
        with self._database() as database, database.reading() as session:
            campaign = find_campaign(session, "tiny")
            assert campaign is not None
            return campaign_statistics(session, campaign.id)

    def events(self) -> list[Event]:
        with self._database() as database, database.reading() as session:
            return list(session.query(Event).order_by(Event.id))

    @contextmanager
    def _database(self):
        database = open_database(self.tiny.settings.database)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def serving(settings: Settings, *, show_recipients: bool = False) -> Iterator[httpx.Client]:
    """Yield a client of a server on a free port."""
    app = create_app(settings, show_recipients=show_recipients)
    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        server = server_of(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            address = f"http://127.0.0.1:{port}"
            with httpx.Client(
                base_url=address, headers={"User-Agent": PHONE}, timeout=60
            ) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def copy_of(rendered: Path, place: Path) -> Tiny:
    shutil.copytree(rendered, place)
    settings = load_settings(out=place / "out", log_level="warning", jobs=1)
    return Tiny(place / "campaign", place / "out", settings)
