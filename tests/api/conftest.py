"""Servers for the tests of the doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from served_campaign import Served, copy_of, serving

from foundation.logging import configure_logging
from foundation.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tiny_campaign import Tiny


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    """Log as the server does."""
    configure_logging(load_settings(log_level="warning"))


@pytest.fixture(scope="session")
def reading(tiny_rendered_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server for tests that only look."""
    tiny = copy_of(tiny_rendered_once, tmp_path_factory.mktemp("reading") / "tiny")
    with serving(tiny.settings) as client:
        yield Served(tiny, client)


@pytest.fixture
def counting(tiny: Tiny) -> Iterator[Served]:
    """Return a server for a test that counts."""
    with serving(tiny.settings) as client:
        yield Served(tiny, client)
