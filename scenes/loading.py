"""Loading and checking a campaign folder: all faults of its files in one go."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

from foundation.errors import CampaignError
from scenes.bound import Look, Theme, Voice
from scenes.campaign import Campaign
from scenes.campaign_checks import (
    campaign_faults,
    column_faults,
    default_faults,
    expiry_faults,
    known_locale,
    storyboard_faults,
    upload_faults,
)
from scenes.campaign_file import CampaignFile
from scenes.canonical import canonical_json
from scenes.function_files import function_sources
from scenes.media_files import all_files
from scenes.mending import mended
from scenes.motions import ThemeMotion
from scenes.program import compile_storyboard
from scenes.references import reference_faults
from scenes.schema_faults import validated
from scenes.setting import Setting
from scenes.story_graph import graph_faults
from scenes.storyboard_file import Storyboard
from scenes.themes import read_theme
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from foundation.faults import Fault
    from scenes.field_base import AnyField
    from scenes.page_look import PageLook
    from scenes.themes import ReadTheme
    from scenes.yaml_tree import Place, Tree

CAMPAIGN_FILE = "campaign.yaml"
STORYBOARD_FILE = "storyboard.yaml"

Model = TypeVar("Model", bound=BaseModel)


def load_campaign(folder: Path) -> Campaign:
    """Load a campaign folder; CampaignError with all its faults when it has any."""
    campaign, faults = _load(folder)
    if campaign is None:
        raise CampaignError(faults)
    return campaign


def check_campaign(folder: Path) -> list[Fault]:
    """Return every fault of a campaign's files, in the order of files and lines."""
    return examine_campaign(folder)[1]


def examine_campaign(
    folder: Path, today: date | None = None
) -> tuple[Campaign | None, list[Fault]]:
    """Return the campaign, None when it cannot be loaded, and every fault of its files.

    A campaign that is over (``expires_on``) loads all the same, but has a fault.
    """
    campaign, faults = _load(folder)
    tree = read_tree(folder / CAMPAIGN_FILE, CAMPAIGN_FILE)
    file = campaign.file if campaign is not None else mended(CampaignFile, tree)[0]
    if file is not None:
        day = today or date.today()  # noqa: DTZ011 # a day, as the issuer's calendar has it
        faults = _ordered([*faults, *expiry_faults(file, tree, day)])
    return campaign, faults


def readable_fields(folder: Path) -> tuple[CampaignFile, Mapping[str, AnyField]] | None:
    """Return the campaign file and those fields that are sound, of a campaign with faults.

    None when these cannot be told: with them the data can be checked though a template is faulty.
    """
    campaign = _read(CampaignFile, folder, CAMPAIGN_FILE)
    board = _read(Storyboard, folder, STORYBOARD_FILE)
    file, storyboard = campaign.model, board.model
    if file is None or storyboard is None or campaign.tree.value is None:
        return None
    told = {gap[0] for gap in campaign.gaps if gap}
    if board.tree.value is None or told & {"data", "locale"} or not known_locale(file.locale):
        return None
    if ("fields",) in board.gaps or column_faults(
        file, _names(board.tree, "fields"), campaign.tree
    ):
        return None
    trees = (campaign.tree, board.tree)
    found = upload_faults(storyboard, file, folder, trees) + default_faults(
        storyboard, file, board.tree
    )
    faulty = {gap[1] for gap in board.gaps if gap[:1] == ("fields",) and len(gap) > 1}
    faulty |= {place[1] for fault in found if len(place := fault.place.split(".")) > 1}
    written = _names(board.tree, "fields")
    sound = {
        name: field
        for name, field in storyboard.fields.items()
        if name in written and name not in faulty
    }
    return file, sound


@dataclass(frozen=True, slots=True)
class _Read(Generic[Model]):
    """A file as far as it could be read: with faults, ``model`` lacks or replaces ``gaps``."""

    tree: Tree
    model: Model | None
    faults: list[Fault]
    gaps: frozenset[Place]


def _read(model: type[Model], folder: Path, name: str) -> _Read[Model]:
    tree = read_tree(folder / name, name)
    file, faults = validated(model, tree)
    if file is not None:
        return _Read(tree, file, [], frozenset())
    rest, gaps = mended(model, tree)
    return _Read(tree, rest, faults, frozenset(gaps))


