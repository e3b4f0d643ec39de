"""Warnings about words: languages that the page does not speak, first screens that tell a debt."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from babel import Locale

from campaigns.debt_words import debt_words
from microsite.wording_files import english_keys
from scenes.layer_file import TextFile
from scenes.loading import CAMPAIGN_FILE, STORYBOARD_FILE
from scenes.ready_forms import form_languages
from scenes.themes import theme_path
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.faults import Fault
    from scenes.campaign import Campaign
    from scenes.yaml_tree import Place, Tree

REVEALING = frozenset({"money", "pagopa_notice"})
"""Types of fields that tell a debt by themselves."""

_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def word_warnings(campaign: Campaign) -> list[Fault]:
    """Return what to look at in the words of a campaign without faults, as warnings."""
    found = [*_languages(campaign), *_first_screen(campaign)]
    return [replace(fault, warning=True) for fault in found]


def _languages(campaign: Campaign) -> Iterator[Fault]:
    """Tell that parts of the page stay English, where the language has no words."""
    locale = campaign.file.locale
    tree = read_tree(campaign.folder / CAMPAIGN_FILE, CAMPAIGN_FILE)
    place = Locale.parse(locale, sep="-")
    name = place.get_language_name("en")
    english = english_keys(locale, campaign.page_look.wording)
    if english:
        told = f"{len(english)} texts" if campaign.page_look.wording else "all their texts"
        yield tree.fault(
            ("locale",),
            f"Page and player have no words in {name} ({place.language}) of their own: {told} stay "
            "English, and are marked as English for screen readers.",
            "Write them in a theme file under wording: (their keys stand in "
            "microsite/wording/en.yaml).",
        )
    shipped = [form.use for form in campaign.storyboard.forms if form.use is not None]
    if shipped and place.language not in form_languages():
        yield tree.fault(
            ("locale",),
            f"The shipped forms ({', '.join(shipped)}) have no words in {name}: they are English.",
            "Write the forms yourself in storyboard.yaml, with id: instead of use:.",
        )


def _first_screen(campaign: Campaign) -> Iterator[Fault]:
    """Tell which words of the first screen, or of the film's first picture, tell a debt."""
    language = campaign.file.locale.replace("_", "-").partition("-")[0].lower()
    names = {n for n, field in campaign.storyboard.fields.items() if field.type in REVEALING}
    for tree, place, text in _seen_first(campaign):
        written = _EXPRESSION.sub(" ", text)
        read = {
            name
            for expression in _EXPRESSION.findall(text)
            for name in re.findall(r"\w+", expression)
            if name in names
        }
        told = [f"'{word}'" for word in debt_words(written, language)]
        told += [f"the field '{name}'" for name in sorted(read)]
        if told:
            where = "The film's first picture" if place[0] == "scenes" else "The first screen"
            yield tree.fault(
                place,
                f"{where} tells of a debt to whoever stands by: {', '.join(told)}.",
                "Say it later, where only the recipient reads.",
            )


def _seen_first(campaign: Campaign) -> Iterator[tuple[Tree, Place, str]]:
    """Yield all authored texts that are seen first, with where they stand."""
    board = read_tree(campaign.folder / STORYBOARD_FILE, STORYBOARD_FILE)
    cover = campaign.storyboard.page.cover
    for key in ("title", "text", "button"):
        yield board, ("page", "cover", key), getattr(cover, key) or ""
    file = read_tree(campaign.folder / CAMPAIGN_FILE, CAMPAIGN_FILE)
    for key in ("name", "department"):
        yield file, ("issuer", key), getattr(campaign.file.issuer, key) or ""
    theme = campaign.storyboard.theme
    path = theme_path(theme, campaign.folder)
    own = [(key, text) for part, key, text in campaign.page_look.wording if part == "cover"]
    if own and path is not None and "." in theme:
        tree = read_tree(path, theme)
        for key, text in own:
            yield tree, ("wording", "cover", key), text
    start = campaign.storyboard.start
    for number, layer in enumerate(campaign.storyboard.scenes[start].layers):
        if isinstance(layer, TextFile):
            yield board, ("scenes", start, "layers", number, "text"), layer.text
