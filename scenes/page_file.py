"""The page and the payment as authors write them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Declared
from pydantic import model_validator

from scenes.bound import PageChartKind
from scenes.campaign_file import Strict
from scenes.content_file import DocumentFile, OffersFile, PageListFile
from scenes.measures import Words, fault
from scenes.point_file import ChartData


class QuestionFile(Strict):
    """A question and its answer."""

    question: Words
    answer: Words
    form: str | None = None
    when: Words | None = None


class PagopaFile(Strict):
    """What the pagoPA code needs: the notice number and the creditor's fiscal code."""

    notice: Words
    creditor: Words


class EpcFile(Strict):
    """What the EPC credit-transfer code needs."""

    name: Words
    iban: Words
    bic: Words | None = None
    reference: Words | None = None
    text: Words | None = None


class PaymentFile(Strict):
    """How much, until when, and by which code."""

    amount: Words
    due: Words
    pagopa: PagopaFile | None = None
    epc: EpcFile | None = None
    code_label: Words | None = None
    error_correction: Literal["L", "M", "Q", "H"] = "M"
    reference_label: Words | None = None
    reference: Words | None = None
    ways: tuple[QuestionFile, ...] = ()

    @model_validator(mode="after")
    def _one_code(self) -> PaymentFile:
        if self.pagopa is not None and self.epc is not None:
            raise fault("A payment has one code: pagopa or epc, not both.")
        return self


class CoverFile(Strict):
    """The first screen, which reveals no debt."""

    title: Words
    text: Words
    button: Words


class FactFile(Strict):
    """One fact of the page."""

    label: Words
    value: Words
    note: Words | None = None
    when: Words | None = None


class DetailFile(Strict):
    """One row of the details table."""

    label: Words
    value: Words
    explanation: Words | None = None
    when: Words | None = None


class DetailsFile(Strict):
    """The details table."""

    title: Words
    rows: tuple[DetailFile, ...] = Declared(min_length=1)


class PageChartFile(Strict):
    """The chart of the page."""

    title: Words
    summary: Words
    data: ChartData
    kind: PageChartKind = "bar"
    highlight: Words | None = None


class PageFile(Strict):
    """The texts of the microsite."""

    cover: CoverFile
    greeting: Words
    summary: tuple[Words, ...] = Declared(min_length=1)
    facts: tuple[FactFile, ...] = Declared(min_length=1)
    chart: PageChartFile | None = None
    lists: tuple[PageListFile, ...] = Declared(default=(), max_length=6)
    details: DetailsFile | None = None
    otherwise: tuple[Words, ...] = ()
    questions: tuple[QuestionFile, ...] = ()
    documents: tuple[DocumentFile, ...] = Declared(default=(), max_length=20)
    offers: OffersFile | None = None
