"""``sollecito render`` and ``check`` as a person and as a program call them."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING

from command_process import ROOT, command_line, environment
from tiny_campaign import ROWS, STORYBOARD, write_data

from workers.out_folder import locked

if TYPE_CHECKING:
    from pathlib import Path

    from command_process import Command
    from tiny_campaign import Tiny


def test_a_second_run_says_that_there_is_nothing_to_render(tiny: Tiny, sollecito: Command) -> None:
    run = sollecito("render", tiny.folder, "--out", tiny.out)
    assert run.returncode == 0, run.stderr
    assert "Nothing to render: all 3 recipients stand published already." in run.stdout
    assert str(tiny.out / "recipients.csv") in run.stdout


def test_json_is_one_document_and_the_code_says_incomplete(tiny: Tiny, sollecito: Command) -> None:
    write_data(tiny.folder / "debtors.csv", [*ROWS, ("d4", "Dario", "NaN", "R004")])
    run = sollecito("render", tiny.folder, "--out", tiny.out, "--json")
    assert run.returncode == 3
    report = json.loads(run.stdout)
    assert (report["published"], report["rejected"], report["failed"]) == (3, 1, 0)
    assert report["unchanged"] == 3
    text = sollecito("render", tiny.folder, "--out", tiny.out)
    assert text.returncode == 3
    assert "1 row rejected" in text.stdout


def test_nothing_personal_is_logged(tiny: Tiny, tmp_path: Path, sollecito: Command) -> None:
    rows = [("d4", "Zoroastro", "777,77", "QX999"), ("e5", "Ermenegilda", "x", "QX998")]
    data = write_data(tmp_path / "more.csv", rows)
    run = sollecito(
        "render",
        tiny.folder,
        "--data",
        data,
        "--out",
        tiny.out,
        env={"SOLLECITO_LOG_LEVEL": "debug"},
    )
    assert run.returncode == 3
    assert run.stderr
    tokens = [row["link"].rsplit("/", 1)[-1] for row in tiny.handed_over().values()]
    # A time of the clock may hold any three digits.
    told = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", run.stderr)
    for secret in ("Zoroastro", "777", "QX99", "Ermenegilda", *filter(None, tokens)):
        assert secret not in told
    assert set(tiny.handed_over()) == {"d4"}, "only people of this data get a letter"


def test_limit_and_jobs(tiny_folder: Path, tmp_path: Path, sollecito: Command) -> None:
    options = ("--out", tmp_path / "out", "--limit", 1, "--jobs", 1, "--json")
    run = sollecito("render", tiny_folder, *options)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["rows"] == 1


def test_faults_are_named_with_their_place(tiny_folder: Path, sollecito: Command) -> None:
    story = STORYBOARD.replace("style: figure", "style: figur").replace("to: bye}", "to: bey}")
    (tiny_folder / "storyboard.yaml").write_text(story, encoding="utf-8")
    for command in ("check", "render"):
        run = sollecito(command, tiny_folder, "--json")
        assert run.returncode == 1
        faults = json.loads(run.stdout)["faults"]
        assert {fault["file"] for fault in faults} == {"storyboard.yaml"}
        assert any("figure" in fault["hint"] for fault in faults)
        lines = story.splitlines()
        for fault in faults:
            assert re.search("figur|bey|default", lines[fault["line"] - 1])
        shown = sollecito(command, tiny_folder)
        assert shown.returncode == 1
        told = shown.stdout + shown.stderr
        assert re.search(r"storyboard\.yaml:\d+ scenes\.amount", told)
        assert f"{len(faults)} faults found" in told


def test_check_of_a_good_campaign(tiny_folder: Path, sollecito: Command) -> None:
    file = tiny_folder / "campaign.yaml"
    own = file.read_text(encoding="utf-8").replace("prova.example", "prova.it")
    file.write_text(own, encoding="utf-8")
    run = sollecito("check", tiny_folder)
    assert (run.returncode, run.stdout) == (0, "No fault found.\n")
    assert json.loads(sollecito("check", tiny_folder, "--json").stdout) == {
        "ok": True,
        "faults": [],
    }


def test_check_finds_faults_of_the_data(tiny_folder: Path, sollecito: Command) -> None:
    write_data(tiny_folder / "bad.csv", [("a1", "Anna", "NaN", "R1"), ("b2", "", "1,00", "R2")])
    run = sollecito("check", tiny_folder, "--data", tiny_folder / "bad.csv", "--json")
    assert run.returncode == 1
    told = json.loads(run.stdout)["faults"]
    # The campaign's addresses are those of an example, which is a warning.
    places = [(fault["line"], fault["place"]) for fault in told if not fault.get("warning")]
    assert places == [(2, "amount"), (3, "first_name")]


def test_wrong_usage(tiny_folder: Path, tmp_path: Path, sollecito: Command) -> None:
    nowhere = tmp_path / "nowhere"
    for arguments in (
        ("render",),
        ("render", nowhere),
        ("render", tiny_folder, "--data", nowhere),
        ("render", tiny_folder, "--limit", "0"),
        ("render", tiny_folder, "--jobs", "many"),
        ("check", tiny_folder, "--unknown"),
        ("sing",),
    ):
        run = sollecito(*arguments)
        assert run.returncode == 2, arguments
        assert run.stdout == ""
        assert run.stderr


def test_a_wrong_setting_is_named_without_its_value(tiny: Tiny, sollecito: Command) -> None:
    run = sollecito(
        "render",
        tiny.folder,
        "--out",
        tiny.out,
        env={"SOLLECITO_LEASE_SECONDS": "soon", "SOLLECITO_DATABASE_URL": "secret"},
    )
    assert run.returncode == 1
    assert "SOLLECITO_LEASE_SECONDS" in run.stderr
    assert "SOLLECITO_DATABASE_URL" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_busy_folder_is_told_at_once(tiny: Tiny, sollecito: Command) -> None:
    with locked(tiny.settings):
        run = sollecito("render", tiny.folder, "--out", tiny.out)
        document = sollecito("render", tiny.folder, "--out", tiny.out, "--json")
    assert run.returncode == 1
    assert "Another run is at work" in run.stderr
    assert json.loads(document.stdout)["error"] == "OutFolderBusy"


def test_help_explains_exit_codes_and_every_option(sollecito: Command) -> None:
    text = sollecito("render", "--help").stdout
    for word in (
        "0 all published",
        "3 some rows",
        "--data",
        "--out",
        "--limit",
        "--jobs",
        "--json",
    ):
        assert word in " ".join(text.split())
    assert sollecito("--version").stdout.startswith("sollecito 0.")


def test_a_terminal_sees_a_bar_with_rate_and_remaining_time(
    tiny_folder: Path, tmp_path: Path
) -> None:

    ours, theirs = pty.openpty()
    arguments = ("render", tiny_folder, "--out", tmp_path / "out", "--jobs", 1)
    with (
        open(ours, "rb", closefd=True) as terminal,  # noqa: PTH123 - a descriptor, not a path
        subprocess.Popen(
            command_line(arguments),
            cwd=ROOT,
            env=environment({"TERM": "xterm-256color"}),
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        ) as run,
    ):
        os.close(theirs)
        seen = b""
        try:
            while piece := terminal.read1(65_536):
                seen += piece
        except OSError:
            assert run.wait(30) == 0, "the terminal ends with the command"
    plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", seen).decode()
    assert "Publishing" in plain
    # Rows are counted every two seconds at most: all three may be done by the first count.
    assert re.search(r"[123]/3 [\d.]+/(s|min) \d:\d\d left", plain), plain[-500:]


def test_ctrl_c_ends_in_order_and_the_next_run_goes_on(
    tiny_folder: Path, tmp_path: Path, sollecito: Command
) -> None:

    out = tmp_path / "out"
    arguments = ("render", tiny_folder, "--out", out, "--jobs", 1)
    with subprocess.Popen(
        command_line(arguments),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        until = time.monotonic() + 60
        while not list(out.glob("clips/*.json")) and time.monotonic() < until:
            time.sleep(0.01)
        # A terminal sends it to the whole group, children included.
        os.killpg(run.pid, signal.SIGINT)
        printed, told = run.communicate(timeout=60)
    assert run.returncode == 130, told
    assert "Run again to go on" in printed
    assert "Traceback" not in told
    again = sollecito("render", tiny_folder, "--out", out, "--json")
    assert again.returncode == 0
    assert json.loads(again.stdout)["published"] == 3
