"""What a campaign file names: a locale, a logo, fields of the storyboard; and fields' defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from stdnum import luhn
from stdnum.it import codicefiscale

from foundation.errors import RowError
from foundation.faults import Fault, nearest
from scenes.addresses import AddressError, check_contact, is_mail, public_parts, web_parts
from scenes.image_field import ImageField
from scenes.media_files import PICTURES, folder_inside, inside
from scenes.opening_hours import opening_faults
from scenes.payment_codes import CREDITOR
from scenes.pictures import picture_fault
from scenes.voices import spoken_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from scenes.campaign_file import CampaignFile
    from scenes.storyboard_file import Storyboard
    from scenes.yaml_tree import Place, Tree

_PERSON = 16
"""Characters of a person's fiscal code."""

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
    faults += _address_faults(file, tree)
    if file.issuer.opening is not None:
        faults += opening_faults(file.issuer.opening, file.locale, tree)
    code = file.issuer.fiscal_code
    if code is not None and not is_fiscal_code(code):
        message = "The fiscal code is wrong: expected 11 digits or 16 characters that check out."
        faults.append(tree.fault(("issuer", "fiscal_code"), message, "Copy it again, in quotes."))
    logo = file.issuer.logo
    if logo is not None and inside(media, logo) is None:
        message = f"The folder media/ has no file '{logo}'."
        faults.append(tree.fault(("issuer", "logo"), message))
    elif logo is not None and not logo.lower().endswith((*PICTURES, ".svg")):
        faults.append(tree.fault(("issuer", "logo"), f"'{logo}' is not a picture."))
    elif logo is not None and not logo.lower().endswith(".svg"):
        reason = picture_fault(media / logo)
        if reason:
            faults.append(tree.fault(("issuer", "logo"), f"The file '{logo}' {reason}."))
    return faults


def is_fiscal_code(code: str) -> bool:
    """Return whether a body's or a person's Italian fiscal code has its right check character."""
    if CREDITOR.fullmatch(code):
        return bool(luhn.is_valid(code))
    return len(code) == _PERSON and bool(codicefiscale.is_valid(code))


def _web_only(link: str | None) -> str | None:
    """Return a map link that is a web address; one that names a place by ``geo:`` has no host."""
    return None if link is None or link.startswith("geo:") else link


def _address_faults(file: CampaignFile, tree: Tree) -> Iterator[Fault]:
    issuer = file.issuer
    checks: list[tuple[str | None, Callable[[str], object], Place]] = [
        (file.public_base, public_parts, ("public_base",)),
        (file.something_wrong, check_contact, ("something_wrong",)),
        (issuer.website, web_parts, ("issuer", "website")),
        (issuer.accessibility_statement, web_parts, ("issuer", "accessibility_statement")),
        (issuer.privacy_notice, web_parts, ("issuer", "privacy_notice")),
        (_web_only(issuer.map_link), web_parts, ("issuer", "map_link")),
    ]
    for address, check, place in checks:
        try:
            if address is not None:
                check(address)
        except AddressError as error:
            yield tree.fault(place, str(error))
    if not is_mail(issuer.email):
        message = "Expected a plain mail address, such as help@example.org."
        yield tree.fault(("issuer", "email"), message)


def expiry_faults(file: CampaignFile, tree: Tree, today: date) -> list[Fault]:
    """Return a fault when the links of a campaign would not open any more."""
    if file.expires_on is None or file.expires_on >= today:
        return []
    message = "This day is past: no link of the campaign would open."
    return [tree.fault(("expires_on",), message, "Write a later day, or leave it out.")]


def storyboard_faults(storyboard: Storyboard, file: CampaignFile, tree: Tree) -> list[Fault]:
    """Return the faults of a storyboard's voice, and of its creditor beside the issuer."""
    faults = []
    language, known = storyboard.voice.language, spoken_languages()
    if known and language.lower() not in known:
        message = f"The voice does not speak '{language}'."
        hint = nearest(language, known) or "Write a language such as it, de or pt-br."
        faults.append(tree.fault(("voice", "language"), message, hint))
    pagopa, own = storyboard.payment.pagopa, file.issuer.fiscal_code
    if pagopa is None or own is None or "{{" in pagopa.creditor:
        return faults
    bodies = [code for code in (own, pagopa.creditor) if CREDITOR.fullmatch(code)]
    if len(set(filter(is_fiscal_code, bodies))) > 1:
        message = "The creditor is not the issuer: issuer.fiscal_code in campaign.yaml differs."
        hint = "Mend the wrong one; where another body is paid, leave issuer.fiscal_code out."
        faults.append(tree.fault(("payment", "pagopa", "creditor"), message, hint))
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


def upload_faults(
    storyboard: Storyboard, file: CampaignFile, folder: Path, trees: tuple[Tree, Tree]
) -> list[Fault]:
    """Return the faults of the folder of recipients' pictures; tell image fields where it is.

    ``trees`` are those of campaign.yaml and storyboard.yaml.
    """
    name = file.data.pictures
    images = [(key, f) for key, f in storyboard.fields.items() if isinstance(f, ImageField)]
    pictures = folder_inside(folder, name) if name is not None else None
    for _, field in images:
        field.look_in(pictures)
    if name is not None and pictures is None:
        message = f"The campaign folder has no folder '{name}'."
        folders = [path.name for path in folder.iterdir() if path.is_dir()]
        return [trees[0].fault(("data", "pictures"), message, nearest(name, folders))]
    if name is not None:
        return []
    message = "A field of type image needs a folder of pictures."
    hint = "Name it in campaign.yaml: data: {pictures: photos}."
    return [trees[1].fault(("fields", key), message, hint) for key, _ in images]


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
