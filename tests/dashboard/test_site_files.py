"""The dashboard's files as they are served: closed, kept, whole, in both languages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from api.dashboard.site_files import FOLDER, LANGUAGES, site_files

if TYPE_CHECKING:
    from service_client import Service

SCRIPTS = "\n".join(file.read_text("utf-8") for file in sorted(FOLDER.rglob("*.js")))


def words(language: str) -> dict[str, str | dict[str, str]]:
    found: dict[str, str | dict[str, str]] = json.loads(
        (FOLDER / "wording" / f"{language}.json").read_text("utf-8")
    )
    return found


def test_the_page_is_closed_and_fresh(service: Service) -> None:
    answer = service.client.get("/dashboard", follow_redirects=True)
    assert answer.url.path == "/dashboard/"
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-cache"
    assert not re.search(
        r"(?:src|href)=[\"'](?:https?:)?//|<script>|\sstyle=|\son\w+=", answer.text
    )
    tag = {"If-None-Match": answer.headers["etag"]}
    assert service.client.get("/dashboard/", headers=tag).status_code == 304
    assert service.client.head("/dashboard/").content == b""


def test_files_can_be_kept_for_ever(service: Service) -> None:
    site = site_files()
    for path, body in site.files.items():
        answer = service.client.get(f"/dashboard/{site.digest}/{path}")
        assert answer.status_code == 200, path
        assert "immutable" in answer.headers["cache-control"], path
        assert answer.content == body, path
        assert answer.headers["content-type"] != "application/octet-stream", path
    for path in ("0" * 16 + "/script/app.js", f"{site.digest}/index.html.jinja", f"{site.digest}/"):
        assert service.client.get(f"/dashboard/{path}").status_code == 404
    raw = service.client.base_url.copy_with(
        raw_path=f"/dashboard/{site.digest}/..%2Fsite_files.py".encode()
    )
    assert service.client.get(raw).status_code == 404


def test_no_script_makes_html_of_text() -> None:
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in SCRIPTS
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", SCRIPTS.replace('"https://"', ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_whole(language: str) -> None:
    first, found = words(LANGUAGES[0]), words(language)
    assert found.keys() == first.keys()
    for key, text in found.items():
        forms = list(text.values()) if isinstance(text, dict) else [text]
        before = first[key]
        wanted = before if isinstance(before, str) else before["other"]
        places = set(re.findall(r"{\w+}", wanted))
        assert set(re.findall(r"{\w+}", forms[-1])) == places, key
        assert all(form.strip() == form and form for form in forms), key


def test_every_word_that_is_asked_for_is_there_and_used() -> None:
    there = set(words("en"))
    asked = set(re.findall(r"\bt\(\s*\"([a-z][\w.-]+)\"", SCRIPTS))
    assert asked <= there
    # Keys that are put together, such as `state.${campaign.state}`.
    patterns = [
        re.compile(re.sub(r"\\\$\\\{[^`]*?\\\}", r"[\\w.-]+", re.escape(made)))
        for made in re.findall(r"(?:\bt|\bknown)\(`([a-z][^`]*)`", SCRIPTS)
    ]
    named = set(re.findall(r"\"([a-z_-]+\.[\w.-]+)\"", SCRIPTS)) | {
        f"problem.{slug}" for slug in re.findall(r"\"([a-z]+(?:-[a-z]+)+)\"", SCRIPTS)
    }
    unused = {
        key
        for key in there - asked - named
        if not any(pattern.fullmatch(key) for pattern in patterns)
        and not key.startswith(("click.", "source."))  # names that statistics bring
    }
    assert unused <= {"problem.conflict", "problem.forbidden", "problem.unauthorized"}
