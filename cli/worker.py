"""``sollecito worker``: renders and publishes for a service that runs on many machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import AllowFunctions, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.main import app
from cli.output import speaking
from cli.panels import RUN

if TYPE_CHECKING:
    from foundation.settings import Settings


@app.command(
    rich_help_panel=RUN, epilog="Exit codes: 0 stopped on request, 1 cannot work, 2 wrong usage."
)
def worker(
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes",
            min=1,
            max=256,
            metavar="N",
            help="Rendering processes at once; SOLLECITO_JOBS, or one for each processor.",
        ),
    ] = None,
    out: OutFolder = None,
    allow_functions: AllowFunctions = False,
) -> None:
    """Work off what is planned, together with all other workers, until Ctrl-C or SIGTERM.

    Needs a database, a broker and a store that machines can share (SOLLECITO_DATABASE_URL,
    SOLLECITO_BROKER_URL, SOLLECITO_STORE_URL). The folder --out holds this machine's caches only.
    The clip at hand is finished before the end; what a killed worker had begun is done by others.
    """
    from cli.interruption import stopping_on_signals
    from foundation.logging import configure_logging
    from foundation.settings import load_settings
    from workers.background import work_until_stopped
    from workers.processor_share import yield_to_others

    with speaking(as_json=False) as output, telling(output):
        settings = load_settings(out=out, jobs=processes, allow_functions=allow_functions or None)
        check_shared(settings)
        configure_logging(settings)
        yield_to_others()
        with stopping_on_signals() as stopping:
            work_until_stopped(settings, stopping)


def check_shared(settings: Settings) -> None:
    """Raise SettingsError when a worker could not see what others plan, or they what it makes."""
    from foundation.errors import SettingsError
    from workers.broker import is_shared

    missing = [
        name
        for name, there in (
            ("SOLLECITO_DATABASE_URL", settings.database_url is not None),
            ("SOLLECITO_BROKER_URL", is_shared(settings)),
            ("SOLLECITO_STORE_URL", settings.store_url is not None),
        )
        if not there
    ]
    if missing:
        raise SettingsError(
            f"A worker shares its work with other machines; set {' and '.join(missing)}."
            " On one machine 'sollecito serve' does all work by itself."
        )
