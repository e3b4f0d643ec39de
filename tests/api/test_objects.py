"""Objects: pages, clips, films and shared files with the right headers; nothing else at all."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import brotli
import pytest
from served_campaign import Served, serving

from api.compression import is_text
from api.kind_page import LATER
from foundation.settings import load_settings
from storage.opening import open_store
from workers.stored_objects import put_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiny_campaign import Tiny

FOREVER = "public, max-age=31536000, immutable"
PRIVATE = "private, max-age=31536000, immutable"


@pytest.fixture(params=["folder", "bucket"])
def served(request: pytest.FixtureRequest) -> Served:
    """Return a server on a folder, and one on a bucket."""
    found: Served = request.getfixturevalue("reading" if request.param == "folder" else "in_bucket")
    return found


@pytest.fixture
def in_bucket(tiny: Tiny, bucket: str, s3_endpoint: str) -> Iterator[Served]:
    address = f"s3://{bucket}/deep?endpoint={s3_endpoint}"
    store = open_store(address)
    put_objects(store, tiny.objects())
    with serving(load_settings(out=tiny.out, store_url=address)) as client:
        yield Served(tiny, client)


def film(served: Served) -> str:
    return f"/{served.tiny.handed_over()['a1']['film']}"


def test_every_object_is_served_as_it_is(served: Served) -> None:
    kinds = set()
    tokens = {served.tiny.token(row) for row in ("a1", "b2", "c3")}
    for key, body in served.tiny.objects().items():
        answer = served.client.get(f"/{key}", headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200, key
        assert answer.content == body
        assert answer.headers["content-length"] == str(len(body))
        in_parts = not key.startswith("p/") and not is_text(key)
        assert (answer.headers.get("accept-ranges") == "bytes") is in_parts, key
        assert "content-encoding" not in answer.headers
        kept = {"p": "no-cache", "static": FOREVER}.get(key.partition("/")[0], PRIVATE)
        assert answer.headers["cache-control"] == kept
        kinds.add((key.rpartition(".")[2], answer.headers["content-type"]))
    assert ("mp4", "video/mp4") in kinds
    assert ("vtt", "text/vtt; charset=utf-8") in kinds
    assert ("html", "text/html; charset=utf-8") in kinds
    assert ("js", "text/javascript; charset=utf-8") in kinds
    assert ("svg", "image/svg+xml") in kinds
    assert not [kind for kind in kinds if "octet-stream" in kind[1]]
    assert tokens


@pytest.mark.parametrize(("asked", "coding"), [("br, gzip", "br"), ("gzip", "gzip")])
def test_texts_are_compressed_for_those_who_take_it(
    served: Served, asked: str, coding: str
) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[coding]
    for key, body in served.tiny.objects().items():
        plain = served.client.get(f"/{key}", headers={"Accept-Encoding": "gzip;q=0, deflate"})
        with served.client.stream("GET", f"/{key}", headers={"Accept-Encoding": asked}) as packed:
            sent = b"".join(packed.iter_raw())
        assert plain.content == body
        assert "content-encoding" not in plain.headers
        if not is_text(key):
            assert "content-encoding" not in packed.headers
            assert sent == body
            continue
        assert packed.headers["content-encoding"] == coding
        assert unpack(sent) == body
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
        assert packed.headers["etag"] != plain.headers["etag"]
        assert len(sent) == int(packed.headers["content-length"]) < max(300, len(body) * 0.7), key
        again = {"Accept-Encoding": asked, "If-None-Match": packed.headers["etag"]}
        assert served.client.get(f"/{key}", headers=again).status_code == 304


def test_ranges(served: Served) -> None:
    path = film(served)
    body = (served.tiny.out / path[1:]).read_bytes()
    size = len(body)
    cases = {
        "bytes=0-": (0, size - 1),
        "bytes=0-0": (0, 0),
        "bytes=100-299": (100, 299),
        "bytes=100-99999999": (100, size - 1),
        "bytes=-500": (size - 500, size - 1),
        f"bytes=-{size * 2}": (0, size - 1),
        f"bytes={size - 1}-": (size - 1, size - 1),
        "Bytes = 5 - 9": (5, 9),
    }
    for header, (first, last) in cases.items():
        answer = served.client.get(path, headers={"Range": header})
        assert answer.status_code == 206, header
        assert answer.content == body[first : last + 1]
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert answer.headers["content-length"] == str(last + 1 - first)
        assert answer.headers["cache-control"] == PRIVATE


@pytest.mark.parametrize("header", ["bytes=-0", "bytes=99999999-", "bytes=99999999-100000000"])
def test_ranges_beyond_the_end(served: Served, header: str) -> None:
    size = len((served.tiny.out / film(served)[1:]).read_bytes())
    answer = served.client.get(film(served), headers={"Range": header})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "header", ["bytes=9-5", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-9", "bytes", ""]
)
def test_ranges_that_are_passed_over(reading: Served, header: str) -> None:
    answer = reading.client.get(film(reading), headers={"Range": header})
    assert answer.status_code == 200
    assert len(answer.content) == int(answer.headers["content-length"])


def test_what_is_known_is_not_sent_again(served: Served) -> None:
    for path in (film(served), f"/p/{served.tiny.token()}/"):
        first = served.client.get(path)
        tag = first.headers["etag"]
        again = served.client.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        changed = served.client.get(path, headers={"If-None-Match": '"other"'})
        assert changed.content == first.content


def test_a_range_of_another_version_gives_the_whole(reading: Served) -> None:
    path = film(reading)
    tag = reading.client.get(path).headers["etag"]
    headers = {"Range": "bytes=0-9", "If-Range": tag}
    assert reading.client.get(path, headers=headers).status_code == 206
    headers["If-Range"] = '"older"'
    assert reading.client.get(path, headers=headers).status_code == 200


def test_heads_have_no_body(served: Served) -> None:
    for path in (film(served), f"/p/{served.tiny.token()}/"):
        whole, head = served.client.get(path), served.client.head(path)
        assert head.status_code == 200
        assert head.content == b""
        for name in ("content-length", "content-type", "etag", "cache-control"):
            assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    "path",
    [
        "/recipients.csv",
        "/rejected.csv",
        "/.sollecito/sollecito.db",
        "/.sollecito/lock",
        "/clips/../recipients.csv",
        "/clips/..%2Frecipients.csv",
        "/clips/%2e%2e/recipients.csv",
        "/static/..%5Crecipients.csv",
        "/films//etc/passwd",
        "/clips/",
        "/clips",
        "/films/",
        "/static/",
        "/p/",
        "/p",
        "/p/../recipients.csv",
        "/clips/.part-x",
        "/static/nothing.js",
        "/clips/%00.mp4",
    ],
)
def test_nothing_else_is_served(reading: Served, path: str) -> None:
    answer = reading.client.send(
        reading.client.build_request(
            "GET", reading.client.base_url.copy_with(raw_path=path.encode())
        )
    )
    assert answer.status_code == 404, path
    assert b"a1" not in answer.content


def test_the_private_files_of_a_page_folder_stay_private(reading: Served) -> None:
    token = reading.tiny.token()
    for file in ("..%2F..%2Frecipients.csv", "%2e%2e/%2e%2e/recipients.csv", ".part-1"):
        url = reading.client.base_url.copy_with(raw_path=f"/p/{token}/{file}".encode())
        assert reading.client.send(reading.client.build_request("GET", url)).status_code == 404


def test_a_page_needs_its_slash(reading: Served) -> None:
    token = reading.tiny.token()
    answer = reading.client.get(f"/p/{token}", follow_redirects=True)
    assert answer.url.path == f"/p/{token}/"
    assert answer.status_code == 200


def test_every_answer_carries_the_security_headers(reading: Served) -> None:
    token = reading.tiny.token()
    paths = [film(reading), f"/p/{token}/", f"/{token}", f"/pay/{token}", "/nothing", "/livez"]
    for path in paths:
        headers = reading.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        # A recipient's page may be shown by the dashboard, and by nobody else.
        framed_by = "'self'" if path.startswith("/p/") else "'none'"
        assert f"frame-ancestors {framed_by}" in policy
        options = "SAMEORIGIN" if path.startswith("/p/") else "DENY"
        assert headers["x-frame-options"] == options
        assert "unsafe" not in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers
        assert "set-cookie" not in headers


def test_what_is_no_document_goes_without_the_headers_of_documents(reading: Served) -> None:
    page = reading.client.get(f"/p/{reading.tiny.token()}/").text
    kinds = set()
    for name in set(re.findall(r'(?:src|href)="\.\./\.\./(static/[\w.-]+\.(?:js|css|svg))"', page)):
        headers = reading.client.get(f"/{name}").headers
        kinds.add(name.rpartition(".")[2])
        drawn = name.endswith(".svg")
        assert ("content-security-policy" in headers) is drawn, name
        assert ("permissions-policy" in headers) is drawn, name
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert kinds == {"js", "css", "svg"}


@pytest.mark.usefixtures("s3_keys")
def test_a_store_that_fails_gives_a_kind_answer(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, s3_endpoint: str
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    address = f"s3://bucket?endpoint={s3_endpoint}"
    settings = load_settings(out=tiny.out, store_url=address, log_level="error")
    with serving(settings) as client:
        answer = client.get(f"/p/{tiny.token()}/")
        assert answer.status_code == 503
        assert answer.text == LATER
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
