"""Make docs/gallery anew: a film strip of every feature, and the page that shows them.

Run by ``make gallery``; with ids, ``python -m docs.make_gallery theme-warm``, only those strips.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import groupby
from pathlib import Path

from docs.gallery_strips import GALLERY, QUALITY, Entry, entries, prepare, strip

LARGEST = 60_000
"""Bytes of one strip."""

HEAD = """\
# Gallery

Every feature of the storyboard language as a film strip, from left to right, with the scene that
makes it. [Authoring](../authoring.md) explains the keys. `make gallery` makes this page anew from
[entries.yaml](entries.yaml); nothing here is drawn by hand.
"""


def page(shown: list[Entry]) -> str:
    """Return the gallery's page."""
    parts = [HEAD]
    groups = [(name, list(group)) for name, group in groupby(shown, key=lambda each: each.group)]
    parts.append(" · ".join(f"[{name}](#{name.lower()})" for name, _ in groups) + "\n")
    for name, group in groups:
        parts.append(f"## {name}\n")
        for entry in group:
            looks = [
                f"{key}: {value}"
                for key, value, usual in (
                    ("theme", entry.theme, "public"),
                    ("format", entry.format, "square"),
                    ("lines", entry.lines, 720),
                )
                if value != usual
            ]
            words = ", ".join(f"`{word}`" for word in entry.each)
            note = f"EACH: {words}\n\n" if words else ""
            code = "".join(f"{line}\n" for line in (*looks, *entry.scene.splitlines()))
            parts.append(
                f"### {entry.title}\n\n![{entry.title}]({entry.file.name})\n\n{note}"
                f"```yaml\n{code}```\n"
            )
    return "\n".join(parts)


def main(wanted: list[str]) -> None:
    """Render the strips, remove those that no entry has, and write the page."""
    shown = entries()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "campaign"
        prepare(folder)
        for entry in shown:
            if wanted and entry.id not in wanted:
                continue
            strip(entry, folder).save(entry.file, quality=QUALITY, method=6)
            size = entry.file.stat().st_size
            if size > LARGEST:
                raise SystemExit(f"{entry.id}: {size} bytes are more than {LARGEST}")
            print(f"{entry.id:24} {size / 1000:6.1f} kB")
    for path in set(GALLERY.glob("*.webp")) - {entry.file for entry in shown}:
        path.unlink()
    (GALLERY / "README.md").write_text(page(shown), encoding="utf-8")
    total = sum(path.stat().st_size for path in GALLERY.iterdir())
    print(f"{len(shown)} strips, {total / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
