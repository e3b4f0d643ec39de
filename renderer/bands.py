"""Bands: which rows of a clip's pictures are encoded by themselves, and when.

Of most pictures of a scene only a few rows of macroblocks change. A band is a stretch of rows that
changes through a stretch of pictures. It is encoded as a small video of its own, whose slices
become parts of the clip's pictures; all other rows repeat the picture before. A band begins with a
picture of its rows that needs no other: part of an IDR picture, or, where its rows were changed by
another band before, I slices in the midst of a P picture. So what a band's slices hold depends on
nothing but what is seen in its rows.

Above and below the rows that change a band has rows that stand still, because motion vectors may
point there. They reach 32 pixels (x264's ``mvrange``) and, in whole pixels, need no more for
interpolation: the chroma planes' half samples lie within the same two rows of macroblocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

MARGIN = 2
"""Rows of macroblocks above and below those that change, where the picture goes on there."""

SETTLE_HOLD = 5
"""What is shown for at least so many pictures counts as held and is encoded with care."""

_MOST = 12
"""So many bands at most are there at a time, which keeps a picture's slices below 40."""

# What a band costs, in rows of one encoded picture: opening its encoder and decoder, its first
# picture (whose bytes count too), and each further one. Opening takes as long as some 60 rows, but
# counts as less: the bands of other recipients are found again only where they are not joined with
# what differs from one to the next.
_OPENING = 20
_FIRST_PICTURE = 3
_EACH_PICTURE = 2


