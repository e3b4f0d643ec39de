"""The second decoder: Cisco's openh264, driven directly, with its error concealment off.

It is another implementation than FFmpeg's, and less forgiving: a picture that it shows as FFmpeg
does was written as the standard says. Source of structures and order of methods: openh264 2.3,
codec_api.h, codec_app_def.h, codec_def.h.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ubyte, c_uint, c_ulonglong, c_void_p
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from renderer.tracks import VideoTrack

LIBRARY = "libopenh264.so.7"
PACKAGE = "libopenh264-7"


class _VideoProperty(ctypes.Structure):
    _fields_ = (("size", c_uint), ("kind", c_int))


class _DecodingParameters(ctypes.Structure):
    _fields_ = (
        ("reconstruction", c_char_p),
        ("load", c_uint),
        ("layer", c_ubyte),
        ("concealment", c_int),
        ("parse_only", ctypes.c_bool),
        ("video", _VideoProperty),
    )


class _BufferInfo(ctypes.Structure):
    _fields_ = (
        ("ready", c_int),
        ("time_in", c_ulonglong),
        ("time_out", c_ulonglong),
        ("width", c_int),
        ("height", c_int),
        ("format", c_int),
        ("stride", c_int * 2),
        ("planes", POINTER(c_ubyte) * 3),
    )


_INITIALIZE, _UNINITIALIZE, _DECODE_NO_DELAY, _FLUSH = 0, 1, 3, 5


def decode(track: VideoTrack) -> list[np.ndarray]:
    """Return a track's pictures as arrays of YUV rows; any error, or a missing picture, raises."""
    library = _library()
    handle = c_void_p()
    assert library.WelsCreateDecoder(byref(handle)) == 0
    methods = ctypes.cast(
        ctypes.cast(handle, POINTER(c_void_p))[0], POINTER(c_void_p * 10)
    ).contents

    def method(index, result, *arguments):
        return ctypes.CFUNCTYPE(result, c_void_p, *arguments)(methods[index])

    initialize = method(_INITIALIZE, c_long, POINTER(_DecodingParameters))
    decode_one = method(
        _DECODE_NO_DELAY,
        c_int,
        c_char_p,
        c_int,
        POINTER(POINTER(c_ubyte) * 3),
        POINTER(_BufferInfo),
    )
    flush = method(_FLUSH, c_int, POINTER(POINTER(c_ubyte) * 3), POINTER(_BufferInfo))
    parameters = _DecodingParameters(layer=255, video=_VideoProperty(8, 0))
    assert initialize(handle, byref(parameters)) == 0
    found: list[np.ndarray] = []
    try:
        for number, unit in enumerate(track.access_units):
            data = (_parameter_sets(track) if number == 0 else b"") + _annex_b(unit)
            planes, info = (POINTER(c_ubyte) * 3)(), _BufferInfo()
            state = decode_one(handle, data, len(data), byref(planes), byref(info))
            assert state == 0, f"openh264 reports {state:#x} in picture {number}"
            if info.ready == 1:  # else it comes with a later one, or is flushed
                found.append(_picture(planes, info))
        for _ in range(len(track.access_units) - len(found)):
            planes, info = (POINTER(c_ubyte) * 3)(), _BufferInfo()
            assert flush(handle, byref(planes), byref(info)) == 0
            assert info.ready == 1, f"openh264 shows {len(found)} pictures"
            found.append(_picture(planes, info))
    finally:
        method(_UNINITIALIZE, c_long)(handle)
        library.WelsDestroyDecoder(handle)
    return found


@cache
def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        if os.geteuid() or not shutil.which("apt-get"):
            pytest.fail(f"{LIBRARY} is missing: install Debian's package {PACKAGE}.")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", PACKAGE], check=True, env=quiet)
        library = ctypes.CDLL(LIBRARY)
    library.WelsCreateDecoder.restype = c_long
    library.WelsDestroyDecoder.argtypes = (c_void_p,)
    return library


def _picture(planes, info: _BufferInfo) -> np.ndarray:
    parts = []
    for plane, step, stride in zip(planes, (1, 2, 2), (0, 1, 1), strict=True):
        wide = info.stride[stride]
        height, width = info.height // step, info.width // step
        rows = np.ctypeslib.as_array(plane, (wide * height,)).reshape(height, wide)
        parts.append(rows[:, :width].reshape(-1).copy())
    return np.concatenate(parts).reshape(info.height * 3 // 2, info.width)


def _parameter_sets(track: VideoTrack) -> bytes:
    record = track.extradata
    length = int.from_bytes(record[6:8], "big")
    return b"\0\0\0\1" + record[8 : 8 + length] + b"\0\0\0\1" + record[8 + length + 3 : -4]


def _annex_b(unit: bytes) -> bytes:
    parts, at = [], 0
    while at < len(unit):
        length = int.from_bytes(unit[at : at + 4], "big")
        parts.append(b"\0\0\0\1" + unit[at + 4 : at + 4 + length])
        at += 4 + length
    return b"".join(parts)
