"""The demo's list of links: there when asked for, harmless whatever the names are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from served_campaign import serving
from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from tiny_campaign import Tiny


def test_the_demo_lists_its_invented_people(tiny: Tiny) -> None:
    engine = create_engine(tiny.settings.database)
    with engine.begin() as connection:
        connection.execute(
            text("update recipients set \"values\" = :v where external_id = 'a1'"),
            {"v": '{"first_name": "<script>alert(1)</script>"}'},
        )
        connection.execute(
            text("update recipients set status = 'withdrawn' where external_id = 'c3'")
        )
    engine.dispose()
    with serving(tiny.settings, show_recipients=True) as client:
        answer = client.get("/")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert f'href="{tiny.token("a1")}?s=paper"' in answer.text
        assert "Bruno" in answer.text
        assert "<script" not in answer.text
        assert "&lt;script&gt;" in answer.text
        assert "c3: withdrawn" in answer.text
        assert tiny.token("b2") in answer.text
        poster = answer.text.split('<img src="')[1].split('"')[0]
        assert client.get(f"/{poster}").headers["content-type"] == "image/jpeg"
