"""Rejects are kept within budgets, and replayed by jobs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STATEMENTS = (
    # what there was before is complete where it was short
    "UPDATE reject SET whole = true WHERE length(payload) = payload_bytes",
    """
INSERT INTO reject_hour (device_name, hour, reason, count, kept, kept_bytes)
SELECT coalesce(device_name, ''), date_trunc('hour', received_at, 'UTC'), reason, count(*),
    count(*), sum(length(payload))
FROM reject GROUP BY 1, 2, 3
""",
    """
CREATE VIEW reject_counted AS
-- The counts of every hour, folded or not, for readers; several rows an hour, device and reason.
SELECT hour, device_name, reason, count, kept, kept_bytes FROM reject_hour
UNION ALL SELECT hour, device_name, reason, count, kept, kept_bytes FROM reject_count
""",
    """
CREATE FUNCTION replay_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('isotherm_replays', '');
    RETURN NULL;
END $$
""",
    "CREATE TRIGGER replay_asked AFTER INSERT ON replay_job"
    " FOR EACH STATEMENT EXECUTE FUNCTION replay_asked()",
    "GRANT SELECT, UPDATE (replayed_at, replay_job_id, refused_again) ON reject TO isotherm_ingest",
    "GRANT SELECT, INSERT ON reject_count TO isotherm_ingest",
    "GRANT SELECT ON reject_hour, reject_counted TO isotherm_ingest",
    "GRANT SELECT, UPDATE (state, instance, done_to, matched, replayed, duplicate, refused_again,"
    " done_at, error) ON replay_job TO isotherm_ingest",
    "GRANT SELECT, DELETE ON reject_count, replay_job TO isotherm_worker",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON reject_hour TO isotherm_worker",
    "GRANT SELECT ON reject_count, reject_hour, reject_counted, replay_job TO isotherm_api",
    "GRANT INSERT ON replay_job TO isotherm_api",
)


def upgrade() -> None:
    """Widens the rejects, makes their counts and the jobs, and grants what each part needs."""
    _widen_rejects()
    _make_counts()
    _make_jobs()
    for statement in STATEMENTS:
        op.execute(statement)


def _widen_rejects() -> None:
    for column in (
        _flag("whole"),
        sa.Column("message", sa.BigInteger(), nullable=True),
        _flag("retained"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        _flag("time_unsure"),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replay_job_id", sa.BigInteger(), nullable=True),
        sa.Column("refused_again", sa.String(), nullable=True),
    ):
        op.add_column("reject", column)
    op.create_index(
        "ix_reject_replayable",
        "reject",
        ["id"],
        postgresql_where=sa.text("whole AND replayed_at IS NULL"),
    )


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)


def _counts(*names: str) -> list[sa.Column[int]]:
    return [
        sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
        for name in names
    ]


def _make_counts() -> None:
    op.create_table(
        "reject_count",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_counts("count", "kept", "kept_bytes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reject_count")),
    )
    op.create_index("ix_reject_count_device_name_hour", "reject_count", ["device_name", "hour"])
    op.create_table(
        "reject_hour",
        sa.Column("device_name", sa.String(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_counts("count", "kept", "kept_bytes"),
        sa.PrimaryKeyConstraint("device_name", "hour", "reason", name=op.f("pk_reject_hour")),
    )
    op.create_index("ix_reject_hour_hour", "reject_hour", ["hour"])


def _make_jobs() -> None:
    op.create_table(
        "replay_job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("filter", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("site_ids", sa.ARRAY(sa.Integer()), nullable=True),
        sa.Column("state", sa.String(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("instance", sa.String(), nullable=True),
        *_counts("done_to"),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        *_counts("matched", "replayed", "duplicate", "refused_again"),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_replay_job_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay_job")),
    )
    op.create_index(
        "ix_replay_job_open",
        "replay_job",
        ["id"],
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )
