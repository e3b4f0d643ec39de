"""The example, rendered for its first people and served: for pictures and measurements of pages."""

from __future__ import annotations

import contextlib
import csv
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "vehicle-tax"


def sollecito(*arguments: str) -> list[str]:
    """Return the command line of the program with arguments."""
    return [sys.executable, "-m", "cli", *arguments]


def render(out: Path, *, limit: int = 1, campaign: Path = EXAMPLE) -> dict[str, str]:
    """Render a campaign's first people into a folder; return the first one's hand-over row."""
    command = sollecito("render", str(campaign), "--out", str(out), "--limit", str(limit))
    subprocess.run(command, check=True, cwd=ROOT)
    with (out / "recipients.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))


def token_of(person: dict[str, str]) -> str:
    """Return the token of a hand-over row's link."""
    return person["link"].rsplit("/", 1)[-1]


@contextlib.contextmanager
def served(out: Path) -> Iterator[str]:
    """Serve a rendered folder on a free port of this machine; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = sollecito("serve", "--out", str(out), "--port", str(port))
    server = subprocess.Popen(command, cwd=ROOT, stderr=sys.stderr)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{address}/livez", timeout=1).close()  # noqa: S310  (our own server)
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)
