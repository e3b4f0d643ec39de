from __future__ import annotations

import pytest

from tracking.bots import HEAD, NO_AGENT, PREFETCH, bot_reason

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"

PEOPLE = [
    f"{IPHONE} (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    f"{ANDROID} Chrome/139.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0",
    # Browsers inside other programs show the page to a person.
    f"{IPHONE} (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]",
    "Mozilla/5.0 (Linux; Android 14; SM-A145R; wv) Version/4.0 Chrome/139.0 Mobile Safari/537.36",
    # A telephone that only sounds like a machine.
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X19 Build/PPR1) AppleWebKit/537.36 Chrome/120.0.0.0",
    "Mozilla/5.0 (Linux; Android 9; CUBOT Build/PPR1) AppleWebKit/537.36 Mobile Safari/537.36",
]

MACHINES = [
    ("WhatsApp/2.23.20.0", "link preview"),
    ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "link preview"),
    ("TelegramBot (like TwitterBot)", "link preview"),
    ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "link preview"),
    ("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "link preview"),
    ("Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", "link preview"),
    ("LinkedInBot/1.0 (compatible; Mozilla/5.0)", "link preview"),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "crawler"),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)", "crawler"),
    ("Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", "crawler"),
    ("Mozilla/5.0 (compatible; proofpoint)", "mail scanner"),
    ("curl/8.5.0", "program"),
    ("python-requests/2.32", "program"),
    ("Go-http-client/2.0", "program"),
    ("ExampleBot/1.0", "says so itself"),
    ("some-crawler 3", "says so itself"),
    ("", NO_AGENT),
    ("   ", NO_AGENT),
]


@pytest.mark.parametrize("agent", PEOPLE)
def test_people(agent: str) -> None:
    assert bot_reason("GET", {"User-Agent": agent}) is None
    assert bot_reason("POST", {"user-agent": agent, "purpose": ""}) is None


@pytest.mark.parametrize(("agent", "reason"), MACHINES)
def test_machines(agent: str, reason: str) -> None:
    assert bot_reason("GET", {"USER-AGENT": agent}) == reason


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
    ],
)
def test_a_browser_that_is_early(header: dict[str, str]) -> None:
    assert bot_reason("GET", {"User-Agent": PEOPLE[0], **header}) == PREFETCH


def test_a_request_without_content_is_no_person() -> None:
    assert bot_reason("HEAD", {"User-Agent": PEOPLE[0]}) == HEAD
    assert bot_reason("GET", {}) == NO_AGENT


def test_reasons_fit_their_column() -> None:
    from tracking.models import Event

    longest = Event.__table__.c.bot_reason.type.length
    assert all(len(reason) <= longest for _, reason in MACHINES)
