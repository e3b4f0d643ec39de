"""Which captions a sentence of the narration has, so that text and film can be walked together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microsite.page_input import PageCue
    from scenes.bound import Sentence


def first_cues(say: Sequence[Sentence], cues: Sequence[PageCue]) -> tuple[int, ...]:
    """Return for each sentence the index of the first caption that shows it.

    A long sentence has several captions. Their letters are counted, since captions are parted into
    lines. Where captions and sentences do not belong together, each caption counts as a sentence.
    """
    firsts: list[int] = []
    at = 0
    for sentence in say:
        wanted = _letters(sentence.written)
        if not wanted:
            continue
        firsts.append(at)
        heard = ""
        while len(heard) < len(wanted) and at < len(cues):
            heard += _letters(cues[at].text)
            at += 1
        if heard != wanted:
            return tuple(range(len(cues)))
    return tuple(firsts) if at == len(cues) else tuple(range(len(cues)))


def _letters(text: str) -> str:
    """Return a text without white space: captions break lines where sentences have blanks."""
    return "".join(text.split())
