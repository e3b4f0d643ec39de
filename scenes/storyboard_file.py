"""The storyboard as authors write it: look, fields, values, payment, scenes, page."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Declared

from scenes.base_file import BaseFile
from scenes.bound import Lines
from scenes.campaign_file import FormatName, Strict
from scenes.fields import Field
from scenes.form_file import FormFile
from scenes.format_keys import Formatted
from scenes.layer_file import AnyLayerFile
from scenes.measures import AlsoWritten, Color, Duration, MediaFile, Name, Words, fault
from scenes.motion_file import AnyTransition
from scenes.page_file import PageFile, PaymentFile
from scenes.popup_file import MOST_POPUPS, PopupFile
from scenes.sentences import split_sentences


class VoiceFile(Strict):
    """Who speaks."""

    engine: Literal["pyttsx3"] = "pyttsx3"
    language: str = "it"
    rate: int = Declared(default=150, ge=80, le=300)
    pause: Duration = 360


class MusicFile(Strict):
    """The sound bed: a WAV or FLAC file of ``media/`` and its loudness in LUFS."""

    file: MediaFile
    level: float = Declared(default=-34.0, ge=-70, le=-10)


class RouteFile(Strict):
    """One way on that data decides: the first whose ``when`` holds is taken."""

    to: str
    when: Words | None = None


class OptionFile(Strict):
    """One way on that the viewer may take."""

    label: Words
    to: str | None = None
    pay: bool = False
    form: str | None = None
    icon: str | None = None
    when: Words | None = None

    @model_validator(mode="after")
    def _one_way(self) -> OptionFile:
        if [self.to is not None, self.pay, self.form is not None].count(True) != 1:
            raise fault(
                "An option leads to a scene (to: NAME), to the payment (pay: true) or to a form "
                "(form: NAME)."
            )
        return self


class ChoicesFile(Strict):
    """The question at the end of a scene, and its options."""

    ask: Words
    default: str | None = None
    options: tuple[OptionFile, ...] = Declared(min_length=1, max_length=9)


def _routes(raw: Any) -> Any:
    return [{"to": raw}] if isinstance(raw, str) else raw


def _sentences(raw: Any) -> Any:
    return split_sentences(raw) if isinstance(raw, str) else raw


_ONE_TEXT = AlsoWritten({"type": "string"})


class SceneKeys(Formatted):
    """What a format may override of a scene."""

    base: BaseFile | None = None
    min: Duration = 0
    length: Duration | None = None
    opening: AnyTransition | None = None
    closing: AnyTransition | None = None
    description: Words | None = None

    def check_sense(self) -> None:
        """Raise a fault where the scene would be shorter than its least length."""
        if self.length is not None and self.length < self.min:
            raise fault("The scene is shorter than its least length, 'min'.", "", "length")


class SceneFile(SceneKeys):
    """A scene of the story."""

    title: Words
    base: BaseFile
    layers: tuple[AnyLayerFile, ...] = Declared(default=(), max_length=40)
    say: Annotated[tuple[Words, ...], BeforeValidator(_sentences), _ONE_TEXT] = ()
    next: Annotated[tuple[RouteFile, ...], BeforeValidator(_routes), _ONE_TEXT] = ()
    choices: ChoicesFile | None = None
    aside: bool = False
    popups: tuple[PopupFile, ...] = Declared(default=(), max_length=MOST_POPUPS)
    portrait: SceneKeys | None = None
    landscape: SceneKeys | None = None
    square: SceneKeys | None = None


class Storyboard(Strict):
    """A whole storyboard file, not bound."""

    schema_: Literal["sollecito/storyboard@1"] = Declared(alias="schema")
    title: Words
    format: FormatName = "portrait"
    lines: Lines = 720
    theme: str = "public"
    voice: VoiceFile = VoiceFile()
    music: MusicFile | None = None
    transition: AnyTransition | None = None
    colors: dict[Name, Color] = Declared(default_factory=dict)
    fields: dict[Name, Field] = Declared(min_length=1)
    values: dict[Name, Words] = Declared(default_factory=dict)
    payment: PaymentFile
    start: str
    scenes: dict[Name, SceneFile] = Declared(min_length=1, max_length=200)
    page: PageFile
    forms: tuple[FormFile, ...] = Declared(default=(), max_length=20)

    @model_validator(mode="after")
    def _name_fields(self) -> Storyboard:
        for name, field in self.fields.items():
            field._name = name  # noqa: SLF001 # a field learns its name from its storyboard
        return self
