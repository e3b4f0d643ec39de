"""Imports that are held, mapped and cancelled

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = "state IN ('waiting', 'running', 'done', 'refused', 'failed')"
NOW = "state IN ('held', 'waiting', 'running', 'done', 'refused', 'failed', 'cancelled')"


def upgrade() -> None:
    with op.batch_alter_table("imports") as batch:
        batch.drop_constraint("state", type_="check")
        batch.add_column(sa.Column("columns", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("proposal", sa.JSON(), nullable=True))
    with op.batch_alter_table("imports") as batch:
        batch.create_check_constraint("state", NOW)


def downgrade() -> None:
    # What is only now a state cannot be told by the tables before.
    op.execute(
        "UPDATE imports SET state = 'failed', upload = NULL WHERE state IN ('held', 'cancelled')"
    )
    with op.batch_alter_table("imports") as batch:
        batch.drop_constraint("state", type_="check")
        batch.drop_column("proposal")
        batch.drop_column("columns")
    with op.batch_alter_table("imports") as batch:
        batch.create_check_constraint("state", BEFORE)
