"""What all fields share: empty cells, defaults, and reasons that never repeat a value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple

from pydantic import PrivateAttr, StringConstraints

from foundation.errors import RowError
from scenes.campaign_file import Strict
from scenes.measures import Words
from scenes.plain_text import TextError, clean

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_CELL = 20_000

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""What people call something: plain text, without expressions."""


class DataForm(NamedTuple):
    """How the data writes numbers and dates.

    ``decimal`` is the decimal mark that the campaign declares, or None for the locale's.
    """

    locale: str
    decimal: str | None = None


class AnyField(Strict, ABC):
    """What all fields share.

    ``optional`` lets a row leave the field empty; its value is then ``default``, read like data,
    or ``empty``. ``label`` is what people call the field where they look after data; no recipient
    sees it. ``name`` is the field's key in the storyboard.
    """

    expected: ClassVar[str] = "text"
    empty: ClassVar[Any] = None
    optional: bool = False
    default: Words | None = None
    label: Label | None = None
    _name: str = PrivateAttr("")

    @property
    def name(self) -> str:
        """The field's name, as the storyboard declares it."""
        return self._name

    def parse(self, raw: str, locale: str, decimal: str | None = None) -> Any:
        """Return the value of a cell's text.

        Args:
            raw: the cell, as it stands in the data.
            locale: locale of the campaign, ``it-IT``.
            decimal: the declared decimal mark of the data, or None for the locale's.

        Raises RowError, whose reason never repeats the text.
        """
        try:
            return self.reader(DataForm(locale, decimal))(raw)
        except TextError as error:
            raise RowError(self._name, str(error)) from None

    def reader(self, form: DataForm) -> Callable[[str], Any]:
        """Return what reads many cells as ``parse`` does, but quicker; it raises TextError."""
        # What a model keeps privately is slow to come by.
        read, default = self.prepared(form), self.default
        optional, empty = self.optional, self.empty

        def value(raw: str) -> Any:
            if len(raw) > _MOST_CELL:
                raise TextError(f"is longer than {_MOST_CELL} characters")
            text = clean(raw) or default
            if text:
                return read(text)
            if optional:
                return empty
            raise TextError(f"is empty; expected {self.expected}")

        return value

    def prepared(self, form: DataForm) -> Callable[[str], Any]:
        """Return what reads many clean texts as ``read`` does; a field may have a quicker way."""
        read = self.read
        return lambda text: read(text, form)

    @abstractmethod
    def read(self, text: str, form: DataForm) -> Any:
        """Return the value of a text that is clean and not empty; raises TextError."""

    def restore(self, plain: Any) -> Any:
        """Return the value that ``values.to_json`` made ``plain`` of."""
        return plain
