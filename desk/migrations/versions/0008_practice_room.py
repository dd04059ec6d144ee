"""What a practice run keeps beside the conversation: clock, pause, hints, and the form after the call."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "practice_runs"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("timed", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column(TABLE, sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(TABLE, sa.Column("hints", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(TABLE, sa.Column("wrap_up", sa.JSON(), nullable=True))


def downgrade() -> None:
    for name in ("wrap_up", "hints", "paused", "timed"):
        op.drop_column(TABLE, name)
