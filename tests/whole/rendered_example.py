"""The command, and the example as it was rendered by it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "vehicle-tax"


def sollecito(*arguments: str | Path, timeout: float = 280) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own and return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "cli", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@dataclass(frozen=True)
class Person:
    """One rendered recipient: the row of the data and the row of ``recipients.csv``."""

    row: dict[str, str]
    handover: dict[str, str]
    out: Path

    @property
    def token(self) -> str:
        return self.handover["link"].rsplit("/", 1)[-1]

    @property
    def film(self) -> Path:
        return self.out / self.handover["film"]

    def payload(self) -> dict[str, Any]:
        """Return the player's data as it stands in the page."""
        html = (self.out / self.handover["page"]).read_text(encoding="utf-8")
        start = html.index(">", html.index('<script type="application/json"')) + 1
        parsed: dict[str, Any] = json.loads(html[start : html.index("</script>", start)])
        return parsed

    def clip(self, scene: str) -> dict[str, Any]:
        """Return a scene's clip as the store describes it."""
        name = self.payload()["scenes"][scene]["clip"]
        parsed: dict[str, Any] = json.loads((self.out / "clips" / f"{name}.json").read_text())
        return parsed


@dataclass(frozen=True)
class Rendered:
    """The folder that ``sollecito render`` made, and its people in the order of the file."""

    out: Path
    people: tuple[Person, ...]
