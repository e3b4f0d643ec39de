"""The forms of the page, compiled: what makes them of each row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.numbers import get_group_symbol

from foundation.errors import RowError
from scenes.bound_forms import Form, FormField
from scenes.date_text import month_first
from scenes.form_answers import Days, read_answer
from scenes.form_file import is_expression, parse_limit
from scenes.number_text import decimal_mark
from scenes.ready_forms import ready_forms
from scenes.wording import ExpressionError, exact
from scenes.yaml_tree import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.bound import Page, Question
    from scenes.compiled import Compiler, Row, Text, Value
    from scenes.form_file import FormFieldFile, FormFile
    from scenes.yaml_tree import Place

_TEXTS = ("title", "intro", "submit", "thanks", "after")
_USUAL_LENGTH = {"text": 200, "textarea": 2000}
_WITHOUT_PREFILL = frozenset({"checkbox", "rating"})
_GROUPS = frozenset(".,")
_ANY_DAY = Days(date(1910, 1, 1), date(2190, 1, 1))


@dataclass(frozen=True, slots=True)
class FormProgram:
    """One form, compiled; ``name`` is what options and events call it."""

    name: str
    place: Place
    when: Value | None
    make: Callable[[Row], Form]


def compile_forms(compiler: Compiler, files: tuple[FormFile, ...]) -> tuple[FormProgram, ...]:
    """Compile the storyboard's forms; faults go to the compiler."""
    programs: list[FormProgram] = []
    for index, file in enumerate(files):
        place: Place = ("forms", index)
        whole, ready = _with_ready(compiler, file, place)
        if whole.name in {program.name for program in programs}:
            key = "id" if file.id is not None else "use"
            message = f"There is a form '{whole.name}' already."
            compiler.fault((*place, key), message, "Give this one an 'id' of its own.")
        programs.append(_compile(compiler, whole, place, ready))
    return tuple(programs)


def bind_forms(programs: tuple[FormProgram, ...], row: Row) -> tuple[Form, ...]:
    """Return the forms that a row is offered, in the author's order; RowError."""
    return tuple(
        program.make(row) for program in programs if program.when is None or program.when.of(row)
    )


