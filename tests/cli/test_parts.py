"""The small parts of the command: code in the terminal, words of progress, faults."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image
from rich.console import Console

from cli.exit_codes import ExitCode
from cli.output import print_faults
from cli.progress import rate, remaining, showing
from cli.terminal_code import terminal_code
from foundation.faults import Fault
from workers.sweeping import Progress

LINK = "HTTPS://AVVISI.PROVA.EXAMPLE/ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def progress(**values: float) -> Progress:
    base = {
        "total": 40,
        "published": 0,
        "failed": 0,
        "at_start": 0,
        "clips_rendered": 0,
        "seconds": 0.0,
    }
    return Progress(**{**base, **values})  # type: ignore[arg-type] # counts are integers below


def test_the_code_in_the_terminal_can_be_scanned() -> None:
    lines = terminal_code(LINK).plain.split("\n")
    assert len({len(line) for line in lines}) == 1
    picture = Image.new("L", (len(lines[0]), 2 * len(lines)), 255)
    for y, line in enumerate(lines):
        for x, cell in enumerate(line):
            picture.putpixel((x, 2 * y), 0 if cell in "█▀" else 255)
            picture.putpixel((x, 2 * y + 1), 0 if cell in "█▄" else 255)
    large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    (code,) = zxingcpp.read_barcodes(large)
    assert (code.text, code.ec_level) == (LINK, "Q")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.4, "0:00 left"), (65, "1:05 left"), (3671, "1:01:11 left")],
)
def test_remaining_time(seconds: float | None, words: str) -> None:
    assert remaining(seconds) == words


def test_rate_and_remaining_time_leave_out_what_stood_before() -> None:
    now = progress(published=25, failed=1, at_start=20, seconds=3.0)
    assert now.done == 26
    assert rate(now) == "2.0/s"
    assert now.remaining_s == pytest.approx(7.0)
    assert rate(progress(published=21, at_start=20, seconds=4.0)) == "15/min"
    assert rate(progress()) == ""
    assert progress().remaining_s is None


def test_without_a_terminal_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 6.0, 7.0, 20.0])
    # The module's own clock: other threads of this process need theirs.
    own = SimpleNamespace(monotonic=lambda: next(clock))
    monkeypatch.setattr("cli.progress.time", own)
    written = io.StringIO()
    with showing(Console(file=written)) as show:
        show(progress(published=1, seconds=1.0))
        show(progress(published=12, failed=1, clips_rendered=30, seconds=6.0))
        show(progress(published=13, seconds=7.0))
        show(progress(published=40, seconds=20.0))
    assert written.getvalue() == (
        "13 of 40 recipients, 30 clips rendered, 1 failed, 2.2/s, 0:12 left\n"
    )


def test_faults_are_printed_as_they_are_whatever_they_hold() -> None:
    written = io.StringIO()
    faults = [
        Fault(
            "storyboard.yaml", 7, "scenes.a.layers[0]", "[bold]no markup[/]", "Did you mean 'x'?"
        ),
        Fault("campaign.yaml", None, "", "is missing"),
    ]
    print_faults(Console(file=written, width=200), faults)
    assert written.getvalue().splitlines() == [
        "storyboard.yaml:7 scenes.a.layers[0]: [bold]no markup[/] Did you mean 'x'?",
        "campaign.yaml: is missing",
        "",
        "2 faults found.",
    ]


def test_exit_codes_keep_their_meaning() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "FINE": 0,
        "CANNOT_RUN": 1,
        "WRONG_USAGE": 2,
        "INCOMPLETE": 3,
        "INTERRUPTED": 130,
    }
