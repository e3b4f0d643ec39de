from __future__ import annotations

import os
from pathlib import Path

import pytest

from foundation.errors import SettingsError
from foundation.settings import PREFIX, Settings, load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def test_one_machine_needs_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.out == Path("out")
    assert settings.database == f"sqlite:///{tmp_path}/out/.sollecito/sollecito.db"
    assert settings.store == "out"
    assert settings.private == Path("out/.sollecito")
    assert settings.broker_url == "memory://"
    assert settings.public_base is None
    assert settings.processes >= 1
    assert not (tmp_path / "out").exists(), "reading settings makes nothing"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLLECITO_OUT", "/srv/out")
    monkeypatch.setenv("SOLLECITO_JOBS", "3")
    monkeypatch.setenv("SOLLECITO_DATABASE_URL", "postgresql+psycopg://u:p@h/n")
    monkeypatch.setenv("SOLLECITO_STORE_URL", "s3://bucket/prefix")
    monkeypatch.setenv("SOLLECITO_SOMETHING_ELSE", "of a later version")
    settings = load_settings()
    assert settings.out == Path("/srv/out")
    assert settings.processes == 3
    assert settings.database == "postgresql+psycopg://u:p@h/n"
    assert settings.store == "s3://bucket/prefix"


def test_what_is_given_wins_and_none_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLLECITO_PORT", "9000")
    assert load_settings(port=None).port == 9000
    assert load_settings(port=0).port == 0


def test_all_that_makes_no_sense_is_told_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLLECITO_PORT", "high")
    monkeypatch.setenv("SOLLECITO_LEASE_SECONDS", "-5")
    monkeypatch.setenv("SOLLECITO_LOG_FORMAT", "xml")
    monkeypatch.setenv("SOLLECITO_PUBLIC_BASE", "avvisi.example")
    monkeypatch.setenv("SOLLECITO_DATABASE_URL", "host password=hunter2")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    lines = str(caught.value).splitlines()
    assert sorted(line.split(":")[0] for line in lines) == [
        "SOLLECITO_DATABASE_URL",
        "SOLLECITO_LEASE_SECONDS",
        "SOLLECITO_LOG_FORMAT",
        "SOLLECITO_PORT",
        "SOLLECITO_PUBLIC_BASE",
    ]
    assert "hunter2" not in str(caught.value)
    assert "'auto', 'human' or 'json'" in str(caught.value)


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
        if name.endswith("_seconds"):
            assert "econds" in field.description, "with its unit"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]  # that is the test
