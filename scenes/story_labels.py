"""What people call the parts of a story: fields, scenes, options, forms, what can be clicked.

Texts that hold expressions are shown without them: whose values those are, no label can tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenes.coded_fields import (
    EmailField,
    FiscalCodeField,
    IbanField,
    PagopaNoticeField,
    PhoneField,
)
from scenes.plain_fields import ChoiceField, TextField
from scenes.ready_forms import ready_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes.storyboard_file import OptionFile, Storyboard

_TEXTS = (
    TextField,
    ChoiceField,
    IbanField,
    FiscalCodeField,
    PagopaNoticeField,
    EmailField,
    PhoneField,
)

GAP = "…"
"""Stands where an expression was."""

PAY = "pay"
"""What events call the way to the payment."""

_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_OTHERWISE = re.compile(r"\{%-?\s*(?:else|elif)\b.*?%\}", re.DOTALL)
_STATEMENT = re.compile(r"\{[%#].*?[%#]\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StoryLabels:
    """Labels by the names that data, events and places use.

    ``options`` by the scene that asks and the way, as events have it (a scene's name, ``pay`` or
    ``form:NAME``); ``clicks`` by the value of ``cta.clicked``. What has no words is left out.
    ``texts`` are the names of the fields that hold text, by which people are looked for.
    """

    fields: dict[str, str] = field(default_factory=dict)
    scenes: dict[str, str] = field(default_factory=dict)
    options: dict[tuple[str, str], str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    clicks: dict[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()


def story_labels(storyboard: Storyboard, locale: str) -> StoryLabels:
    """Return the labels of a storyboard; ``locale`` is the campaign's, for its shipped forms."""
    forms = dict(_forms(storyboard, locale))
    documents = {
        f"document:{number}": plain_label(each.label)
        for number, each in enumerate(storyboard.page.documents, start=1)
    }
    offers = storyboard.page.offers
    offered = (
        {f"offer:{each.id}": plain_label(each.title) for each in offers.items} if offers else {}
    )
    clicks = {**{f"form:{name}": title for name, title in forms.items()}, **documents, **offered}
    options: dict[tuple[str, str], list[str]] = {}
    for name, scene in storyboard.scenes.items():
        for option in scene.choices.options if scene.choices else ():
            words = plain_label(option.label)
            if words:
                options.setdefault((name, _way(option)), []).append(words)
    return StoryLabels(
        fields={name: each.label for name, each in storyboard.fields.items() if each.label},
        scenes=_said({name: plain_label(each.title) for name, each in storyboard.scenes.items()}),
        options={key: " / ".join(dict.fromkeys(words)) for key, words in options.items()},
        forms=forms,
        clicks=_said(clicks),
        texts=tuple(name for name, each in storyboard.fields.items() if isinstance(each, _TEXTS)),
    )


def plain_label(text: str) -> str:
    """Return an authored text without its expressions; empty where nothing else is in it."""
    text = _STATEMENT.sub("", _OTHERWISE.sub(" / ", _VALUE.sub(GAP, text)))
    words = " ".join(text.split())
    return words if any(each.isalnum() for each in words) else ""


def _way(option: OptionFile) -> str:
    if option.pay:
        return PAY
    return f"form:{option.form}" if option.form is not None else option.to or ""


def _forms(storyboard: Storyboard, locale: str) -> Iterator[tuple[str, str]]:
    shipped = ready_forms(locale)
    for form in storyboard.forms:
        ready = shipped.get(form.use or "")
        title = plain_label(form.title or (ready.title if ready else None) or "")
        if title:
            yield form.name, title


def _said(labels: dict[str, str]) -> dict[str, str]:
    return {name: words for name, words in labels.items() if words}
