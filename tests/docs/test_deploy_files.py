"""``deploy/``: what can be told of its files without an engine that runs them."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML

from cli.main import app
from foundation.settings import PREFIX, Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^#.*\n", "", text)).splitlines()
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line.strip()]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def assert_pinned(image: str) -> None:
    name, _, tag = image.partition(":")
    assert tag, f"{image} has no version"
    assert tag[0].isdigit(), image
    assert "." not in name.split("/")[0], "no host of a registry"


def assert_command(words: list[str]) -> None:
    """Assert that ``sollecito`` takes this command line."""
    command = typer.main.get_command(app).commands[words[0]]  # type: ignore[attr-defined] # a group
    command.make_parser(__import__("click").Context(command)).parse_args(args=words[1:])


def test_the_image_is_pinned_small_and_runs_as_nobody_special() -> None:
    found = instructions()
    froms = [text.split() for word, text in found if word == "FROM"]
    assert len(froms) == 2, "what builds does not stay"
    for source in froms:
        assert_pinned(source[0])
    assert froms[0][0] == froms[1][0], "the environment fits the Python that it was made with"
    users = [text for word, text in found if word == "USER"]
    assert users
    assert int(users[-1]) > 0, "by number, so that a cluster can see that it is not root"
    assert not [text for word, text in found if word == "ADD"]
    installs = [text for word, text in found if word == "RUN" and "pip install" in text]
    assert all("--no-deps" in text for text in installs)
    assert "--require-hashes" in installs[0]
    assert not [text for word, text in found if "index-url" in text or "apt-get" in text]
    words = dict(found)
    assert words["ENTRYPOINT"].startswith("["), "signals reach the program"
    assert_command([*re.findall(r'"([^"]+)"', words["CMD"])])
    for word, text in found:
        if word == "ENV":
            assert set(re.findall(r"SOLLECITO_\w+", text)) <= SETTINGS


def test_nothing_of_people_reaches_the_image() -> None:
    ignored = (DEPLOY.parent / ".dockerignore").read_text(encoding="utf-8").split()
    assert {"out", "my-*", ".git", ".venv", "deploy"} <= set(ignored)


def test_the_compose_file_has_the_engines_and_two_workers() -> None:
    services = compose()["services"]
    workers = [name for name, one in services.items() if one.get("command") == ["worker"]]
    assert len(workers) == 2
    for name, one in services.items():
        if one["image"] != "sollecito":
            assert_pinned(one["image"])
            continue
        assert_command(one["command"])
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        ours = {key for key in one["environment"] if key.startswith(PREFIX)}
        assert ours <= SETTINGS
        assert {f"{PREFIX}{kind}_URL" for kind in ("DATABASE", "BROKER", "STORE")} <= ours
        assert set(one["depends_on"]) == {"database", "broker", "store"}
        assert all(volume.partition(":")[0] == name for volume in one["volumes"]), "its own"
    volumes = {v.partition(":")[0] for one in services.values() for v in one.get("volumes", ())}
    assert volumes == set(compose()["volumes"])


def test_secrets_are_asked_for_and_nowhere_written() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if re.search(r"(PASSWORD|SECRET_KEY|ACCESS_KEY\w*): ", line) and not line.startswith("#"):
            assert re.search(r"\$\{\w+:\?\}$", line), line
    ports = [port for one in compose()["services"].values() for port in one.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_command_that_there_is(unit: Path) -> None:
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their capitals
    parsed.read(unit, encoding="utf-8")
    service = dict(parsed["Service"])
    program, *words = shlex.split(service["ExecStart"])
    assert program.endswith("/bin/sollecito")
    assert_command(words)
    assert service["User"] != "root"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert int(service["TimeoutStopSec"]) > 30
    assert parsed["Install"]["WantedBy"] == "multi-user.target"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_understands_the_units(unit: Path) -> None:
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    # The program is not installed at its place here; nothing else may be wrong.
    lines = [line for line in told.stderr.splitlines() if "is not executable" not in line]
    assert not [line for line in lines if unit.name in line], told.stderr
