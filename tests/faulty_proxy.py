"""A proxy before an HTTP server that fails when a test wants it to."""

from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER_S = 60.0
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})


class FaultyProxy:
    """Hands requests on, or answers all with the status in ``failing`` (None: hands them on).

    Args:
        target: address of the server.
    """

    def __init__(self, target: str) -> None:
        self.failing: int | None = None
        self.refused = 0
        proxy, place = self, urlsplit(target).netloc

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if proxy.failing is not None:
                    proxy.refused += 1
                    self.send_response(proxy.failing)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                server = http.client.HTTPConnection(place, timeout=ANSWER_S)
                try:
                    # The name of the host is part of what is signed: it stays as it came.
                    server.request(self.command, self.path, body, dict(self.headers.items()))
                    answer = server.getresponse()
                    content = answer.read()
                finally:
                    server.close()
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in {*HOP_BY_HOP, "content-length"}:
                        self.send_header(name, value)
                length = answer.getheader("Content-Length") if self.command == "HEAD" else None
                self.send_header("Content-Length", length or str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass  # noqa: N815 - http.server's names

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator[FaultyProxy]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()
