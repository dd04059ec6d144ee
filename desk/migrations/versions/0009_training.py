"""What stands around practice: certificates, values by criterion, assignments, facts to refresh, contested turns."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

RUNS = "practice_runs"
COLUMNS = (
    ("deadline_at", sa.DateTime()), ("pass_mark", sa.Integer()), ("verdict", sa.String(16)),
    ("settled_card", sa.Text()), ("settled_total", sa.Double()),
)  # fmt: skip


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column(RUNS, sa.Column(name, kind, nullable=True))
    _values()
    _assignments()
    op.create_table(
        "fact_cards",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("fact_id", sa.String(64), primary_key=True),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
    )
    op.create_index("ix_fact_cards_due", "fact_cards", ["user_id", "due_at"])
    _contests()
    op.create_table(
        "odd_turns",
        _run_id(primary_key=True),
        sa.Column("moment", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("script", sa.String(80), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_odd_turns_at", "odd_turns", ["at"])
    _fill_values()


def _run_id(*, primary_key: bool) -> sa.Column[str]:
    run = sa.ForeignKey(f"{RUNS}.id", ondelete="CASCADE")
    return sa.Column("run_id", sa.String(32), run, primary_key=primary_key, nullable=False)


def _values() -> None:
    op.create_table(
        "practice_values",
        _run_id(primary_key=True),
        sa.Column("criterion_id", sa.String(64), primary_key=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("value", sa.Integer()),
        sa.Column("max", sa.Integer(), nullable=False),
    )


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("team", sa.String(64)),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("scenario_id", sa.String(64)),
        sa.Column("goal", sa.Integer()),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("criterion_id", sa.String(64)),
        sa.Column("call_id", sa.String(32), sa.ForeignKey("calls.id", ondelete="SET NULL")),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
    )
    op.create_index("ix_assignments_user", "assignments", ["user_id"])
    op.create_index("ix_assignments_team", "assignments", ["team"])


def _contests() -> None:
    op.create_table(
        "practice_contests",
        sa.Column("id", sa.Integer(), primary_key=True),
        _run_id(primary_key=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("moment", sa.Integer()),
        sa.Column("criterion_id", sa.String(64)),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("settled_by", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("settled_at", sa.DateTime()),
    )
    op.create_index("ix_practice_contests_run_id", "practice_contests", ["run_id"])
    op.create_index("ix_practice_contests_state", "practice_contests", ["state", "created_at"])


def _fill_values() -> None:
    """What earlier runs came to on each criterion, out of their scorecards."""
    connection = op.get_bind()
    runs = connection.execute(sa.text(f"SELECT id, scorecard FROM {RUNS} WHERE scorecard IS NOT NULL")).all()
    rows = [
        {"run": run_id, "criterion": line["id"], "status": line["status"], "value": line["value"], "max": line["max"]}
        for run_id, card in runs
        for line in json.loads(card)["criteria"]
    ]
    if rows:
        into = "INSERT INTO practice_values (run_id, criterion_id, status, value, max)"
        connection.execute(sa.text(f"{into} VALUES (:run, :criterion, :status, :value, :max)"), rows)


def downgrade() -> None:
    for table in ("odd_turns", "practice_contests", "fact_cards", "assignments", "practice_values"):
        op.drop_table(table)
    for name, _ in reversed(COLUMNS):
        op.drop_column(RUNS, name)
