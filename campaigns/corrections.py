"""Changes to single recipients: corrected values, publishing again."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import func, update

from campaigns.data_rows import DataRow, ListCell, NumberCell
from campaigns.models import Recipient, RecipientStatus
from campaigns.row_checking import GoodRow, MissingGlyphs, RowChecker
from foundation.errors import RowError
from scenes.bind import bind
from scenes.plain_fields import NumberField
from scenes.values import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session

    from scenes.campaign import Campaign


DECIMAL = "."
"""The decimal mark of numbers that come as JSON texts."""


def corrected(
    campaign: Campaign,
    recipient: Recipient,
    changes: Mapping[str, Any],
    missing_glyphs: MissingGlyphs | None = None,
    *,
    as_typed: bool = False,
) -> GoodRow | list[RowError]:
    """Return a recipient's row with some fields changed, or everything that is wrong with it.

    ``changes`` are JSON values by field: numbers as numbers or texts with a decimal point, days as
    ``2026-09-30``, null for an empty one. With ``as_typed`` texts are what a person wrote, and read
    as the cells of the campaign's files are: numbers by its locale or declared decimal mark. The
    storyboard is bound too, so that what it cannot show is told now. No reason repeats a value.
    """
    fields = campaign.storyboard.fields
    errors = [
        RowError(name, "is no field of the storyboard") for name in changes if name not in fields
    ]
    if errors:
        return errors
    faults: dict[str, RowError] = {}
    if as_typed:
        changes, faults = _typed(campaign, changes)
    whole = {**recipient.values, **changes}
    cells = {name: cell_of(whole.get(name)) for name in fields}
    data = campaign.file.data.model_copy(update={"decimal": DECIMAL, "columns": {}})
    header = ["\x00id", *fields]
    checker = RowChecker(
        fields, data.model_copy(update={"id": header[0]}), campaign.file.locale, missing_glyphs
    )
    checker.use_header(header)
    row = checker.check(DataRow(recipient.row_number, [recipient.external_id, *cells.values()]))
    if isinstance(row, GoodRow):
        errors = []
    else:
        errors = [RowError(rejection.column, rejection.reason) for rejection in row]
    if faults or not isinstance(row, GoodRow):
        by_field = {error.field: error for error in errors} | faults
        # In the storyboard's order; what is of the row as a whole comes first.
        return [by_field[name] for name in ("", header[0], *fields) if name in by_field]
    try:
        bind(campaign, {name: from_json(fields[name], row.values[name]) for name in fields})
    except RowError as error:
        return [error]
    return row


def _typed(
    campaign: Campaign, changes: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, RowError]]:
    """Return typed changes as JSON values, and what is wrong with the others by field.

    What cannot be read keeps its place empty; the fault stands for it.
    """
    file = campaign.file
    read: dict[str, Any] = {}
    faults: dict[str, RowError] = {}
    for name, value in changes.items():
        field = campaign.storyboard.fields[name]
        if not isinstance(value, str) or not isinstance(field, NumberField):
            read[name] = value
            continue
        try:
            read[name] = to_json(field.parse(value, file.locale, file.data.decimal))
        except RowError as error:
            read[name] = None
            faults[name] = RowError(name, error.reason)
    return read, faults


def cell_of(value: Any) -> str:
    """Return a JSON value as a cell of a row."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return NumberCell(_digits(value))
    if isinstance(value, list | dict):
        return ListCell(json.dumps(_as_text(value)))
    return str(value)


def _digits(number: float) -> str:
    return format(Decimal(repr(number)), "f")


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _digits(value)
    return value


def correct(session: Session, recipient: Recipient, row: GoodRow) -> None:
    """Store corrected values; the recipient is published again under the same link.

    Without its lease a worker that still has the old values cannot publish them.
    """
    if row.digest == recipient.values_digest:
        return
    recipient.values = row.values
    recipient.values_digest = row.digest
    plan_again(session, recipient)


def plan_again(session: Session, recipient: Recipient) -> None:
    """Have a recipient published anew; who was withdrawn stays so."""
    if recipient.status == RecipientStatus.WITHDRAWN:
        return
    recipient.status = RecipientStatus.PLANNED
    recipient.error = None
    recipient.lease_owner = recipient.lease_until = None
    recipient.attempts = 0
    session.flush()


def plan_failed_again(session: Session, campaign_id: int, reason: str | None = None) -> int:
    """Have everybody tried again who failed, or failed for one reason; return how many."""
    wanted = update(Recipient).where(
        Recipient.campaign_id == campaign_id, Recipient.status == RecipientStatus.FAILED
    )
    if reason is not None:
        wanted = wanted.where(func.coalesce(Recipient.error, "") == reason)
    done = cast(
        "CursorResult[Any]",
        session.execute(
            wanted.values(
                status=RecipientStatus.PLANNED,
                error=None,
                attempts=0,
                lease_owner=None,
                lease_until=None,
            ).execution_options(synchronize_session=False)
        ),
    )
    return done.rowcount
