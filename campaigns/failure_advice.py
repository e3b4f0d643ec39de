"""What to do about a recipient that could not be made, by the reason that was kept with it."""

from __future__ import annotations

from enum import StrEnum

from campaigns.coded_sentences import INNER
from campaigns.failure_codes import BINDING, failure_code
from campaigns.reason_codes import FORMS

_OF_THE_MACHINE = (
    "The disk is full",
    "The system refused",
    "The database refused",
    "Set aside:",
)
"""How reasons begin that lie in the machine, not in the person's data or the campaign's files."""

_OF_THE_PROGRAM = "This is a fault of the program."

_OF_THE_ROW = {code for code, _ in (*BINDING, *FORMS)} | {"own-picture-missing"}
"""Codes of what lies in a person's values, wherever it came to light."""

_OF_A_FILE = {"place-failed", "file-failed"}
"""Codes of what lies in the storyboard or in a picture, sound or film of the campaign."""

_OF_THE_FILES = ("The campaign cannot be used", "The campaign's files")


class Remedy(StrEnum):
    """What mends a failure.

    ``correct`` the person's values or the data, ``files`` a new version of the campaign, ``again``
    another attempt, ``operator`` whoever looks after the machine.
    """

    CORRECT = "correct"
    FILES = "files"
    AGAIN = "again"
    OPERATOR = "operator"

    @property
    def advice(self) -> str:
        """What to do, as a sentence."""
        return _ADVICE[self]


_ADVICE = {
    Remedy.CORRECT: "Correct what the reason names, in the person's values or by importing the row"
    " again.",
    Remedy.FILES: "Mend the campaign's files and send them as a new version.",
    Remedy.AGAIN: "Try again. If it fails again, look at the scene that the reason names.",
    Remedy.OPERATOR: "Have the operator look at the machine and its log, then try again.",
}


def remedy_of(reason: str) -> Remedy:
    """Return what mends a failure with this reason, as ``Recipient.error`` keeps it.

    A reason that begins with a field's name and a colon is that of a row that cannot be used.
    """
    if reason.startswith(_OF_THE_MACHINE) or _OF_THE_PROGRAM in reason:
        return Remedy.OPERATOR
    if reason.startswith(_OF_THE_FILES):
        return Remedy.FILES
    found = failure_code(reason)
    if found is not None:
        innermost = found.parameters.get(INNER, found.code).rpartition("/")[2]
        if innermost in _OF_THE_ROW:
            return Remedy.CORRECT
        if found.code in _OF_A_FILE:
            return Remedy.FILES
    field, colon, rest = reason.partition(": ")
    if colon and rest and field.isidentifier():
        return Remedy.CORRECT
    return Remedy.AGAIN
