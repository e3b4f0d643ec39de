"""Film strips of the language's features: every entry of ``docs/gallery/entries.yaml`` rendered.

An entry's scene becomes a campaign of its own in a temporary folder, is checked, bound and painted
as any other, so what stands below a picture is what made it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from ruamel.yaml import YAML

from renderer.kit import RenderKit
from renderer.pictures import paint, to_rgb
from renderer.timing import plan_timing
from scenes.bind import bind
from scenes.loading import load_campaign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes.bound import BoundStoryboard, Scene
    from scenes.campaign import Campaign

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "docs" / "gallery"
MEDIA = tuple(ROOT / "examples" / name / "media" for name in ("vehicle-tax", "showcase"))
PHOTO = ROOT / "examples" / "showcase" / "photos" / "contatore-7731.jpg"
BASES = ROOT / "examples" / "showcase" / "bases.py"
PICTURES = 5
PICTURE_MS = 40
SHARES = (0.06, 0.2, 0.38, 0.62, 1.0)
"""When the pictures of an entry are taken, as shares of its ``until``."""
STRIP = 1240
"""Breadth of a strip in pixels."""
GAP = 6
QUALITY = 84

CAMPAIGN = """\
schema: sollecito/campaign@1
name: gallery
title: Gallery
locale: it-IT
issuer:
  name: Regione Valdoro
  phone: 800 000 000
  email: aiuto@valdoro.example
  website: https://www.valdoro.example
  accessibility_statement: https://www.valdoro.example/accessibilita
public_base: https://avvisi.valdoro.example
pay_link:
  address: "https://paga.valdoro.example/{{ notice | url }}"
  hosts: [paga.valdoro.example]
something_wrong: aiuto@valdoro.example
issued_on: 2026-09-01
data: {pictures: photos}
"""
STORYBOARD = """\
schema: sollecito/storyboard@1
title: Gallery
format: {format}
lines: {lines}
theme: {theme}
transition: cut
fields:
  amount: {{type: money}}
  notice: {{type: pagopa_notice}}
  years: {{type: list, of: {{label: text, value: money}}}}
  photo: {{type: image}}
payment:
  amount: "{{{{ amount }}}}"
  due: 30 settembre
  pagopa: {{notice: "{{{{ notice }}}}", creditor: "99999999990"}}
start: shown
scenes:
  shown:
    title: Shown
{scene}
page:
  cover: {{title: A, text: A, button: A}}
  greeting: A
  summary: [A]
  facts: [{{label: A, value: A}}]
"""
ROW = {
    "amount": "187,50",
    "notice": "399017641791543927",
    "years": "2023=161,20|2024=170,40|2025=175,00|2026=187,50",
    "photo": PHOTO.name,
}


@dataclass(frozen=True)
class Entry:
    """One entry of the gallery; times in milliseconds."""

    group: str
    id: str
    title: str
    scene: str
    each: tuple[str, ...]
    moments: tuple[int, ...]
    theme: str
    format: str
    lines: int

    @property
    def file(self) -> Path:
        """Where its strip is kept."""
        return GALLERY / f"{self.id}.webp"


def _ms(text: str) -> int:
    return round(float(text.removesuffix("s")) * 1000)


def _moments(raw: dict[str, Any]) -> tuple[int, ...]:
    """Return when the pictures are taken: nearer together at first, where most of a motion is."""
    if "moments" in raw:
        return tuple(_ms(text) for text in raw["moments"])
    last = _ms(raw.get("until", "0.4s"))
    return tuple(round(last * share) for share in SHARES)


def entries() -> list[Entry]:
    """Return what the gallery shows, in order."""
    groups = YAML(typ="safe").load(GALLERY / "entries.yaml")
    return [
        Entry(
            group["group"],
            raw["id"],
            raw["title"],
            raw["scene"],
            tuple(raw.get("each", ())),
            _moments(raw),
            raw.get("theme", "public"),
            raw.get("format", "square"),
            raw.get("lines", 720),
        )
        for group in groups
        for raw in group["entries"]
    ]


def prepare(folder: Path) -> None:
    """Put into a folder what the entries' campaigns need besides their storyboards."""
    (folder / "media").mkdir(parents=True)
    (folder / "photos").mkdir()
    for media in MEDIA:
        shutil.copytree(media, folder / "media", dirs_exist_ok=True)
    shutil.copy(PHOTO, folder / "photos")
    shutil.copy(BASES, folder)
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")


def _campaign(entry: Entry, scene: str, folder: Path) -> Campaign:
    """Return a campaign of one scene; CampaignError where the scene has a fault."""
    inside = "".join(f"    {line}\n" for line in scene.splitlines())
    storyboard = STORYBOARD.format(
        format=entry.format, lines=entry.lines, theme=entry.theme, scene=inside
    )
    (folder / "storyboard.yaml").write_text(storyboard, encoding="utf-8")
    return load_campaign(folder)


def _bound(campaign: Campaign) -> BoundStoryboard:
    file, fields = campaign.file, campaign.storyboard.fields
    return bind(
        campaign,
        {name: field.parse(ROW[name], file.locale, ",") for name, field in fields.items()},
    )


def _pictures(scene: Scene, story: BoundStoryboard, kit: RenderKit) -> Iterator[Image.Image]:
    """Yield every picture of a scene, 25 a second."""
    timing = plan_timing(scene, [], story.look.voice)
    painted = paint(scene, story.look, kit, timing)
    for planes, hold in zip(painted.pictures(), painted.holds, strict=True):
        picture = to_rgb(planes)
        for _ in range(hold):
            yield picture


def shots(entry: Entry, folder: Path) -> list[Image.Image]:
    """Return the pictures of an entry's strip; ``folder`` is one that ``prepare`` has filled."""
    found: list[Image.Image] = []
    scenes = [entry.scene.replace("EACH", word) for word in entry.each] or [entry.scene]
    for text in scenes:
        campaign = _campaign(entry, text, folder)
        story = _bound(campaign)
        kit = RenderKit(
            campaign.media,
            b"an invented key!",
            folder / "cache",
            uploads=folder / "photos",
            functions=folder,
        )
        pictures = list(_pictures(story.scenes[0], story, kit))
        moments = [len(pictures) - 1] if entry.each else [ms // PICTURE_MS for ms in entry.moments]
        found += [pictures[min(moment, len(pictures) - 1)] for moment in moments]
    return found


def strip(entry: Entry, folder: Path) -> Image.Image:
    """Return an entry's strip: its pictures side by side, on white."""
    pictures = shots(entry, folder)
    width = (STRIP - GAP * (PICTURES - 1)) // PICTURES
    height = round(width * pictures[0].height / pictures[0].width)
    across = len(pictures) * (width + GAP) - GAP
    sheet = Image.new("RGB", (across, height), "#ffffff")
    for number, picture in enumerate(pictures):
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (number * (width + GAP), 0))
    return sheet
