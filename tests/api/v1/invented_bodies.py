"""Bodies that schemathesis does not know how to make: archives, workbooks, tables, lines of JSON.

It reads this file by itself, for its command.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import schemathesis
from hypothesis import strategies as st

ARCHIVE = "application/zip"
LINES = "application/x-ndjson"
FILES = (
    ARCHIVE,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.apache.parquet",
    "application/octet-stream",
)


def archive(files: dict[str, str]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return body.getvalue()


NAMES = st.sampled_from(["campaign.yaml", "storyboard.yaml", "../campaign.yaml", "media/a.png"])
ARCHIVES = st.dictionaries(NAMES, st.text(max_size=200), max_size=4).map(archive)
TABLES = st.text(max_size=300).map(str.encode)

for media in FILES:
    schemathesis.openapi.media_type(media, st.one_of(st.binary(max_size=300), ARCHIVES, TABLES))


@schemathesis.serializer(*FILES)
def as_it_is(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.serializer(LINES)
def as_lines(_context: Any, value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
