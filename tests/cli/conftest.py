"""The command for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_process import run_command

if TYPE_CHECKING:
    from command_process import Command


@pytest.fixture
def sollecito() -> Command:
    return run_command
