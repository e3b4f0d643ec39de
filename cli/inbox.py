"""``sollecito inbox``: what recipients sent by the page's forms, for the people who work it off."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli.arguments import AsJson, KnownCampaign, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.known import known_campaign, name_of, opened
from cli.main import app
from cli.output import speaking
from cli.panels import PEOPLE
from inbox.models import MessageState

if TYPE_CHECKING:
    from rich.console import Console
    from sqlalchemy.orm import Session

    from inbox.queries import Received

inbox = typer.Typer(
    name="inbox",
    help="Read and work off what recipients sent by the page's forms.",
    no_args_is_help=True,
)
app.add_typer(inbox, rich_help_panel=PEOPLE)

EPILOG = "Exit codes: 0 fine, 1 it could not be done, 2 wrong usage."

Reference = Annotated[
    str, typer.Argument(help="The message's reference, such as K7Q2-9F4M.", metavar="REFERENCE")
]
OfState = Annotated[
    MessageState | None, typer.Option("--state", help="Only messages in this state.")
]
OfForm = Annotated[
    str | None, typer.Option("--form", help="Only messages of this form.", metavar="FORM")
]
Machines = Annotated[bool, typer.Option("--machines", help="Also what machines seem to have sent.")]


@inbox.command("list", epilog=EPILOG)
def list_(
    campaign: KnownCampaign,
    state: OfState = None,
    form: OfForm = None,
    machines: Machines = False,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """List the messages, the newest first."""
    from foundation.settings import load_settings
    from inbox.queries import Filter, received, state_counts

    with speaking(as_json=as_json) as output, telling(output):
        name = name_of(campaign)
        settings = load_settings(out=out)
        with opened(settings) as database, database.reading() as session:
            campaign_id = known_campaign(session, settings, name)
            found = received(session, campaign_id, Filter(state, form, machines=machines))
            counts = state_counts(session, campaign_id)
        if as_json:
            plain = {kind.value: count for kind, count in counts.items()}
            messages = [plain_message(entry) for entry in found]
            output.document({"campaign": name, "counts": plain, "messages": messages})
            return
        _print_list(output.result, found)
        told = ", ".join(f"{count} {_words(kind)}" for kind, count in counts.items())
        output.result.print(f"{name}: {told}.", markup=False)


@inbox.command(epilog=EPILOG)
def show(
    campaign: KnownCampaign,
    reference: Reference,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show one message as it was written."""
    from foundation.settings import load_settings

    with speaking(as_json=as_json) as output, telling(output):
        settings = load_settings(out=out)
        with opened(settings) as database, database.reading() as session:
            campaign_id = known_campaign(session, settings, name_of(campaign))
            entry = _found(session, campaign_id, reference)
        if as_json:
            output.document(plain_message(entry))
        else:
            _print_message(output.result, entry)


@inbox.command("set", epilog=EPILOG)
def set_(
    campaign: KnownCampaign,
    reference: Reference,
    state: Annotated[
        MessageState | None,
        typer.Argument(help="How far the office is: new, in_progress or done.", metavar="[STATE]"),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option("--note", help="A note for colleagues; an empty one removes it."),
    ] = None,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Say how far the office is with a message, or note something about it."""
    from foundation.settings import load_settings
    from inbox.queries import LONGEST_NOTE, change_message

    if state is None and note is None:
        raise typer.BadParameter("Give a state, or a note with --note.")
    if note is not None and len(note) > LONGEST_NOTE:
        raise typer.BadParameter(f"A note has at most {LONGEST_NOTE} characters.")
    with speaking(as_json=as_json) as output, telling(output):
        settings = load_settings(out=out)
        with opened(settings) as database, database.writing() as session:
            campaign_id = known_campaign(session, settings, name_of(campaign))
            entry = _found(session, campaign_id, reference)
            change_message(entry.message, state=state, note=note)
            session.flush()
            plain = plain_message(entry)
        if as_json:
            output.document(plain)
        else:
            words = _words(entry.message.state)
            output.result.print(f"{plain['reference']}: {words}.", markup=False)


@inbox.command(epilog=EPILOG)
def export(
    campaign: KnownCampaign,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", help="Where to; left out, standard output.", dir_okay=False, metavar="FILE"
        ),
    ] = None,
    state: OfState = None,
    form: OfForm = None,
    machines: Machines = False,
    out: OutFolder = None,
) -> None:
    """Write the messages as CSV that opens in a spreadsheet as it is, one column for each field."""
    from foundation.settings import load_settings
    from inbox.export import messages_csv
    from inbox.queries import Filter

    with speaking(as_json=False) as output, telling(output):
        settings = load_settings(out=out)
        with opened(settings) as database, database.reading() as session:
            campaign_id = known_campaign(session, settings, name_of(campaign))
            wanted = Filter(state, form, machines=machines)
            if file is None:
                for piece in messages_csv(session, campaign_id, wanted):
                    output.result.file.write(piece)
                return
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(messages_csv(session, campaign_id, wanted))
        output.aside.print(f"Written: {file}. It holds personal data.", markup=False)


def _found(session: Session, campaign_id: int, reference: str) -> Received:
    from foundation.errors import SettingsError
    from inbox.queries import find_message

    entry = find_message(session, campaign_id, reference)
    if entry is None:
        raise SettingsError(f"There is no message '{reference}'. See: sollecito inbox list.")
    return entry


def plain_message(entry: Received) -> dict[str, Any]:
    """Return a message as plain values."""
    message = entry.message
    return {
        "reference": message.reference,
        "form": message.form,
        "title": message.title,
        "recipient": entry.recipient,
        "state": message.state.value,
        "note": message.note,
        "received_at": message.created_at.isoformat(),
        "changed_at": message.changed_at.isoformat(),
        "machine": message.bot_reason,
        "answers": message.answers,
    }


def _words(state: MessageState) -> str:
    return state.value.replace("_", " ")


def _print_list(console: Console, found: Any) -> None:
    from inbox.export import local_time

    table = Table("reference", "received", "form", "recipient", "state", box=None)
    table.pad_edge = False
    for entry in found:
        message = entry.message
        table.add_row(
            message.reference,
            f"{local_time(message):%Y-%m-%d %H:%M %Z}",
            message.form,
            entry.recipient,
            _words(message.state) + (f" ({message.bot_reason})" if message.bot_reason else ""),
        )
    console.print(table if found else "There is no message.")


def _print_message(console: Console, entry: Received) -> None:
    from inbox.export import local_time

    message = entry.message
    console.print(f"{message.reference}  {message.title}", markup=False, style="bold")
    console.print(
        f"Received {local_time(message):%Y-%m-%d %H:%M %Z} from recipient {entry.recipient};"
        f" {_words(message.state)}.",
        markup=False,
    )
    for answer in message.answers:
        console.print(f"\n{answer['label']}", markup=False, style="bold")
        console.print(answer["shown"], markup=False)
    if message.note:
        console.print("\nNote", style="bold")
        console.print(message.note, markup=False)
