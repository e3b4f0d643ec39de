"""Why something went wrong, as answers have it: a sentence, and the same as a code."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.v1.detail_codes import coded
from campaigns.failure_codes import failure_code


class CodedOut(BaseModel):
    """The same as the sentence beside it, for who says it in another language."""

    code: str | None = Field(
        description="The same as a word for programs, whose meaning never changes; null where there"
        " is none.",
        examples=["empty"],
    )
    parameters: dict[str, str] = Field(
        description="What the sentence of the code names. `expected` is a field's type; `reason` is"
        " the code of a reason within it (several by slashes, the outer one first); `detail` is"
        " English that has no code.",
        examples=[{"expected": "money"}],
    )


class ReasonOut(CodedOut):
    """Why something cannot be used."""

    reason: str = Field(description="What is wrong, in English; never the value.")


def reason_shown(reason: str) -> dict[str, Any]:
    """Return the members of a ReasonOut."""
    return {"reason": reason, **coded(failure_code(reason))}
