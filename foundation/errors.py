"""The one exception tree.

SollecitoError
├── CampaignError        a campaign folder that cannot run; carries every fault found
├── DataError            a data file that cannot be read as a table; nothing was stored
├── RowError             one row that cannot be used; the others go on
├── RenderError          a scene that could not be made into a clip
├── StorageError         an object store that refused or lost something
└── SettingsError        a setting of the operator that makes no sense
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.faults import Fault


class SollecitoError(Exception):
    """The root: every error that Sollecito raises on purpose, worded for a person."""


class CampaignError(SollecitoError):
    """Raised when a campaign's files cannot be used; ``faults`` holds all that is wrong at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class DataError(SollecitoError):
    """Raised when a data file cannot be a table: nothing of it was stored.

    ``line`` is the 1-based line where it fails, or None where the file as a whole is meant.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


class RowError(SollecitoError):
    """Raised when one row cannot be used; names the field and never repeats its value."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}" if field else reason)


class RenderError(SollecitoError):
    """Raised when a bound scene could not be made into a clip."""


class StorageError(SollecitoError):
    """Raised when an object could not be stored, read or verified."""


class SettingsError(SollecitoError):
    """Raised when an operator's setting is missing or makes no sense."""
