"""Problem answers by RFC 9457: one stable ``type`` for each thing that can go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from api.v1.detail_codes import ADVICE, coded, detail_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEDIA_TYPE = "application/problem+json"

TYPE_BASE = "urn:sollecito:problem:"
"""What every ``type`` starts with; the rest never changes its meaning."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the end of its ``type``, its HTTP status, its title, what to do."""

    slug: str
    status: int
    title: str
    advice: str

    @property
    def type(self) -> str:
        """The URI that programs compare."""
        return TYPE_BASE + self.slug


BAD_REQUEST = Kind(
    "bad-request", 400, "The request cannot be understood.", "Mend the request as the detail says."
)
UNAUTHORIZED = Kind(
    "unauthorized",
    401,
    "A good API key is needed.",
    "Send 'Authorization: Bearer KEY' with a key that is neither revoked nor expired.",
)
FORBIDDEN = Kind(
    "forbidden",
    403,
    "The API key does not allow this.",
    "Use a key with the scope that the detail names.",
)
NOT_FOUND = Kind("not-found", 404, "There is no such thing.", "Check the address.")
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed", 405, "This address has no such method.", "See the header Allow."
)
CONFLICT = Kind(
    "conflict",
    409,
    "The present state does not allow this.",
    "Get the resource, decide anew, send the request again.",
)
ALREADY_EXISTS = Kind(
    "already-exists", 409, "There is one of this name already.", "Choose another name."
)
IDEMPOTENCY_RUNNING = Kind(
    "idempotency-key-running",
    409,
    "The first request with this Idempotency-Key is still running.",
    "Send the same request again a little later.",
)
IDEMPOTENCY_SECRET = Kind(
    "idempotency-answer-not-kept",
    409,
    "The request was done; its answer held a secret, which is kept nowhere.",
    "Look at what it made. Where the secret is lost, undo that and send a request with a new key.",
)
PRECONDITION_FAILED = Kind(
    "precondition-failed",
    412,
    "The resource has changed since.",
    "Get it again, decide anew, and send its new ETag as If-Match.",
)
TOO_LARGE = Kind(
    "too-large", 413, "The body is too large.", "Send less; the detail names the limit."
)
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type",
    415,
    "The body is of a kind that is not read here.",
    "Send one of the media types that the detail names as Content-Type.",
)
INVALID_REQUEST = Kind(
    "invalid-request",
    422,
    "Some of the request's values cannot be used.",
    "Mend what 'errors' names, one by one.",
)
IDEMPOTENCY_REUSED = Kind(
    "idempotency-key-reused",
    422,
    "This Idempotency-Key was used for another request.",
    "Use a new key for each request, and the same for its repetitions.",
)
CAMPAIGN_FAULTY = Kind(
    "campaign-faulty",
    422,
    "The campaign's files have faults.",
    "Mend what 'faults' names (file, line, place) and send the campaign again.",
)
BUNDLE_REFUSED = Kind(
    "bundle-refused",
    422,
    "The bundle cannot be unpacked.",
    "Make a plain zip archive of the campaign folder; the detail says what is wrong.",
)
DATA_REFUSED = Kind(
    "data-refused",
    422,
    "The data cannot be read as a table.",
    "Nothing of it was stored. The detail says what is wrong, 'line' where.",
)
RATE_LIMITED = Kind(
    "rate-limited",
    429,
    "Too many requests with this API key.",
    "Wait as many seconds as the header Retry-After says.",
)
INTERNAL = Kind(
    "internal",
    500,
    "Something went wrong here.",
    "It is a fault of the program. Report the request id; its cause stands in the log.",
)
UNAVAILABLE = Kind(
    "unavailable",
    503,
    "The service cannot do this right now.",
    "Try again later; the detail says what cannot be reached.",
)
NO_ROOM = Kind(
    "insufficient-storage", 507, "There is no room left.", "The operator must make room."
)

KINDS = (
    BAD_REQUEST,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    CONFLICT,
    ALREADY_EXISTS,
    IDEMPOTENCY_RUNNING,
    IDEMPOTENCY_SECRET,
    PRECONDITION_FAILED,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_REQUEST,
    IDEMPOTENCY_REUSED,
    CAMPAIGN_FAULTY,
    BUNDLE_REFUSED,
    DATA_REFUSED,
    RATE_LIMITED,
    INTERNAL,
    UNAVAILABLE,
    NO_ROOM,
)
"""All kinds; ``docs/api.md`` lists them."""


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Raised where a request cannot be answered as it was meant.

    Args:
        kind: which of ``KINDS``.
        detail: what is wrong this time, as a sentence; never a person's data.
        headers: sent with the answer.
        more: further members of the answer, such as ``errors``.
    """

    kind: Kind
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


def invalid(errors: Sequence[Mapping[str, str]], detail: str = "") -> Problem:
    """Return the problem of values that cannot be used: each ``in``, ``field``, ``message``.

    A message that has a code (``detail_codes``) gets it and its parameters.
    """
    told = [{**error, **coded(detail_code(error["message"]))} for error in errors]
    return Problem(INVALID_REQUEST, detail, more={"errors": told})


def invalid_field(name: str, message: str, where: str = "body") -> Problem:
    """Return the problem of one value that cannot be used."""
    return invalid([{"in": where, "field": name, "message": message}])


_ADVISED: dict[str, Any] = {"code": ADVICE, "parameters": {}}


def problem_answer(problem: Problem, request_id: str) -> JSONResponse:
    """Return the answer that tells a problem."""
    kind = problem.kind
    body: dict[str, Any] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail or kind.advice,
        **(coded(detail_code(problem.detail)) if problem.detail else _ADVISED),
        "request_id": request_id,
        **problem.more,
    }
    return JSONResponse(
        body,
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )
