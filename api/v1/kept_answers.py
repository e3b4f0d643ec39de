"""Answers that take counting of all recipients, kept for a moment and counted anew beside requests.

With a million recipients a count takes as long as a hundred other answers, and everybody who looks
at a campaign asks for the same one each second. So nobody waits for it but the first: who comes
when a count is older than a second gets that one and has it counted anew in the background.
What was changed over this server is counted at once.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from fastapi import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRESH_S = 1.0
"""Seconds for which an answer serves everybody who asks."""

OLD_S = 5.0
"""Seconds after which an answer serves nobody any more."""

MOST = 1000
"""Answers that are kept at once."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

SEARCH = "/search"
"""How addresses end that only look, and have what is looked for in a body."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Entry(Generic[T]):
    made_at: float
    answer: T
    renewing: bool = False


class KeptAnswers(Generic[T]):
    """Answers by key; may be used from several threads.

    ``clock`` returns seconds; tests bring their own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[Hashable, _Entry[T]] = {}
        self._changes = 0
        self._making: dict[Hashable, threading.Lock] = {}
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="counting")

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer for a key; ``make`` is called here for the first, else beside.

        What ``make`` raises for the first is raised here. An answer whose renewal fails is
        forgotten, so that the next one who asks is told why.
        """
        found = self._found(key, make)
        if found is not None:
            return found.answer
        with self._lock:
            one_by_one = self._making.setdefault(key, threading.Lock())
        try:
            with one_by_one:  # others who ask meanwhile get the same
                found = self._found(key, make)
                return found.answer if found is not None else self._made(key, make)
        finally:
            with self._lock:
                self._making.pop(key, None)

    def renewed(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return an answer that is made now, and keep it."""
        return self._made(key, make)

    def forget(self) -> None:
        """Forget all answers: something was changed. What is being counted is not kept either."""
        with self._lock:
            self._changes += 1
            self._kept.clear()

    def close(self) -> None:
        """Wait for what is being counted, and count nothing beside requests any more."""
        self._beside.shutdown()

    def _found(self, key: Hashable, make: Callable[[], T]) -> _Entry[T] | None:
        with self._lock:
            entry = self._kept.get(key)
            age = self._clock() - entry.made_at if entry is not None else OLD_S
            if entry is None or age >= OLD_S:
                return None
            if age >= FRESH_S and not entry.renewing:
                entry.renewing = True
                self._beside.submit(self._renew, key, make)
            return entry

    def _renew(self, key: Hashable, make: Callable[[], T]) -> None:
        try:
            self._made(key, make)
        except Exception as error:  # noqa: BLE001 - whoever asks next is told
            log.info("answer.not_renewed", error=type(error).__name__)
            with self._lock:
                self._kept.pop(key, None)

    def _made(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            before = self._changes
        moment = self._clock()
        answer = make()
        with self._lock:
            if before == self._changes:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[key] = _Entry(moment, answer)
        return answer


class ForgetOnChange:
    """ASGI middleware that forgets kept answers when a request may have changed something.

    Args:
        app: what is asked.
        kept: the answers.
    """

    def __init__(self, app: ASGIApp, kept: KeptAnswers[object]) -> None:
        self.app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and forget before its answer's end is sent."""
        looks = scope["type"] != "http" or scope["method"] in SAFE
        if looks or scope["path"].endswith(SEARCH):
            await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            self._kept.forget()
            await send(message)

        await self.app(scope, receive, told)


def kept_of(request: Request) -> KeptAnswers[Any]:
    """Return the answers that the application keeps."""
    kept: KeptAnswers[Any] = request.app.state.kept
    return kept
