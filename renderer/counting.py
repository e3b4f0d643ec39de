"""A number in a text that counts up, or down, to itself."""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import get_group_symbol

from renderer.pieces import text_sprite
from renderer.text_layout import one_line

if TYPE_CHECKING:
    from renderer.ink import Sprite
    from renderer.motion import State
    from renderer.stage import Stage
    from renderer.text_layout import TextBlock
    from scenes.bound import Horizontal, TextStyle

# Groups may be parted by a dot, a comma, an apostrophe, or a (narrow) no-break space.
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*", re.ASCII)
_CENTS = 2
_MAX_DIGITS = 15


@dataclass(frozen=True, slots=True)
class CountedNumber:
    """The one number of a text: what stands before and after it, and how it is written.

    ``units`` are those of its last decimal; it counts from ``first`` of them on.
    """

    before: str
    after: str
    units: int
    decimals: int
    decimal_mark: str
    group_mark: str
    first: int = 0

    def counted_from(self, start: float, locale: str) -> CountedNumber:
        """Return the number counting from ``start`` on, with the thousands of a locale if need be.

        A number below a thousand does not show how it would group them itself.
        """
        unit = 10**self.decimals
        first = max(0, round(start * unit))
        mark = self.group_mark
        if not mark and self.units < 1_000 * unit <= first:
            mark = get_group_symbol(locale.replace("-", "_"))
        return dataclasses.replace(self, first=first, group_mark=mark)

    def text(self, share: float) -> str:
        """Return the text with the number after a share (0–1) of the way, written as the whole is.

        No step goes beyond the whole.
        """
        way = self.first + (self.units - self.first) * share
        units = math.floor(way) if self.first <= self.units else math.ceil(way)
        whole, cents = divmod(units, 10**self.decimals)
        written = f"{whole:,}".replace(",", self.group_mark)
        if self.decimals:
            written += f"{self.decimal_mark}{cents:0{self.decimals}}"
        return f"{self.before}{written}{self.after}"


def counted(text: str) -> CountedNumber | None:
    """Return the number of a text that holds exactly one; None when there is nothing to count."""
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    written = found[0].group()
    digits = re.sub(r"\D", "", written)
    if len(digits) > _MAX_DIGITS:
        return None
    marks = re.findall(r"\D", written)
    last = len(re.split(r"\D", written)[-1]) if marks else 0
    # 187,50 has decimals; 1.250 has a group of thousands.
    decimals = last if marks and last <= _CENTS else 0
    groups = marks[:-1] if decimals else marks
    return CountedNumber(
        before=text[: found[0].start()],
        after=text[found[0].end() :],
        units=int(digits),
        decimals=decimals,
        decimal_mark=marks[-1] if decimals else "",
        group_mark=groups[0] if groups else "",
    )


@dataclass(frozen=True, slots=True, eq=False)
class CountedText:
    """A line of text whose number grows; in the end it is the text as it was laid out."""

    stage: Stage
    number: CountedNumber
    style: TextStyle
    block: TextBlock
    final: Sprite
    left: float
    top: float
    width: float
    align: Horizontal

    def at(self, state: State) -> Sprite:
        """Return the line with the share ``state.growth`` of its number."""
        if state.growth >= 1:
            return self.final
        sprite = _written(self, self.number.text(state.growth))
        return sprite.faded(min(1.0, state.time * 4))


@lru_cache(maxsize=32)
def _written(counted: CountedText, text: str) -> Sprite:
    """Return a line on the way, which is asked for twice: to be measured and to be painted."""
    stage = counted.stage
    block = one_line(text, counted.style, counted.block, rtl=stage.rtl, language=stage.language)
    colour = counted.final.colour
    return text_sprite(block, colour, counted.left, counted.top, counted.width, counted.align)
