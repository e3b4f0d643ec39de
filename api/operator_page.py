"""``/`` of the demo: all links, for invented people only."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse

from api.place import place_of
from campaigns.models import Recipient, RecipientStatus
from campaigns.queries import campaign_names, find_campaign, recipients

if TYPE_CHECKING:
    from jinja2 import Template

router = APIRouter()

MOST = 500
"""Recipients that are listed at most."""

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = (_TEMPLATES / "operator.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)


@router.api_route("/", methods=["GET", "HEAD"])
def operator_page(request: Request) -> Response:
    """Show every recipient with the link, the film and the code."""
    people: list[dict[str, object]] = []
    with place_of(request).database.reading() as session:
        for name in campaign_names(session):
            campaign = find_campaign(session, name)
            for recipient in recipients(session, campaign.id) if campaign else ():
                if len(people) < MOST:
                    people.append(_person(recipient))
    html = _template().render(people=people, style=Markup(_STYLE))  # noqa: S704 - our own file
    return HTMLResponse(
        html, headers={"Cache-Control": "no-store", "Content-Security-Policy": _POLICY}
    )


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    return environment.get_template("operator.html.jinja")


def _person(recipient: Recipient) -> dict[str, object]:
    plan = recipient.plan or {}
    names = [str(recipient.values.get(key) or "") for key in ("first_name", "last_name")]
    return {
        "who": " ".join(filter(None, names)) or recipient.external_id,
        "id": recipient.external_id,
        "status": recipient.status.value,
        "visible": recipient.published_at is not None
        and recipient.status != RecipientStatus.WITHDRAWN,
        "token": recipient.token,
        "film": recipient.film,
        "poster": next(iter(plan.values()), ""),
    }
