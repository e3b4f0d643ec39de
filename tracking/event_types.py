"""The names of events, and who may report them."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """What can happen at a microsite."""

    LINK_OPENED = "link.opened"
    PAGE_VIEWED = "page.viewed"
    VIDEO_STARTED = "video.started"
    VIDEO_PROGRESS = "video.progress"
    VIDEO_COMPLETED = "video.completed"
    VIDEO_PAUSED = "video.paused"
    VIDEO_SEEKED = "video.seeked"
    SCENE_STARTED = "scene.started"
    CHOICE_SHOWN = "choice.shown"
    CHOICE_MADE = "choice.made"
    POPUP_OPENED = "popup.opened"
    CLIP_FAILED = "clip.failed"
    CTA_CLICKED = "cta.clicked"
    FORM_SENT = "form.sent"
    PAYMENT_CONFIRMED = "payment.confirmed"


SERVER_ONLY = frozenset(
    {EventType.LINK_OPENED, EventType.FORM_SENT, EventType.PAYMENT_CONFIRMED},
)
"""What a page may not report about itself: the server sees it happen."""

FROM_PAGES = frozenset(EventType) - SERVER_ONLY
"""What a page may report."""

PAY = "pay"
"""Value of ``cta.clicked`` for the pay button."""
