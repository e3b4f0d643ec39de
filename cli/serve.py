"""``sollecito serve``: links, pages, tracking and the workers in one process group."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.known import begin_folder, first_page, is_empty
from cli.main import app
from cli.output import Output, speaking
from cli.panels import RUN

if TYPE_CHECKING:
    from foundation.settings import Settings


@app.command(
    rich_help_panel=RUN, epilog="Exit codes: 0 stopped on request, 1 cannot serve, 2 wrong usage."
)
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
    """Serve links and pages, count what happens, finish what a run left; until Ctrl-C.

    A folder that is not there yet is begun: campaigns then come over the service under /v1.
    """
    from cli.serving import serve_until_stopped
    from foundation.logging import configure_logging
    from foundation.settings import load_settings

    with speaking(as_json=False) as output, telling(output):
        settings = load_settings(out=out, host=host, port=port)
        begin_folder(settings)
        configure_logging(settings)
        serve_until_stopped(
            settings,
            on_start=lambda address: _say(output, settings, address),
        )


def _say(output: Output, settings: Settings, address: str) -> None:
    output.result.print(f"Serving {settings.out} at {address}", markup=False)
    output.result.print(f"Dashboard: {address}dashboard/", markup=False)
    page = first_page(settings)
    if page:
        # A page is one person's: in a log, or in a file, its address has no business.
        if output.result.file.isatty():
            output.result.print(f"Try: {address}{page}", markup=False)
    elif is_empty(settings):
        output.aside.print(
            "Nothing is here yet, neither a campaign nor a key. Make the first key in another"
            f" terminal:\n  {_first_key(settings)}\n"
            f"and send campaigns and data with it to {address}v1 (see {address}v1/docs).",
            markup=False,
        )


def _first_key(settings: Settings) -> str:
    where = "" if settings.database_url else f" --out {shlex.quote(str(settings.out))}"
    return f'sollecito keys create "My office" --scope admin{where}'
