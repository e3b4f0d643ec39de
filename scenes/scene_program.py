"""Scenes, compiled: what makes a bound scene of each row, and where the story goes from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foundation.errors import RowError
from scenes.bound import CUT, Base, Choice, Option, Popup, Scene, Sentence, Timing, Transition
from scenes.format_keys import in_format, variants
from scenes.layer_program import LayerProgram, bind_layers, compile_layer
from scenes.motions import transition_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.base_file import BaseFile
    from scenes.bound import AnyLayer
    from scenes.compiled import Compiler, Row, Speech, Text, Value
    from scenes.motion_file import TransitionFile
    from scenes.popup_file import PopupFile
    from scenes.setting import Setting
    from scenes.storyboard_file import OptionFile, SceneFile


@dataclass(frozen=True, slots=True)
class _OptionProgram:
    file: OptionFile
    label: Text
    when: Value | None


@dataclass(frozen=True, slots=True)
class _ChoiceProgram:
    ask: Text
    default: str | None
    options: tuple[_OptionProgram, ...]


@dataclass(frozen=True, slots=True)
class _PopupProgram:
    file: PopupFile
    number: int
    label: Text
    title: Text
    text: Text
    when: Value | None

    def bind(self, row: Row, forms: frozenset[str]) -> Popup | None:
        """Return the pop-up for a row that is offered these forms, None where it has none."""
        file = self.file
        if self.when is not None and not self.when.of(row):
            return None
        label, text = self.label.of(row), self.text.of(row)
        if not label or not (text or file.pay or file.form in forms):
            return None
        timing = Timing(file.start, file.until, file.with_)
        title = self.title.of(row) or label
        return Popup(self.number, label, title, text, timing, file.pay, file.form)


@dataclass(frozen=True, slots=True)
class SceneProgram:
    """One scene, compiled; ``file`` is as the campaign's format has it."""

    id: str
    file: SceneFile
    base: Base
    opening: Transition
    closing: Transition
    title: Text
    description: Text
    layers: tuple[LayerProgram, ...]
    say: tuple[Speech, ...]
    routes: tuple[tuple[str, Value | None], ...]
    choice: _ChoiceProgram | None
    popups: tuple[_PopupProgram, ...]

    def bind(self, row: Row, forms: frozenset[str] = frozenset()) -> Scene:
        """Return the scene for a row that is offered these forms; RowError."""
        say, order = _narration(self.say, row)
        layers, numbers = bind_layers(self.layers, row)
        popups = [
            popup for program in self.popups if (popup := program.bind(row, forms)) is not None
        ]
        if order is not None:
            layers = [_moved(layer, order) for layer in layers]
            popups = [replace(popup, timing=_in_time(popup.timing, order)) for popup in popups]
        return Scene(
            id=self.id,
            title=self.title.of(row),
            base=self.base,
            layers=tuple(layers),
            say=say,
            next=next((to for to, when in self.routes if when is None or when.of(row)), None),
            choice=self._choice(row, forms),
            aside=self.file.aside,
            min_ms=self.file.min,
            length_ms=self.file.length,
            description=self.description.of(row),
            opening=self.opening,
            closing=self.closing,
            popups=tuple(popups),
            layer_numbers=numbers if len(numbers) < len(self.layers) else (),
        )

    def _choice(self, row: Row, forms: frozenset[str]) -> Choice | None:
        if self.choice is None:
            return None
        options = tuple(
            Option(
                option.label.of(row),
                option.file.to,
                option.file.pay,
                option.file.icon,
                option.file.form,
            )
            for option in self.choice.options
            if option.file.form is None or option.file.form in forms
            if option.when is None or option.when.of(row)
        )
        return Choice(self.choice.ask.of(row), options) if options else None

    @property
    def default(self) -> str | None:
        """The scene that the film takes at this scene's choice, as the author wrote it."""
        return self.choice.default if self.choice is not None else None


