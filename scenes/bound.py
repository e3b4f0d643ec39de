"""What binding makes: a storyboard merged with one recipient's data, without expressions.

These types are the contract between the storyboard language (which makes them), the renderer
(which draws and speaks the scenes) and the microsite (which shows the story and the page).
All are frozen and hold only ``str``, ``int``, ``float``, ``bool``, ``None`` and tuples of these,
so their canonical JSON (``scenes.canonical``) decides a clip's name.

Units: places and widths are fractions of the picture (x and width of its width, y and height of
its height) unless a name says pixels; pixels are those of the reference picture, whose short side
is 720; times are milliseconds; money stays text, already formatted in the campaign's locale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scenes.bound_content import Document, Offer, PageList
from scenes.bound_forms import Form, FormField
from scenes.bound_layers import (
    AnyLayer,
    ChartLayer,
    ChartPoint,
    Direction,
    Easing,
    Effect,
    Emphasis,
    Horizontal,
    IconLayer,
    Layer,
    Motion,
    PictureLayer,
    Place,
    QrLayer,
    ShapeLayer,
    TableLayer,
    TextLayer,
    Timing,
    Transition,
    Vertical,
)
from scenes.page_look import USUAL_LOOK, PageLook

__all__ = [
    "FORMATS",
    "AnyLayer",
    "Base",
    "BoundStoryboard",
    "ChartLayer",
    "ChartPoint",
    "Choice",
    "Detail",
    "Direction",
    "Document",
    "Easing",
    "Effect",
    "Emphasis",
    "Fact",
    "Form",
    "FormField",
    "Horizontal",
    "IconLayer",
    "Layer",
    "Lines",
    "Look",
    "Motion",
    "Offer",
    "Option",
    "Page",
    "PageChart",
    "PageList",
    "Payment",
    "PictureLayer",
    "Place",
    "Popup",
    "QrLayer",
    "Question",
    "Scene",
    "Sentence",
    "ShapeLayer",
    "TableLayer",
    "TextLayer",
    "TextStyle",
    "Theme",
    "Timing",
    "Transition",
    "Vertical",
    "Voice",
    "picture_size",
]

FORMATS: dict[str, tuple[int, int]] = {
    "portrait": (9, 16),
    "landscape": (16, 9),
    "square": (1, 1),
}
"""Format name to the shape of the picture, width to height."""

Lines = Literal[720, 1080]
"""Pixels of the picture's short side."""


def picture_size(format_: str, lines: int) -> tuple[int, int]:
    """Return width and height in pixels; KeyError for a format that is none of ``FORMATS``."""
    across, down = FORMATS[format_]
    short = min(across, down)
    return lines * across // short, lines * down // short


@dataclass(frozen=True, slots=True)
class Base:
    """A scene's background: exactly one of colour, gradient, picture, video or function is set.

    ``gradient`` is (top colour, bottom colour). ``picture`` and ``video`` are files of ``media/``,
    scaled to cover, kept around ``focus`` (fractions), or to be seen whole on ``paper``
    (``contain``). ``function`` is ``FILE.py:NAME``, a Python function of the template author in the
    campaign folder that returns a MoviePy clip (``renderer.moviepy_functions``). A base that moves
    starts again when it has ended. ``shade`` darkens (0…1) under the layers.
    """

    color: str | None = None
    gradient: tuple[str, str] | None = None
    picture: str | None = None
    video: str | None = None
    function: str | None = None
    fit: Literal["cover", "contain"] = "cover"
    focus: tuple[float, float] = (0.5, 0.5)
    shade: float = 0.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the narration: ``spoken`` goes to the voice, ``written`` to the captions.

    Both come from the same bound template; only the spoken filters differ
    (``centottantasette euro e cinquanta`` against ``187,50 €``).
    """

    spoken: str
    written: str


@dataclass(frozen=True, slots=True)
class Option:
    """One way on at a choice: to a scene (``to``), the payment (``pay``) or a form by its id."""

    label: str
    to: str | None = None
    pay: bool = False
    icon: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The question asked when a scene ends, and the ways on that this recipient has."""

    ask: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Popup:
    """What a scene explains to those who ask while the film waits, or where it leads.

    ``label`` is what the button says, ``text`` holds paragraphs parted by blank lines; it is empty
    where the button leads to the payment (``pay``) or to a form by its id instead. ``timing``
    is when the button stands out; it can be used until the scene is over. ``number`` is its place
    among those that the author wrote for the scene, from 1: the same for all recipients.
    """

    number: int
    label: str
    title: str
    text: str
    timing: Timing
    pay: bool = False
    form: str | None = None


