"""Changes of facts, and the versions of a knowledge base that they made."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("base", "number"),
    )
    op.create_table(
        "fact_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("fact_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"]),
        sa.ForeignKeyConstraint(["publication_id"], ["knowledge_publications.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    open_alone = sa.text("state = 'open'")
    with op.batch_alter_table("fact_changes", schema=None) as batch_op:
        batch_op.create_index("ix_fact_changes_fact", ["base", "fact_id"], unique=False)
        batch_op.create_index("ix_fact_changes_state", ["base", "state"], unique=False)
        batch_op.create_index(
            "ix_fact_changes_one_open",
            ["base", "fact_id"],
            unique=True,
            sqlite_where=open_alone,
            postgresql_where=open_alone,
        )


def downgrade() -> None:
    op.drop_table("fact_changes")
    op.drop_table("knowledge_publications")
