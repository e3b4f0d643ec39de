"""Archives that are small and unpack to gigabytes, honest about it or not."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNIT = 1 << 20


def huge_archive(
    files: Mapping[str, bytes | str],
    name: str,
    *,
    begins: bytes = b"",
    unit: bytes = bytes(UNIT),
    times: int = 10 << 10,
    said: int | None = None,
) -> bytes:
    """Return an archive of files and of one that begins so and goes on with a unit many times.

    ``said`` is the size that the archive tells of it; left out, the true one, 10 GiB.
    """
    once = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = once.compress(begins) + once.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # A full flush ends at a byte and looks back at nothing, so it can stand there again and again.
    packed += (again.compress(unit) + again.flush(zlib.Z_FULL_FLUSH)) * times + b"\x03\x00"
    digest = zlib.crc32(begins)
    for _ in range(times):
        digest = zlib.crc32(unit, digest)
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in files.items():
            archive.writestr(each, content)
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.CRC, entry.compress_size = digest, len(packed)
        entry.file_size = len(begins) + len(unit) * times if said is None else said
        entry.header_offset = body.tell()
        body.write(entry.FileHeader(zip64=True) + packed)
        archive.filelist.append(entry)
        archive.NameToInfo[name] = entry
        archive.start_dir = body.tell()
    return body.getvalue()
