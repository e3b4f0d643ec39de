"""A workshop on the tiny campaign, for tests of single pieces of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from work_bench import Bench, bench_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiny_campaign import Tiny


@pytest.fixture
def bench(tiny: Tiny) -> Iterator[Bench]:
    with bench_of(tiny) as bench:
        yield bench
