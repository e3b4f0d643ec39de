"""``sollecito move``: from one machine's database and folder to the engines of many machines."""

from __future__ import annotations

import dataclasses

from cli.arguments import AsJson, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.main import app
from cli.output import speaking
from cli.panels import RUN


@app.command(
    rich_help_panel=RUN,
    epilog="Exit codes: 0 everything was moved and compared, 1 it was not, 2 wrong usage.",
)
def move(out: OutFolder = None, as_json: AsJson = False) -> None:
    """Move the SQLite database and the objects of --out to the engines of the settings.

    Set SOLLECITO_DATABASE_URL (an empty PostgreSQL database) and SOLLECITO_STORE_URL (a bucket)
    first, and stop 'sollecito serve'. Each object is read back and compared, the database is copied
    in one transaction and compared row by row. Links, codes and keys stay good. The old place is
    left as it is. A move that was cut off is simply begun again.
    """
    from foundation.settings import load_settings
    from workers.moving import move as move_all

    with speaking(as_json=as_json) as output, telling(output):
        settings = load_settings(out=out)
        report = move_all(settings, on_step=lambda step: output.aside.print(step, markup=False))
        if as_json:
            output.document(dataclasses.asdict(report))
            return
        say = output.people.print
        say("Moved, and compared:", style="bold")
        say(f"  {report.objects} objects, {report.bytes >> 20} MiB ({report.sent} sent just now)")
        for table, rows in report.rows.items():
            say(f"  {rows} rows of {table}", markup=False)
        say(f"  the files of {report.campaigns} campaigns")
        say(
            "From now on start 'sollecito serve' and 'sollecito worker' with these settings, on any"
            f" machines. {settings.out} is left as it was; keep it until you have seen that all"
            " is well.",
            markup=False,
        )
