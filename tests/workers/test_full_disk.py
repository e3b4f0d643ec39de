"""When nothing can be written any more: the run ends soon, says why, and the next one goes on."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from foundation.errors import StorageError
from foundation.refusals import FULL, worded
from workers.rendering_process import RenderingProcess
from workers.running import run_campaign

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiny_campaign import Tiny


@pytest.mark.parametrize("table", ["recipients", "clips"])
def test_a_run_ends_when_no_claim_can_be_given_back(tiny: Tiny, table: str) -> None:
    whole = tiny.objects()
    for key in tiny.objects():
        (tiny.out / key).unlink()
    full = False

    def refuse(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal full
        full = full or (statement.startswith(f"UPDATE {table}") and "attempts=(" in statement)
        if full and statement.startswith(("UPDATE", "INSERT")):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        with pytest.raises(StorageError, match="The disk is full"):
            run_campaign(tiny.folder, tiny.settings)
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)
    assert full
    report = run_campaign(tiny.folder, tiny.settings)
    assert (report.published, report.failed) == (3, 0)
    assert tiny.objects() == whole


def _full() -> Callable[[object], object]:
    def respond(_request: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device", "/out/p/TOKEN")

    return respond


def test_a_full_disk_under_a_rendering_process_is_no_fault_of_the_program() -> None:
    with RenderingProcess(_full, time_limit_s=30) as process:
        with pytest.raises(StorageError) as caught:
            process.ask("anything")
        assert str(caught.value) == FULL


def test_refusals_are_worded_without_values() -> None:
    assert worded(OSError(errno.EROFS, "Read-only file system", "/p/TOKEN")) == (
        "The system refused: Read-only file system."
    )
    error = OperationalError("", {}, Exception("attempt to write a readonly database\nKey (a1)"))
    assert worded(error) == "The database refused: attempt to write a readonly database."
