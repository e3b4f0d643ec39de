"""What nobody should send: each is answered clearly, nothing of it stays, and memory stays flat."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import openpyxl
import pytest
from bundles import FILES, HEADER, ROWS, bundle, with_link
from command_process import ROOT, command_line, environment
from huge_archives import UNIT, huge_archive
from s3_server import free_port
from service_client import check_problem

from benchmarks.memory import children_of, peak_of
from campaigns.api_keys import Scope, create_key
from campaigns.migrate import upgrade
from foundation.database import open_database
from foundation.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ZIP = "application/zip"
CSV = "text/csv"
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_GROWTH = 192 << 20
"""Bytes by which a process may grow over what good uploads need; the bombs have 10 GiB.

Most is for one object of JSON with 400,000 keys, decoded before it is known to be too long.
"""


@dataclass(frozen=True)
class Server:
    """``sollecito serve`` in a process of its own, and a client with a key."""

    client: httpx.Client
    private: Path
    pid: int

    def send(self, path: str, body: bytes, media: str, **query: Any) -> httpx.Response:
        return self.client.post(
            f"/v1{path}", content=body, headers={"Content-Type": media}, params=query
        )

    def imported(self, body: bytes, media: str) -> dict[str, Any]:
        """Send rows and return the import at its end."""
        answer = self.send("/campaigns/tiny/imports", body, media)
        assert answer.status_code == 202, answer.text
        where = f"/v1/campaigns/tiny/imports/{answer.json()['id']}"
        until = time.monotonic() + 240
        while (found := self.client.get(where).json())["state"] in {"waiting", "running"}:
            assert time.monotonic() < until, found
            time.sleep(0.1)
        return dict(found)

    def peak(self) -> int:
        """Return the most bytes that the server or a process of it ever held."""
        return max(map(peak_of, [self.pid, *children_of(self.pid)]))

    def check_nothing_is_left(self, people: int) -> None:
        until = time.monotonic() + 60
        while left := [*self.private.glob("uploads/*"), *self.private.glob("unpacking/*")]:
            assert time.monotonic() < until, left
            time.sleep(0.05)
        (tiny,) = self.client.get("/v1/campaigns").json()["campaigns"]
        seen = self.client.get(f"/v1/campaigns/{tiny['name']}").json()
        assert sum(seen["recipients"].values()) == people


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server with a campaign that makes nothing of its rows."""
    folder = tmp_path_factory.mktemp("bad")
    settings = load_settings(out=folder / "out")
    database = open_database(settings.database)
    upgrade(database.engine)
    with database.writing() as session:
        key = create_key(session, "test", [Scope.ADMIN]).secret
    database.close()
    port, log = free_port(), folder / "log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command_line(["serve", "--out", settings.out, "--port", port]),
            cwd=ROOT,
            env=environment({"SOLLECITO_JOBS": "1"}),
            stdout=lines,
            stderr=lines,
        )
    try:
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=240
        ) as client:
            until = time.monotonic() + 120
            while process.poll() is None and time.monotonic() < until:
                with suppress(httpx.TransportError):
                    client.get("/livez")
                    break
                time.sleep(0.1)
            served = Server(client, settings.private, process.pid)
            assert served.send("/campaigns", bundle(), ZIP).status_code == 201, log.read_text()
            paused = client.patch("/v1/campaigns/tiny", json={"state": "paused"})
            assert paused.status_code == 200
            yield served
    finally:
        process.kill()
        process.wait()


def workbook() -> dict[str, bytes]:
    """Return the parts of a workbook with the rows of ``bundles.ROWS``."""
    book = openpyxl.Workbook()
    for line in ROWS.splitlines():
        book.active.append(line.split(";"))
    body = io.BytesIO()
    book.save(body)
    with zipfile.ZipFile(body) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


def sheet_bomb(said: int | None) -> bytes:
    parts = workbook()
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    begins = sheet[: sheet.index(b"</sheetData>")]
    unit = (b"<row/>" * (UNIT // 6 + 1))[: UNIT // 6 * 6]
    return huge_archive(parts, "xl/worksheets/sheet1.xml", begins=begins, unit=unit, said=said)


@pytest.mark.timeout(900)
def test_bad_uploads_are_refused_in_flat_memory(server: Server) -> None:
    assert server.imported(ROWS.encode(), CSV)["accepted"] == 3
    assert server.imported(packed(workbook()), XLSX)["unchanged"] == 3
    assert server.send("/checks", bundle(), ZIP).json()["ok"] is True
    usual = server.peak()

    for told, body in bad_bundles():
        for path in ("/checks", "/campaigns"):
            problem = check_problem(server.send(path, body, ZIP), 422, "bundle-refused")
            assert told in problem["detail"], problem
        server.check_nothing_is_left(3)
    for told, body, media in bad_tables():
        done = server.imported(body, media)
        assert (done["state"], done["accepted"]) == ("failed", 0), (told, done)
        assert told in done["error"], done
        held = server.send("/campaigns/tiny/imports", body, media, hold=True)
        problem = check_problem(held, 422, "data-refused")
        assert told in problem["detail"] or "quot" in told, problem
        server.check_nothing_is_left(3)
    rows = b"a1;An\xff\xfe\x00na;1,00;R1\n" + b"b2;Br\x81no;2,00;R2\n"
    done = server.imported(HEADER.encode() + rows, CSV)
    assert (done["accepted"], done["updated"]) == (0, 0), done
    assert done["error"] or done["rejected"] == 2, done
    server.check_nothing_is_left(3)
    assert server.peak() < usual + MOST_GROWTH


def bad_bundles() -> Iterator[tuple[str, bytes]]:
    """Yield bundles and what is told of them."""
    yield "no zip archive", b"nothing"
    yield "cut off", bundle()[:-100]
    yield "more than 512 MiB", huge_archive(FILES, "media/zeros.png")
    yield "damaged", huge_archive(FILES, "media/zeros.png", said=1000)
    yield "out of the folder", bundle({**FILES, "../outside.txt": "x"})
    yield "out of the folder", bundle({**FILES, "/outside.txt": "x"})
    yield "out of the folder", bundle({**FILES, "media/../../outside.txt": "x"})
    yield "is a link", with_link()
    yield "is a link", with_link("campaign", "..")


def bad_tables() -> Iterator[tuple[str, bytes, str]]:
    """Yield files of rows, what is told of them, and as what they are sent."""
    good = packed(workbook())
    yield "is empty", b"", CSV
    yield "no rows", HEADER.encode(), CSV
    yield "same name", b"id;first_name;amount;amount;reference\na;b;1,00;2,00;c\n", CSV
    yield "never closed", (HEADER + 'a1;"Anna;1,00;R1\n' + "b2;B;1,00;R2\n" * 300).encode(), CSV
    yield "more than 4 MiB", ";".join(f"c{n}" for n in range(1_000_000)).encode() + b"\n1\n", CSV
    yield (
        "cannot be read",
        ("[{" + ",".join(f'"c{n}":1' for n in range(1_000_000)) + "}]").encode(),
        JSON,
    )
    yield "cut short", good[: len(good) // 2], XLSX
    yield "cut short", good[:-30], XLSX
    yield "", sheet_bomb(None), XLSX
    yield "", sheet_bomb(1000), XLSX
    yield "", huge_archive({}, "zeros"), XLSX