def _load(folder: Path) -> tuple[Campaign | None, list[Fault]]:
    campaign = _read(CampaignFile, folder, CAMPAIGN_FILE)
    board = _read(Storyboard, folder, STORYBOARD_FILE)
    file, storyboard = campaign.model, board.model
    media = folder / "media"
    faults = campaign.faults + board.faults
    if file is not None:
        faults += _beside(campaign_faults(file, media, campaign.tree), campaign)
    if file is None or storyboard is None or board.tree.value is None:
        return None, _ordered(faults)
    trees = (campaign.tree, board.tree)
    read, found = read_theme(storyboard.theme, folder, storyboard.colors, board.tree)
    theme = read.theme if read is not None else None
    found += column_faults(file, _names(board.tree, "fields"), campaign.tree)
    found += storyboard_faults(storyboard, file, board.tree)
    found += upload_faults(storyboard, file, folder, trees)
    found += default_faults(storyboard, file, board.tree)
    whole = not board.faults
    if ("scenes",) not in board.gaps:
        found += graph_faults(storyboard, board.tree, whole=whole)
    found += reference_faults(storyboard, theme, folder, board.tree, whole=whole)
    setting = Setting(
        theme or Theme("", (), ()),
        read.motion if read is not None else ThemeMotion(),
        file.format or storyboard.format,
        storyboard.transition,
    )
    gaps = (campaign.gaps, board.gaps)
    pictures = [name for name, _ in all_files(media)]
    program, expression_faults = compile_storyboard(
        storyboard, file, setting, trees, gaps, pictures
    )
    found += expression_faults
    faults += _beside(found, campaign) + _beside(found, board)
    faults += [fault for fault in found if fault.file not in {CAMPAIGN_FILE, STORYBOARD_FILE}]
    if faults or read is None:
        return None, _ordered(faults)
    look = _look(file, storyboard, read.theme)
    digest = _digest(folder, read, storyboard)
    page_look = _with_files(read.page_look, storyboard)
    return Campaign(folder, file, storyboard, read.theme, look, digest, program, page_look), []


def _with_files(look: PageLook, storyboard: Storyboard) -> PageLook:
    """Return the page's look with the files that the storyboard's page offers and shows."""
    page = storyboard.page
    offers = page.offers.items if page.offers is not None else ()
    return replace(
        look,
        documents=tuple(dict.fromkeys(document.file for document in page.documents)),
        pictures=tuple(dict.fromkeys(offer.picture for offer in offers if offer.picture)),
    )


def _beside(found: list[Fault], read: _Read[Model]) -> list[Fault]:
    """Return the faults found in a file beside its gaps: in a gap they would be made up."""
    if read.tree.value is None:
        return []
    places = {read.tree.fault(gap, "").place for gap in read.gaps}
    return [
        fault
        for fault in found
        if fault.file == read.tree.file
        and not any(
            fault.place == place or fault.place.startswith((f"{place}.", f"{place}["))
            for place in places
        )
    ]


def _names(tree: Tree, key: str) -> list[str]:
    entries = tree.at((key,))
    return list(entries) if isinstance(entries, dict) else []


def _ordered(faults: list[Fault]) -> list[Fault]:
    unique = list(dict.fromkeys(faults))
    return sorted(unique, key=lambda fault: (fault.file, fault.line or 0))


def _look(file: CampaignFile, storyboard: Storyboard, theme: Theme) -> Look:
    voice, music = storyboard.voice, storyboard.music
    look = Look(
        format=file.format or storyboard.format,
        theme=theme,
        voice=Voice(voice.engine, voice.language, voice.rate, voice.pause),
        locale=file.locale,
        lines=file.lines or storyboard.lines,
    )
    return look if music is None else replace(look, music=music.file, music_level=music.level)


def _digest(folder: Path, read: ReadTheme, storyboard: Storyboard) -> str:
    """Return the SHA-256 of everything an author wrote, 64 hex digits."""
    whole = hashlib.sha256()
    files = [(name, folder / name) for name in (CAMPAIGN_FILE, STORYBOARD_FILE)]
    root = folder.resolve()
    sources = function_sources(folder, storyboard)
    files += [(path.relative_to(root).as_posix(), path) for path in sources]
    files += [(f"media/{name}", path) for name, path in all_files(folder / "media")]
    for name, path in files:
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        whole.update(f"{name}\0{content}\n".encode())
    whole.update(canonical_json(read.theme).encode())
    whole.update(canonical_json(read.page_look).encode())
    return whole.hexdigest()
