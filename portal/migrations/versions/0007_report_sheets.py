"""report sheets: what the desk hands in for a day, a week, a month"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reportsheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_name", sa.String(length=60), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_reportsheet_site_id_site")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"],
            ["staff.id"],
            name=op.f("fk_reportsheet_submitted_by_staff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reportsheet")),
        sa.UniqueConstraint(
            "site_id",
            "kind",
            "first_day",
            name=op.f("uq_reportsheet_site_id_kind_first_day"),
        ),
    )
    with op.batch_alter_table("reportsheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reportsheet_site_id"), ["site_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("reportsheet")
