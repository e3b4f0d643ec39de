"""Log lines: for people on a terminal, JSON otherwise, and never with a person's data.

``configure_logging`` once at the start; then ``structlog.get_logger()`` anywhere. Lines of
libraries that use the standard ``logging`` take the same way.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any, TextIO

import structlog

from foundation.errors import SollecitoError

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

    from foundation.settings import Settings

REDACTED = "[personal]"
"""Stands where a person's data would have been."""

PERSONAL_KEYS = frozenset(
    {
        "address",
        "amount",
        "birth_date",
        "cell",
        "cells",
        "cookie",
        "email",
        "external_id",
        "first_name",
        "fiscal_code",
        "iban",
        "ip",
        "last_name",
        "link",
        "name",
        "notice",
        "pay_address",
        "phone",
        "plate",
        "raw",
        "row",
        "surname",
        "token",
        "user_agent",
        "value",
        "values",
    },
)
"""Keys that hold a person's data or open a person's page; a line must not show their values."""

QUIET = (
    "alembic",
    "boto3",
    "botocore",
    "fontTools",
    "PIL",
    "s3transfer",
    "urllib3",
    "uvicorn.access",
)
"""Libraries whose chatter is of no use; the server's access lines would also show tokens."""


def redact_personal(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Replace the value of every known personal key, at any depth, by ``[personal]``."""
    for key in list(line):
        line[key] = REDACTED if _is_personal(key) else _redacted(line[key])
    return line


def _is_personal(key: object) -> bool:
    return isinstance(key, str) and key.lower() in PERSONAL_KEYS


def _redacted(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: REDACTED if _is_personal(k) else _redacted(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_redacted(item) for item in value]
    return value


def describe_exception(error: BaseException) -> str:
    """Return a traceback whose foreign messages are withheld.

    Libraries put values into their messages ("invalid literal 'Mario'"). Only our own errors,
    which never do, and the operating system's keep theirs.
    """
    parts = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = "".join(traceback.format_tb(current.__traceback__))
        kind = f"{type(current).__module__}.{type(current).__qualname__}"
        parts.append(f"{frames}{kind}: {_message(current)}")
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\nwhich came from\n".join(parts)


def _message(error: BaseException) -> str:
    if isinstance(error, SollecitoError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"[{error.errno}] {error.strerror}"
    return "(message withheld)"


def format_exception(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Turn ``exc_info`` into the text of ``describe_exception`` under ``exception``."""
    info = line.pop("exc_info", None)
    error = _exception_of(info)
    if error is not None:
        line["exception"] = describe_exception(error)
    return line


def _exception_of(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return sys.exc_info()[1] if info else None


def _plain_traceback(_stream: TextIO, _info: ExcInfo) -> None:
    raise AssertionError("Exceptions are formatted before the renderer sees them.")


def configure_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Send all log lines of this process to ``stream`` (default: standard error).

    May be called again, in a child process or a test; the last call counts.
    """
    stream = stream or sys.stderr
    human = settings.log_format == "human" or (settings.log_format == "auto" and stream.isatty())
    level = getattr(logging, settings.log_level.upper())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if human else "iso", utc=not human),
        format_exception,
        redact_personal,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(
            colors=stream.isatty(),
            exception_formatter=_plain_traceback,
        )
        if human
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared],
            processors=[_drop_meta, renderer],
        ),
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for library in QUIET:
        logging.getLogger(library).setLevel(max(level, logging.WARNING))


def _drop_meta(
    _logger: WrappedLogger,
    _method: str,
    line: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    line.pop("_record", None)
    line.pop("_from_structlog", None)
    return line
