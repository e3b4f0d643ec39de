from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from materials import make_kit

if TYPE_CHECKING:
    from renderer.kit import RenderKit


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> RenderKit:
    """Return a kit with the files of the feature scenes."""
    return make_kit(tmp_path_factory.mktemp("reference") / "campaign")
