"""Whether a practice run is to learn, to practise or to certify."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("practice_runs", sa.Column("mode", sa.String(16), nullable=False, server_default="practise"))


def downgrade() -> None:
    op.drop_column("practice_runs", "mode")
