"""What the tests of several rooms share: a real Chromium, real servers, a tiny campaign."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from browser_install import find_chromium
from hypothesis import settings
from postgres_server import (
    postgres_server,
    postgres_template,
    postgres_url,
    ready_postgres_url,
)
from s3_server import bucket, s3_client, s3_endpoint, s3_keys
from set_ups import database_url, many_machines, set_up
from tiny_campaign import tiny, tiny_folder, tiny_rendered_once
from valkey_server import valkey_server, valkey_url

__all__ = [
    "bucket",
    "chromium",
    "database_url",
    "many_machines",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "ready_postgres_url",
    "s3_client",
    "s3_endpoint",
    "s3_keys",
    "set_up",
    "tiny",
    "tiny_folder",
    "tiny_rendered_once",
    "valkey_server",
    "valkey_url",
]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# The machine may be busy, and a test run must not depend on chance; more examples are tried by
# raising max_examples by hand.
settings.register_profile("sollecito", deadline=None, derandomize=True)
settings.load_profile("sollecito")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Yield a headless Chromium, the installed one or Playwright's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