CUT = Transition()
"""No transition at all."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A bound scene. ``title`` is read by people (chapters, transcript).

    At the end: ``choice`` if set, else ``next``, else the story is over. An ``aside`` returns to
    the scene (or choice) it was called from. ``min_ms`` is the least length of the clip;
    ``length_ms``, where given, is its length unless narration and motion need more.
    ``description`` says in words what is only seen (audio description, transcript).
    ``popups`` are no part of the clip: the player shows them. ``layer_numbers`` are those of the
    layers among the authored ones, from 0; empty where none is hidden.
    """

    id: str
    title: str
    base: Base
    layers: tuple[AnyLayer, ...]
    say: tuple[Sentence, ...]
    next: str | None = None
    choice: Choice | None = None
    aside: bool = False
    min_ms: int = 0
    length_ms: int | None = None
    description: str = ""
    opening: Transition = CUT
    closing: Transition = CUT
    popups: tuple[Popup, ...] = ()
    layer_numbers: tuple[int, ...] = ()

    def layer_number(self, at: int) -> int:
        """Return the authored number, from 0, of the layer at a place among those that are seen."""
        return self.layer_numbers[at] if self.layer_numbers else at


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A text style: font family and weight (100–900), size in pixels, line height as a factor."""

    family: str
    weight: int
    size: int
    line_height: float
    color: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours (name to ``#rrggbb``), text styles (name to style) and spacing, sorted by name.

    ``spacing`` (pixels): ``panel_padding``, ``panel_radius``, ``bar_radius``, ``gap``. A theme's
    motion is in the storyboard's motions already: binding fills it in where the author left it out.
    """

    name: str
    colors: tuple[tuple[str, str], ...]
    styles: tuple[tuple[str, TextStyle], ...]
    spacing: tuple[tuple[str, int], ...] = ()

    def space(self, name: str, otherwise: int) -> int:
        """Return a spacing of this theme in pixels, or ``otherwise`` when it has none so named."""
        return dict(self.spacing).get(name, otherwise)

    def color(self, name: str) -> str:
        """Return ``#rrggbb`` of a colour of this theme; KeyError when it has none so named."""
        return dict(self.colors)[name]

    def style(self, name: str) -> TextStyle:
        """Return a text style of this theme; KeyError when it has none so named."""
        return dict(self.styles)[name]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: engine, language as espeak names it, words a minute, pause between sentences."""

    engine: Literal["pyttsx3"] = "pyttsx3"
    language: str = "it"
    rate: int = 150
    pause_ms: int = 360


@dataclass(frozen=True, slots=True)
class Look:
    """What decides the bytes of every clip of a campaign besides the scene itself.

    ``music`` is a WAV or FLAC file of ``media/`` for the sound bed, or None for silence.
    ``music_level`` is its loudness in LUFS under the voice. ``lines`` are the pixels of the
    picture's short side.
    """

    format: str
    theme: Theme
    voice: Voice
    locale: str
    music: str | None = None
    music_level: float = -34.0
    lines: Lines = 720

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return picture_size(self.format, self.lines)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the page: ``Da pagare`` — ``187,50 €``; ``note`` explains it in small."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One expandable row of the details table: the row, and what it means when opened."""

    label: str
    value: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A frequent question and its answer, paragraphs parted by blank lines.

    ``form`` is the id of a form of the page that helps further.
    """

    question: str
    answer: str
    form: str | None = None


PageChartKind = Literal["bar", "line", "donut"]


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart of the page with its title, a sentence that says what it shows, and its points."""

    title: str
    summary: str
    points: tuple[ChartPoint, ...]
    kind: PageChartKind = "bar"


@dataclass(frozen=True, slots=True)
class Payment:
    """What the payment needs; texts are ready to show.

    ``code`` is the payload of the payment QR code (pagoPA or EPC069-12) or None. ``address`` is the
    pay-now address, already bound from the campaign's pay link.
    """

    amount: str
    due: str
    address: str
    code: str | None = None
    code_error_correction: Literal["L", "M", "Q", "H"] = "M"
    code_label: str = ""
    reference_label: str = ""
    reference: str = ""
    ways: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of the microsite. ``cover_*`` stand on the first screen and reveal no debt."""

    cover_title: str
    cover_text: str
    cover_button: str
    greeting: str
    summary: tuple[str, ...]
    facts: tuple[Fact, ...]
    payment: Payment
    chart: PageChart | None = None
    details_title: str = ""
    details: tuple[Detail, ...] = ()
    questions: tuple[Question, ...] = ()
    otherwise: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    lists: tuple[PageList, ...] = ()
    documents: tuple[Document, ...] = ()
    offers_title: str = ""
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class BoundStoryboard:
    """One recipient's whole story: reachable scenes only, the look, the page.

    ``default_path`` are the ids of the film's scenes in order. ``scenes`` keeps the author's order.
    ``page_look`` is what the theme says of the page alone.
    """

    title: str
    locale: str
    look: Look
    start: str
    scenes: tuple[Scene, ...]
    default_path: tuple[str, ...]
    page: Page
    page_look: PageLook = USUAL_LOOK

    def scene(self, scene_id: str) -> Scene:
        """Return a scene by id; KeyError when it is not reachable for this recipient."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise KeyError(scene_id)
