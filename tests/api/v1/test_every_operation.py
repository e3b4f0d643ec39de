"""Every operation of the description, asked with invented requests, good and bad, by schemathesis.

No answer may be a server's error, none may be one that the description does not know, and what is
described must be what comes: status, media type, headers, body. All checks of the tool are made.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bundles import bundle
from imported_rows import ZIP
from served_campaign import copy_of
from service_client import Service, service_of
from tiny_campaign import CAMPAIGN

from campaigns.api_keys import Scope
from workers.background import finish_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

HOOKS = Path(__file__).with_name("invented_bodies.py")

CONFIGURATION = """\
seed = 20260930
continue-on-failure = true
request-timeout = 60
max-stream-events = 1
hooks = "HOOKS"
headers = { Authorization = "Bearer ${SERVICE_KEY}" }

[generation]
max-examples = 4
deterministic = true
database = "none"

[phases.coverage]
unexpected-methods = ["PUT"]
extra-data-sources = { responses = false }

# Else it finds the id of the key that it asks with, and revokes it.
[phases.fuzzing]
extra-data-sources = { responses = false }

# Walks over several operations need links between them, which the description does not have.
[phases.stateful]
enabled = false

# Requests are about what there is; what there is not is asked for in other tests.
[parameters]
"path.name" = "tiny"
"path.import_id" = 1
"path.recipient_id" = 1

# What ends a campaign is done to the one that is there to be lost.
[[operations]]
include-path = "/campaigns/{name}"
include-method = ["PATCH", "DELETE"]
parameters = { "path.name" = "other" }

# No schema says what the last entity tag was, a cursor, or what makes an archive a campaign.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "404", "409", "412", "422"]

# Rows are taken as they come: what is wrong with them is found by a worker.
[[operations]]
include-path = "/campaigns/{name}/imports"
include-method = "POST"
[operations.checks.negative_data_rejection]
expected-statuses = ["202", "400", "401", "403", "404", "405", "409", "415", "422", "429"]

# The key that asks is kept.
[[operations]]
include-path-regex = "^/keys/.+"
parameters = { "path.id" = "${OTHER_KEY}" }

"""


@pytest.fixture
def service(tiny_rendered_once: Path, tmp_path: Path) -> Iterator[Service]:
    """Return a service with a rendered campaign, and another to lose."""
    tiny = copy_of(tiny_rendered_once, tmp_path / "tiny")
    with service_of(tiny.out, requests_a_minute=1_000_000, log_level="error") as service:
        other = CAMPAIGN.replace("name: tiny", "name: other")
        made = service.post("/campaigns", content=bundle(campaign=other), headers=ZIP)
        assert made.status_code == 201, made.text
        finish_unfinished(service.settings, threading.Event())
        yield service


@pytest.mark.timeout(1800)
def test_no_answer_is_undescribed(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "schemathesis.toml"
    file.write_text(CONFIGURATION.replace("HOOKS", str(HOOKS)), encoding="utf-8")
    run = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            "--config-file",
            file,
            "run",
            f"{service.client.base_url}/v1/openapi.json",
            "--url",
            f"{service.client.base_url}/v1",
            "--no-color",
        ],
        env={
            **os.environ,
            "SERVICE_KEY": service.admin,
            "OTHER_KEY": service.key(Scope.READ).split("_")[1],
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=1700,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-60_000:] + run.stderr[-2000:]
    assert service.get("/campaigns/tiny").status_code == 200, "it was asked about to the end"
    operations = sum(map(len, service.get("/openapi.json").json()["paths"].values()))
    assert f"{operations} selected / {operations} total" in run.stdout
