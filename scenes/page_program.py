"""The page and the payment, compiled: what makes them of each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stdnum import luhn

from foundation.errors import RowError
from scenes import payment_codes
from scenes.bound import Detail, Fact, Page, PageChart, Payment, Question
from scenes.charts import MOST_ON_PAGE, compile_points
from scenes.page_lists import compile_lists
from scenes.page_offers import compile_documents, compile_offers
from scenes.plain_text import TextError
from scenes.values import Money
from scenes.wording import ExpressionError, Wording, exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.compiled import Compiler, Row, Text, Value
    from scenes.page_file import PageFile, PaymentFile, QuestionFile

CODE_LABELS = {"pagopa": "pagoPA", "epc": "SEPA"}


@dataclass(frozen=True, slots=True)
class PaymentProgram:
    """The payment, compiled in steps: ``amount`` and ``code`` are needed by all other texts."""

    amount: Value | None
    code: Callable[[Row, Money], str] | None
    make: Callable[[Row, Money, str | None], Payment]

    def amount_of(self, row: Row) -> Money:
        """Return what is to be paid; RowError when the expression is not an amount."""
        try:
            value = exact(self.amount.of(row) if self.amount is not None else None)
        except ExpressionError:
            raise RowError("", "payment.amount: is not an amount") from None
        return (value if isinstance(value, Money) else Money(value)).rounded()


def compile_payment(
    compiler: Compiler, file: PaymentFile, address: Callable[[Row], str]
) -> PaymentProgram:
    """Compile the payment; ``address`` makes the pay-now address of the campaign file."""
    place = ("payment",)
    due = compiler.text(file.due, *place, "due")
    label = compiler.text(file.code_label, *place, "code_label")
    reference = compiler.text(file.reference, *place, "reference")
    reference_label = compiler.text(file.reference_label, *place, "reference_label")
    ways = _questions(compiler, file.ways, *place, "ways")
    usual = CODE_LABELS["pagopa" if file.pagopa else "epc"] if file.pagopa or file.epc else ""
    wording = Wording(compiler.locale, aloud=False)

    def make(row: Row, amount: Money, code: str | None) -> Payment:
        return Payment(
            amount=wording.spoken(amount),
            due=due.of(row),
            address=address(row),
            code=code,
            code_error_correction=file.error_correction,
            code_label=label.of(row) or usual,
            reference_label=reference_label.of(row),
            reference=reference.of(row),
            ways=ways(row),
        )

    amount = compiler.value(file.amount, *place, "amount")
    return PaymentProgram(amount, _code(compiler, file), make)


def _code(compiler: Compiler, file: PaymentFile) -> Callable[[Row, Money], str] | None:
    if file.pagopa is not None:
        notice = compiler.text(file.pagopa.notice, "payment", "pagopa", "notice")
        creditor = compiler.text(file.pagopa.creditor, "payment", "pagopa", "creditor")
        fixed = creditor.constant
        if fixed is not None and payment_codes.CREDITOR.fullmatch(fixed) is None:
            message = "Expected the creditor's fiscal code, 11 digits in quotes."
            compiler.fault(("payment", "pagopa", "creditor"), message)
        elif fixed is not None and not luhn.is_valid(fixed):
            message = "The creditor's fiscal code is wrong: its last digit does not check out."
            compiler.fault(("payment", "pagopa", "creditor"), message, "Copy it again.")

        def pagopa(row: Row, amount: Money) -> str:
            return payment_codes.pagopa(notice.of(row), creditor.of(row), amount.cents)

        return _worded(pagopa, "payment.pagopa")
    if file.epc is not None:
        parts: dict[str, Text] = {
            name: compiler.text(getattr(file.epc, name), "payment", "epc", name)
            for name in ("name", "iban", "bic", "reference", "text")
        }

        def epc(row: Row, amount: Money) -> str:
            bound: dict[str, Any] = {name: text.of(row) for name, text in parts.items()}
            if amount.currency != "EUR":
                raise TextError("the amount of an EPC payment code is in euros")
            return payment_codes.epc(amount=amount, **bound)

        return _worded(epc, "payment.epc")
    return None


def _worded(make: Callable[[Row, Money], str], place: str) -> Callable[[Row, Money], str]:
    def worded(row: Row, amount: Money) -> str:
        try:
            return make(row, amount)
        except TextError as error:
            raise RowError("", f"{place}: {error}") from None

    return worded


def compile_page(compiler: Compiler, file: PageFile) -> Callable[[Row, Payment], Page]:
    """Return what makes the page of a row; faults go to the compiler."""
    cover = [
        compiler.text(getattr(file.cover, key), "page", "cover", key)
        for key in ("title", "text", "button")
    ]
    greeting = compiler.text(file.greeting, "page", "greeting")
    summary = _paragraphs(compiler, file.summary, "page", "summary")
    otherwise = _paragraphs(compiler, file.otherwise, "page", "otherwise")
    facts = _facts(compiler, file)
    details_title = compiler.text(
        file.details.title if file.details else None, "page", "details", "title"
    )
    details = _details(compiler, file)
    questions = _questions(compiler, file.questions, "page", "questions")
    chart = _chart(compiler, file)
    lists = compile_lists(compiler, file.lists, "page", "lists")
    documents = compile_documents(compiler, file.documents, "page", "documents")
    wanted = file.offers
    offers_title = compiler.text(wanted.title if wanted else None, "page", "offers", "title")
    offers = compile_offers(compiler, wanted.items if wanted else (), "page", "offers", "items")

    def make(row: Row, payment: Payment) -> Page:
        return Page(
            cover_title=cover[0].of(row),
            cover_text=cover[1].of(row),
            cover_button=cover[2].of(row),
            greeting=greeting.of(row),
            summary=summary(row),
            facts=facts(row),
            payment=payment,
            chart=chart(row) if chart is not None else None,
            details_title=details_title.of(row),
            details=details(row),
            questions=questions(row),
            otherwise=otherwise(row),
            lists=lists(row),
            documents=documents(row),
            offers_title=offers_title.of(row),
            offers=offers(row),
        )

    return make


def _paragraphs(
    compiler: Compiler, sources: tuple[str, ...], *place: str | int
) -> Callable[[Row], tuple[str, ...]]:
    texts = [compiler.text(source, *place, index) for index, source in enumerate(sources)]
    return lambda row: tuple(text for part in texts if (text := part.of(row)))


def _facts(compiler: Compiler, file: PageFile) -> Callable[[Row], tuple[Fact, ...]]:
    parts = []
    for index, fact in enumerate(file.facts):
        place = ("page", "facts", index)
        texts = [
            compiler.text(getattr(fact, key), *place, key) for key in ("label", "value", "note")
        ]
        parts.append((compiler.condition(fact.when, *place, "when"), texts))
    return lambda row: tuple(
        Fact(*(text.of(row) for text in texts))
        for when, texts in parts
        if when is None or when.of(row)
    )


def _details(compiler: Compiler, file: PageFile) -> Callable[[Row], tuple[Detail, ...]]:
    parts = []
    for index, detail in enumerate(file.details.rows if file.details else ()):
        place = ("page", "details", "rows", index)
        keys = ("label", "value", "explanation")
        texts = [compiler.text(getattr(detail, key), *place, key) for key in keys]
        parts.append((compiler.condition(detail.when, *place, "when"), texts))
    return lambda row: tuple(
        Detail(*(text.of(row) for text in texts))
        for when, texts in parts
        if when is None or when.of(row)
    )


def _questions(
    compiler: Compiler, files: tuple[QuestionFile, ...], *place: str | int
) -> Callable[[Row], tuple[Question, ...]]:
    parts = []
    for index, file in enumerate(files):
        question = compiler.text(file.question, *place, index, "question")
        answer = compiler.text(file.answer, *place, index, "answer")
        when = compiler.condition(file.when, *place, index, "when")
        parts.append((when, question, answer, file.form))
    return lambda row: tuple(
        Question(question.of(row), answer.of(row), form)
        for when, question, answer, form in parts
        if when is None or when.of(row)
    )


def _chart(compiler: Compiler, file: PageFile) -> Callable[[Row], PageChart | None] | None:
    if file.chart is None:
        return None
    title = compiler.text(file.chart.title, "page", "chart", "title")
    summary = compiler.text(file.chart.summary, "page", "chart", "summary")
    kind = file.chart.kind
    place = ("page", "chart")
    points = compile_points(compiler, file.chart, lambda *keys: (*place, *keys), MOST_ON_PAGE)

    def make(row: Row) -> PageChart | None:
        found = points(row)
        return PageChart(title.of(row), summary.of(row), found, kind) if found else None

    return make
