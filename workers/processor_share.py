"""Who goes first when the processors are short: answers to people, then what is being made."""

from __future__ import annotations

import os

NICENESS = 3
"""What is added to the niceness of a process that makes something: it gets half the share of one
that answers. Where nothing else wants the processors it gets all of them. The rendering processes
of a worker come after the worker itself, which gives them their work."""


def yield_to_others() -> None:
    """Let processes that answer requests go before this one, from now on."""
    os.nice(NICENESS)
