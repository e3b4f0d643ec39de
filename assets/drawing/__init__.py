"""Draws the project's pictures and icons: ``python -m assets.drawing`` writes them all anew.

Every picture is code that gives an SVG; the SVG is kept beside the project's icons as the source,
and rasterised (resvg) to what a campaign uses. Drawing needs what the tests need.
"""
