"""Whether the server can work, and how much there is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from served_campaign import Served


def test_a_server_is_ready(reading: Served) -> None:
    answer = reading.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "store": "ok", "broker": "ok"}


def test_a_server_without_its_store_is_not(
    reading: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.local_folder import LocalFolder

    def refused(_self: object, _key: str) -> bool:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(LocalFolder, "exists", refused)
    answer = reading.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["store"] == "unreachable"


def test_metrics_have_counts_and_no_names(reading: Served) -> None:
    text = reading.client.get("/metrics").text
    assert 'sollecito_recipients{status="published"} 3.0' in text
    assert 'sollecito_clips{state="done"} 7.0' in text
    assert 'sollecito_imports{state="done"} 1.0' in text
    assert "tiny" not in text
    assert "Anna" not in text
