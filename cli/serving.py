"""The server and the workers in one process, ended together and in order."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from cli.interruption import stopping_on_signals
from foundation.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    import uvicorn
    from fastapi import FastAPI

    from foundation.settings import Settings

GRACE_S = 5
"""Seconds that requests have to end when the server stops."""


def serve_until_stopped(
    settings: Settings,
    *,
    show_recipients: bool = False,
    on_start: Callable[[str], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM; workers and rendering processes end with it.

    ``on_start`` is told the address when it can be opened. Raises SettingsError when the address
    cannot be listened on.
    """
    from api.application import create_app
    from workers.background import working_in_background

    app = create_app(settings, show_recipients=show_recipients)
    # Uvicorn takes the signals while it serves and hands them back when it has ended.
    with (
        listening(settings.host, settings.port) as listener,
        stopping_on_signals(),
        working_in_background(settings),
    ):
        if on_start:
            on_start(address_of(settings.host, listener))
        server_of(app).run(sockets=[listener])


def server_of(app: FastAPI) -> uvicorn.Server:
    """Return the server of an application: no access lines, because addresses hold tokens."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
    )
    app.state.v1.state.ending = lambda: server.should_exit
    return server


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; SettingsError when the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends answers at once only on sockets that name TCP; on others the second part of each
    # waits for the client to confirm the first, which it does after 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"Cannot listen on {host}, port {port}: {error.strerror}."
            " Give another port with --port or SOLLECITO_PORT."
        ) from error
    return listener


def address_of(host: str, listener: socket.socket) -> str:
    """Return the address that a listening socket is opened with."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"
