"""``sollecito serve``, ``stats`` and ``demo``: started, used, stopped, and nothing left behind."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from bundles import bundle
from command_process import ROOT, command_line, environment
from served_campaign import PHONE
from sqlalchemy import create_engine, text

from cli.serving import listening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from command_process import Command
    from tiny_campaign import Tiny

MARK = "SOLLECITO_TEST_RUN"


def marked(mark: str) -> list[int]:
    """Return the processes that a command started, itself included."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@contextmanager
def started(
    command: str, out: Path, mark: str, **env: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield a command that serves and its address; it is killed if the test does not end it."""
    with subprocess.Popen(
        command_line((command, "--out", out, "--port", 0)),
        cwd=ROOT,
        env=environment({MARK: mark, **env}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found, server.stderr.read() if server.stderr else ""
            yield server, found[0]
        finally:
            server.kill()


def serving(
    tiny: Tiny, mark: str, **env: str
) -> AbstractContextManager[tuple[subprocess.Popen[str], str]]:
    """Serve a rendered campaign."""
    return started("serve", tiny.out, mark, **env)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_counts_and_stops_on_request(
    tiny: Tiny, sollecito: Command, number: signal.Signals
) -> None:
    mark = uuid.uuid4().hex
    token = tiny.token()
    with serving(tiny, mark) as (server, address):
        with httpx.Client(base_url=address, headers={"User-Agent": PHONE}) as client:
            assert client.get("/livez").text == "ok"
            assert client.get(f"/p/{token}/").status_code == 200
            page = client.get(f"/{token}?s=paper", follow_redirects=True)
            assert page.status_code == 200
            assert client.get(f"/pay/{token}").status_code == 303
            assert client.get("/").status_code == 404
        server.send_signal(number)
        printed, told = server.communicate(timeout=20)
    assert server.returncode == 0, told
    assert f"Dashboard: {address}dashboard/" in printed.splitlines()
    assert "Traceback" not in told
    assert token not in told + printed
    assert not marked(mark)
    for name in (tiny.folder, "tiny"):
        run = sollecito("stats", name, "--out", tiny.out, "--json")
        assert run.returncode == 0, run.stderr
        statistics = json.loads(run.stdout)
        assert statistics["campaign"] == "tiny"
        assert statistics["opened"] == {"events": 1, "recipients": 1}
        assert statistics["pay_clicked"] == {"events": 1, "recipients": 1}
        assert statistics["sources"] == {"paper": {"events": 1, "recipients": 1}}
    shown = sollecito("stats", "tiny", "--out", tiny.out).stdout
    assert re.search(r"Pay button pressed\s+1\s+1", shown)


def test_serve_finishes_what_a_run_left(tiny: Tiny) -> None:
    whole = tiny.objects()
    token = tiny.token("b2")
    (tiny.out / "p" / token / "index.html").unlink()
    engine = create_engine(tiny.settings.database)
    with engine.begin() as connection:
        left = "update recipients set status = 'planned', attempts = 1, lease_owner = 'gone',"
        connection.execute(
            text(f"{left} lease_until = '2099-01-01' where token = :t"), {"t": token}
        )
    engine.dispose()
    mark = uuid.uuid4().hex
    with serving(tiny, mark, SOLLECITO_SWEEP_SECONDS="0.2", SOLLECITO_JOBS="1") as (server, _):
        until = time.monotonic() + 60
        while tiny.objects() != whole:
            assert time.monotonic() < until
            assert server.poll() is None
            time.sleep(0.05)
        assert len(marked(mark)) >= 1
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=30)
    assert server.returncode == 0, told
    until = time.monotonic() + 10
    while marked(mark) and time.monotonic() < until:
        time.sleep(0.02)
    assert not marked(mark), "no rendering process outlives the server"


def test_a_port_in_use_is_told(tiny: Tiny, sollecito: Command) -> None:
    with serving(tiny, uuid.uuid4().hex) as (_, address):
        port = address.rstrip("/").rpartition(":")[2]
        run = sollecito("serve", "--out", tiny.out, "--port", port)
    assert run.returncode == 1
    assert f"port {port}" in run.stderr
    assert "--port" in run.stderr
    assert "Traceback" not in run.stderr


def test_no_part_of_an_answer_waits_for_the_one_before() -> None:
    """TCP_NODELAY (tcp(7)): else each answer of two parts takes 40 ms more."""

    async def asked() -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(
                writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            )
            writer.close()

        with listening("127.0.0.1", 0) as listener:
            port = listener.getsockname()[1]
            async with await asyncio.start_server(answer, sock=listener):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                found = await told
                writer.close()
        return found

    # A browser test of this process may have left a loop running in this thread.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asyncio.run, asked()).result(30)


def test_serve_begins_with_nothing(tmp_path: Path, sollecito: Command) -> None:
    out = tmp_path / "new"
    with started("serve", out, uuid.uuid4().hex) as (server, address):
        assert server.stderr is not None
        told = ""
        while "v1/docs" not in told:
            line = server.stderr.readline()
            assert line, told
            told += line
        assert server.stdout is not None
        assert server.stdout.readline() == f"Dashboard: {address}dashboard/\n"
        assert f'sollecito keys create "My office" --scope admin --out {out}' in told
        made = sollecito("keys", "create", "My office", "--scope", "admin", "--out", out, "--json")
        assert made.returncode == 0, made.stderr
        headers = {"Authorization": f"Bearer {json.loads(made.stdout)['secret']}"}
        with httpx.Client(base_url=f"{address}v1", headers=headers, timeout=60) as client:
            assert client.get("/docs").status_code == 200
            sent = client.post(
                "/campaigns", content=bundle(), headers={"Content-Type": "application/zip"}
            )
            assert sent.status_code == 201, sent.text
            assert client.get("/campaigns/tiny").status_code == 200
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)
    assert server.returncode == 0
    assert (out / ".sollecito").stat().st_mode & 0o077 == 0


def test_serve_of_a_folder_that_cannot_be(tmp_path: Path, sollecito: Command) -> None:
    (tmp_path / "file").write_text("")
    run = sollecito("serve", "--out", tmp_path / "file" / "sub", "--port", 0)
    assert run.returncode == 1
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr


def test_stats_of_nothing(tmp_path: Path, tiny: Tiny, sollecito: Command) -> None:
    run = sollecito("stats", "tiny", "--out", tmp_path / "empty")
    assert run.returncode == 1
    assert "Nothing has been rendered" in run.stderr
    assert not (tmp_path / "empty").exists()
    run = sollecito("stats", "tinny", "--out", tiny.out, "--json")
    assert run.returncode == 1
    assert "Did you mean 'tiny'?" in json.loads(run.stdout)["message"]


def test_the_demo_renders_prints_and_serves(tiny: Tiny, tmp_path: Path, sollecito: Command) -> None:
    # The demo with a smaller campaign in the place of the example.
    script = (
        "import sys; from pathlib import Path; import cli.demo;"
        f"cli.demo.EXAMPLE = Path({str(tiny.folder)!r});"
        "from cli.main import run; sys.argv = ['sollecito', 'demo', *sys.argv[1:]]; run()"
    )
    (tmp_path / "demo.py").write_text(f"if __name__ == '__main__':\n    {script}\n")
    del sollecito
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])

    def demo(*arguments: object) -> subprocess.Popen[str]:
        command = [command_line(())[0], tmp_path / "demo.py", *arguments, "--out", tiny.out]
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=environment({"PYTHONPATH": str(ROOT), "SOLLECITO_PORT": port, "COLUMNS": "70"}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    first = demo("--no-serve")
    printed, told = first.communicate(timeout=120)
    assert first.returncode == 0, told
    for row in tiny.handed_over().values():
        assert row["link"] in printed
        assert row["link"].startswith("HTTP://127.0.0.1:")
    assert sum(printed.count(cell) for cell in "█▀▄") > 200, "a code in the terminal"
    with demo() as second:
        assert second.stdout is not None
        lines = []
        for line in second.stdout:
            lines.append(line)
            if found := re.search(r"Serving at (http://\S+)", line):
                break
        assert "Nothing to render: all 3 recipients" in "".join(lines)
        home = httpx.get(found[1])
        assert home.status_code == 200
        assert tiny.token("a1") in home.text
        os.kill(second.pid, signal.SIGINT)
        assert second.wait(20) == 0
