"""Bound scene in, clip out: pictures, sound, film. Knows no database, network or queue."""

from renderer.fonts import missing_glyphs

__all__ = ["missing_glyphs"]
