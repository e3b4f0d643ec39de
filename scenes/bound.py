"""What binding makes: a storyboard merged with one recipient's data, without expressions.

These types are the contract between the storyboard language (which makes them), the renderer
(which draws and speaks the scenes) and the microsite (which shows the story and the page).
All are frozen and hold only ``str``, ``int``, ``float``, ``bool``, ``None`` and tuples of these,
so their canonical JSON (``scenes.canonical``) decides a clip's name.

Units: places and widths are fractions of the picture (x and width of its width, y and height of
its height) unless a name says pixels; pixels are those of the reference picture, 720 wide
(portrait, square) or 720 high (landscape); times are milliseconds; money stays text, already
formatted in the campaign's locale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FORMATS: dict[str, tuple[int, int]] = {
    "portrait": (720, 1280),
    "landscape": (1280, 720),
    "square": (1080, 1080),
}
"""Format name to width and height in pixels."""

Easing = Literal["linear", "ease-in", "ease-out", "ease-in-out", "ease-out-back"]
Effect = Literal["none", "fade", "rise", "slide", "wipe", "pop", "count_up", "draw"]
Horizontal = Literal["left", "center", "right"]
Vertical = Literal["top", "center", "bottom"]


@dataclass(frozen=True, slots=True)
class Motion:
    """How a layer comes in or goes out.

    ``rise`` moves up 40 px while fading, ``slide`` comes from the left, ``wipe`` uncovers from left
    to right, ``pop`` grows from 80 %, ``count_up`` counts the number in a text up from zero,
    ``draw`` grows a chart or a shape. ``delay_ms`` counts from the moment the layer is due.
    """

    effect: Effect = "none"
    duration_ms: int = 480
    delay_ms: int = 0
    easing: Easing = "ease-out"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a layer's box stands.

    ``x`` and ``y`` are the place of the box's anchor point; ``anchor`` names that point. With
    ``below`` set, ``y`` is ignored: the box's top stands ``below`` pixels under the bottom of the
    layer before it (so a name that wraps pushes down what follows).
    """

    x: float = 0.5
    y: float = 0.5
    anchor: tuple[Horizontal, Vertical] = ("center", "top")
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When a layer is seen.

    Due at ``start_ms`` after the scene's start, or, when ``sentence`` is set (1-based), when that
    sentence of the narration begins plus ``start_ms``. Gone at ``end_ms`` (None: stays to the end).
    """

    start_ms: int = 0
    end_ms: int | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What all layers share. ``width`` and ``height`` are fractions, None means by content."""

    place: Place = Place()
    timing: Timing = Timing()
    enter: Motion = Motion()
    exit: Motion = Motion()
    width: float | None = None
    height: float | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayer(Layer):
    """Text in a style of the theme; wraps in ``width`` (default 0.86), lines balanced.

    Shrinks down to 60 % of the style's size to stay within ``max_lines``, then ends in an ellipsis.
    ``color`` overrides the style's: a theme colour name already resolved to ``#rrggbb``.
    ``box`` is a colour drawn as a rounded panel behind the text (padding 24 px), or None.
    """

    kind: Literal["text"] = "text"
    text: str
    style: str = "body"
    align: Horizontal = "center"
    color: str | None = None
    box: str | None = None
    max_lines: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLayer(Layer):
    """A picture of the campaign's ``media/`` (``source`` is relative to it), PNG, JPEG or WebP."""

    kind: Literal["picture"] = "picture"
    source: str
    radius: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IconLayer(Layer):
    """An icon by name (``assets/icons/NAME.png``, a white silhouette on transparency), coloured."""

    kind: Literal["icon"] = "icon"
    icon: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeLayer(Layer):
    """A filled shape; ``radius`` in pixels rounds a rectangle. A line is a thin rectangle."""

    kind: Literal["shape"] = "shape"
    shape: Literal["rectangle", "ellipse"] = "rectangle"
    color: str
    radius: int = 0


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value of a chart: its label, its size and how it reads (``187,50 €``)."""

    label: str
    value: float
    text: str
    highlight: bool = False
    icon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLayer(Layer):
    """A chart in the theme's colours: upright ``bar``, ``rows`` (shares of the sum), ``donut``."""

    kind: Literal["chart"] = "chart"
    chart: Literal["bar", "rows", "donut"] = "bar"
    points: tuple[ChartPoint, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QrLayer(Layer):
    """A QR code, black on a white panel that includes the quiet zone of 4 modules."""

    kind: Literal["qr"] = "qr"
    data: str
    error_correction: Literal["L", "M", "Q", "H"] = "M"


AnyLayer = TextLayer | PictureLayer | IconLayer | ShapeLayer | ChartLayer | QrLayer


@dataclass(frozen=True, slots=True)
class Base:
    """A scene's background: exactly one of colour, gradient, picture or video is set.

    ``gradient`` is (top colour, bottom colour). ``picture`` and ``video`` are files of ``media/``,
    scaled to cover, kept around ``focus`` (fractions). ``shade`` darkens (0…1) under the layers.
    """

    color: str | None = None
    gradient: tuple[str, str] | None = None
    picture: str | None = None
    video: str | None = None
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
    """One way on at a choice: to a scene (``to``) or to the payment (``pay``)."""

    label: str
    to: str | None = None
    pay: bool = False
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The question asked when a scene ends, and the ways on that this recipient has."""

    ask: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A bound scene. ``title`` is read by people (chapters, transcript).

    At the end: ``choice`` if set, else ``next``, else the story is over. An ``aside`` returns to
    the scene (or choice) it was called from. ``min_ms`` is the least length of the clip.
    ``description`` says in words what is only seen (audio description, transcript).
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
    description: str = ""


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
    """Colours (name to ``#rrggbb``) and text styles (name to style), sorted by name."""

    name: str
    colors: tuple[tuple[str, str], ...]
    styles: tuple[tuple[str, TextStyle], ...]

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
    ``music_level`` is its loudness in LUFS under the voice.
    """

    format: str
    theme: Theme
    voice: Voice
    locale: str
    music: str | None = None
    music_level: float = -34.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return FORMATS[self.format]


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
    """A frequent question and its answer, paragraphs parted by blank lines."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart of the page with its title, a sentence that says what it shows, and its points."""

    title: str
    summary: str
    points: tuple[ChartPoint, ...]


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


@dataclass(frozen=True, slots=True)
class BoundStoryboard:
    """One recipient's whole story: reachable scenes only, the look, the page.

    ``default_path`` are the ids of the film's scenes in order. ``scenes`` keeps the author's order.
    """

    title: str
    locale: str
    look: Look
    start: str
    scenes: tuple[Scene, ...]
    default_path: tuple[str, ...]
    page: Page

    def scene(self, scene_id: str) -> Scene:
        """Return a scene by id; KeyError when it is not reachable for this recipient."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise KeyError(scene_id)
