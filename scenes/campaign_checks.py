"""What a campaign file names: a locale, a logo, fields of the storyboard; and fields' defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from foundation.errors import RowError
from foundation.faults import Fault, nearest
from scenes.media_files import PICTURES, inside

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.campaign_file import CampaignFile
    from scenes.storyboard_file import Storyboard
    from scenes.yaml_tree import Tree

FALLBACK_LOCALE = "en"
"""In which expressions are checked when the campaign file names no locale that there is."""


def known_locale(locale: str) -> bool:
    """Return whether a locale such as ``it-IT`` is known."""
    try:
        Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def campaign_faults(file: CampaignFile, media: Path, tree: Tree) -> list[Fault]:
    """Return the faults of a campaign file that its schema cannot see."""
    faults = []
    if not known_locale(file.locale):
        message = f"'{file.locale}' is not a locale; expected language and country."
        faults.append(tree.fault(("locale",), message, "Such as it-IT or en-GB."))
    logo = file.issuer.logo
    if logo is not None and inside(media, logo) is None:
        message = f"The folder media/ has no file '{logo}'."
        faults.append(tree.fault(("issuer", "logo"), message))
    elif logo is not None and not logo.lower().endswith((*PICTURES, ".svg")):
        faults.append(tree.fault(("issuer", "logo"), f"'{logo}' is not a picture."))
    return faults


def column_faults(file: CampaignFile, fields: list[str], tree: Tree) -> list[Fault]:
    """Return a fault for every column that belongs to no field of the storyboard."""
    return [
        tree.fault(
            ("data", "columns", field),
            f"The storyboard has no field '{field}'.",
            nearest(field, fields),
        )
        for field in file.data.columns
        if field not in fields
    ]


def default_faults(storyboard: Storyboard, file: CampaignFile, tree: Tree) -> list[Fault]:
    """Return a fault for every default that its own field would refuse."""
    locale = file.locale if known_locale(file.locale) else FALLBACK_LOCALE
    faults = []
    for name, field in storyboard.fields.items():
        if field.default is None:
            continue
        try:
            field.parse(field.default, locale, file.data.decimal)
        except RowError as error:
            faults.append(tree.fault(("fields", name, "default"), f"The default {error.reason}."))
    return faults
