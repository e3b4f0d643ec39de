"""What a page holds besides facts and questions, bound: lists, documents, offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal["text", "money", "number", "date"]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list; ``kind`` says how it is aligned and ordered.

    ``filter`` lets viewers choose among its values.
    """

    label: str
    kind: ColumnKind = "text"
    filter: bool = False


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell as it is shown, and ``order``, what it is sorted by where that is not its text.

    ``order`` is a plain number (``-3.50``) or an ISO date, empty for texts.
    """

    text: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list; ``details`` are shown when it is opened, paragraphs by blank lines."""

    cells: tuple[ListCell, ...]
    details: str = ""


@dataclass(frozen=True, slots=True)
class PageList:
    """A list of the page: vehicles, bills, years. ``totals`` has one text a column, or none."""

    title: str
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    text: str = ""
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document to download: its label, and the file of ``media/``."""

    label: str
    file: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something useful from the issuer: a service, an offer, a piece of news.

    ``picture`` is a file of ``media/``, ``icon`` one of the project's icons. ``address`` is a web,
    mail or telephone address, empty without a link.
    """

    id: str
    title: str
    text: str
    picture: str | None = None
    icon: str | None = None
    link_label: str = ""
    address: str = ""
