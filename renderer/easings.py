"""Easings by their usual names: how far a motion has come after a share of its time.

Source: easings.net (Andrey Sitnik and Ivan Solovev), after Robert Penner's equations. Each ``in``
formula is given here; ``out`` is it turned round, ``in-out`` both halves after each other. Without
a curve's name they are cubic. The ``back`` that goes both ways overshoots more (c2) than the others
(c1), as there; ``bounce`` and ``elastic`` are given as ``out``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.bound import Easing

_C1 = 1.70158
_C2 = _C1 * 1.525
_N1 = 7.5625
_D1 = 2.75
_C4 = 2 * math.pi / 3


def _sine(share: float) -> float:
    return 1 - math.cos(share * math.pi / 2)


def _quad(share: float) -> float:
    return share**2


def _cubic(share: float) -> float:
    return share**3


def _quart(share: float) -> float:
    return share**4


def _back(share: float) -> float:
    return (_C1 + 1) * share**3 - _C1 * share**2


def _back_further(share: float) -> float:
    return (_C2 + 1) * share**3 - _C2 * share**2


def _out_bounce(share: float) -> float:
    if share < 1 / _D1:
        return _N1 * share**2
    if share < 2 / _D1:
        return _N1 * (share - 1.5 / _D1) ** 2 + 0.75
    if share < 2.5 / _D1:
        return _N1 * (share - 2.25 / _D1) ** 2 + 0.9375
    return _N1 * (share - 2.625 / _D1) ** 2 + 0.984375


def _out_elastic(share: float) -> float:
    return 2 ** (-10 * share) * math.sin((share * 10 - 0.75) * _C4) + 1


def _out(curve: Callable[[float], float]) -> Callable[[float], float]:
    return lambda share: 1 - curve(1 - share)


def _in_out(curve: Callable[[float], float]) -> Callable[[float], float]:
    def both(share: float) -> float:
        return curve(2 * share) / 2 if share < 0.5 else 1 - curve(2 - 2 * share) / 2

    return both


_CURVES: dict[Easing, Callable[[float], float]] = {
    "linear": lambda share: share,
    "ease-in": _cubic,
    "ease-out": _out(_cubic),
    "ease-in-out": _in_out(_cubic),
    "ease-in-sine": _sine,
    "ease-out-sine": _out(_sine),
    "ease-in-out-sine": _in_out(_sine),
    "ease-in-quad": _quad,
    "ease-out-quad": _out(_quad),
    "ease-in-out-quad": _in_out(_quad),
    "ease-in-cubic": _cubic,
    "ease-out-cubic": _out(_cubic),
    "ease-in-out-cubic": _in_out(_cubic),
    "ease-in-quart": _quart,
    "ease-out-quart": _out(_quart),
    "ease-in-out-quart": _in_out(_quart),
    "ease-in-back": _back,
    "ease-out-back": _out(_back),
    "ease-in-out-back": _in_out(_back_further),
    "ease-out-bounce": _out_bounce,
    "ease-out-elastic": _out_elastic,
}


def eased(share: float, easing: Easing) -> float:
    """Return the share of the way after a share of the time: 0 at 0, 1 at 1, perhaps beyond."""
    if share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    return _CURVES[easing](share)
