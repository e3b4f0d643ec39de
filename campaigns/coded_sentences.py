"""Sentences with stable codes, so that a program can say them in another language.

What goes wrong is worded in English, and stored and shown as it is. Each sentence stands once more
as a form with places for its parameters, under a code that never changes its meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

NUMBERS = r"-?[0-9][0-9,.]*"
"""A number as sentences write it, with commas between its groups."""

INNER = "reason"
"""The parameter that is a sentence itself: its code stands there, its parameters beside it. Where
that has such a one again, the codes are parted by a slash, the outer one first."""

DETAIL = "detail"
"""The parameter that is English and has no code of its own: shown as it is, beside the words."""

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class SentenceCode:
    """What a sentence means: its code, and the parameters as text (numbers without groups)."""

    code: str
    parameters: Mapping[str, str]


class CodedSentences:
    """The sentences of one kind.

    Args:
        forms: codes and the forms that they stand for, looked through in this order.
        places: what may stand in the place of a parameter (regular expressions); anything where
            it is not named.
        words: what a parameter's text is called in answers, by the parameter's name.
        inner: finds the code of the parameter ``INNER``; a form is passed over where it has none.
    """

    def __init__(
        self,
        forms: Iterable[tuple[str, str]],
        places: Mapping[str, str],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
        inner: Callable[[str], SentenceCode | None] | None = None,
    ) -> None:
        self.forms = tuple(forms)
        self._words = words or {}
        self._inner = inner or self._code_of
        self._plain = {form: SentenceCode(code, {}) for code, form in self.forms if "{" not in form}
        self._patterns = [
            (code, _pattern(form, places)) for code, form in self.forms if "{" in form
        ]
        self._known = lru_cache(maxsize=1024)(self._code_of)

    def code_of(self, sentence: str) -> SentenceCode | None:
        """Return the code and the parameters of a sentence; None for one that is not known."""
        return self._known(sentence)

    def _code_of(self, sentence: str) -> SentenceCode | None:
        plain = self._plain.get(sentence)
        if plain is not None:
            return plain
        for code, pattern in self._patterns:
            found = pattern.fullmatch(sentence)
            coded = None if found is None else self._coded(code, found.groupdict())
            if coded is not None:
                return coded
        return None

    def _coded(self, code: str, found: dict[str, str]) -> SentenceCode | None:
        parameters = {name: self._named(name, text) for name, text in found.items()}
        if INNER in parameters:
            inner = self._inner(parameters[INNER])
            if inner is None:
                return None
            codes = [inner.code, *filter(None, [inner.parameters.get(INNER)])]
            parameters |= {**inner.parameters, INNER: "/".join(codes)}
        return SentenceCode(code, parameters)

    def _named(self, name: str, text: str) -> str:
        if name in self._words:
            return self._words[name][text]
        return text.replace(",", "") if name in {"most", "least"} else text


def _pattern(form: str, places: Mapping[str, str]) -> re.Pattern[str]:
    pieces = _PLACE.split(form)
    return re.compile(
        "".join(
            f"(?P<{piece}>{places.get(piece, '.+?')})" if at % 2 else re.escape(piece)
            for at, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )
