"""A recipient's site as it stands in a store, on disk and behind a small HTTP server.

The server knows byte ranges; with ``api`` it also counts like Sollecito's own: ``POST /e`` answers
204 with ``X-Sollecito: 1`` and ``/pay/TOKEN`` redirects. Without, it is a plain static host.
"""

from __future__ import annotations

import json
import mimetypes
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from short_clips import clip, poster, sound

from microsite.page import build_page
from microsite.shared import shared_files

if TYPE_CHECKING:
    from pathlib import Path

    from microsite.page_input import PageInput


def write_site(folder: Path, page_input: PageInput) -> Path:
    """Write page, shared files, clips and film below ``folder``; return the page's path."""
    place = folder / "p" / page_input.token
    place.mkdir(parents=True)
    for name, body in build_page(page_input).items():
        (place / name).write_bytes(body)
    (folder / "static").mkdir()
    bound = page_input.bound
    for name, body in shared_files(
        bound.look.theme, page_input.campaign, page_input.media, bound.page_look
    ).items():
        (folder / "static" / name).write_bytes(body)
    (folder / "clips").mkdir()
    for number, made in enumerate(page_input.clips.values(), start=1):
        (folder / "clips" / f"{made.name}.mp4").write_bytes(clip(number, made.duration_ms))
        (folder / "clips" / f"{made.name}.m4a").write_bytes(sound(number, made.duration_ms))
        (folder / "clips" / f"{made.name}.jpg").write_bytes(poster(number))
    (folder / "films").mkdir()
    (folder / "films" / f"{page_input.film}.mp4").write_bytes(clip(1, 1600))
    (folder / "films" / f"{page_input.film}.vtt").write_text(
        "WEBVTT\n\n00:00.000 --> 00:01.500\nBuongiorno.\n", encoding="utf-8"
    )
    return place / "index.html"


@dataclass
class Site:
    """A running server: its address, what was asked for, and the events it was told."""

    folder: Path
    token: str
    api: bool = False
    letters: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    hanging: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    origin: str = ""
    sent: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=list)
    """What the next forms are answered; status 0 hangs up."""

    @property
    def page(self) -> str:
        return f"{self.origin}/p/{self.token}/"

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for letter in self.letters for event in letter["events"]]

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.site.asked.append(f"POST {self.path}")
        if self.site.api and self.path.startswith("/f/"):
            self.take_form(body)
            return
        if not (self.site.api and self.path == "/e"):
            self.answer(405, b"")
            return
        self.site.letters.append(json.loads(body))
        self.answer(204, b"", {"X-Sollecito": "1"})

    def take_form(self, body: bytes) -> None:
        """Answer as the test says: by default the message is taken."""
        sent = dict(parse_qsl(body.decode(), keep_blank_values=True))
        self.site.sent.append({"form": self.path.rpartition("/")[2], **sent})
        status, told = self.site.answers.pop(0) if self.site.answers else (201, None)
        if status == 0:
            self.close_connection = True
            return
        plain = told if told is not None else {"reference": "K7Q2-9F4M"}
        self.answer(status, json.dumps(plain).encode(), {"Content-Type": "application/json"})

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.site.asked.append(f"GET {path}")
        if self.site.api and path.startswith("/pay/"):
            self.answer(303, b"", {"Location": f"{self.site.origin}/paid.html"})
            return
        if path == "/paid.html":
            self.answer(
                200,
                b"<!doctype html><link rel=icon href=data:,><title>paid</title>",
                {"Content-Type": "text/html"},
            )
            return
        file = self.site.folder / path.lstrip("/")
        file = file / "index.html" if path.endswith("/") else file
        if not file.is_file() or path in self.site.broken:
            self.answer(404, b"")
            return
        if path in self.site.hanging:
            time.sleep(60)
            self.close_connection = True
            return
        if path in self.site.cut or path in self.site.slow:
            self.send_badly(file.read_bytes(), cut=path in self.site.cut)
            return
        self.send_file(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "text/plain")

    def do_HEAD(self) -> None:
        self.site.asked.append(f"HEAD {self.path}")
        self.answer(200, b"")

    def send_badly(self, body: bytes, *, cut: bool) -> None:
        """Promise the whole and send a third of it, or all of it drop by drop."""
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.close_connection = True
        step = max(1, len(body) // (3 if cut else 24))
        try:
            for start in range(0, step if cut else len(body), step):
                self.wfile.write(body[start : start + step])
                self.wfile.flush()
                time.sleep(0 if cut else 0.25)
        except (BrokenPipeError, ConnectionResetError):
            return

    def send_file(self, body: bytes, kind: str) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        headers = {"Content-Type": kind, "Accept-Ranges": "bytes"}
        if wanted is None:
            self.answer(200, body, headers)
            return
        start = int(wanted[1])
        end = min(int(wanted[2] or len(body) - 1), len(body) - 1)
        headers["Content-Range"] = f"bytes {start}-{end}/{len(body)}"
        self.answer(206, body[start : end + 1], headers)

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at ``asked``."""


class _Server(ThreadingHTTPServer):
    """Takes the connections that a page opens at once, also where the machine is busy."""

    daemon_threads = True
    request_queue_size = 128


def serve(site: Site) -> ThreadingHTTPServer:
    """Start the server on a free port in a thread of its own and fill in ``site.origin``."""
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server(("127.0.0.1", 0), handler)
    site.origin = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
