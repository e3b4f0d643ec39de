"""The two set-ups that everything runs on: one machine by itself, and the engines of many."""

from __future__ import annotations

from typing import Any

import pytest

SET_UPS = ("one machine", "many machines")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    """Return the address of a new, empty database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def many_machines(
    postgres_url: str, valkey_url: str, bucket: str, s3_endpoint: str
) -> dict[str, str]:
    """Return the settings of the engines, all new and empty."""
    return {
        "database_url": postgres_url,
        "broker_url": valkey_url,
        "store_url": f"s3://{bucket}/films?endpoint={s3_endpoint}",
    }


@pytest.fixture(params=SET_UPS)
def set_up(request: pytest.FixtureRequest) -> dict[str, str]:
    """Return the settings of each set-up in turn; those of one machine are the defaults."""
    if request.param == "one machine":
        return {}
    return dict(request.getfixturevalue("many_machines"))
