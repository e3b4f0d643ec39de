"""Many recipients in one statement, as each database takes them quickest.

SQLAlchemy's own bulk statements treat every value of every row, at several times the price of the
storing itself. What goes in here has been checked: text without control characters, and JSON that
is ASCII.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from campaigns.models import Recipient, RecipientStatus
from campaigns.tokens import new_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from campaigns.row_checking import GoodRow

SQLITE_CACHE_KIB = 64 << 10
"""Pages that SQLite keeps in memory: tokens are random, so every new one is at another place."""

_COLUMNS = (
    '"campaign_id", "import_id", "external_id", "row_number", "values", "values_digest", "token",'
    ' "status", "attempts"'
)
_TABLE = Recipient.__tablename__
_INSERT = f"INSERT INTO {_TABLE} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants
_ROOM_SQLITE = f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}"
_COPY = f"COPY {_TABLE} ({_COLUMNS}) FROM STDIN"
_KNOWN = (
    "SELECT external_id, id, import_id, row_number, values_digest, status"  # noqa: S608 - constants
    f" FROM {_TABLE} WHERE campaign_id = {{}} AND external_id {{}}"
)
_KNOWN_SQLITE = _KNOWN.format("?", "IN (SELECT value FROM json_each(?))")
_KNOWN_POSTGRES = _KNOWN.format("%s", "= ANY(%s)")


_SEEN_SQLITE = f"UPDATE {_TABLE} SET import_id = ?, row_number = ? WHERE id = ?"  # noqa: S608 - constants
_SEEN_POSTGRES = (
    f"UPDATE {_TABLE} SET import_id = %s, row_number = seen.line"  # noqa: S608 - constants
    " FROM (SELECT unnest(%s::integer[]) AS id, unnest(%s::integer[]) AS line) AS seen"
    f" WHERE {_TABLE}.id = seen.id"
)


class Known(NamedTuple):
    """What must be known of a recipient to tell whether a row is new, changed or repeated."""

    id: int
    import_id: int
    line: int
    digest: str
    status: RecipientStatus


def known_recipients(session: Session, campaign_id: int, ids: Iterable[str]) -> dict[str, Known]:
    """Return what is known of the recipients of these ids, as far as there are any."""
    wanted = list(ids)
    if not wanted:
        return {}
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        found = connection.exec_driver_sql(_KNOWN_POSTGRES, (campaign_id, wanted))
    else:
        found = connection.exec_driver_sql(_KNOWN_SQLITE, (campaign_id, json.dumps(wanted)))
    return {
        external_id: Known(number, import_id, line, digest, RecipientStatus(status))
        for external_id, number, import_id, line, digest, status in found
    }


def note_seen(session: Session, import_id: int, lines: Mapping[int, int]) -> None:
    """Note that an import brought recipients again, unchanged: line by the recipient's id."""
    if not lines:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_SEEN_POSTGRES, (import_id, list(lines), list(lines.values())))
    else:
        connection.exec_driver_sql(
            _SEEN_SQLITE, [(import_id, line, number) for number, line in lines.items()]
        )


def insert_recipients(
    session: Session, campaign_id: int, import_id: int, rows: Sequence[GoodRow]
) -> None:
    """Store new recipients, each with a token of its own, to be worked on."""
    if not rows:
        return
    connection = session.connection()
    tokens = new_tokens(len(rows))
    if connection.dialect.name == "postgresql":
        _copy(connection, campaign_id, import_id, zip(rows, tokens, strict=True))
        return
    planned = RecipientStatus.PLANNED.value
    connection.exec_driver_sql(_ROOM_SQLITE)
    connection.exec_driver_sql(
        _INSERT,
        [
            (
                campaign_id,
                import_id,
                row.external_id,
                row.line,
                row.plain,
                row.digest,
                token,
                planned,
                0,
            )
            for row, token in zip(rows, tokens, strict=True)
        ],
    )


def _copy(
    connection: Connection,
    campaign_id: int,
    import_id: int,
    rows: Iterable[tuple[GoodRow, str]],
) -> None:
    """Write rows in the text format of COPY (PostgreSQL, "COPY", file formats)."""
    planned = RecipientStatus.PLANNED.value
    lines = [
        f"{campaign_id}\t{import_id}\t{_escaped(row.external_id)}\t{row.line}"
        f"\t{_escaped(row.plain)}\t{row.digest}\t{token}\t{planned}\t0\n"
        for row, token in rows
    ]
    driver: Any = connection.connection
    with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write("".join(lines))


def _escaped(text: str) -> str:
    """Return text for COPY; tabs and line breaks are in neither printable ids nor JSON."""
    return text.replace("\\", "\\\\") if "\\" in text else text
