"""Files of bases: whatever happens to them, what is shown is right, and the process lives."""

from __future__ import annotations

import dataclasses
import errno
import io
import os
import time

import numpy as np
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from foundation.errors import RenderError
from renderer import bases, kept_bases
from renderer.bases import base_pictures
from renderer.kept_bases import DamagedError, NotKeptError, keep, opened, pictures_of
from renderer.stage import stage_of
from scenes.bound import Base

SIZE = (6, 4)
LENGTH = 36


def raws(count: int) -> list[bytes]:
    return [bytes([number]) * LENGTH for number in range(1, count + 1)]


def levels(pictures) -> list[int]:
    return [int(planes[2][0, 0]) for planes in pictures]


def test_what_is_kept_is_read_again(tmp_path):
    file = tmp_path / "cache" / "base-a.yuv"
    keep(file, raws(3), SIZE)
    found = pictures_of(opened(file, SIZE), SIZE)
    assert levels(found) == [1, 2, 3]
    assert [plane.shape for plane in found[-1]] == [(4, 6), (2, 3), (2, 3)]
    assert levels(found[1:]) == [2, 3]
    with pytest.raises(IndexError):
        found[3]
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_alike_pictures_are_one_from_memory(tmp_path):
    keep(tmp_path / "base-a.yuv", raws(1) * 5, SIZE)
    found = pictures_of(opened(tmp_path / "base-a.yuv", SIZE), SIZE)
    (tmp_path / "base-a.yuv").write_bytes(b"")
    assert levels(found) == [1]


def test_a_file_of_another_size_is_not_taken(tmp_path):
    keep(tmp_path / "base-a.yuv", raws(1), SIZE)
    with pytest.raises(DamagedError):
        opened(tmp_path / "base-a.yuv", (4, 6))


@given(st.data())
def test_whatever_is_wrong_in_a_file_is_noticed(data):
    whole = io.BytesIO()
    kept_bases._put(whole, raws(3), SIZE)
    content = bytearray(whole.getvalue())
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
    else:
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    with pytest.raises((DamagedError, RenderError)):
        list(pictures_of(io.BytesIO(bytes(content)), SIZE))


def test_a_file_cut_short_while_it_is_in_use_is_made_anew(tmp_path):
    file = tmp_path / "base-a.yuv"
    keep(file, raws(3), SIZE)

    def renewed():
        keep(file, raws(3), SIZE)
        return opened(file, SIZE)

    found = pictures_of(opened(file, SIZE), SIZE, renewed)
    assert levels(found) == [1, 2, 3]
    os.truncate(file, LENGTH)
    assert levels(found) == [1, 2, 3]
    content = bytearray(file.read_bytes())
    content[60] ^= 1
    file.write_bytes(content)
    assert levels(found) == [1, 2, 3]


def test_pictures_that_cannot_be_made_again_are_refused(tmp_path):
    file = tmp_path / "base-a.yuv"
    keep(file, raws(3), SIZE)
    found = pictures_of(opened(file, SIZE), SIZE, lambda: opened(file, SIZE))
    os.truncate(file, LENGTH)
    with pytest.raises(RenderError, match="cannot be read from the cache"):
        found[2]


def test_only_old_parts_are_removed(tmp_path):
    old, new, whole = (tmp_path / name for name in ("base-a.1.part", "base-b.2.part", "base-c.yuv"))
    for file in (old, new, whole):
        file.write_bytes(b"x")
    for file in (old, whole):
        os.utime(file, (time.time() - 4_000,) * 2)
    kept_bases.tidy(tmp_path)
    assert sorted(tmp_path.iterdir()) == [new, whole]


def test_a_folder_that_cannot_be_written_says_why_without_a_name(tmp_path):
    (tmp_path / "rossi").write_text("no folder")
    with pytest.raises(NotKeptError, match=r"^(Not a directory|File exists)$"):
        keep(tmp_path / "rossi" / "base-a.yuv", raws(1), SIZE)


@pytest.fixture
def full(monkeypatch):
    """Let the disk of the cache be full after 40 bytes; other files can be written."""
    write = kept_bases._write

    def filling(out, content):
        if str(getattr(out, "name", "")).endswith(".part") and out.tell() > 40:
            raise OSError(errno.ENOSPC, "No space left on device", out.name)
        write(out, content)

    monkeypatch.setattr(kept_bases, "_write", filling)


