"""What layers and scenes are compiled for: the theme, how it moves, and the format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenes.bound import Theme
from scenes.motions import ThemeMotion

if TYPE_CHECKING:
    from scenes.motion_file import TransitionFile


@dataclass(frozen=True, slots=True)
class Setting:
    """What a storyboard's scenes have in common.

    ``transition`` is the storyboard's own, for scenes that have none.
    """

    theme: Theme = field(default_factory=lambda: Theme("", (), ()))
    motion: ThemeMotion = field(default_factory=ThemeMotion)
    format: str = "portrait"
    transition: TransitionFile | None = None

    @property
    def colors(self) -> dict[str, str]:
        """The theme's colours by name."""
        return dict(self.theme.colors)

    def color(self, name: str) -> str:
        """Return a colour as ``#rrggbb``; one that is written so stays."""
        return self.colors.get(name, name.lower())
