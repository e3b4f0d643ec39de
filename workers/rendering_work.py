"""What a rendering process does: binds, names, renders, joins, builds pages; touches no store.

It holds one campaign at a time, loaded and warm, and the stories bound last, because a recipient
comes back for each clip. It never touches the database or the store.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foundation.errors import RenderError
from foundation.logging import configure_logging
from microsite.page import build_page
from microsite.page_input import PageClip, PageCue, PageInput
from renderer import film
from renderer.captions import film_cues, webvtt
from renderer.kit import RenderKit
from renderer.naming import NAME_LENGTH
from renderer.scene_renderer import SceneRenderer
from renderer.stage import read_from_right
from scenes.bind import bind
from scenes.bound_forms import declaration
from scenes.loading import load_campaign
from scenes.values import from_json
from workers.rendering_requests import (
    FilmRequest,
    PageRequest,
    Plan,
    PlanRequest,
    RenderedClip,
    RenderRequest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from foundation.settings import Settings
    from scenes.bound import BoundStoryboard
    from scenes.campaign import Campaign
    from workers.rendering_requests import CampaignPlace, KnownClip, Request

FILM_VERSION = "1"
"""Grows whenever the same clips would be joined into another film than before."""

BOUND_KEPT = 8
"""How many recipients' bound stories are kept."""


def make_responder(settings: Settings) -> Callable[[Any], Any]:
    """Return what answers requests in a rendering process; sets up the process's log lines."""
    configure_logging(settings)
    return RenderingWork().answer


@dataclass(slots=True)
class _Open:
    """A campaign at hand: its files, the kit, the renderer, and what is to be closed with it."""

    place: CampaignPlace
    campaign: Campaign
    kit: RenderKit
    renderer: SceneRenderer
    closing: ExitStack


class RenderingWork:
    """Answers the requests of ``workers.rendering_requests``."""

    def __init__(self) -> None:
        self._open: _Open | None = None
        self._bound: OrderedDict[str, BoundStoryboard] = OrderedDict()

    def answer(self, request: Request) -> object:
        """Return the answer to a request.

        Raises RowError when the values cannot be bound, RenderError when something cannot be
        drawn, spoken, encoded or written, CampaignError when the campaign's files are faulty.
        """
        match request:
            case PlanRequest():
                return self._plan(request)
            case RenderRequest():
                return self._render(request)
            case FilmRequest():
                return _film(request)
            case PageRequest():
                return self._page(request)

    def _plan(self, request: PlanRequest) -> Plan:
        at_hand = self._campaign(request.campaign)
        bound = self._bind(request.campaign, request.values)
        clips = {scene.id: at_hand.renderer.clip_name(scene) for scene in bound.scenes}
        names = [clips[scene] for scene in bound.default_path]
        return Plan(
            clips=clips,
            path=bound.default_path,
            film=film_name(names, at_hand.kit.secret),
            pay_address=bound.page.payment.address,
            forms=(
                declaration(
                    bound.page.forms,
                    bound.locale,
                    at_hand.campaign.file.issuer.phone,
                    bound.page_look.wording,
                )
                if bound.page.forms
                else ""
            ),
            rtl=read_from_right(bound.look),
        )

    def _render(self, request: RenderRequest) -> RenderedClip:
        at_hand = self._campaign(request.campaign)
        bound = self._bind(request.campaign, request.values)
        scene = bound.scene(request.scene)
        clip = at_hand.renderer.render(scene)
        files = {
            "mp4": clip.mp4,
            "vtt": webvtt(clip.cues, rtl=read_from_right(bound.look)).encode(),
            "jpg": clip.poster,
            "m4a": clip.sound,
        }
        return RenderedClip(
            name=clip.name,
            duration_ms=clip.duration_ms,
            cues=clip.cues,
            pictures=clip.pictures,
            encoded_pictures=clip.encoded_pictures,
            files=files,
        )

    def _page(self, request: PageRequest) -> dict[str, bytes]:
        at_hand = self._campaign(request.campaign)
        return build_page(
            PageInput(
                bound=self._bind(request.campaign, request.values),
                campaign=at_hand.campaign.file,
                media=at_hand.campaign.media,
                token=request.token,
                link=request.link,
                clips={scene: _page_clip(clip) for scene, clip in request.clips.items()},
                film=request.film,
                film_ms=request.film_ms,
                files_origin=request.files_origin,
            )
        )

    def _campaign(self, place: CampaignPlace) -> _Open:
        if self._open is not None and self._open.place == place:
            return self._open
        if self._open is not None:
            self._open.closing.close()
            self._open = None
        self._bound.clear()
        campaign = load_campaign(place.folder)
        if campaign.digest != place.digest:
            raise RenderError("The kept copy of the campaign's files was changed by someone.")
        kit = RenderKit(
            media=campaign.media,
            secret=place.secret,
            cache=place.cache,
            uploads=place.uploads,
            functions=place.folder if place.functions else None,
        )
        closing = ExitStack()
        renderer = closing.enter_context(SceneRenderer(campaign.look, kit))
        self._open = _Open(place, campaign, kit, renderer, closing)
        return self._open

    def _bind(self, place: CampaignPlace, plain: dict[str, Any]) -> BoundStoryboard:
        campaign = self._campaign(place).campaign
        key = json.dumps(plain, sort_keys=True)
        bound = self._bound.get(key)
        if bound is None:
            fields = campaign.storyboard.fields
            values = {
                name: from_json(fields[name], value)
                for name, value in plain.items()
                if name in fields
            }
            bound = bind(campaign, values, today=place.today)
            self._bound[key] = bound
            if len(self._bound) > BOUND_KEPT:
                self._bound.popitem(last=False)
        self._bound.move_to_end(key)
        return bound


def film_name(clips: Iterable[str], secret: bytes) -> str:
    """Return the name of a film: keyed like a clip's, over its clips in order."""
    text = "\n".join((f"film {FILM_VERSION}", *clips))
    digest = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:NAME_LENGTH]


def _film(request: FilmRequest) -> dict[str, bytes]:
    if len(request.files) != len(request.clips):
        raise RenderError("A film needs the file of each of its clips.")
    cues = film_cues((clip.duration_ms, clip.cues) for clip in request.clips)
    captions = webvtt(cues, rtl=request.rtl)
    return {"mp4": film.join(request.files), "vtt": captions.encode()}


def _page_clip(clip: KnownClip) -> PageClip:
    cues = tuple(PageCue(cue.start_ms, cue.end_ms, cue.text) for cue in clip.cues)
    return PageClip(clip.name, clip.duration_ms, cues, clip.bytes)
