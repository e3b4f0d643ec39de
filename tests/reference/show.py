"""Prints how alike our pictures and the reference's are, and writes them to look at.

Usage: python tests/reference/show.py [NAME …] [--out FOLDER]; without names, every feature scene.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here), str(here.parent), str(here.parents[1])]

from comparison import Compared
from feature_scenes import CASES
from materials import make_kit


def main() -> None:
    """Compare the scenes that were named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *CASES], metavar="NAME")
    parser.add_argument("--out", type=Path, default=Path("build/reference"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kit = make_kit(Path(folder) / "campaign")
        for name in options.names or CASES:
            case = CASES[name]
            compared = Compared(case.scene, case.look, kit)
            for kind, moments in (("rest", case.rest), ("moves", case.moving)):
                for moment in moments:
                    before = time.process_time()
                    scores = compared.scores(moment)
                    took = time.process_time() - before
                    line = f"{name:15}{kind:6}{moment:6} {scores} ({took:.2f} s)\n"
                    sys.stdout.write(line)
                    compared.write(moment, options.out / f"{name}-{moment}")


if __name__ == "__main__":
    main()
