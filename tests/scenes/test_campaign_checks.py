from __future__ import annotations

import struct
import zlib
from datetime import date

import pytest
from PIL import Image

from scenes.loading import check_campaign, examine_campaign, load_campaign


def only(folder):
    faults = check_campaign(folder)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("avvisi.acque", "me@avvisi.acque", "public_base", "user name"),
        ("avvisi.acque.example", "avvisi.acque.example/?a=1", "public_base", "question mark"),
        ("avvisi.acque.example", "avvisi.acque.example/#a", "public_base", "hash sign"),
        ("avvisi.acque.example", "avvisi.acque.example:99999", "public_base", "65535"),
        ("avvisi.acque.example", "/a", "public_base", "no host"),
        ("paga.acque.example/{{", "paga.acque.example:70000/{{", "pay_link.address", "65535"),
        ("paga.acque.example/{{", "/a/{{", "pay_link.address", "no host"),
        ("paga.acque.example/{{", "altra.example/{{", "pay_link.address", "Add altra.example to"),
        ("https://acque.example/segnala", "javascript:a@b", "something_wrong", "mailto:"),
        ("https://acque.example/segnala", "telefoni", "something_wrong", "mailto:"),
        ("aiuto@acque.example", "Aiuto <a@b.example>", "issuer.email", "plain mail address"),
        ("website: https://acque.example", "website: https:///x", "issuer.website", "no host"),
        ("example/accessibilita", "example:0/a", "issuer.accessibility_statement", "65535"),
        (
            "  logo: logo.png",
            '  logo: logo.png\n  fiscal_code: "01234567890"',
            "issuer.fiscal_code",
            "check out",
        ),
        ("issued_on: 2026-09-01", "expires_on: 2020-01-01", "expires_on", "past"),
    ],
)
def test_what_the_campaign_file_gets_wrong(folder, rewrite, old, new, place, message):
    rewrite(old, new, "campaign.yaml")
    fault = only(folder)
    assert (fault.file, fault.place) == ("campaign.yaml", place)
    assert fault.line
    assert message in str(fault)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://avvisi.acque.example", "https://avvisi.acque.example:8443/Avvisi/"),
        ("https://acque.example/segnala", "mailto:aiuto@acque.example?subject=a b"),
        ("https://acque.example/segnala", "aiuto@acque.example"),
        ("https://acque.example/segnala", "tel:+39 800"),
        ("  logo: logo.png", '  logo: logo.png\n  fiscal_code: "01234567897"'),
        ("  logo: logo.png", "  logo: logo.png\n  fiscal_code: RSSMRA85T10A562S"),
    ],
)
def test_what_may_stand_there(folder, rewrite, old, new):
    rewrite(old, new, "campaign.yaml")
    assert check_campaign(folder) == []


def test_a_campaign_that_is_over_still_loads(folder, rewrite):
    rewrite("issued_on: 2026-09-01", "expires_on: 2026-09-30", "campaign.yaml")
    assert load_campaign(folder).file.expires_on == date(2026, 9, 30)
    assert examine_campaign(folder, date(2026, 9, 30))[1] == []
    campaign, faults = examine_campaign(folder, date(2026, 10, 1))
    assert campaign is not None
    assert [fault.place for fault in faults] == ["expires_on"]


def test_a_creditor_that_is_wrong_or_another_body(folder, rewrite):
    rewrite("  logo: logo.png", '  logo: logo.png\n  fiscal_code: "99999999990"', "campaign.yaml")
    fault = only(folder)
    assert fault.place == "payment.pagopa.creditor"
    assert "is not the issuer" in fault.message


def test_a_creditor_with_a_wrong_check_digit(folder, rewrite):
    rewrite("01234567897", "01234567890")
    fault = only(folder)
    assert fault.place == "payment.pagopa.creditor"
    assert "check out" in fault.message


def test_a_language_that_the_voice_does_not_speak(folder, rewrite):
    rewrite("language: it", "language: klingonese")
    fault = only(folder)
    assert (fault.place, fault.line) == ("voice.language", 3)


def _claim(width, height):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 9) + b"IDAT" + bytes(13)


@pytest.mark.parametrize("what", ["text", "cut png", "cut jpg", "gif", "huge", "large"])
@pytest.mark.parametrize("name", ["town.png", "logo.png"])
def test_what_is_no_picture_is_found_before_rendering(folder, name, what):
    path = folder / "media" / name
    if what.startswith("cut"):
        kind = {"png": "PNG", "jpg": "JPEG"}[what[4:]]
        Image.effect_noise((200, 200), 90).save(path, kind)
        path.write_bytes(path.read_bytes()[:-4000])
    elif what == "gif":
        Image.new("RGB", (8, 8)).save(path, "GIF")
    else:
        sides = {"huge": (60_000, 60_000), "large": (10_000, 9_000)}
        path.write_bytes(_claim(*sides[what]) if what in sides else b"not a picture")
    faults = check_campaign(folder)
    assert faults
    for fault in faults:
        assert fault.line
        assert name in fault.message
        assert ("megapixels" if what in {"huge", "large"} else "PNG, JPEG or WebP") in fault.message
