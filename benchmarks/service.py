"""The service for a measurement: ``sollecito serve`` and workers as processes, and a client."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

START_S = 60.0
"""Seconds that a request may take to be answered."""

STOP_S = 90.0
"""Seconds that a process may take to finish the clip at hand."""


def command(*words: object) -> list[str]:
    """Return the command line of ``sollecito``."""
    return [sys.executable, "-m", "cli", *map(str, words)]


def bundle(campaign: Path) -> bytes:
    """Return a campaign's folder as the archive that the service takes, without its data."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("campaign.yaml", "storyboard.yaml"):
            archive.write(campaign / name, name)
        for path in sorted((campaign / "media").rglob("*")):
            archive.write(path, path.relative_to(campaign).as_posix())
    return body.getvalue()


@contextmanager
def running_service(folder: Path, environment: Mapping[str, str]) -> Iterator[httpx.Client]:
    """Yield a client with a key, of a server that is ready and keeps its files below ``folder``.

    Raises RuntimeError when the server does not start.
    """
    out = folder / "server"
    key = subprocess.run(
        command("keys", "create", "benchmark", "--scope", "admin", "--out", out, "--json"),
        check=True,
        stdout=subprocess.PIPE,
        env=environment,
    )
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            command("serve", "--out", out, "--port", 0),
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            text=True,
        )
    try:
        line = server.stdout.readline() if server.stdout else ""
        found = re.search(r"http://\S+", line)
        if found is None:
            raise RuntimeError((folder / "serve.log").read_text(encoding="utf-8"))
        headers = {"Authorization": f"Bearer {json.loads(key.stdout)['secret']}"}
        with httpx.Client(base_url=f"{found[0]}v1", headers=headers, timeout=START_S) as client:
            yield client
    finally:
        server.terminate()
        server.wait(STOP_S)


@contextmanager
def running_worker(
    out: Path, environment: Mapping[str, str], *words: object
) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a worker that is ready; it keeps its files in ``out`` and its log beside it.

    Raises RuntimeError when it does not start.
    """
    path = out.with_suffix(".log")
    with path.open("wb") as log:
        worker = subprocess.Popen(
            command("worker", "--out", out, *words),
            stdout=log,
            stderr=log,
            env={**environment, "SOLLECITO_LOG_LEVEL": "info"},
        )
    try:
        end = time.monotonic() + START_S
        while "worker.ready" not in path.read_text(encoding="utf-8"):
            if worker.poll() is not None or time.monotonic() > end:
                raise RuntimeError(path.read_text(encoding="utf-8"))
            time.sleep(0.1)
        yield worker
    finally:
        worker.terminate()
        worker.wait(STOP_S)
