"""A recipient's site, served and opened in a real browser."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from invented_story import TOKEN, page_clips, page_input
from served_site import Site, serve, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
CLIP_MS = 960


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented recipient's site on disk, clips of about a second."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, page_input(clips=page_clips(ms=CLIP_MS)))
    return folder


@contextmanager
def _served(folder: Path, api: bool) -> Iterator[Site]:
    site = Site(folder, TOKEN, api=api)
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(site_folder: Path) -> Iterator[Site]:
    """The site behind a server that counts, as Sollecito's own does."""
    with _served(site_folder, api=True) as site:
        yield site


@pytest.fixture
def static_site(site_folder: Path) -> Iterator[Site]:
    """The site on a plain static host."""
    with _served(site_folder, api=False) as site:
        yield site


@dataclass
class Visit:
    """A page that was opened, and what the browser said and asked for meanwhile."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Touch the cover's button and wait until the picture moves."""
        self.page.click("#watch")
        self.page.wait_for_selector("video.front", state="attached")

    def read(self) -> None:
        """Turn to what stands below the first screen, and wait for its script."""
        self.page.evaluate("document.querySelector('#text').scrollIntoView({behavior: 'instant'})")
        self.page.wait_for_selector("html[data-sections]", state="attached")

    def jump(self, scene: str) -> None:
        """Go to a scene as a chapter does, without waiting for those before it."""
        self.page.evaluate("scene => document.querySelector('sollecito-film').jump(scene)", scene)

    def at_choice(self) -> None:
        """Start and go to the question."""
        self.start()
        self.jump("amount")
        self.page.wait_for_selector(".choice")

    def boxes(self, *selectors: str) -> list[dict[str, float]]:
        """Measure elements in one instant, when nothing glides or scrolls any more."""
        self.page.wait_for_function(
            """() => {
                const { top } = document.body.getBoundingClientRect();
                const rests = window.lastTop === top;
                window.lastTop = top;
                return rests && document.getAnimations().every(a => a.playState === 'finished');
            }""",
            polling=50,
        )
        measured: list[dict[str, float]] = self.page.evaluate(
            """selectors => selectors.map(selector => {
                const { x, y, width, height } = document
                    .querySelector(selector).getBoundingClientRect();
                return { x, y, width, height };
            })""",
            selectors,
        )
        return measured

    @property
    def here(self) -> str:
        """The scene the viewer is in."""
        scene: str = self.page.evaluate("document.querySelector('sollecito-film').journey.here")
        return scene

    def front(self, what: str) -> Any:
        """Return a property of the video that is shown."""
        return self.page.evaluate(
            "what => document.querySelector('sollecito-film').screen.front[what]", what
        )


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open pages in fresh contexts; at the end nothing may have been logged by the browser.

    ``expected`` are parts of console messages that a test provokes.
    """
    visits: list[tuple[Visit, tuple[str, ...]]] = []

    def opened(
        address: str, *, before: str = "", expected: tuple[str, ...] = (), **options: Any
    ) -> Visit:
        context = chromium.new_context(**{**PHONE, **options})
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.set_default_timeout(15_000)
        visit = Visit(page)
        page.on("console", lambda message: visit.messages.append(message.text))
        page.on("pageerror", lambda error: visit.messages.append(str(error)))
        page.on("request", lambda request: visit.requests.append(request.url))
        page.goto(address)
        visits.append((visit, expected))
        return visit

    yield opened
    for visit, expected in visits:
        visit.page.context.close()
        surprises = [
            message for message in visit.messages if not any(part in message for part in expected)
        ]
        assert surprises == []


@pytest.fixture
def open_text(open_page: Callable[..., Visit]) -> Callable[..., Visit]:
    """Open pages as ``open_page`` does and turn to the text below the first screen."""

    def opened(address: str, **options: Any) -> Visit:
        visit = open_page(address, **options)
        if options.get("java_script_enabled", True):
            visit.read()
        return visit

    return opened
