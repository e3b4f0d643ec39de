"""How many requests a key may make: at one server, and at several that share a broker."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from service_client import check_problem, service_of

from api.v1 import rate_limits
from api.v1.rate_limits import RequestCounter
from foundation.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from limits import WindowStats


def hit(counter: RequestCounter, key: str) -> tuple[bool, WindowStats]:
    """Count a request, in a thread of its own: browsers of other tests have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, counter.hit(key)).result()


def test_servers_of_one_broker_count_together(valkey_url: str, tmp_path: Path) -> None:
    with (
        service_of(tmp_path / "first", broker_url=valkey_url, requests_a_minute=5) as first,
        service_of(tmp_path / "second", broker_url=valkey_url, requests_a_minute=5) as second,
    ):
        counted = [
            hit(RequestCounter(service.settings), "same key")
            for service in (first, second, first, second, first, second)
        ]
        assert [good for good, _ in counted] == [True] * 5 + [False]
        assert [window.remaining for _, window in counted] == [4, 3, 2, 1, 0, 0]
        left = [first.get("/me").headers["ratelimit-remaining"] for _ in range(5)]
        assert left == ["4", "3", "2", "1", "0"], "another key has its own count"
        answer = first.get("/me")
        check_problem(answer, 429, "rate-limited")
        assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_a_server_counts_alone_while_the_broker_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "ANSWER_S", 0.2)
    settings = load_settings(out=tmp_path, broker_url="redis://127.0.0.1:1/0", requests_a_minute=2)
    counter = RequestCounter(settings)
    counted = [hit(counter, "key")[0] for _ in range(3)]
    assert counted == [True, True, False]
