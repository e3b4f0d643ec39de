"""A page on a slow line in a real Chromium: what is loaded, when it is seen, when it moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BITS_A_SECOND = 1_600_000
LATENCY_MS = 150
"""A phone on a poor 4G line, as Lighthouse's mobile preset takes it."""

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

_WATCH = """
window.seen = {largest: 0, shift: 0};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.seen.largest = entry.startTime;
}).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.seen.shift += entry.value;
  }
}).observe({type: 'layout-shift', buffered: true});
"""

_FIRST_PICTURE = """() => new Promise(resolve => {
  let touched;
  const watch = document.getElementById('watch');
  watch.addEventListener('click', () => { touched = performance.now(); }, true);
  watch.addEventListener('click', () => {
    for (const video of document.querySelectorAll('sollecito-film video')) {
      video.requestVideoFrameCallback(() => resolve(performance.now() - touched));
    }
  });
  watch.click();
})"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds to the largest paint and from the touch to the film's first picture.

    ``bytes_before_film`` came over the line before the touch, headers included; ``shift`` is how
    far things moved (cumulative layout shift).
    """

    largest_paint_ms: float
    first_picture_ms: float
    bytes_before_film: int
    shift: float


def visit(browser: Browser, address: str) -> Visit:
    """Open a page on the slow line with nothing cached, and start its film."""
    context = browser.new_context(**PHONE)
    context.add_init_script(_WATCH)
    page = context.new_page()
    try:
        return _measured(page, address)
    finally:
        context.close()


def _measured(page: Page, address: str) -> Visit:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BITS_A_SECOND / 8,
            "uploadThroughput": BITS_A_SECOND / 8,
        },
    )
    arrived: list[int] = []
    line.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate("window.seen")
    before = sum(arrived)
    first = page.evaluate(_FIRST_PICTURE)
    return Visit(seen["largest"], first, round(before), seen["shift"])
