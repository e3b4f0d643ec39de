"""Campaign folders as zip archives, good and bad."""

from __future__ import annotations

import io
import stat
import zipfile
from typing import TYPE_CHECKING

from tiny_campaign import CAMPAIGN, STORYBOARD

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = {"campaign.yaml": CAMPAIGN, "storyboard.yaml": STORYBOARD}

HEADER = "id;first_name;amount;reference\n"
ROWS = HEADER + "a1;Anna;12,50;R001\nb2;Bruno;1.187,40;R002\nc3;Chiara;12,50;R003\n"


def bundle(files: Mapping[str, str | bytes] = FILES, **changes: str) -> bytes:
    """Return an archive; ``changes`` replace texts, keyed by ``campaign`` or ``storyboard``."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            changed = changes.get(name.removesuffix(".yaml"))
            archive.writestr(name, content if changed is None else changed)
    return body.getvalue()


def with_link(name: str = "media/link", target: str = "/etc/passwd") -> bytes:
    """Return an archive with a symbolic link in it."""
    body = io.BytesIO(bundle())
    with zipfile.ZipFile(body, "a") as archive:
        entry = zipfile.ZipInfo(name)
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, target)
    return body.getvalue()


def zip_bomb(mebibytes: int = 300) -> bytes:
    """Return a small archive that unpacks to much."""
    body = io.BytesIO(bundle())
    with (
        zipfile.ZipFile(body, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("media/zeros.png", "w", force_zip64=True) as member,
    ):
        for _ in range(mebibytes):
            member.write(bytes(1 << 20))
    return body.getvalue()