@dataclass(frozen=True, slots=True, order=True)
class Activity:
    """Rows of macroblocks ``top`` to ``bottom`` (outside) that change in some pictures.

    Bit n of ``pictures`` is set when they are not as in picture n - 1.
    """

    pictures: int
    top: int
    bottom: int

    @property
    def first(self) -> int:
        """The first picture in which they change."""
        return (self.pictures & -self.pictures).bit_length() - 1

    @property
    def last(self) -> int:
        """The last picture in which they change."""
        return self.pictures.bit_length() - 1

    def __or__(self, other: Activity) -> Activity:
        return Activity(
            self.pictures | other.pictures,
            min(self.top, other.top),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Band:
    """Rows ``top`` to ``bottom`` (outside), encoded from picture ``start`` on.

    Rows ``body`` of them change in ``pictures``; ``careful`` says in which of these they come to
    rest. ``film`` bands belong to a base that moves: nothing of them ever rests. Of ``fleeting``
    ones even the first picture is only passed through.
    """

    top: int
    bottom: int
    start: int
    body: tuple[int, int] = (0, 0)
    pictures: tuple[int, ...] = ()
    careful: tuple[bool, ...] = ()
    film: bool = False
    fleeting: bool = False

    @property
    def shown(self) -> tuple[int, ...]:
        """All its pictures, the first among them."""
        return (self.start, *self.pictures)

    @property
    def margins(self) -> tuple[int, int]:
        """Rows above and below those that change."""
        if not self.pictures:
            return 0, 0
        return self.body[0] - self.top, self.bottom - self.body[1]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pictures ``start`` to ``end`` (outside) of a clip: an IDR picture and those that follow.

    Where the ``whole`` picture changes all the time, ``changes`` are the pictures that are not as
    the one before; else they are in ``activities``. A transition is ``fleeting``.
    """

    start: int
    end: int
    whole: bool = False
    film: bool = False
    fleeting: bool = False
    changes: tuple[int, ...] = ()
    activities: tuple[Activity, ...] = field(default=())
    last: bool = False


@lru_cache(maxsize=256)
def plan(stretch: Stretch, rows: int) -> tuple[Band, ...]:
    """Return the bands of a stretch of pictures of so many rows of macroblocks.

    At its start they cover all rows once; later, where two of them lie within each other's rows,
    one has come to rest before the other begins.
    """
    if stretch.whole:
        careful = _careful(stretch.changes, stretch)
        pictures = stretch.changes
        return (
            Band(
                0,
                rows,
                stretch.start,
                (0, rows),
                pictures,
                careful,
                film=stretch.film,
                fleeting=stretch.fleeting,
            ),
        )
    groups = _grouped(stretch.activities, rows)
    bands: list[Band] = []
    for group in groups:
        top, bottom = _reach(group, rows)
        pictures = tuple(_set_bits(group.pictures))
        start = stretch.start
        if not _untouched(group, groups, rows):
            start, *others = pictures
            pictures = tuple(others)
        if not pictures:
            bands.append(Band(group.top, group.bottom, start))
            continue
        careful = _careful(pictures, stretch)
        bands.append(Band(top, bottom, start, (group.top, group.bottom), pictures, careful))
    return (*_fillers(bands, stretch.start, rows), *bands)


def _grouped(activities: tuple[Activity, ...], rows: int) -> list[Activity]:
    """Return activities joined where they must be, or where that is cheaper."""
    groups: list[Activity] = []
    for activity in sorted(activities, key=lambda each: (each.first, each.top, each)):
        _add(groups, activity, rows)
    while len(groups) > _MOST:
        _, one, other = min(
            (_loss(one, other, rows), one, other) for one, other in combinations(groups, 2)
        )
        groups.remove(one)
        groups.remove(other)
        _add(groups, one | other, rows)
    return sorted(groups, key=lambda each: (each.first, each.top))


def _add(groups: list[Activity], activity: Activity, rows: int) -> None:
    while groups:
        clashing = [group for group in groups if _clash(activity, group, rows)]
        if not clashing:
            loss, best = min((_loss(activity, group, rows), group) for group in groups)
            if loss > 0:
                break
            clashing = [best]
        for group in clashing:
            groups.remove(group)
            activity |= group
    groups.append(activity)


def _clash(one: Activity, other: Activity, rows: int) -> bool:
    """Return whether one changes rows that the other needs to stand still."""
    if one.first > other.last or other.first > one.last:
        return False
    return _overlap(one, other, rows)


def _overlap(one: Activity, other: Activity, rows: int) -> bool:
    (top, bottom), (upper, lower) = _reach(one, rows), _reach(other, rows)
    return top < lower and upper < bottom


def _reach(group: Activity, rows: int) -> tuple[int, int]:
    return max(0, group.top - MARGIN), min(rows, group.bottom + MARGIN)


def _loss(one: Activity, other: Activity, rows: int) -> int:
    return _cost(one | other, rows) - _cost(one, rows) - _cost(other, rows)


def _cost(group: Activity, rows: int) -> int:
    top, bottom = _reach(group, rows)
    count = group.pictures.bit_count()
    return _OPENING + (bottom - top) * (_FIRST_PICTURE + count) + _EACH_PICTURE * count


def _untouched(group: Activity, groups: list[Activity], rows: int) -> bool:
    """Return whether nothing else changes a group's rows before it has ended."""
    return not any(
        other is not group and other.first <= group.last and _overlap(group, other, rows)
        for other in groups
    )


def _careful(pictures: tuple[int, ...], stretch: Stretch) -> tuple[bool, ...]:
    """Return in which pictures a band comes to rest: those held long, and its last.

    Some rows of the last stay as they are even where others change again at once, so only a stretch
    that ends as soon spares it.
    """
    following = (*pictures[1:], stretch.end)
    rests = [
        after - number >= SETTLE_HOLD for number, after in zip(pictures, following, strict=False)
    ]
    if rests and stretch.last:
        rests[-1] = True
    return tuple(rests)


def _fillers(bands: list[Band], start: int, rows: int) -> list[Band]:
    """Return bands of one picture for the rows that no other band has at the start."""
    found: list[Band] = []
    at = 0
    for band in sorted((each for each in bands if each.start == start), key=lambda each: each.top):
        if band.top > at:
            found.append(Band(at, band.top, start))
        at = band.bottom
    if at < rows:
        found.append(Band(at, rows, start))
    return found


def _set_bits(value: int) -> list[int]:
    found: list[int] = []
    while value:
        lowest = value & -value
        found.append(lowest.bit_length() - 1)
        value ^= lowest
    return found
