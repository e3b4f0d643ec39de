"""Make sure that browsers which play H.264 are there: run by ``make test`` before pytest.

Chromium: the installed one if there is one, else Debian's package when root, else Playwright's own
build. WebKitGTK, the second engine: Debian's packages when root; else its tests say what lacks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import webkit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of an installed Chromium (``SOLLECITO_CHROMIUM`` first), or None."""
    named = os.environ.get("SOLLECITO_CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def playwright_chromium() -> str | None:
    """Return the path of Playwright's own Chromium if it is downloaded, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install a Chromium by Debian's package manager (root) or by Playwright."""
    if debian_root():
        install_debian("chromium")
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def debian_root() -> bool:
    """Return whether Debian's packages can be installed here."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian(*packages: str) -> None:
    """Install Debian's packages without a question."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        check=True,
        env=quiet,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    if not (find_chromium() or playwright_chromium()):
        install()
    found = find_chromium() or playwright_chromium()
    if not found:
        sys.exit("No Chromium: install one, or name it in SOLLECITO_CHROMIUM.")
    sys.stdout.write(f"Browser for the tests: {found}\n")
    if webkit.missing() and debian_root():
        install_debian(*webkit.PACKAGES)
    sys.stdout.write(f"Second engine: {webkit.missing() or webkit.mini_browser()}\n")
