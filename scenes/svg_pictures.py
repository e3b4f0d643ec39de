"""SVG pictures that a campaign brings, with nothing in them but drawing.

A logo or a cover is served to every recipient. What an SVG file can do besides drawing (scripts,
foreign content, addresses elsewhere) is taken out, whatever browsers would do with it.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
_HREF = frozenset({"href", "{http://www.w3.org/1999/xlink}href"})
_DRAWING = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style", "image"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker"),
        *("filter", "feGaussianBlur", "feOffset", "feMerge", "feMergeNode", "feFlood"),
        *("feComposite", "feBlend", "feColorMatrix"),
    )
)
_PLACE = re.compile(r"url\(\s*['\"]?\s*([^)'\"]*)", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|webp);base64,", re.IGNORECASE)


class SvgError(ValueError):
    """Raised when a file is no SVG that can be used; says why, to stand behind its name."""


def clean_svg(body: bytes) -> bytes:
    """Return an SVG picture with only what draws; SvgError when it is none."""
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", body, re.IGNORECASE):
        body = re.sub(rb"<!DOCTYPE[^\[>]*>", b"", body, flags=re.IGNORECASE)
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", body, re.IGNORECASE):
            raise SvgError("declares entities; export it as plain SVG")
    try:
        # Entities cannot be declared any more, so none can grow or read a file.
        root = ET.fromstring(body)  # noqa: S314
    except (ET.ParseError, ValueError) as error:
        raise SvgError("is not readable as SVG") from error
    if root.tag != f"{{{SVG}}}svg":
        raise SvgError("is not an SVG picture")
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        raise SvgError("says neither its viewBox nor its width and height")
    _clean(root)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=False))


def _clean(element: ET.Element) -> None:
    for child in list(element):
        name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
        if name not in _DRAWING or (name == "style" and _leads_out(child.text or "")):
            element.remove(child)
        else:
            _clean(child)
    for name, value in list(element.attrib.items()):
        if name in _HREF:
            good = value.startswith("#") or _EMBEDDED.match(value) is not None
        else:
            good = not name.lower().startswith(("on", "{")) and not _leads_out(value)
        if not good:
            del element.attrib[name]


def _leads_out(text: str) -> bool:
    """Return whether a style or an attribute names an address outside the picture."""
    if "@import" in text.lower() or "javascript:" in text.lower() or "\\" in text:
        return True
    return any(not place.startswith("#") for place in _PLACE.findall(text))
