"""Tells machines that open links from people who do.

Messengers and mail filters open a link to show a preview or to look for harm, long before or
without a person. Their events are kept, marked with the reason, and left out of the statistics.
The browser's name is looked at and forgotten.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_AGENT = "no user agent"
HEAD = "head request"
PREFETCH = "prefetch"

_PREVIEWS = (
    "whatsapp",
    "facebookexternalhit",
    "facebot",
    "meta-externalagent",
    "meta-externalfetcher",
    "twitterbot",
    "telegrambot",
    "slackbot",
    "slack-imgproxy",
    "discordbot",
    "skypeuripreview",
    "linkedinbot",
    "pinterest",
    "redditbot",
    "viber",
    "snapchat",
    "mastodon",
    "iframely",
    "embedly",
    "microsoft teams",
    "bingpreview",
    "google-pagerenderer",
    "googleimageproxy",
    "chrome-lighthouse",
)
_SCANNERS = (
    "barracuda",
    "proofpoint",
    "mimecast",
    "safelinks",
    "microsoft office",
    "ms-office",
    "virustotal",
    "urlscan",
    "zgrab",
    "masscan",
    "nmap",
    "censys",
    "expanse",
)
_CRAWLERS = (
    "googlebot",
    "google-inspectiontool",
    "adsbot",
    "bingbot",
    "yandex",
    "baiduspider",
    "duckduckbot",
    "applebot",
    "petalbot",
    "semrush",
    "ahrefs",
    "mj12bot",
    "dotbot",
    "gptbot",
    "oai-searchbot",
    "chatgpt-user",
    "claudebot",
    "perplexitybot",
    "bytespider",
    "ccbot",
    "ia_archiver",
    "archive.org_bot",
)
_PROGRAMS = (
    "curl/",
    "wget/",
    "python-requests",
    "python-urllib",
    "python-httpx",
    "aiohttp",
    "go-http-client",
    "java/",
    "apache-httpclient",
    "okhttp",
    "libwww-perl",
    "node-fetch",
    "axios",
    "undici",
    "phantomjs",
    "scrapy",
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile("|".join(map(re.escape, names))))
    for reason, names in (
        ("link preview", _PREVIEWS),
        ("mail scanner", _SCANNERS),
        ("crawler", _CRAWLERS),
        ("program", _PROGRAMS),
    )
)
# Whoever else calls itself so: "ExampleBot/1.0", "some-crawler", "site spider". A telephone is
# called Cubot.
_SAYS_SO = re.compile(r"(?<!cu)bot\b|crawler|spider|preview", re.IGNORECASE)
_EARLY = ("purpose", "sec-purpose", "x-purpose", "x-moz")


def bot_reason(method: str, headers: Mapping[str, str]) -> str | None:
    """Return why a request seems to come from a machine, or None for a person.

    Args:
        method: of the request, ``GET``.
        headers: of the request; names in any case.
    """
    by_name = {name.lower(): value.lower() for name, value in headers.items()}
    if method.upper() == "HEAD":
        return HEAD
    if any(re.search("prefetch|prerender|preview", by_name.get(name, "")) for name in _EARLY):
        return PREFETCH
    agent = by_name.get("user-agent", "").strip()
    if not agent:
        return NO_AGENT
    for reason, names in _KINDS:
        if names.search(agent):
            return reason
    return "says so itself" if _SAYS_SO.search(agent) else None
