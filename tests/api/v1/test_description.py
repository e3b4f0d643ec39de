"""The description of the service: whole, well worded, readable without anything from outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service_client import Service

DOCS = Path(__file__).parents[3] / "docs" / "api.md"


def test_every_operation_reads_well(shared: Service) -> None:
    api = shared.get("/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    tags = {tag["name"] for tag in api["tags"]}
    ids = set()
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["description"].endswith("."), where
            assert set(operation["tags"]) <= tags, where
            assert operation["security"] == [{"API key": []}], where
            assert {"401", "403", "422", "429", "500", "503"} <= set(operation["responses"]), where
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], where
            for parameter in operation.get("parameters", ()):
                assert parameter.get("description"), f"{where}: {parameter['name']}"
            ids.add(operation["operationId"])
    assert len(ids) == sum(len(methods) for methods in api["paths"].values())
    assert "HTTPValidationError" not in api["components"]["schemas"]


def test_the_page_loads_nothing(shared: Service) -> None:
    answer = shared.get("/docs")
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", answer.text)
    for path in shared.get("/openapi.json").json()["paths"]:
        assert f"/v1{path}</code>" in answer.text


def test_every_route_is_documented(shared: Service) -> None:
    text = DOCS.read_text(encoding="utf-8")
    for path in shared.get("/openapi.json").json()["paths"]:
        named = re.sub(r"\\{[^}]*\\}", r"[^/\\s\"`]+", re.escape(f"/v1{path}"))
        assert re.search(rf"{named}(?![\w/.])", text), path
