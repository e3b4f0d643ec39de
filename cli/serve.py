"""``sollecito serve``: links, pages, tracking and the workers in one process group."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.arguments import OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.main import app
from cli.output import speaking


@app.command(epilog="Exit codes: 0 stopped on request, 1 cannot serve, 2 wrong usage.")
def serve(
    out: OutFolder = None,
    host: Annotated[
        str | None,
        typer.Option("--host", help="The address to listen on; SOLLECITO_HOST, or 127.0.0.1."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            help="The port to listen on, 0 for any free one; SOLLECITO_PORT, or 8000.",
        ),
    ] = None,
) -> None:
    """Serve links and pages, count what happens, finish what a run left; until Ctrl-C."""
    from cli.serving import serve_until_stopped
    from foundation.logging import configure_logging
    from foundation.settings import load_settings

    with speaking(as_json=False) as output, telling(output):
        settings = load_settings(out=out, host=host, port=port)
        configure_logging(settings)
        serve_until_stopped(
            settings,
            on_start=lambda address: output.result.print(f"Serving {settings.out} at {address}"),
        )
