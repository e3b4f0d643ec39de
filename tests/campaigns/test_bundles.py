"""Damaged archives are told as such, whatever they are packed with."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from bundles import FILES, bundle

from campaigns.bundles import LONGEST_NAME, BundleError, unpack

if TYPE_CHECKING:
    from pathlib import Path


def unpacked(body: bytes, folder: Path) -> Path:
    archive = folder / "bundle.zip"
    archive.write_bytes(body)
    place = folder / "campaign"
    place.mkdir()
    return unpack(archive, place)


def packed(way: int) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", way) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    return body.getvalue()


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("first", [60, 80, 120])
def test_flipped_bytes_are_damage(tmp_path: Path, way: int, first: int) -> None:
    body = bytearray(packed(way))
    for place in range(first, first + 40):
        body[place] ^= 0xFF
    with pytest.raises(BundleError, match="damaged"):
        unpacked(bytes(body), tmp_path)


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_sound_ones_are_unpacked(tmp_path: Path, way: int) -> None:
    folder = unpacked(packed(way), tmp_path)
    assert {each.name for each in folder.iterdir()} == set(FILES)


def test_names_that_are_not_the_utf_8_they_are_said_to_be(tmp_path: Path) -> None:
    body = bundle({**FILES, "media/però.png": b"x"}).replace("però".encode(), b"per\xff\xff")
    with pytest.raises(BundleError, match="damaged"):
        unpacked(body, tmp_path)


def test_names_are_measured_in_bytes(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="longer than 200 bytes"):
        unpacked(bundle({**FILES, "é" * 150: b"x"}), tmp_path)


def test_names_of_the_greatest_length_are_taken(tmp_path: Path) -> None:
    name = "é" * (LONGEST_NAME // 2)
    assert (unpacked(bundle({**FILES, name: b"x"}), tmp_path) / name).is_file()
