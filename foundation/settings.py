"""What an operator may set: environment variables that start with ``SOLLECITO_``.

Everything has a default that serves one machine. Command-line options are handed to
``load_settings`` and win over the environment.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from foundation.errors import SettingsError

PREFIX = "SOLLECITO_"
"""What every variable of ours starts with."""

Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z][a-z0-9+.-]*://")]
FilesFrom = Annotated[
    str,
    # Its host stands in the policy of every page: names and numbers only, and no password.
    StringConstraints(
        strip_whitespace=True,
        pattern=r"^(signed|https?://([\w.-]+|\[[0-9a-fA-F:]+\])(:\d+)?(/[^\s?#;,'\"]*)?)$",
    ),
]
PublicBase = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s?#]+$")
]


class Settings(BaseSettings):
    """All settings. Unset addresses follow from ``out``; see the properties of the same name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    out: Path = Field(
        default=Path("out"),
        description="Folder for objects, hand-over files and, in .sollecito, all private state.",
    )
    database_url: Url | None = Field(
        default=None,
        description="SQLAlchemy address of the database; unset: SQLite in OUT/.sollecito.",
    )
    store_url: str | None = Field(
        default=None,
        description="Object store: a folder or s3://bucket/prefix?endpoint=…; unset: OUT itself.",
    )
    broker_url: Url = Field(
        default="memory://",
        description="Message broker: memory:// lives in this process, redis://… is a Redis or"
        " Valkey server.",
    )
    allow_functions: bool = Field(
        default=False,
        description="Whether Python functions in a campaign folder may make bases; they are"
        " trusted code, run with the renderer's rights.",
    )
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port; 0 takes any free one.")
    public_base: PublicBase | None = Field(
        default=None,
        description="Overrides every campaign's public_base, such as http://127.0.0.1:8000.",
    )
    files_from: FilesFrom | None = Field(
        default=None,
        description="Where clips, films and posters are fetched from: https://… (the address before"
        " clips/… at a CDN or a public bucket) or signed (addresses of the S3 store that end after"
        " an hour); unset: this server.",
    )
    log_format: Literal["auto", "human", "json"] = Field(
        default="auto",
        description="auto: lines for people on a terminal, JSON otherwise.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="The least important lines that are written.",
    )
    jobs: int | None = Field(
        default=None,
        ge=1,
        le=256,
        description="Rendering processes at once; unset: one for each processor.",
    )
    lease_seconds: float = Field(
        default=120.0,
        ge=1,
        le=3600,
        description="Seconds a claim on a recipient or clip holds unless renewed.",
    )
    clip_seconds: float = Field(
        default=120.0,
        gt=0,
        le=3600,
        description="Seconds one scene may take to render before its process is replaced.",
    )
    attempts: int = Field(
        default=3,
        ge=1,
        le=20,
        description="Times a recipient or clip is tried before it counts as failed.",
    )
    sweep_seconds: float = Field(
        default=30.0,
        gt=0,
        le=3600,
        description="Seconds between two looks for unfinished work.",
    )
    import_batch: int = Field(
        default=2000,
        ge=1,
        le=10_000,
        description="Rows of a data file stored in one transaction.",
    )

    held_hours: int = Field(
        default=24,
        ge=1,
        le=24 * 365,
        description="Hours after which an import that is held, and that nobody starts, is dropped.",
    )

    requests_a_minute: int = Field(
        default=600,
        ge=1,
        le=1_000_000,
        description="Requests that one API key may make in a minute, at all servers of a broker.",
    )
    forms_an_hour: int = Field(
        default=60,
        ge=1,
        le=100_000,
        description="Forms that one network address may send in an hour; phones often share one.",
    )
    messages_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="Days after which messages that are done are deleted; unset: never by age.",
    )
    webhooks_to_private: bool = Field(
        default=False,
        description="Whether webhooks may lead to private addresses and to http://.",
    )

    @property
    def private(self) -> Path:
        """The folder of private state, never served: database, caches, locks."""
        return self.out / ".sollecito"

    @property
    def database(self) -> str:
        """The database's address, ``database_url`` or the SQLite file of ``out``."""
        return self.database_url or f"sqlite:///{(self.private / 'sollecito.db').absolute()}"

    @property
    def store(self) -> str:
        """The object store's address, ``store_url`` or the folder ``out``."""
        return self.store_url or str(self.out)

    @property
    def processes(self) -> int:
        """How many rendering processes run at once, at least 1."""
        return self.jobs or len(os.sched_getaffinity(0))


def load_settings(**given: Any) -> Settings:
    """Return the settings of the environment, overridden by those given that are not None.

    Raises SettingsError that names each variable that makes no sense and what was expected; the
    values are not repeated, because addresses may hold passwords.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'_'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}."
            for fault in error.errors(include_url=False, include_input=False)
        ]
        raise SettingsError("\n".join(lines)) from None
