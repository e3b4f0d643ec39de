"""Documents and offers of the page, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.errors import RowError
from scenes.addresses import AddressError, check_contact
from scenes.bound_content import Document, Offer
from scenes.yaml_tree import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.compiled import Compiler, Row
    from scenes.content_file import DocumentFile, OfferFile


def compile_documents(
    compiler: Compiler, files: tuple[DocumentFile, ...], *place: str | int
) -> Callable[[Row], tuple[Document, ...]]:
    """Return what makes the documents that a row's recipient sees."""
    parts = [
        (
            compiler.condition(file.when, *place, index, "when"),
            compiler.text(file.label, *place, index, "label"),
            file.file,
        )
        for index, file in enumerate(files)
    ]
    return lambda row: tuple(
        Document(label.of(row), file) for when, label, file in parts if when is None or when.of(row)
    )


def compile_offers(
    compiler: Compiler, files: tuple[OfferFile, ...], *place: str | int
) -> Callable[[Row], tuple[Offer, ...]]:
    """Return what makes the offers that a row's recipient sees."""
    makers = [_offer(compiler, file, *place, index) for index, file in enumerate(files)]
    return lambda row: tuple(made for make in makers if (made := make(row)) is not None)


def _offer(compiler: Compiler, file: OfferFile, *place: str | int) -> Callable[[Row], Offer | None]:
    when = compiler.condition(file.when, *place, "when")
    title = compiler.text(file.title, *place, "title")
    text = compiler.text(file.text, *place, "text")
    link = file.link
    label = compiler.text(link.label if link else None, *place, "link", "label")
    address = compiler.text(link.address if link else None, *place, "link", "address")
    where = (*place, "link", "address")
    if address.constant:
        try:
            check_contact(address.constant)
        except AddressError as error:
            compiler.fault(where, str(error))

    def make(row: Row) -> Offer | None:
        if when is not None and not when.of(row):
            return None
        leads = address.of(row)
        try:
            if leads:
                check_contact(leads)
        except AddressError as error:
            raise RowError("", f"{written(where)}: {error}") from None
        return Offer(
            id=file.id,
            title=title.of(row),
            text=text.of(row),
            picture=file.picture,
            icon=file.icon,
            link_label=label.of(row),
            address=leads,
        )

    return make
