"""Lists, documents and offers of the page as authors write them."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import BeforeValidator, Discriminator, StringConstraints, Tag, model_validator
from pydantic import Field as Declared

from scenes.campaign_file import Strict
from scenes.measures import TAG, AlsoWritten, Words, fault

MOST_LIST_ROWS = 500
"""Rows of a list: more belong into a document."""

MOST_LIST_COLUMNS = 6


class ListColumnFile(Strict):
    """One column of a list."""

    label: Words
    part: str | None = None
    filter: bool = False
    total: bool = False


class ListRowFile(Strict):
    """One row of a list that is written in the file."""

    cells: tuple[Words, ...] = Declared(min_length=1, max_length=MOST_LIST_COLUMNS)
    details: Words | None = None
    when: Words | None = None


def _cells(raw: Any) -> Any:
    return {"cells": raw} if isinstance(raw, list) else raw


def _data(raw: Any) -> str | None:
    return TAG + ("expression" if isinstance(raw, str) else "rows")


AnyListRow = Annotated[ListRowFile, BeforeValidator(_cells), AlsoWritten({"type": "array"})]

ListData = Annotated[
    Union[  # noqa: UP007 # pydantic wants tagged members at run time
        Annotated[Words, Tag("=expression")],
        Annotated[
            tuple[AnyListRow, ...], Tag("=rows"), Declared(min_length=1, max_length=MOST_LIST_ROWS)
        ],
    ],
    Discriminator(_data),
]
"""A list field, as ``"{{ bills }}"``, or rows written in the file."""


class PageListFile(Strict):
    """A list of the page: a table that can be sorted, searched and opened."""

    title: Words
    text: Words | None = None
    data: ListData
    columns: tuple[ListColumnFile, ...] = Declared(min_length=1, max_length=MOST_LIST_COLUMNS)
    details: str | None = None
    when: Words | None = None

    @model_validator(mode="after")
    def _parts(self) -> PageListFile:
        if isinstance(self.data, str):
            if any(column.part is None for column in self.columns):
                raise fault("Each column of a list field needs the 'part' that it shows.")
        elif self.details is not None or any(column.part for column in self.columns):
            raise fault("'part' and the list's 'details' belong to list fields, not to own rows.")
        return self


class DocumentFile(Strict):
    """A document to download."""

    label: Words
    file: str
    when: Words | None = None


class OfferLinkFile(Strict):
    """Where an offer leads."""

    label: Words
    address: Words


class OfferFile(Strict):
    """Something useful from the issuer, for those whom it suits."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: Words
    text: Words
    picture: str | None = None
    icon: str | None = None
    link: OfferLinkFile | None = None
    when: Words | None = None

    @model_validator(mode="after")
    def _one_picture(self) -> OfferFile:
        if self.picture is not None and self.icon is not None:
            raise fault("An offer has a picture or an icon, not both.")
        return self


class OffersFile(Strict):
    """The useful things, under one heading."""

    title: Words
    items: tuple[OfferFile, ...] = Declared(min_length=1, max_length=12)

    @model_validator(mode="after")
    def _ids(self) -> OffersFile:
        seen: set[str] = set()
        for item in self.items:
            if item.id in seen:
                raise fault(f"Two offers are called '{item.id}'; each needs an id of its own.")
            seen.add(item.id)
        return self