def compile_scene(
    compiler: Compiler, scene_id: str, scene: SceneFile, setting: Setting
) -> SceneProgram:
    """Compile one scene; faults go to the compiler."""
    place = ("scenes", scene_id)
    layers = tuple(
        compile_layer(compiler, layer, setting, *place, "layers", index, first=index == 0)
        for index, layer in enumerate(scene.layers)
    )
    descriptions = {
        name: compiler.text(variant.written.description, *variant.at("description"))
        for name, variant in variants(scene, place).items()
    }
    file = in_format(scene, setting.format)

    def transition(written: TransitionFile | None) -> Transition:
        return transition_of(written or setting.transition, setting.motion, setting.colors)

    return SceneProgram(
        id=scene_id,
        file=file,
        base=_base(file.base, setting),
        opening=transition(file.opening),
        closing=_closing(file, transition),
        title=compiler.text(scene.title, *place, "title"),
        description=descriptions.get(setting.format, descriptions[""]),
        layers=layers,
        say=tuple(
            compiler.speech(words, *place, "say", index) for index, words in enumerate(scene.say)
        ),
        routes=tuple(
            (route.to, compiler.condition(route.when, *place, "next", index, "when"))
            for index, route in enumerate(scene.next)
        ),
        choice=_choices(compiler, scene, (*place, "choices")),
        popups=tuple(
            _popup(compiler, popup, index, *place, "popups", index)
            for index, popup in enumerate(scene.popups)
        ),
    )


def _closing(
    file: SceneFile, transition: Callable[[TransitionFile | None], Transition]
) -> Transition:
    """Return how a scene closes: as its author says, else as all do where the story goes on.

    While a viewer chooses, the scene's picture stays, also that of an aside which has come back.
    """
    stays = file.choices is not None or file.aside
    return CUT if stays and file.closing is None else transition(file.closing)


def _choices(
    compiler: Compiler, file: SceneFile, place: tuple[str | int, ...]
) -> _ChoiceProgram | None:
    if file.choices is None:
        return None
    options = tuple(
        _OptionProgram(
            option,
            compiler.text(option.label, *place, "options", index, "label"),
            compiler.condition(option.when, *place, "options", index, "when"),
        )
        for index, option in enumerate(file.choices.options)
    )
    ask = compiler.text(file.choices.ask, *place, "ask")
    return _ChoiceProgram(ask, file.choices.default, options)


def _popup(compiler: Compiler, file: PopupFile, index: int, *place: str | int) -> _PopupProgram:
    return _PopupProgram(
        file,
        index + 1,
        compiler.text(file.label, *place, "label"),
        compiler.text(file.title, *place, "title"),
        compiler.text(file.text, *place, "text"),
        compiler.condition(file.when, *place, "when"),
    )


def _base(file: BaseFile, setting: Setting) -> Base:
    gradient = file.gradient
    return Base(
        color=setting.color(file.color) if file.color is not None else None,
        gradient=(setting.color(gradient[0]), setting.color(gradient[1])) if gradient else None,
        picture=file.picture,
        video=file.video,
        function=file.function,
        fit=file.fit,
        focus=file.focus,
        shade=file.shade,
    )


def _narration(
    speeches: tuple[Speech, ...], row: Row
) -> tuple[tuple[Sentence, ...], Callable[[int], int | None] | None]:
    """Return the sentences that are left, and where an authored sentence's number went to.

    None stands for numbers that stay as they are. A sentence whose expressions leave nothing falls
    out; a layer tied to it comes with the next one, or with the last one there is.
    """
    sentences: list[Sentence] = []
    numbers: list[int] = []
    for speech in speeches:
        sentence = speech.of(row)
        numbers.append(len(sentences) + 1)
        if bool(sentence.spoken) is not bool(sentence.written):
            raise RowError("", "a sentence is spoken but not written, or written but not spoken")
        if sentence.spoken:
            sentences.append(sentence)
    if len(sentences) == len(speeches):
        return tuple(sentences), None

    def order(number: int) -> int | None:
        if not sentences or number > len(numbers):
            return None
        return min(numbers[number - 1], len(sentences))

    return tuple(sentences), order


def _moved(layer: AnyLayer, order: Callable[[int], int | None]) -> AnyLayer:
    timing = _in_time(layer.timing, order)
    if timing != layer.timing:
        layer = replace(layer, timing=timing)
    emphasis = layer.emphasis
    if emphasis is not None and emphasis.sentence is not None:
        moved = replace(emphasis, sentence=order(emphasis.sentence))
        layer = replace(layer, emphasis=moved)
    return layer


def _in_time(timing: Timing, order: Callable[[int], int | None]) -> Timing:
    """Return when something is seen that may be tied to a sentence which has another number now."""
    number = timing.sentence
    return timing if number is None else replace(timing, sentence=order(number))
