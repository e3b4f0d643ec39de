"""Entrances, exits, emphasis and transitions as authors write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Declared

from foundation.faults import nearest
from scenes.bound import Direction, Easing
from scenes.campaign_file import Strict
from scenes.measures import AlsoWritten, Color, Duration, Number, fault

if TYPE_CHECKING:
    from collections.abc import Callable

EFFECTS = ("fade", "rise", "slide", "wipe", "pop", "count_up", "typewriter", "draw")
"""The entrances and exits, each a key that holds its duration."""

ENTRANCES = ("count_up", "typewriter", "draw")
"""What a layer can only come in with."""

EMPHASES = ("pulse", "shake", "lift")
TRANSITIONS = ("cross-fade", "slide")
DIRECTIONS: tuple[str, ...] = get_args(Direction)

LEAST_MS = 334
"""Whatever comes back faster than three times a second could harm (WCAG 2.2, criterion 2.3.1)."""

_DIRECTED = ("slide", "wipe")
_UNSTAGGERED = ("count_up", "typewriter")


def _one_word(kind: str, words: tuple[str, ...]) -> Callable[[Any], Any]:
    """Return what lets a bare word stand for the effect with its usual duration."""

    def expand(raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        if raw not in words:
            message = f"There is no {kind} '{raw}'; there are {', '.join(words)}."
            raise fault(message, nearest(raw, words))
        return {raw: None}

    return expand


class _OneEffect(Strict):
    """Keys of which exactly one, the effect, holds a duration; an empty one is as usual."""

    def _effect(self, effects: tuple[str, ...], example: str) -> str:
        fields = type(self).model_fields
        written = {fields[name].alias or name for name in self.model_fields_set}
        chosen = [effect for effect in effects if effect in written]
        if len(chosen) != 1:
            raise fault(f"Expected exactly one of {', '.join(effects)}, such as {example}.")
        return chosen[0]

    def duration_of(self, effect: str) -> int | None:
        """Return an effect's duration in milliseconds, None where it is left to the theme."""
        duration: int | None = getattr(self, effect.replace("-", "_"))
        return duration


class MotionFile(_OneEffect):
    """An entrance or exit: one effect with its duration, and when and how it moves."""

    none: None = None
    fade: Duration | None = None
    rise: Duration | None = None
    slide: Duration | None = None
    wipe: Duration | None = None
    pop: Duration | None = None
    count_up: Duration | None = None
    typewriter: Duration | None = None
    draw: Duration | None = None
    delay: Duration = 0
    easing: Easing | None = None
    from_: Number | None = Declared(default=None, alias="from")
    stagger: Duration = 0

    @model_validator(mode="after")
    def _fits(self) -> MotionFile:
        effect = self.effect
        if effect in _DIRECTED and self.from_ is not None and self.from_ not in DIRECTIONS:
            message = f"Expected one of {', '.join(DIRECTIONS)}."
            raise fault(message, nearest(str(self.from_), DIRECTIONS), "from")
        if self.from_ is not None and effect not in (*_DIRECTED, "count_up"):
            raise fault(f"'{effect}' has no 'from'; slide, wipe and count_up have.", "", "from")
        if effect == "count_up" and isinstance(self.from_, str) and "{{" not in self.from_:
            message = "'count_up' begins at a number, or an expression in quotes."
            raise fault(message, "", "from")
        if self.stagger and effect in _UNSTAGGERED:
            raise fault(f"'{effect}' cannot be staggered.", "", "stagger")
        return self

    @property
    def effect(self) -> str:
        """The effect's name."""
        return self._effect(("none", *EFFECTS), "fade: 0.4s")


class EmphasisFile(_OneEffect):
    """A movement in the middle of a hold: one effect with the duration of each time."""

    pulse: Duration | None = None
    shake: Duration | None = None
    lift: Duration | None = None
    times: int = Declared(default=1, ge=1, le=20)
    start: Duration = 0
    with_: int | None = Declared(default=None, alias="with", ge=1)

    @model_validator(mode="after")
    def _calm(self) -> EmphasisFile:
        duration = self.duration_of(self.effect)
        if duration is not None and duration < LEAST_MS:
            message = (
                "Expected at least 0.34s: what moves more than three times a second can harm people"
                " who react to flashes."
            )
            raise fault(message, "", self.effect)
        return self

    @property
    def effect(self) -> str:
        """The effect's name."""
        return self._effect(EMPHASES, "pulse: 0.6s")


class TransitionFile(_OneEffect):
    """How a scene's whole picture comes in or goes out."""

    cut: None = None
    cross_fade: Duration | None = Declared(default=None, alias="cross-fade")
    slide: Duration | None = None
    color: Color | None = None
    from_: Direction | None = Declared(default=None, alias="from")
    easing: Easing | None = None

    @model_validator(mode="after")
    def _fits(self) -> TransitionFile:
        effect = self.effect
        if self.from_ is not None and effect != "slide":
            raise fault(f"'{effect}' has no 'from'; slide has.", "", "from")
        return self

    @property
    def effect(self) -> str:
        """The effect's name."""
        return self._effect(("cut", *TRANSITIONS), "cross-fade: 0.32s")


_MOTIONS = ("none", *EFFECTS)
_TRANSITIONS = ("cut", *TRANSITIONS)

AnyMotion = Annotated[
    MotionFile,
    BeforeValidator(_one_word("effect", _MOTIONS)),
    AlsoWritten({"enum": list(_MOTIONS)}),
]
"""An entrance or exit: ``{rise: 0.4s}``, or the bare word ``rise``."""
AnyEmphasis = Annotated[
    EmphasisFile,
    BeforeValidator(_one_word("emphasis", EMPHASES)),
    AlsoWritten({"enum": list(EMPHASES)}),
]
"""An emphasis: ``{pulse: 0.6s}``, or the bare word ``pulse``."""
AnyTransition = Annotated[
    TransitionFile,
    BeforeValidator(_one_word("transition", _TRANSITIONS)),
    AlsoWritten({"enum": list(_TRANSITIONS)}),
]
"""A transition: ``{cross-fade: 0.32s}``, or a bare word, ``cut``."""
