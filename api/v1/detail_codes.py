"""Stable codes for the details of problems, for who says them in another language.

Where a detail says no more than what one does about problems of its type, its code is ``advice``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from campaigns.coded_sentences import NUMBERS, CodedSentences
from campaigns.failure_codes import failure_code
from campaigns.table_codes import table_code

if TYPE_CHECKING:
    from campaigns.coded_sentences import SentenceCode

ADVICE = "advice"

FORMS: tuple[tuple[str, str], ...] = (
    ("no-campaign", "There is no campaign of this name."),
    ("campaign-exists", "There is a campaign '{name}' already."),
    ("campaign-gone", "The campaign was removed meanwhile."),
    ("campaign-state", "The campaign is {campaign_state}."),
    ("campaign-example", "This campaign still has what an example had {advice}"),
    ("no-template", "There is no such template. There are: {templates}."),
    ("no-import", "The campaign has no import of this id."),
    ("import-not-held", "The import is not held."),
    ("import-storing", "All its rows are good and are being stored."),
    ("import-state", "The import is {import_state}."),
    ("no-recipient", "The campaign has no recipient of this id."),
    ("recipient-withdrawn", "The recipient was withdrawn."),
    ("no-message", "There is no message of this reference."),
    ("no-webhook", "The campaign has no webhook."),
    ("no-key", "There is no key of this id."),
    ("key-unknown", "The key is unknown, revoked or expired."),
    ("scope-needed", "It needs the scope '{scope}'."),
    ("rate", "A key may make {most} requests a minute."),
    ("body-most", "A body has at most {size} here."),
    ("content-type", "Content-Type must be {types}."),
    ("cut-off", "The request was cut off."),
    ("no-json", "The body is no JSON document."),
    # Single values.
    ("column-no-field", "The campaign has no such field."),
    ("column-none", "The file has no such column."),
    ("column-needed", "Every row needs it: say which column it is."),
    ("in-the-past", "It lies in the past."),
    (
        "holds-nul",
        "It holds the character NUL (U+0000), which no text here can have; leave it out.",
    ),
    # Files of a campaign.
    ("files-of-another", "These files are of the campaign '{name}', not of '{campaign}'."),
    ("field-new", "The recipients that are there have no value for this new field."),
    ("files-kept", "No copy of the files of '{name}' is kept."),
    ("files-kept", "The kept copy of the files of '{name}' was changed by someone."),
    ("file-key-missing", "The key '{key}' is missing."),
    ("file-no-yaml", "The file is not valid YAML{detail}"),
    ("file-no-text", "The file is not UTF-8 text; save it as UTF-8."),
    ("file-empty", "The file is empty."),
    ("file-large", "The file is larger than {most} kB."),
    ("file-unreadable", "The file cannot be read: {detail}"),
    ("file-of-campaign", "The file '{file}' {detail}"),
    ("links-over", "This day is past: no link of the campaign would open."),
    # Bundles.
    ("bundle-damaged", "It is no zip archive, or it is damaged or cut off."),
    ("bundle-no-campaign", "It has no {file}, neither at its top nor in its one folder."),
    ("bundle-too-many", "It holds more than {most} files."),
    ("bundle-encrypted", "File {number} in it is encrypted."),
    ("bundle-link", "File {number} in it is a link or a device, not a plain file."),
    ("bundle-twice", "File {number} in it has the same name as one before."),
    ("bundle-twice", "A name in it stands for a file and for a folder."),
    (
        "bundle-name",
        "The name of file {number} in it leads out of the folder, or is no name.",
    ),
    (
        "bundle-name-long",
        (
            "The name of file {number} in it is longer than {most} bytes, or lies more than"
            " {deepest} folders deep."
        ),
    ),
    ("bundle-archive", "It holds another archive; put plain files into it."),
    ("bundle-packed", "A file in it grows to more than {most} times its packed size."),
    ("bundle-file-large", "A file in it would have more than {most} MiB."),
    ("bundle-large", "All files together in it would have more than {most} MiB."),
)
"""Codes and the sentences that they stand for. A code never changes its meaning."""

_PLACES = {
    "campaign_state": "running|paused|ended|deleting",
    "import_state": "held|waiting|running|done|refused|failed|cancelled",
    "scope": "read|upload|publish|admin",
    "most": NUMBERS,
    "number": "[0-9]+",
    "deepest": "[0-9]+",
    "size": "[0-9]+ (?:MiB|bytes)",
}

DETAILS = CodedSentences(FORMS, _PLACES)


def detail_code(sentence: str) -> SentenceCode | None:
    """Return the code and the parameters of what a problem tells; None where it has none."""
    return DETAILS.code_of(sentence) or table_code(sentence) or failure_code(sentence)


def coded(found: SentenceCode | None) -> dict[str, Any]:
    """Return the members ``code`` and ``parameters`` of an answer."""
    if found is None:
        return {"code": None, "parameters": {}}
    return {"code": found.code, "parameters": dict(found.parameters)}
