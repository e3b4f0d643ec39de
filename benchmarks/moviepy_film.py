"""Renders the first recipient's film with MoviePy alone; prints what it cost as JSON."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from benchmarks import example
from benchmarks.processor_time import spent


def main() -> None:
    """Measure one film; libraries are loaded before, which is in MoviePy's favour."""
    import moviepy  # noqa: F401 - loading it is not what is measured

    from renderer import reference

    with tempfile.TemporaryDirectory(prefix="sollecito-bench-") as folder:
        bound = next(example.recipients())
        path = Path(folder) / "film.mp4"
        with spent() as cost:
            reference.render(bound, example.kit(Path(folder) / "cache"), path)
        print(json.dumps({"cpu_s": cost.seconds, "bytes": path.stat().st_size}))


if __name__ == "__main__":
    main()
