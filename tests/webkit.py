"""A second engine for the pages: WebKitGTK, the nearest to an iPhone's that Linux has.

It is driven by its own WebDriver on a screen of its own (Xvfb). Debian's packages bring it; as root
they are installed by ``tests/browser_install.py``. Where that cannot be, tests of the second engine
are skipped with the reason, but never in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import WebKitGTK

PACKAGES = (
    "webkit2gtk-driver",
    "xvfb",
    "gstreamer1.0-libav",  # H.264 and AAC
    "gstreamer1.0-plugins-good",
    "gstreamer1.0-plugins-bad",
)
"""Debian's packages: the driver brings the engine and its small browser."""

DRIVER = "WebKitWebDriver"
SCREEN = "1400x1000x24"


def mini_browser() -> Path | None:
    """Return the engine's small browser, or None when it is not installed."""
    return next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)


def missing() -> str:
    """Return what is not there, empty when the second engine can be used."""
    lacks = [name for name in (DRIVER, "Xvfb") if shutil.which(name) is None]
    if mini_browser() is None:
        lacks.append("MiniBrowser")
    return ", ".join(lacks)


@contextmanager
def webkit(folder: Path) -> Iterator[WebKitGTK]:
    """Yield a browser of its own, with nothing remembered; ``folder`` takes its log."""
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    browser = mini_browser()
    assert browser is not None
    with _screen() as display:
        options = Options()
        options.binary_location = str(browser)
        options.add_argument("--automation")
        # Its sandbox needs rights that containers do not give; software drawing needs no graphics.
        around = {
            **os.environ,
            "DISPLAY": display,
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "GST_REGISTRY": str(folder / "gstreamer.bin"),
        }
        service = Service(
            shutil.which(DRIVER) or DRIVER, env=around, log_output=str(folder / "webkit.log")
        )
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """Start a screen that nobody sees; yield its name, such as ``:3``."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
