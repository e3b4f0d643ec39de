"""Stable codes for why a person's film or page could not be made (``coded_sentences``).

``BINDING`` are reasons that a row gives the storyboard, which corrections and checks tell, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.coded_sentences import NUMBERS, CodedSentences
from campaigns.reason_codes import reason_code
from foundation.refusals import FULL

if TYPE_CHECKING:
    from campaigns.coded_sentences import SentenceCode

BINDING: tuple[tuple[str, str], ...] = (
    ("no-field", "is no field of the storyboard"),
    ("value-missing", "is missing"),
    (
        "empty-in-row",
        "the field is empty in this row; give it a default, or hide the place with 'when'",
    ),
    ("empty-in-sum", "a field that is empty in this row takes part in a sum"),
    ("not-worked-out", "cannot be worked out: a field is empty, or kinds differ"),
    ("not-worked-out", "cannot be worked out with the values of this row"),
    ("not-worked-out", "reads something that this row does not have"),
    ("no-result", "'{operator}' has no result, such as a division by zero"),
    ("number-too-large", "the number is too large"),
    ("text-too-long", "the text is longer than {most} characters"),
    ("list-empty", "'{name}' of an empty list"),
    ("list-part", "the items of the list have no part '{part}'"),
    ("list-rows", "this chart shows at most {most} values"),
    ("list-rows", "a table shows at most {most} rows"),
    ("list-rows", "at most {most} rows can be shown"),
    ("chart-maximum", "is not greater than 0"),
    ("chart-negative", "'{chart}' shows parts of a whole: values must not be negative"),
    ("chart-over", "the values together are more than 'maximum', the whole bar"),
    ("value-no-number", "is not a number"),
    ("value-no-amount", "is not an amount"),
    ("value-no-day", "is not a day"),
    ("endless-film", "the film would never end for this row"),
    ("media-missing", "the folder media/ has no picture of this name"),
    ("pay-address", "is not an address; encode fields with | url"),
    ("pay-host", "leads to a host that pay_link.hosts does not list"),
    ("pay-name", "the name of a payment code has 1 to 70 characters"),
    ("pay-text", "the text of a payment code has at most 140 characters"),
    ("pay-reference", "a payment code has a reference or a text, not both"),
    ("pay-currency", "the amount of an EPC payment code is in euros"),
    ("pay-creditor", "the creditor's fiscal code has 11 digits"),
    ("pay-account", "the IBAN or the reference (ISO 11649) of the payment code is wrong"),
    ("pay-bic", "a BIC has 8 or 11 characters"),
    ("pay-control", "the {element} of a payment code holds a control character"),
    ("pay-amount", "the amount of a pagoPA code is between {least} and {most}"),
    ("pay-amount", "the amount of a payment code is between {least} and {most}"),
    ("pay-bytes", "the payment code is longer than {most} bytes"),
)
"""What a row gives the storyboard that cannot be shown."""

FORMS: tuple[tuple[str, str], ...] = (
    *BINDING,
    # Of the machine.
    ("set-aside", "Set aside: {attempts} attempts ended without a result."),
    ("attempts-ended", "Every attempt ended without a result."),
    ("disk-full", FULL),
    ("system-refused", "The system refused: {detail}"),
    ("database-refused", "The database refused: {detail}"),
    ("database-refused", "The database refused ({detail})."),
    ("database-refused", "The database refused."),
    ("store-refused", "The object store could not {detail}"),
    ("store-refused", "The object store refused to {detail}"),
    ("store-refused", "An object of {detail}"),
    ("given-up", "Rendering was given up: twice {detail}"),
    ("program-fault", "Unexpected {detail}. This is a fault of the program."),
    ("program-fault", "Unexpected {detail}."),
    # Of the campaign's files.
    ("campaign-unusable", "The campaign cannot be used: {detail}"),
    ("files-changed", "The kept copy of the campaign's files was changed by someone."),
    ("files-changed", "The clip has another name now than when it was planned."),
    (
        "own-picture-missing",
        (
            "A recipient's own picture is not in the campaign's folder of pictures (data.pictures"
            " of campaign.yaml); put it there, under the name that the row gives."
        ),
    ),
    # Where it is, with what it is; as it stands where that has no code.
    ("scene-fault", "Scene '{scene}': {reason}"),
    ("scene-failed", "Scene '{scene}': {detail}"),
    ("scene-failed", "Scene '{scene}' could not be rendered."),
    ("file-failed", "{file}: {detail}"),
    ("place-fault", "{place}: {reason}"),
    ("place-failed", "{place}: {detail}"),
    ("field-fault", "{field}: {reason}"),
    ("field-failed", "{field}: {detail}"),
)
"""Codes and the sentences that they stand for. A code never changes its meaning."""

_PLACES = {
    "attempts": r"[0-9]+",
    "most": NUMBERS,
    "least": NUMBERS,
    # A way down a file: scenes.amount.layers[2].text
    "place": r"[a-z_]+(?:\.\w+|\[\d+\])+",
    "file": r"[^:\n]+\.(?:png|jpe?g|webp|svg|mp4|m4v|mov|webm|gif|wav|flac|mp3|ogg|py)(?::\w+)?",
    "field": r"[^\W\d]\w*",
    "scene": r"[^']+",
}


def _inner(sentence: str) -> SentenceCode | None:
    return reason_code(sentence) or FAILURES.code_of(sentence)


FAILURES = CodedSentences(FORMS, _PLACES, inner=_inner)


def failure_code(sentence: str) -> SentenceCode | None:
    """Return the code and the parameters of why something failed, also of a row's reason."""
    return reason_code(sentence) or FAILURES.code_of(sentence)