MOVING = """
import numpy as np
from moviepy import VideoClip


def moving(size, fps):
    shape = (size[1], size[0], 3)
    return VideoClip(lambda t: np.full(shape, int(40 + 400 * t), np.uint8), duration=0.2)
"""


@pytest.fixture
def stage(look, kit, tmp_path):
    (tmp_path / "made.py").write_text(MOVING)
    Image.new("RGB", (40, 20), (190, 40, 40)).save(kit.media / "red.png")
    bases._kept.cache_clear()
    bases._say_not_kept.cache_clear()
    return stage_of(look, dataclasses.replace(kit, functions=tmp_path))


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("memory", [0, 64 << 20])
def test_a_full_cache_costs_only_time(stage, monkeypatch, memory):
    monkeypatch.setattr(kept_bases, "_MEMORY", memory)
    with structlog.testing.capture_logs() as logs:
        still = base_pictures(Base(picture="red.png"), stage)
        moving = base_pictures(Base(function="made.py:moving"), stage)
        assert base_pictures(Base(function="made.py:moving"), stage) is moving
    assert (len(still), len(moving)) == (1, 5)
    luma = [int(planes[0][9, 9]) for planes in moving]
    assert luma == sorted(set(luma))
    assert [(entry["event"], entry["reason"]) for entry in logs] == [
        ("base.not_kept", "No space left on device")
    ]
    assert list(stage.kit.cache.iterdir()) == []


def test_where_there_is_no_room_at_all_the_disk_is_blamed(stage, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept_bases, "_write", full)
    with pytest.raises(RenderError, match="its disk is sound and has room"):
        base_pictures(Base(picture="red.png"), stage)


@pytest.mark.parametrize("base", [Base(picture="red.png"), Base(function="made.py:moving")])
@pytest.mark.parametrize("wrong", ["short", "flipped", "empty", "a picture more"])
def test_a_kept_base_that_is_wrong_is_made_anew(stage, base, wrong):
    first = [
        np.concatenate([plane.ravel() for plane in each]) for each in base_pictures(base, stage)
    ]
    (file,) = stage.kit.cache.iterdir()
    content = bytearray(file.read_bytes())
    match wrong:
        case "short":
            del content[: -(720 * 1280 * 3 // 2)]
        case "empty":
            content.clear()
        case "flipped":
            content[5_000] ^= 1
        case _:
            content += bytes(720 * 1280 * 3 // 2)
    bases._kept.cache_clear()
    file.write_bytes(content)
    again = [
        np.concatenate([plane.ravel() for plane in each]) for each in base_pictures(base, stage)
    ]
    assert np.array_equal(first, again)
    assert len(list(stage.kit.cache.iterdir())) == 1


def test_a_picture_that_is_replaced_while_it_is_fitted_is_not_kept(stage, monkeypatch):
    media = stage.kit.media
    before = (media / "red.png").read_bytes()
    fit = bases.moviepy_bases.fitted_picture

    def replaced(content):
        (media / "new.png").write_bytes(content)
        (media / "new.png").replace(media / "red.png")

    def swapping(*given_):
        Image.new("RGB", (40, 20), (0, 200, 0)).save(media / "red.png")
        found = fit(*given_)
        replaced(before)
        return found

    monkeypatch.setattr(bases.moviepy_bases, "fitted_picture", swapping)
    with pytest.raises(RenderError, match="changed while it was read"):
        base_pictures(Base(picture="red.png"), stage)
    assert list(stage.kit.cache.iterdir()) == []


def test_a_picture_that_is_replaced_before_it_is_opened_is_not_kept(stage, monkeypatch):
    opening = bases.open_picture

    def swapping(*given_):
        Image.new("RGB", (40, 20), (0, 200, 0)).save(stage.kit.media / "red.png")
        return opening(*given_)

    monkeypatch.setattr(bases, "open_picture", swapping)
    with pytest.raises(RenderError, match="changed while it was read"):
        base_pictures(Base(picture="red.png"), stage)
    assert list(stage.kit.cache.iterdir()) == []
    monkeypatch.undo()
    assert base_pictures(Base(picture="red.png"), stage)[0][1].mean() < 128, "it is green now"
