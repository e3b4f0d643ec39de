from __future__ import annotations

import pytest

from scenes.svg_pictures import SvgError, clean_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
HEAD += 'viewBox="0 0 9 9">'


def cleaned(inner: str) -> str:
    return clean_svg(f"{HEAD}{inner}</svg>".encode()).decode()


@pytest.mark.parametrize(
    ("inner", "gone"),
    [
        ("<script>alert(1)</script>", "alert"),
        ('<path d="M0 0" onload="alert(1)"/>', "alert"),
        ("<foreignObject><div>x</div></foreignObject>", "div"),
        ('<a href="https://elsewhere.example/"><path d="M0 0"/></a>', "elsewhere"),
        ('<image href="https://elsewhere.example/x.png"/>', "elsewhere"),
        ('<use xlink:href="https://elsewhere.example/x.svg#a"/>', "elsewhere"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "data:"),
        ('<path style="fill:url(https://elsewhere.example/)"/>', "elsewhere"),
        ("<path fill=\"url( '//elsewhere.example/a' )\"/>", "elsewhere"),
        ("<style>@import 'x.css';</style>", "import"),
        ("<style>path{fill:url(x.svg#a)}</style>", "fill"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "animate"),
        ("<set attributeName='onclick' to='alert(1)'/>", "alert"),
    ],
)
def test_what_does_not_draw_is_taken_out(inner: str, gone: str):
    assert gone not in cleaned(inner)
    assert cleaned(inner).startswith("<svg")


def test_what_draws_stays():
    inner = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<style>.a{fill:url(#g)}</style><path class="a" d="M0 0h9" style="stroke:#000"/>'
        '<use href="#g"/><image href="data:image/png;base64,AAAA" width="1" height="1"/>'
    )
    kept = cleaned(inner)
    for part in ("linearGradient", "fill:url(#g)", "stroke:#000", 'href="#g"', "data:image/png"):
        assert part in kept


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"PNG", "not readable as SVG"),
        (b"<html/>", "not an SVG picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "neither its viewBox"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "entities"),
    ],
)
def test_what_is_no_picture_is_refused(body: bytes, why: str):
    with pytest.raises(SvgError, match=why):
        clean_svg(body)


def test_an_ordinary_doctype_is_no_fault():
    head = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">'
    body = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>'
    assert b"path" in clean_svg(head + body)