def with_forms(page: Page, forms: tuple[Form, ...]) -> Page:
    """Return a page with its forms; questions lead only to those that there are."""
    offered = {form.id for form in forms}

    def asked(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        return tuple(
            question
            if question.form is None or question.form in offered
            else replace(question, form=None)
            for question in questions
        )

    payment = replace(page.payment, ways=asked(page.payment.ways))
    return replace(page, payment=payment, questions=asked(page.questions), forms=forms)


def _with_ready(compiler: Compiler, file: FormFile, place: Place) -> tuple[FormFile, int]:
    """Return a form with what it takes from the shipped one, and how many fields these are.

    The author's own words win.
    """
    if file.use is None:
        return file, 0
    shipped = ready_forms(compiler.locale)
    ready = shipped.get(file.use)
    if ready is None:
        compiler.faults.append(
            compiler.tree.unknown((*place, "use"), "shipped form", file.use, shipped)
        )
        return file, 0
    given = file.model_fields_set - {"use", "fields", "prefill"}
    fields = (*ready.fields, *file.fields)
    known = [field.id for field in ready.fields]
    for at, field in enumerate(file.fields):
        if field.id in known:
            message = f"The shipped form has a field '{field.id}' already."
            compiler.fault((*place, "fields", at, "id"), message, "Choose another name.")
    own = {name: getattr(file, name) for name in given}
    update = {"id": file.use, **own, "use": file.use, "fields": fields, "prefill": file.prefill}
    return ready.model_copy(update=update), len(ready.fields)


def _compile(compiler: Compiler, file: FormFile, place: Place, ready: int) -> FormProgram:
    texts = {key: compiler.text(getattr(file, key), *place, key) for key in _TEXTS}
    fields = [
        _compile_field(compiler, field, (*place, "fields", at - ready) if at >= ready else place)
        for at, field in enumerate(file.fields)
    ]
    prefills = _prefills(compiler, file, place)
    _check_required_for(compiler, file, place)
    usual = ready_forms(compiler.locale)["question"]

    def make(row: Row) -> Form:
        made = [
            bind(row, prefills.get(field.id))
            for field, bind in zip(file.fields, fields, strict=True)
        ]
        said = {key: text.of(row) for key, text in texts.items()}
        return Form(
            id=file.name,
            title=said["title"],
            intro=said["intro"],
            fields=tuple(field for field in made if field is not None),
            submit=said["submit"] or str(usual.submit),
            thanks=said["thanks"] or str(usual.thanks),
            after=said["after"],
            use=file.use or "",
            open=file.open,
        )

    when = compiler.condition(file.when, *place, "when")
    return FormProgram(file.name, place, when, make)


def _check_required_for(compiler: Compiler, file: FormFile, place: Place) -> None:
    choices = {field.id: list(field.options) for field in file.fields if field.options}
    for field in file.fields:
        for name, option in (field.required_for or {}).items():
            if name not in choices:
                fault = compiler.tree.unknown((*place, "fields"), "choice", name, choices)
                compiler.faults.append(fault)
            elif option not in choices[name]:
                fault = compiler.tree.unknown((*place, "fields"), "option", option, choices[name])
                compiler.faults.append(fault)


def _prefills(compiler: Compiler, file: FormFile, place: Place) -> dict[str, Text]:
    """Return what is prefilled besides what the fields themselves say, by field."""
    kinds = {field.id: field.type for field in file.fields}
    found: dict[str, Text] = {}
    for name, source in file.prefill.items():
        where = (*place, "prefill", name)
        if name not in kinds:
            compiler.faults.append(compiler.tree.unknown(where, "field", name, kinds))
        elif kinds[name] in _WITHOUT_PREFILL:
            compiler.fault(where, "A box or a grade is never prefilled: the person decides.")
        found[name] = compiler.text(source, *where)
    return found


def _compile_field(
    compiler: Compiler, file: FormFieldFile, place: Place
) -> Callable[[Row, Text | None], FormField | None]:
    texts = {
        key: compiler.text(getattr(file, key), *place, key)
        for key in ("label", "hint", "low", "high", "prefill")
    }
    options = [
        (name, compiler.text(label, *place, "options", name))
        for name, label in file.options.items()
    ]
    least = _limit(compiler, file, "min", place)
    most = _limit(compiler, file, "max", place)
    when = compiler.condition(file.when, *place, "when")
    marks = _marks(file.type, compiler.locale)

    def make(row: Row, prefill: Text | None) -> FormField | None:
        if when is not None and not when.of(row):
            return None
        field = FormField(
            id=file.id,
            kind=file.type,
            label=texts["label"].of(row),
            hint=texts["hint"].of(row),
            required=file.required,
            required_for=next(iter((file.required_for or {}).items()), None),
            least=least(row),
            most=most(row),
            places=2 if file.type == "money" else file.places,
            currency=file.currency if file.type == "money" else "",
            marks=marks,
            options=tuple((name, label.of(row)) for name, label in options),
            look=file.look or ("radio" if len(options) <= 5 else "select"),
            low=texts["low"].of(row),
            high=texts["high"].of(row),
            autocomplete=file.autocomplete or "",
        )
        return replace(field, value=_prefilled(field, (prefill or texts["prefill"]).of(row)))

    return make


def _prefilled(field: FormField, text: str) -> str:
    """Return what stands in a field from the start: nothing where the field would refuse it."""
    answer = read_answer(field, text, _ANY_DAY)
    if answer.problem or field.kind not in {"number", "money"}:
        return "" if answer.problem else answer.value
    return answer.value.replace(".", field.marks[:1])


def _limit(compiler: Compiler, file: FormFieldFile, key: str, place: Place) -> Callable[[Row], str]:
    source: str | None = getattr(file, key)
    if source is None or not is_expression(source):
        fallback = {"max": _USUAL_LENGTH.get(file.type, "5" if file.type == "rating" else "")}
        plain = str(fallback.get(key, "")) if source is None else parse_limit(file.type, source)
        return lambda _row: plain
    value = compiler.value(source, *place, key)

    def worked_out(row: Row) -> str:
        found: Any = value.of(row) if value is not None else None
        where = written((*place, key))
        if file.type == "date":
            if not isinstance(found, date):
                raise RowError("", f"{where}: is not a day")
            return found.isoformat()
        try:
            return format(exact(found), "f")
        except ExpressionError:
            raise RowError("", f"{where}: is not a number") from None

    return worked_out


def _marks(kind: str, locale: str) -> str:
    if kind == "date":
        return "mdy" if month_first(locale) else "dmy"
    if kind not in {"number", "money"}:
        return ""
    group = get_group_symbol(Locale.parse(locale, sep="-"))
    return decimal_mark(locale) + (group if group in _GROUPS else "")
