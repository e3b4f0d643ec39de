"""Compiled texts, conditions and values of an author's files, ready to meet row after row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from jinja2 import Template, TemplateSyntaxError, nodes

from foundation.errors import RowError
from scenes import expressions
from scenes.bound import Sentence
from scenes.expression_checks import ISSUER, Vocabulary, expression_faults
from scenes.expressions import PlainEnvironment
from scenes.wording import ExpressionError, Wording
from scenes.yaml_tree import Place, Tree, written

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from foundation.faults import Fault

_Made = TypeVar("_Made")
_Made_co = TypeVar("_Made_co", covariant=True)

_SILENCE = Sentence("", "")

_SPACES = re.compile(r"[ \t\r\n]+")

_JINJA_WORDS = (
    ("'end of print statement'", "'}}'"),
    ("'end of template'", "end"),
    ("'end of statement block'", "'%}'"),
    ("expected token", "expected"),
    ("'name'", "a name"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One recipient's values, as written texts and as spoken texts read them.

    ``made`` keeps the texts that were made already: an amount stands in many places.
    """

    written: Context
    spoken: Context
    made: dict[Template, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A text; ``constant`` holds it whole when it reads no data."""

    place: Place
    constant: str | None
    template: Template | None = None

    def of(self, row: Row) -> str:
        """Return the text for a row, stripped; RowError when it cannot be made."""
        if self.constant is not None:
            return self.constant
        return _text(self.template, row, row.written, self.place)


@dataclass(frozen=True, slots=True)
class Speech:
    """One sentence of narration, compiled for the voice and for the captions."""

    place: Place
    constant: Sentence | None
    spoken: Template | None = None
    written: Template | None = None

    def of(self, row: Row) -> Sentence:
        """Return the sentence for a row, empty where its expressions leave nothing; RowError."""
        if self.constant is not None:
            return self.constant
        spoken = _text(self.spoken, row, row.spoken, self.place)
        shown = _text(self.written, row, row.written, self.place)
        # White space that an empty value leaves behind is neither heard nor read; a no-break space
        # stays, so that a caption never parts an amount from its sign.
        return Sentence(" ".join(spoken.split()), _SPACES.sub(" ", shown))


@dataclass(frozen=True, slots=True)
class Value:
    """An expression whose value is kept as it is: a condition, a list, an amount."""

    place: Place
    template: Template

    def of(self, row: Row) -> Any:
        """Return the value for a row; RowError when it cannot be worked out."""
        try:
            return expressions.result_of(self.template, row.written)
        except ExpressionError as error:
            raise RowError("", f"{written(self.place)}: {error}") from None


def _text(template: Template | None, row: Row, context: Context, place: Place) -> str:
    if template is None:  # pragma: no cover # only a file with faults has none, and is never bound
        raise RowError("", f"{written(place)}: was not compiled")
    text = row.made.get(template)
    if text is None:
        try:
            text = row.made[template] = expressions.text_of(template, context).strip()
        except ExpressionError as error:
            raise RowError("", f"{written(place)}: {error}") from None
    return text


class _Compiled(Protocol[_Made_co]):
    @property
    def place(self) -> Place: ...

    def of(self, row: Row) -> _Made_co: ...


@dataclass(slots=True)
class Compiler:
    """Compiles what stands at a place of a file, and notes every fault on the way.

    ``known`` maps the names that expressions may read to their types, ``lists`` the list fields to
    the parts of their items. With ``open``, names may be unknown: what should declare them is
    faulty itself. ``pictures`` are the files of ``media/`` that data may choose from, ``issuer``
    the parts of the one name that is the same in every row.
    """

    tree: Tree
    locale: str
    known: dict[str, str]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open: bool = False
    pictures: frozenset[str] = frozenset()
    issuer: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    writing: PlainEnvironment = field(init=False)
    voice: PlainEnvironment = field(init=False)
    _templates: dict[tuple[bool, str], Template] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.writing = PlainEnvironment(Wording(self.locale, aloud=False))
        self.voice = PlainEnvironment(Wording(self.locale, aloud=True))

    def fault(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault at a place of the file."""
        self.faults.append(self.tree.fault(place, message, hint))

    def row(self, values: dict[str, Any]) -> Row:
        """Return what compiled texts read: the values of one row."""
        values = {**values, ISSUER: self.issuer}
        return Row(
            expressions.context_of(self.writing, values),
            expressions.context_of(self.voice, values),
        )

    def text(self, source: str | None, *place: str | int) -> Text:
        """Compile a text; an absent one is constantly empty."""
        source = source or ""
        if not _has_expression(source):
            return Text(place, source.strip())
        tree = self._tree(source, place)
        if tree is None:
            return Text(place, "")
        same = self._reads_no_row(tree)
        text = Text(place, None, self._compiled(self.writing, source, tree))
        return Text(place, self._once(text, "")) if same else text

    def speech(self, source: str, *place: str | int) -> Speech:
        """Compile a sentence for the voice and the captions."""
        if not _has_expression(source):
            constant = " ".join(source.split())
            return Speech(place, Sentence(constant, constant))
        tree = self._tree(source, place)
        if tree is None:
            return Speech(place, _SILENCE)
        same = self._reads_no_row(tree)
        speech = Speech(
            place,
            None,
            self._compiled(self.voice, source, expressions.parse_text(self.voice, source)),
            self._compiled(self.writing, source, tree),
        )
        return Speech(place, self._once(speech, _SILENCE)) if same else speech

    def condition(self, source: str | None, *place: str | int) -> Value | None:
        """Compile a ``when``; None stands for always."""
        if source is None:
            return None
        if "{{" in source or "{%" in source:
            self.fault(
                place, "A condition is written without braces.", "Write: when: amount >= 100"
            )
            return None
        try:
            tree = expressions.parse_expression(self.writing, source)
        except TemplateSyntaxError as error:
            self._syntax(error, place)
            return None
        if not self._sound(tree, place):
            return None
        return Value(place, expressions.compile_expression(self.writing, tree))

    def value(self, source: str, *place: str | int) -> Value | None:
        """Compile ``"{{ expression }}"`` for its value, not its text; None after a fault."""
        tree = self._tree(source, place)
        if tree is None:
            return None
        expression = expressions.sole_expression(tree)
        if expression is None:
            self.fault(
                place,
                "Expected one expression and nothing around it.",
                'Write it as "{{ amount }}".',
            )
            return None
        return Value(place, expressions.compile_expression(self.writing, expression))

    def named_value(self, source: str, *place: str | int) -> Value | Text:
        """Compile an entry of ``values``: one expression keeps its type, all else is a text."""
        tree = self._tree(source, place) if _has_expression(source) else None
        if tree is None:
            return Text(place, source.strip())
        expression = expressions.sole_expression(tree)
        if expression is None:
            return Text(place, None, self._compiled(self.writing, source, tree))
        return Value(place, expressions.compile_expression(self.writing, expression))

    def reads_image(self, source: str) -> bool:
        """Return whether a text reads a field that is a recipient's own picture."""
        try:
            read = expressions.names(expressions.parse_text(self.writing, source))
        except TemplateSyntaxError:
            return False
        return any(self.known.get(name) == "image" for name in read)

    def _tree(self, source: str, place: Place) -> nodes.Template | None:
        try:
            tree = expressions.parse_text(self.writing, source)
        except TemplateSyntaxError as error:
            self._syntax(error, place)
            return None
        return tree if self._sound(tree, place) else None

    def _compiled(
        self, environment: PlainEnvironment, source: str, tree: nodes.Template
    ) -> Template:
        """Return a text's template, the same one wherever the same text stands."""
        key = (environment is self.voice, source)
        if key not in self._templates:
            self._templates[key] = expressions.compile_text(environment, tree)
        return self._templates[key]

    def _reads_no_row(self, tree: nodes.Template) -> bool:
        """Return whether a text is the same in every row, so that it is made once."""
        return expressions.names(tree) <= {ISSUER}

    def _once(self, compiled: _Compiled[_Made], neutral: _Made) -> _Made:
        """Return what reads no row; what cannot be worked out is a fault."""
        try:
            return compiled.of(self.row({}))
        except RowError as error:
            reason = error.reason.removeprefix(f"{written(compiled.place)}: ")
            self.fault(compiled.place, f"The expression fails: {reason}.")
            return neutral

    def _syntax(self, error: TemplateSyntaxError, place: Place) -> None:
        reason = (error.message or "it cannot be read").rstrip(".")
        for theirs, ours in _JINJA_WORDS:
            reason = reason.replace(theirs, ours)
        self.fault(place, f"The expression is not complete or not correct: {reason}.")

    def _sound(self, tree: nodes.Node, place: Place) -> bool:
        """Note every fault of an expression; True when it has none and can be compiled."""
        words = Vocabulary(self.known, self.lists, self.issuer, self.open)
        filters = self.writing.wording.filters()
        tests = self.writing.tests
        found = expression_faults(tree, words, filters, tests, self.tree, place)
        self.faults += found
        return not found


def _has_expression(source: str) -> bool:
    return "{{" in source or "{%" in source or "{#" in source
