"""Loading and checking a campaign folder: all faults of its files in one go."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from foundation.errors import CampaignError, RowError
from foundation.faults import Fault, nearest
from scenes.bound import Look, Voice, canonical_json
from scenes.campaign import Campaign
from scenes.campaign_file import CampaignFile
from scenes.media_files import all_files, inside
from scenes.program import compile_storyboard
from scenes.references import reference_faults
from scenes.schema_faults import validated
from scenes.story_graph import graph_faults
from scenes.storyboard_file import Storyboard
from scenes.themes import load_theme
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.bound import Theme
    from scenes.yaml_tree import Tree

CAMPAIGN_FILE = "campaign.yaml"
STORYBOARD_FILE = "storyboard.yaml"


def load_campaign(folder: Path) -> Campaign:
    """Load a campaign folder; CampaignError with all its faults when it has any."""
    campaign, faults = _load(folder)
    if campaign is None:
        raise CampaignError(faults)
    return campaign


def check_campaign(folder: Path) -> list[Fault]:
    """Return every fault of a campaign's files, in the order of files and lines."""
    return _load(folder)[1]


def _load(folder: Path) -> tuple[Campaign | None, list[Fault]]:
    campaign_tree = read_tree(folder / CAMPAIGN_FILE, CAMPAIGN_FILE)
    storyboard_tree = read_tree(folder / STORYBOARD_FILE, STORYBOARD_FILE)
    file, faults = validated(CampaignFile, campaign_tree)
    storyboard, storyboard_faults = validated(Storyboard, storyboard_tree)
    faults += storyboard_faults
    if file is not None:
        faults += _locale_faults(file, campaign_tree)
    theme: Theme | None = None
    if storyboard is not None:
        colors = storyboard.colors
        theme, theme_faults = load_theme(storyboard.theme, folder, colors, storyboard_tree)
        faults += theme_faults
        faults += graph_faults(storyboard, storyboard_tree)
        faults += reference_faults(storyboard, theme, folder / "media", storyboard_tree)
    if file is None or storyboard is None or theme is None:
        return None, _ordered(faults)
    if any(fault.place == "locale" for fault in faults):
        return None, _ordered(faults)
    trees = (campaign_tree, storyboard_tree)
    program, expression_faults = compile_storyboard(storyboard, file, theme, trees)
    faults += expression_faults
    faults += _data_faults(file, storyboard, folder / "media", campaign_tree, storyboard_tree)
    if faults:
        return None, _ordered(faults)
    look = Look(
        format=storyboard.format,
        theme=theme,
        voice=Voice(
            storyboard.voice.engine,
            storyboard.voice.language,
            storyboard.voice.rate,
            storyboard.voice.pause,
        ),
        locale=file.locale,
        music=storyboard.music.file if storyboard.music else None,
        music_level=storyboard.music.level if storyboard.music else -34.0,
    )
    digest = _digest(folder, theme)
    return Campaign(folder, file, storyboard, theme, look, digest, program), []


def _ordered(faults: list[Fault]) -> list[Fault]:
    unique = list(dict.fromkeys(faults))
    return sorted(unique, key=lambda fault: (fault.file, fault.line or 0))


def _locale_faults(file: CampaignFile, tree: Tree) -> list[Fault]:
    try:
        Locale.parse(file.locale, sep="-")
    except (ValueError, UnknownLocaleError):
        message = f"'{file.locale}' is not a locale; expected a language and country."
        return [tree.fault(("locale",), message, "Such as it-IT or en-GB.")]
    return []


def _data_faults(
    file: CampaignFile, storyboard: Storyboard, media: Path, tree: Tree, storyboard_tree: Tree
) -> list[Fault]:
    faults = []
    logo = file.issuer.logo
    if logo is not None and inside(media, logo) is None:
        faults.append(tree.fault(("issuer", "logo"), f"The folder media/ has no file '{logo}'."))
    for field in file.data.columns:
        if field not in storyboard.fields:
            message = f"The storyboard has no field '{field}'."
            hint = nearest(field, storyboard.fields)
            faults.append(tree.fault(("data", "columns", field), message, hint))
    for name, declared in storyboard.fields.items():
        if declared.default is None:
            continue
        try:
            declared.parse(declared.default, file.locale, file.data.decimal)
        except RowError as error:
            place = ("fields", name, "default")
            faults.append(storyboard_tree.fault(place, f"The default {error.reason}."))
    return faults


def _digest(folder: Path, theme: Theme) -> str:
    """Return the SHA-256 of everything an author wrote, 64 hex digits."""
    whole = hashlib.sha256()
    files = [(name, folder / name) for name in (CAMPAIGN_FILE, STORYBOARD_FILE)]
    files += [(f"media/{name}", path) for name, path in all_files(folder / "media")]
    for name, path in files:
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        whole.update(f"{name}\0{content}\n".encode())
    whole.update(canonical_json(theme).encode())
    return whole.hexdigest()
