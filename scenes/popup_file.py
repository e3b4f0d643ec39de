"""Pop-ups as authors write them: what a scene explains to those who ask, and where it leads."""

from __future__ import annotations

from pydantic import Field as Declared
from pydantic import model_validator

from scenes.campaign_file import Strict
from scenes.measures import Duration, Words, fault

MOST_POPUPS = 4
"""Pop-ups of a scene: so many buttons fit beside each other over a picture."""


class PopupFile(Strict):
    """A button under the picture; touched, the film pauses and a text explains, or it leads on."""

    label: Words
    title: Words | None = None
    text: Words | None = None
    pay: bool = False
    form: str | None = None
    start: Duration = 0
    until: Duration | None = None
    with_: int | None = Declared(default=None, alias="with", ge=1)
    when: Words | None = None

    @model_validator(mode="after")
    def _one_purpose(self) -> PopupFile:
        if [self.text is not None, self.pay, self.form is not None].count(True) != 1:
            raise fault(
                "A pop-up explains (text: WORDS), or leads to the payment (pay: true) or to a form "
                "(form: NAME)."
            )
        if self.title is not None and self.text is None:
            message = "A pop-up that leads on opens no panel, so it has no title."
            raise fault(message, "Leave it out; the label is what is read.", "title")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> PopupFile:
        if self.until is not None and self.until <= self.start:
            message = "The pop-up ends before it starts: until must be later than start."
            raise fault(message, "", "until")
        return self
