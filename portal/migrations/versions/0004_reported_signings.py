"""signings reported by whoever follows the client"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signingreport",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("reported_by_name", sa.String(length=60), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_signingreport_site_id_site")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_signingreport_lead_id_lead")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"],
            ["staff.id"],
            name=op.f("fk_signingreport_reported_by_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contract.id"],
            name=op.f("fk_signingreport_contract_id_contract"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signingreport")),
    )
    with op.batch_alter_table("signingreport", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signingreport_site_id"), ["site_id"], unique=False
        )
        batch_op.create_index(
            "ix_signingreport_lead", ["site_id", "lead_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("signingreport")
