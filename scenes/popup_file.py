"""Pop-ups as authors write them: what a scene explains to those who ask."""

from __future__ import annotations

from pydantic import Field as Declared
from pydantic import model_validator

from scenes.campaign_file import Strict
from scenes.measures import Duration, Words, fault

MOST_POPUPS = 4
"""Pop-ups of a scene: so many buttons fit beside each other over a picture."""


class PopupFile(Strict):
    """A button over the picture; touched, the film pauses and a text explains."""

    label: Words
    title: Words | None = None
    text: Words
    start: Duration = 0
    until: Duration | None = None
    with_: int | None = Declared(default=None, alias="with", ge=1)
    when: Words | None = None

    @model_validator(mode="after")
    def _in_order(self) -> PopupFile:
        if self.until is not None and self.until <= self.start:
            message = "The pop-up ends before it starts: until must be later than start."
            raise fault(message, "", "until")
        return self
