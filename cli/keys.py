"""``sollecito keys``: who may use the service under ``/v1``."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from campaigns.api_keys import LONGEST_LABEL, Scope
from cli.arguments import AsJson, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.main import app
from cli.output import speaking
from cli.panels import RUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaigns.api_keys import ApiKey
    from foundation.database import Database
    from foundation.settings import Settings

keys = typer.Typer(
    name="keys",
    help="Make, list and revoke the API keys of the service under /v1.",
    no_args_is_help=True,
)
app.add_typer(keys, rich_help_panel=RUN)

EPILOG = "Exit codes: 0 fine, 1 it could not be done, 2 wrong usage."


@keys.command(epilog=EPILOG)
def create(
    label: Annotated[str, typer.Argument(help="Who has the key, such as 'Ufficio tributi'.")],
    scopes: Annotated[
        list[Scope],
        typer.Option(
            "--scope",
            help="What it may be used for; may be given several times. admin includes the others.",
        ),
    ],
    expires: Annotated[
        datetime | None,
        typer.Option(
            "--expires",
            formats=["%Y-%m-%d"],
            metavar="DAY",
            help="The last day on which it is good (UTC); left out, it does not end.",
        ),
    ] = None,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it: this once, for it is kept nowhere."""
    from campaigns.api_keys import create_key
    from foundation.clock import utc_now
    from foundation.settings import load_settings

    label = label.strip()
    if not label or len(label) > LONGEST_LABEL:
        raise typer.BadParameter(f"The label has 1 to {LONGEST_LABEL} characters.")
    until = None
    if expires is not None:
        until = datetime.combine(expires.date() + timedelta(days=1), time(), UTC)
        if until <= utc_now():
            raise typer.BadParameter("The day of --expires is past.")
    with speaking(as_json=as_json) as output, telling(output):
        with _opened(load_settings(out=out)) as database, database.writing() as session:
            made = create_key(session, label, scopes, expires_at=until)
            told = {"secret": made.secret, **_plain(made.key)}
        if as_json:
            output.document(told)
        else:
            output.result.print(told["secret"], markup=False)
            output.aside.print("Keep it now: it is shown this once.", style="yellow")


@keys.command("list", epilog=EPILOG)
def list_(out: OutFolder = None, as_json: AsJson = False) -> None:
    """List all keys, also those that were revoked or have expired."""
    from campaigns.api_keys import all_keys
    from foundation.clock import utc_now
    from foundation.settings import load_settings

    with speaking(as_json=as_json) as output, telling(output):
        with _opened(load_settings(out=out)) as database, database.reading() as session:
            found = list(all_keys(session))
        if as_json:
            output.document({"keys": [_plain(key) for key in found]})
            return
        table = Table("id", "label", "scopes", "state", "last used", box=None, pad_edge=False)
        for key in found:
            state = "good" if key.is_good(utc_now()) else "expired"
            table.add_row(
                key.public_id,
                key.label,
                ", ".join(key.scopes),
                "revoked" if key.revoked_at else state,
                f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never",
            )
        output.result.print(table if found else "There is no key.")


@keys.command(epilog=EPILOG)
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as list shows it.")],
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """End a key for good."""
    from campaigns.api_keys import revoke_key
    from foundation.errors import SettingsError
    from foundation.settings import load_settings

    with speaking(as_json=as_json) as output, telling(output):
        with _opened(load_settings(out=out)) as database, database.writing() as session:
            key = revoke_key(session, key_id)
            if key is None:
                raise SettingsError(f"There is no key '{key_id}'. See: sollecito keys list.")
            told = _plain(key)
        if as_json:
            output.document(told)
        else:
            output.result.print(f"Revoked: {key_id}.", markup=False)


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    """Yield the folder's database, made when there is none: a service begins with a key."""
    from campaigns.migrate import upgrade
    from foundation.database import open_database

    if settings.database_url is None:
        settings.private.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = open_database(settings.database)
    try:
        upgrade(database.engine)
        yield database
    finally:
        database.close()


def _plain(key: ApiKey) -> dict[str, Any]:
    moments = ("created_at", "expires_at", "last_used_at", "revoked_at")
    plain: dict[str, Any] = {"id": key.public_id, "label": key.label, "scopes": key.scopes}
    for moment in moments:
        value: datetime | None = getattr(key, moment)
        plain[moment] = value.isoformat() if value else None
    return plain
