"""Binding: one recipient's data merged into the storyboard; no expression is left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from foundation.errors import RowError
from scenes.bound import BoundStoryboard, Scene
from scenes.form_program import bind_forms, with_forms
from scenes.story_graph import default_ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.campaign import Campaign
    from scenes.compiled import Row
    from scenes.values import Money


def bind(
    campaign: Campaign, values: Mapping[str, object], *, today: date | None = None
) -> BoundStoryboard:
    """Return one recipient's story.

    Args:
        campaign: the loaded campaign.
        values: a value for every field of the storyboard, as ``Field.parse`` makes them; optional
            fields may be left out.
        today: the day that ``today`` means; left out, the campaign file's ``issued_on``, else the
            current day.

    Raises RowError when something cannot be worked out for this row; its reason names the place in
    the storyboard and never a value.
    """
    program = campaign.program
    row, amount, code = _met(campaign, values, today)
    forms = bind_forms(program.forms, row)
    offered = frozenset(form.id for form in forms)
    bound = {scene_id: scene.bind(row, offered) for scene_id, scene in program.scenes.items()}
    start = campaign.storyboard.start
    reached = _reached(start, bound)
    return BoundStoryboard(
        title=program.title.of(row),
        locale=campaign.file.locale,
        look=campaign.look,
        start=start,
        scenes=tuple(scene for scene_id, scene in bound.items() if scene_id in reached),
        default_path=_default_path(campaign, bound),
        page=with_forms(program.page(row, program.payment.make(row, amount, code)), forms),
        page_look=campaign.page_look,
    )


def _met(
    campaign: Campaign, values: Mapping[str, object], today: date | None
) -> tuple[Row, Money, str | None]:
    """Return what the storyboard's expressions read for a row, its amount and its payment code."""
    program = campaign.program
    known = _complete(campaign, values)
    known["today"] = today or campaign.file.issued_on or date.today()  # noqa: DTZ011 # a day, as the issuer's calendar has it
    row = program.compiler.row(known)
    for name, value in program.values:
        known[name] = value.of(row)
        row = program.compiler.row(known)
    amount = program.payment.amount_of(row)
    code = program.payment.code(row, amount) if program.payment.code is not None else None
    if code is not None:
        known["payment_code"] = code
        row = program.compiler.row(known)
    return row, amount, code


def _complete(campaign: Campaign, values: Mapping[str, object]) -> dict[str, object]:
    known: dict[str, object] = {}
    for name, field in campaign.storyboard.fields.items():
        if name in values:
            known[name] = values[name]
        elif field.optional or field.default is not None:
            known[name] = field.parse("", campaign.file.locale, campaign.file.data.decimal)
        else:
            raise RowError(name, "is missing")
    return known


def _reached(start: str, bound: Mapping[str, Scene]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        scene_id = waiting.pop()
        if scene_id in reached:
            continue
        reached.add(scene_id)
        scene = bound[scene_id]
        if scene.next is not None:
            waiting.append(scene.next)
        if scene.choice is not None:
            waiting += [option.to for option in scene.choice.options if option.to is not None]
    return reached


def _default_path(campaign: Campaign, bound: Mapping[str, Scene]) -> tuple[str, ...]:
    """Follow the film's way: ``next``, or the default option, or the first that leads on."""
    path: list[str] = []
    scene_id: str | None = campaign.storyboard.start
    while scene_id is not None:
        if scene_id in path:
            raise RowError("", "the film would never end for this row")
        path.append(scene_id)
        scene = bound[scene_id]
        scene_id = scene.next
        if scene.choice is not None:
            offered = {option.to for option in scene.choice.options}
            ways = default_ways(campaign.storyboard.scenes[scene.id], campaign.storyboard)
            scene_id = next((way for way in ways if way in offered), None)
    return tuple(path)
