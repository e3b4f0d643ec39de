"""``sollecito webhook``: where another system is told that a message came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli.arguments import AsJson, KnownCampaign, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.known import known_campaign, name_of, opened
from cli.main import app
from cli.output import speaking
from cli.panels import RUN

if TYPE_CHECKING:
    from inbox.models import Webhook

webhook = typer.Typer(
    name="webhook",
    help="Tell another system of messages that come in, by the Standard Webhooks scheme.",
    no_args_is_help=True,
)
app.add_typer(webhook, rich_help_panel=RUN)

EPILOG = "Exit codes: 0 fine, 1 it could not be done, 2 wrong usage."


@webhook.command("set", epilog=EPILOG)
def set_(
    campaign: KnownCampaign,
    url: Annotated[
        str, typer.Argument(help="Where messages are told to, https://…", metavar="URL")
    ],
    values: Annotated[
        bool,
        typer.Option("--values", help="Send what was written, too; left out, ids only."),
    ] = False,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Set the webhook of a campaign, print its secret, and enable it again if it was disabled."""
    from foundation.settings import load_settings
    from inbox.webhooks import set_webhook
    from workers.checked_request import check_url

    with speaking(as_json=as_json) as output, telling(output):
        settings = load_settings(out=out)
        check_url(url, private=settings.webhooks_to_private)
        with opened(settings) as database, database.writing() as session:
            campaign_id = known_campaign(session, settings, name_of(campaign))
            hook = set_webhook(session, campaign_id, url, values=values)
            plain = {**_plain(hook), "secret": hook.secret}
        if as_json:
            output.document(plain)
        else:
            output.result.print(plain["secret"], markup=False)
            output.aside.print("The receiver checks signatures with this secret.", style="yellow")


@webhook.command(epilog=EPILOG)
def show(campaign: KnownCampaign, out: OutFolder = None, as_json: AsJson = False) -> None:
    """Show a campaign's webhook and its latest deliveries."""
    from foundation.errors import SettingsError
    from foundation.settings import load_settings
    from inbox.webhooks import deliveries, find_webhook

    with speaking(as_json=as_json) as output, telling(output):
        settings = load_settings(out=out)
        with opened(settings) as database, database.reading() as session:
            campaign_id = known_campaign(session, settings, name_of(campaign))
            hook = find_webhook(session, campaign_id)
            if hook is None:
                raise SettingsError("The campaign has no webhook. See: sollecito webhook set.")
            plain = _plain(hook)
            log = [plain_delivery(*row) for row in deliveries(session, campaign_id)]
        if as_json:
            output.document({**plain, "deliveries": log})
            return
        state = f"disabled: {plain['disabled_reason']}" if plain["disabled_at"] else "enabled"
        told = "with what was written" if plain["values"] else "ids only"
        output.result.print(f"{plain['url']} ({told}), {state}", markup=False)
        table = Table("message", "state", "attempts", "last answer", "next or end (UTC)", box=None)
        table.pad_edge = False
        for entry in log:
            answer = entry["last_status"] or entry["last_error"] or ""
            moment = entry["finished_at"] or entry["next_at"]
            table.add_row(
                entry["reference"], entry["state"], str(entry["attempts"]), str(answer), moment[:16]
            )
        output.result.print(table if log else "Nothing has been told yet.")


@webhook.command(epilog=EPILOG)
def remove(campaign: KnownCampaign, out: OutFolder = None) -> None:
    """Remove a campaign's webhook with its log."""
    from foundation.errors import SettingsError
    from foundation.settings import load_settings
    from inbox.webhooks import remove_webhook

    with speaking(as_json=False) as output, telling(output):
        settings = load_settings(out=out)
        with opened(settings) as database, database.writing() as session:
            campaign_id = known_campaign(session, settings, name_of(campaign))
            if not remove_webhook(session, campaign_id):
                raise SettingsError("The campaign has no webhook.")
        output.result.print("Removed.")


def _plain(hook: Webhook) -> dict[str, Any]:
    return {
        "url": hook.url,
        "values": hook.values,
        "created_at": hook.created_at.isoformat(),
        "failing_since": hook.failing_since.isoformat() if hook.failing_since else None,
        "disabled_at": hook.disabled_at.isoformat() if hook.disabled_at else None,
        "disabled_reason": hook.disabled_reason,
    }


def plain_delivery(delivery: Any, reference: str, form: str) -> dict[str, Any]:
    """Return a line of the delivery log as plain values."""
    return {
        "id": delivery.public_id,
        "reference": reference,
        "form": form,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "created_at": delivery.created_at.isoformat(),
        "next_at": delivery.next_at.isoformat(),
        "finished_at": delivery.finished_at.isoformat() if delivery.finished_at else None,
    }
