"""A scene's background as authors write it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from scenes.campaign_file import Strict
from scenes.measures import Color, MediaFile, Share, fault

_FUNCTION = re.compile(r"[^:\\]+\.py:[A-Za-z_][A-Za-z0-9_]*")


def parse_function(raw: Any) -> str:
    """Return ``FILE.py:NAME`` as it is written."""
    if isinstance(raw, str) and _FUNCTION.fullmatch(raw):
        return raw
    raise fault('Expected a file of the campaign folder and a name in it, such as "bases.py:dawn".')


FunctionName = Annotated[
    str,
    PlainValidator(parse_function),
    WithJsonSchema({"type": "string", "pattern": f"^{_FUNCTION.pattern}$"}),
]
"""A Python function of the template author, written ``FILE.py:NAME``."""


class BaseFile(Strict):
    """A scene's background: exactly one of colour, gradient, picture, video or function."""

    color: Color | None = None
    gradient: tuple[Color, Color] | None = None
    picture: MediaFile | None = None
    video: MediaFile | None = None
    function: FunctionName | None = None
    fit: Literal["cover", "contain"] = "cover"
    focus: tuple[Share, Share] = (0.5, 0.5)
    shade: Share = 0.0

    @model_validator(mode="after")
    def _one(self) -> BaseFile:
        kinds = (self.color, self.gradient, self.picture, self.video, self.function)
        if sum(kind is not None for kind in kinds) != 1:
            raise fault("A base holds exactly one of color, gradient, picture, video, function.")
        return self
