from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import RowError
from foundation.logging import (
    PERSONAL_KEYS,
    REDACTED,
    configure_logging,
    describe_exception,
    redact_personal,
)
from foundation.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Not written where it is used: tracebacks show the lines of the program, which hold no data.
PERSON = "Mario Rossi"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def said(log_format: str = "json", log_level: str = "info", **values: Any) -> dict[str, Any]:
    stream = io.StringIO()
    configure_logging(load_settings(log_format=log_format, log_level=log_level), stream)
    structlog.get_logger("workers.plan").info("clip.stored", **values)
    line: dict[str, Any] = json.loads(stream.getvalue())
    return line


def test_a_line_for_programs() -> None:
    line = said(clip="ab12", bytes=4711)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "clip.stored",
        "level": "info",
        "logger": "workers.plan",
        "clip": "ab12",
        "bytes": 4711,
    }


def test_a_line_for_people() -> None:
    stream = io.StringIO()
    configure_logging(load_settings(log_format="human"), stream)
    structlog.get_logger("x").info("clip stored", clip="ab12")
    assert "clip stored" in stream.getvalue()
    assert "clip=ab12" in stream.getvalue()
    assert "\x1b" not in stream.getvalue(), "no colours where nobody sees them"


def test_a_terminal_gets_lines_for_people_and_a_pipe_those_for_programs() -> None:
    for stream, human in ((Terminal(), True), (io.StringIO(), False)):
        configure_logging(load_settings(log_format="auto"), stream)
        structlog.get_logger("x").info("hello")
        assert stream.getvalue().lstrip().startswith("{") is not human


@pytest.mark.parametrize("key", sorted(PERSONAL_KEYS))
def test_known_personal_keys_are_never_shown(key: str) -> None:
    line = said(**{key: "Mario Rossi"}, nested={"deep": [{key.upper(): "Rossi", "n": 1}]})
    assert line[key] == REDACTED
    assert line["nested"] == {"deep": [{key.upper(): REDACTED, "n": 1}]}
    assert "Rossi" not in json.dumps(line)


@given(
    st.recursive(
        st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["amount", "clip", "Name", "x"]), inner, max_size=3)
        ),
    )
)
def test_no_depth_hides_a_personal_key(value: Any) -> None:
    def personal(part: Any) -> list[Any]:
        if isinstance(part, dict):
            own = [v for k, v in part.items() if k.lower() in PERSONAL_KEYS]
            return own + [p for v in part.values() for p in personal(v)]
        return [p for item in part for p in personal(item)] if isinstance(part, list) else []

    line = redact_personal(None, "info", {"event": "x", "data": value})
    assert set(map(str, personal(line["data"]))) <= {REDACTED}


def test_lines_of_libraries_take_the_same_way() -> None:
    stream = io.StringIO()
    configure_logging(load_settings(log_format="json"), stream)
    logging.getLogger("sqlalchemy.pool").warning("Consumer %s lost", 3)
    logging.getLogger("uvicorn.access").info("GET /SECRETTOKEN")
    logging.getLogger("botocore.auth").info("chatter")
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert (line["event"], line["level"]) == ("Consumer 3 lost", "warning")
    assert line["logger"] == "sqlalchemy.pool"


def test_the_level_counts() -> None:
    stream = io.StringIO()
    configure_logging(load_settings(log_format="json", log_level="warning"), stream)
    structlog.get_logger("x").info("quiet")
    assert stream.getvalue() == ""
    structlog.get_logger("x").warning("loud")
    assert json.loads(stream.getvalue())["event"] == "loud"


def test_configured_twice_every_line_comes_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    for stream in (first, second):
        configure_logging(load_settings(log_format="json"), stream)
    structlog.get_logger("x").info("hello")
    assert first.getvalue() == ""
    assert len(second.getvalue().splitlines()) == 1


@pytest.mark.parametrize("log_format", ["json", "human"])
def test_a_traceback_without_the_words_of_libraries(log_format: str) -> None:
    stream = io.StringIO()
    configure_logging(load_settings(log_format=log_format), stream)

    def read(cell: str) -> int:
        return int(cell)

    try:
        read(PERSON)
    except ValueError:
        structlog.get_logger("x").exception("failed", scene="amount")
    shown = stream.getvalue()
    assert "Rossi" not in shown
    assert "ValueError: (message withheld)" in shown
    assert "in read" in shown


def test_our_own_errors_keep_their_words() -> None:
    def read() -> None:
        try:
            float(PERSON)
        except ValueError as error:
            raise RowError("amount", "is not a number") from error

    try:
        read()
    except RowError as error:
        text = describe_exception(error)
    assert "foundation.errors.RowError: amount: is not a number" in text
    assert "which came from" in text
    assert "Mario" not in text


def test_the_system_says_why_but_not_which_file() -> None:
    try:
        open("/nowhere/Mario-Rossi.pdf", "rb")  # noqa: PTH123, SIM115 # fails
    except OSError as error:
        text = describe_exception(error)
    assert "FileNotFoundError: [2] No such file or directory" in text.splitlines()[-1]


def test_an_error_that_came_from_itself_ends() -> None:
    error = RowError("a", "b")
    error.__cause__ = RowError("c", "d")
    error.__cause__.__cause__ = error
    assert describe_exception(error).count("RowError") == 2


def test_bound_values_are_part_of_the_line() -> None:
    stream = io.StringIO()
    configure_logging(load_settings(log_format="json"), stream)
    with structlog.contextvars.bound_contextvars(run="7", token="SECRET"):
        structlog.get_logger("x").info("hello")
    line = json.loads(stream.getvalue())
    assert (line["run"], line["token"]) == ("7", REDACTED)
