"""What the system and the database refuse, in words for a person and without anybody's data."""

from __future__ import annotations

import errno

from sqlalchemy.exc import OperationalError, SQLAlchemyError

FULL = "The disk is full. What was finished stays; make room and run again."


def worded(error: OSError | SQLAlchemyError) -> str:
    """Return why something outside of the program refused, as a sentence."""
    if isinstance(error, OSError):
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return FULL
        return f"The system refused: {error.strerror or type(error).__name__}."
    if not isinstance(error, OperationalError):
        # The text of other errors may hold values.
        return f"The database refused ({type(error).__name__})."
    lines = str(error.orig).strip().splitlines()
    if not lines:
        return "The database refused."
    if "disk is full" in lines[0]:
        return FULL
    return f"The database refused: {lines[0].rstrip('.')}."
