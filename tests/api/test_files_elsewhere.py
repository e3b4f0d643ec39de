"""Clips, films and posters from another place: signed addresses of S3, or a CDN's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from served_campaign import serving
from tiny_campaign import write_campaign

from campaigns.models import Recipient
from foundation.database import open_database
from foundation.errors import SettingsError
from foundation.settings import load_settings
from storage.opening import open_store
from workers.files_elsewhere import address_elsewhere, origin_elsewhere
from workers.running import run_campaign
from workers.withdrawal import withdraw_recipients

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from tiny_campaign import Tiny

    from foundation.settings import Settings


def person(settings: Settings) -> Recipient:
    database = open_database(settings.database)
    with database.reading() as session:
        row = session.query(Recipient).filter_by(external_id="a1").one()
    database.close()
    return row


@pytest.mark.timeout(300)
def test_a_page_plays_clips_from_signed_addresses(
    tmp_path: Path, bucket: str, s3_endpoint: str, chromium: Browser
) -> None:
    settings = load_settings(
        out=tmp_path / "out",
        log_level="warning",
        jobs=1,
        store_url=f"s3://{bucket}/films?endpoint={s3_endpoint}",
        files_from="signed",
    )
    run_campaign(write_campaign(tmp_path / "campaign"), settings)
    recipient = person(settings)
    with serving(settings) as client:
        page_answer = client.get(f"/p/{recipient.token}/")
        assert page_answer.status_code == 200
        policy = page_answer.headers["content-security-policy"]
        assert f"media-src 'self' {s3_endpoint} blob:" in policy
        assert f"connect-src 'self' {s3_endpoint};" in policy
        assert policy.removesuffix("; frame-ancestors 'self'").replace("'", "&#39;") in (
            page_answer.text
        )
        assert s3_endpoint not in page_answer.text.replace(policy, "").partition("<body")[2]

        led = client.get(f"/films/{recipient.film}.mp4")
        assert led.status_code == 307
        assert "max-age=1800" in led.headers["cache-control"]
        address = led.headers["location"]
        assert address.startswith(f"{s3_endpoint}/{bucket}/films/films/{recipient.film}.mp4?")
        part = httpx.get(address, headers={"Range": "bytes=4-7"})
        # The tests' server sends the right part, but with the status of the whole.
        assert (part.content, part.headers["content-range"].partition("/")[0]) == (
            b"ftyp",
            "bytes 4-7",
        )
        assert httpx.get(address.partition("?")[0]).is_client_error, "nothing without a signature"
        assert client.get(f"/films/{recipient.film}.vtt").status_code == 200

        page = chromium.new_page(viewport={"width": 360, "height": 740})
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("response", lambda answer: asked.append(f"{answer.status} {answer.url}"))
        page.set_default_timeout(60_000)
        page.goto(f"{client.base_url}/p/{recipient.token}/")
        page.click("#watch")
        page.wait_for_selector("video.front", state="attached")
        page.wait_for_function("() => document.querySelector('sollecito-film')"
                               ".screen.front.currentTime > 0.2")  # fmt: skip
        elsewhere = [line for line in asked if f" {s3_endpoint}/" in line]
        page.close()
        assert any(".mp4?" in line for line in elsewhere), asked
        assert all(line.split()[0] in {"200", "206"} for line in elsewhere)
        assert said == []

        withdraw_recipients(settings, recipient.campaign_id, ["a1"])
        assert client.get(f"/films/{recipient.film}.mp4").status_code == 404


def test_a_cdn_is_led_to_and_the_page_allows_it(tiny: Tiny) -> None:
    settings = tiny.settings.model_copy(update={"files_from": "https://cdn.example/a/"})
    row = person(settings)
    assert origin_elsewhere(settings) == "https://cdn.example"
    with serving(settings) as client:
        led = client.get(f"/films/{row.film}.mp4")
        assert led.status_code == 307
        assert led.headers["location"] == f"https://cdn.example/a/films/{row.film}.mp4"
        assert "https://cdn.example" in led.headers["content-security-policy"]
        assert client.get("/films/none.mp4").status_code == 404
        assert client.get("/clips/..%2Fsecret.mp4").status_code == 404
    assert origin_elsewhere(tiny.settings) == ""


def test_pages_are_made_again_when_files_come_from_elsewhere(tiny: Tiny) -> None:
    before = tiny.objects()
    settings = tiny.settings.model_copy(update={"files_from": "https://cdn.example"})
    report = run_campaign(tiny.folder, settings)
    assert (report.published, report.clips_rendered) == (3, 0)
    html = f"p/{tiny.token()}/index.html"
    assert b"https://cdn.example" not in before[html]
    assert tiny.objects()[html].count(b"https://cdn.example") == 3
    assert run_campaign(tiny.folder, settings).unchanged == 3


def test_a_folder_cannot_sign(tiny: Tiny) -> None:
    settings = tiny.settings.model_copy(update={"files_from": "signed"})
    with pytest.raises(SettingsError, match="S3 store"):
        origin_elsewhere(settings)


@pytest.mark.parametrize(
    "given",
    [
        *("ftp://cdn.example", "https://a.example; img-src *", "cdn", "https://u:p@cdn.example"),
        *("https://[::1", "https://cdn.example:x/", "https://"),
    ],
)
def test_addresses_that_are_none(given: str) -> None:
    with pytest.raises(SettingsError, match="SOLLECITO_FILES_FROM"):
        load_settings(files_from=given)


@pytest.mark.parametrize("given", ["https://cdn.example:8443/a", "http://[::1]:9000", "signed"])
def test_addresses_that_are_some(given: str) -> None:
    assert load_settings(files_from=given).files_from == given


def test_captions_stay_where_the_page_is(tiny: Tiny) -> None:
    settings = tiny.settings.model_copy(update={"files_from": "https://cdn.example"})
    store = open_store(settings.store)
    assert address_elsewhere(settings, store, "films/a.vtt") is None
    assert address_elsewhere(settings, store, "clips/a.jpg") == "https://cdn.example/clips/a.jpg"
