"""A service for the tests of what programs ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imported_rows import paused_campaign
from service_client import Service, service_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """Return an empty service, on each kind of database in turn."""
    given = {}
    if request.param == "postgresql":
        given["database_url"] = request.getfixturevalue("ready_postgres_url")
    with service_of(tmp_path / "out", **given) as service:
        yield service


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Return an empty service for tests that change nothing."""
    with service_of(tmp_path_factory.mktemp("service") / "out") as service:
        yield service


@pytest.fixture
def paused(service: Service) -> Service:
    """Return a service with a campaign that is paused: nothing is rendered."""
    return paused_campaign(service)
