"""Campaigns and imports of the service, remembered answers

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _named(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)


def upgrade() -> None:
    with op.batch_alter_table("campaigns") as batch:
        batch.add_column(
            sa.Column(
                "state", sa.String(length=16), nullable=False, server_default=sa.text("'running'")
            )
        )
        batch.add_column(
            sa.Column("managed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(
            sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        batch.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("campaigns") as batch:
        batch.create_check_constraint(
            "state", "state IN ('running', 'paused', 'ended', 'deleting')"
        )
        for column in ("state", "managed", "version"):
            batch.alter_column(column, server_default=None)

    with op.batch_alter_table("imports") as batch:
        batch.drop_constraint("state", type_="check")
        batch.add_column(sa.Column("rows", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("upload", sa.String(length=64), nullable=True))
        batch.add_column(
            sa.Column(
                "format", sa.String(length=16), nullable=False, server_default=sa.text("'csv'")
            )
        )
        batch.add_column(
            sa.Column(
                "mode", sa.String(length=16), nullable=False, server_default=sa.text("'best_effort'")
            )
        )
        batch.add_column(
            sa.Column("dry_run", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(
            sa.Column("checked", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("began_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("error", sa.Text(), nullable=True))
        batch.add_column(sa.Column("error_line", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("lease_owner", sa.String(length=128), nullable=True))
        batch.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(
            sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("imports") as batch:
        batch.create_check_constraint(
            "state", "state IN ('waiting', 'running', 'done', 'refused', 'failed')"
        )
        batch.create_check_constraint("mode", "mode IN ('best_effort', 'all_or_nothing')")
        for column in ("format", "mode", "dry_run", "checked", "attempts"):
            batch.alter_column(column, server_default=None)

    with op.batch_alter_table("clips") as batch:
        batch.add_column(sa.Column("scene", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("took_ms", sa.Integer(), nullable=True))

    op.create_index(
        op.f("ix_recipients_campaign_id_published_at"),
        "recipients",
        ["campaign_id", "published_at"],
        unique=False,
    )

    op.create_table(
        "remembered_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=64), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["api_key_id"],
            ["api_keys.id"],
            name=op.f("fk_remembered_answers_api_key_id_api_keys"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_answers")),
        sa.UniqueConstraint(
            "api_key_id", "key", name=op.f("uq_remembered_answers_api_key_id_key")
        ),
    )
    op.create_index(
        op.f("ix_remembered_answers_began_at"), "remembered_answers", ["began_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_remembered_answers_began_at"), table_name="remembered_answers")
    op.drop_table("remembered_answers")
    op.drop_index(op.f("ix_recipients_campaign_id_published_at"), table_name="recipients")
    with op.batch_alter_table("clips") as batch:
        for column in ("took_ms", "scene"):
            batch.drop_column(column)
    # What is only now a state cannot be told by the tables before.
    op.execute("DELETE FROM rejected_rows WHERE import_id IN"
               " (SELECT id FROM imports WHERE state NOT IN ('running', 'done'))")
    op.execute("UPDATE imports SET state = 'done' WHERE state NOT IN ('running', 'done')")
    with op.batch_alter_table("imports") as batch:
        batch.drop_constraint("mode", type_="check")
        batch.drop_constraint("state", type_="check")
        for column in (
            "attempts", "lease_until", "lease_owner", "error_line", "error", "began_at",
            "checked", "dry_run", "mode", "format", "upload", "rows",
        ):
            batch.drop_column(column)
    with op.batch_alter_table("imports") as batch:
        batch.create_check_constraint("state", "state IN ('running', 'done')")
    with op.batch_alter_table("campaigns") as batch:
        batch.drop_constraint("state", type_="check")
        for column in ("updated_at", "version", "managed", "state"):
            batch.drop_column(column)
