"""The player's data: the story, its clips and its words, as JSON inside the page.

Kept apart from the page's shell: the player takes this value from wherever it comes, today from a
block of the page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from microsite.addresses import web_address
from microsite.spoken_sentences import first_cues
from microsite.templating import paragraphs
from microsite.text_direction import direction, isolate_plain
from microsite.wording_files import FALLBACK, english_keys, wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microsite.page_input import PageClip, PageInput
    from scenes.bound import BoundStoryboard, Choice, FormField, Popup, Scene

SCHEMA = "sollecito/story@1"

ROOT = "../../"
"""The store's root as seen from a recipient's page, ``p/TOKEN/index.html``."""


def story(page_input: PageInput, icons: Mapping[str, str]) -> dict[str, Any]:
    """Return the player's data as plain values; the keys are read in player/film.js.

    ``icons`` are the files below ``static/`` by the icon's name; options whose icon is not among
    them get an arrow. Raises KeyError when a reachable scene has no clip, RenderError when the pay
    address is none.
    """
    bound = page_input.bound
    base = direction(bound.locale)
    width, height = bound.look.size
    return {
        "schema": SCHEMA,
        "token": page_input.token,
        "root": ROOT,
        "lang": bound.locale,
        "dir": base,
        "size": [width, height],
        "start": bound.start,
        "defaultPath": list(bound.default_path),
        "order": [scene.id for scene in bound.scenes],
        "scenes": {
            scene.id: _scene(scene, page_input.clips[scene.id], base) for scene in bound.scenes
        },
        "pay": web_address(bound.page.payment.address, "The pay address"),
        "icons": _icons(bound, icons),
        "words": wording(bound.locale, bound.page_look.wording)["player"],
        **_words_language(page_input),
        **_forms(page_input),
    }


def _words_language(page_input: PageInput) -> dict[str, str]:
    """Return in which language the player's words are, where it is not that of the story."""
    bound = page_input.bound
    stay = english_keys(bound.locale, bound.page_look.wording)
    return {"wordsLang": FALLBACK} if any(part == "player" for part, _ in stay) else {}


def _scene(scene: Scene, clip: PageClip, base: str) -> dict[str, Any]:
    """Return a scene with only what it has: absent keys keep the page small.

    ``sentences`` are the indexes of the captions with which sentences begin, left out where each
    caption is one; ``bytes`` are those of the clip; times are milliseconds of the clip.
    """
    firsts = first_cues(scene.say, clip.cues)
    plain: dict[str, Any] = {
        "title": isolate_plain(scene.title, base),
        "clip": clip.name,
        "ms": clip.duration_ms,
        "cues": [[cue.start_ms, cue.end_ms, isolate_plain(cue.text, base)] for cue in clip.cues],
    }
    if scene.choice is not None:
        plain["choice"] = _choice(scene.choice, base)
    elif scene.next is not None:
        plain["next"] = scene.next
    if scene.aside:
        plain["aside"] = True
    if firsts != tuple(range(len(clip.cues))):
        plain["sentences"] = list(firsts)
    if clip.bytes:
        plain["bytes"] = clip.bytes
    if scene.description:
        plain["description"] = isolate_plain(scene.description, base)
    if scene.popups:
        begins = [clip.cues[at].start_ms for at in firsts]
        plain["popups"] = [_popup(popup, begins, base) for popup in scene.popups]
    return plain


def _popup(popup: Popup, begins: Sequence[int], base: str) -> dict[str, Any]:
    """Return a pop-up; ``begins`` are when the sentences of its scene begin."""
    timing = popup.timing
    start = timing.start_ms
    if timing.sentence is not None and begins:
        start += begins[min(timing.sentence, len(begins)) - 1]
    plain: dict[str, Any] = {
        "number": popup.number,
        "label": isolate_plain(popup.label, base),
        "from": start,
    }
    if popup.pay:
        plain["pay"] = True
    elif popup.form:
        plain["form"] = popup.form
    else:
        plain["title"] = isolate_plain(popup.title, base)
        plain["text"] = [isolate_plain(part, base) for part in paragraphs(popup.text)]
    if timing.end_ms is not None:
        plain["to"] = max(timing.end_ms, start)
    return plain


def _choice(choice: Choice, base: str) -> dict[str, Any]:
    options: list[dict[str, Any]] = []
    for option in choice.options:
        plain: dict[str, Any] = {"label": isolate_plain(option.label, base)}
        if option.pay:
            plain["pay"] = True
        elif option.form:
            plain["form"] = option.form
        else:
            plain["to"] = option.to
        if option.icon:
            plain["icon"] = option.icon
        options.append(plain)
    return {"ask": isolate_plain(choice.ask, base), "options": options}


def _forms(page_input: PageInput) -> dict[str, Any]:
    """Return what the page's script needs of the forms, nothing where there are none."""
    bound = page_input.bound
    if not bound.page.forms:
        return {}
    listed = {
        form.id: {"fields": list(map(field_declaration, form.fields))} for form in bound.page.forms
    }
    return {
        "forms": {"phone": page_input.campaign.issuer.phone, "list": listed},
    }


def field_declaration(field: FormField) -> dict[str, Any]:
    """Return a field's declaration with only what it has; its prefilled value is in the page."""
    whole = {
        "id": field.id,
        "kind": field.kind,
        "label": field.label,
        "required": field.required,
        "requiredFor": field.required_for,
        "least": field.least,
        "most": field.most,
        "places": field.places,
        "marks": field.marks,
        "options": [name for name, _ in field.options],
    }
    return {key: value for key, value in whole.items() if value or key == "places"}


def _icons(bound: BoundStoryboard, files: Mapping[str, str]) -> dict[str, str]:
    """Return the files of the icons that the options of this story use."""
    options = (option for scene in bound.scenes if scene.choice for option in scene.choice.options)
    return {
        option.icon: files[option.icon]
        for option in options
        if option.icon and option.icon in files
    }


def to_script(value: Any) -> str:
    """Return JSON that can stand inside a ``<script>`` block whatever the data holds.

    ``<``, ``>`` and ``&`` are written as escapes, so no ``</script>`` or ``<!--`` can end the block
    (HTML, 4.12.1.3); U+2028 and U+2029 as well, for old parsers.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
