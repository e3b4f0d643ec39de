"""The campaign file, ``campaign.yaml``: who sends, in which language, where, how to pay."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from scenes.bound import Lines
from scenes.opening_file import OpeningFile

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
FormatName = Literal["portrait", "landscape", "square"]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=2000)]
MapLink = Annotated[
    str,
    StringConstraints(
        pattern=r"^(https://[^\s]+|geo:-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?([;?][^\s]*)?)$",
        max_length=2000,
    ),
]


class Strict(BaseModel):
    """A part of an author's file: unknown keys are faults, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Issuer(Strict):
    """The body that sends the reminder; shown on every page."""

    name: Text
    department: Text | None = None
    address: tuple[Text, ...] = ()
    phone: Text
    phone_note: Text | None = None
    email: Text
    website: Address
    hours: tuple[Text, ...] = ()
    opening: OpeningFile | None = None
    map_link: MapLink | None = None
    logo: Text | None = None
    fiscal_code: Text | None = None
    accessibility_statement: Address
    privacy_notice: Address | None = None

    def contacts(self) -> dict[str, str | tuple[str, ...]]:
        """Return what expressions may read, ``{{ issuer.phone }}``: all that is given in words.

        That leaves out the logo and ``opening``. ``hours`` and ``address`` are lists of lines.
        """
        parts = self.model_dump(exclude_none=True, exclude={"logo", "opening"})
        return {name: part for name, part in parts.items() if part}


class DataFormat(Strict):
    """How to read the data file: its name, the id column, and column names that differ.

    ``columns`` maps a field of the storyboard to the header in the file where they differ.
    ``decimal`` is the decimal mark of amounts; left out, the locale's. ``pictures`` is the folder
    of recipients' own pictures, in the campaign folder.
    """

    file: Text = "debtors.csv"
    id: Text = "id"
    columns: dict[str, str] = {}
    decimal: Literal[",", "."] | None = None
    pictures: Text | None = None


class PayLink(Strict):
    """The pay-now address.

    ``address`` may hold fields, ``{{ notice | url }}``; ``hosts`` is the allow-list of host names
    the counted redirect may lead to.
    """

    address: Text
    hosts: tuple[Text, ...]


class CampaignFile(Strict):
    """A whole campaign file. ``name`` stands in file names and statistics, never in a page.

    ``issued_on`` is the day that ``today`` means in the storyboard's expressions; left out, it is
    the day of the run. ``format`` and ``lines`` win over the storyboard's.
    """

    schema_: Literal["sollecito/campaign@1"] = Field(alias="schema")
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    title: Text
    locale: Text
    issuer: Issuer
    public_base: Address
    pay_link: PayLink
    issued_on: date | None = None
    expires_on: date | None = None
    something_wrong: Text
    format: FormatName | None = None
    lines: Lines | None = None
    data: DataFormat = DataFormat()
