"""What was measured is kept, found again and written between the marks; nothing else changes."""

import pytest

from benchmarks.documents import ROOT, keep, newest, write
from benchmarks.figures import Measured, figures_of, stages_of
from benchmarks.long_run import LongRun
from benchmarks.stages import STAGES
from benchmarks.steady_memory import Steady


def measured(load=0.1):
    return Measured(
        load=load,
        first=[7.0],
        warming=[1.2],
        further=[0.6],
        two=[0.65],
        rates=[(1.5, 2.5, 2.6)],
        correction=[1.0],
        corrected=[(3, 3)],
        peaks=[(300 << 20, 140 << 20)],
        stored=[(2.6e6, 1e6)],
        floors=[{"h264_cpu_s": 0.5, "aac_cpu_s": 0.4, "clip_seconds": 111}],
        stages=[dict.fromkeys(STAGES, 0.01) | {"libx264": 0.15, "AAC": 0.1, "rest": 0.01}],
        moviepy=[90.0, 92.0],
        long=LongRun(400, 200, 130, 131, 0.05, 0.004),
        steady=Steady(1200, 100, [180, 215, 215, 216], 200),
    )


def by_name(load=0.1):
    return {figure.name: figure for figure in figures_of(measured(load))}


def test_the_floor_that_decides_is_what_is_personal_alone():
    figures = by_name()
    assert figures["the encoders over what is personal alone (floor)"].value == 0.25
    ratio = figures["further recipient ÷ floor"]
    assert ratio.value == pytest.approx(2.4)
    assert ratio.promised
    assert ratio.answer == "missed"
    assert figures["further recipient ÷ that"].goal is None


def test_two_processes_are_not_judged_on_a_busy_machine():
    name = "two processes ÷ one, by the clock"
    assert by_name()[name].answer == "missed"
    assert by_name(load=3.0)[name].answer == "not told: load 3.0 before the start"


def test_the_stages_add_up_to_a_recipient():
    assert sum(seconds for _, seconds in stages_of(measured())) == pytest.approx(0.6)


def test_the_figures_of_the_last_time_stand_in_the_documents(tmp_path):
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/performance.md"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    results = tmp_path / "results"
    results.mkdir()
    (results / "20990101T000000Z.json").write_text("{}", encoding="utf-8")
    keep(figures_of(measured()), stages_of(measured()), load=0.1, rounds={}, folder=results)
    readme, performance = write(newest(results), tmp_path)
    assert "| MoviePy ÷ each further recipient | 152 × |" in readme.read_text(encoding="utf-8")
    shown = performance.read_text(encoding="utf-8")
    assert "| further recipient ÷ floor | 2.40 × | ≤ 2.00 × | **missed** |" in shown
    assert "| libx264 | 150.0 |" in shown
    assert shown.count("| bind |") == 1
    before = [file.read_bytes() for file in (readme, performance)]
    write(newest(results), tmp_path)
    assert [file.read_bytes() for file in (readme, performance)] == before, "written twice is once"


def test_nothing_measured_is_said(tmp_path):
    with pytest.raises(SystemExit, match="make bench"):
        newest(tmp_path)
