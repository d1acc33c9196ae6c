"""owners of leads, and what lapses"""

import os
import time
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leadextension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("ASKED", "GRANTED", "REFUSED", "LAPSED", name="extensionstate"),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_reason", sa.String(length=300), nullable=False),
        sa.Column("due_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["staff.id"],
            name=op.f("fk_leadextension_answered_by_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff.id"], name=op.f("fk_leadextension_asked_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_leadextension_decision_id_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_leadextension_lead_id_lead")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name=op.f("fk_leadextension_obligation_id_obligation"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_leadextension_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leadextension")),
    )
    with op.batch_alter_table("leadextension", schema=None) as batch_op:
        batch_op.create_index(
            "ix_leadextension_lead", ["site_id", "lead_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_leadextension_site_id"), ["site_id"], unique=False
        )

    op.create_table(
        "leadowner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("holds_lead", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=20), nullable=False),
        sa.Column("cool_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_leadowner_decision_id_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_leadowner_lead_id_lead")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_leadowner_site_id_site")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_leadowner_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leadowner")),
        sa.UniqueConstraint(
            "site_id", "holds_lead", name=op.f("uq_leadowner_site_id_holds_lead")
        ),
    )
    with op.batch_alter_table("leadowner", schema=None) as batch_op:
        batch_op.create_index(
            "ix_leadowner_ended", ["site_id", "ended_how", "until"], unique=False
        )
        batch_op.create_index("ix_leadowner_lead", ["site_id", "lead_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_leadowner_site_id"), ["site_id"], unique=False
        )

    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            "ix_obligation_lapses",
            ["site_id", "lapses_at"],
            unique=False,
            sqlite_where=sa.text(
                "met_at IS NULL AND dropped_at IS NULL AND lapses_at IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "met_at IS NULL AND dropped_at IS NULL AND lapses_at IS NOT NULL"
            ),
        )

    _fill()


# As the states and the house's own row were when this step was written.
WITH_DESIGNER = ("OFFERED", "ASSIGNED", "MEASURED", "DORMANT")
WAITING = ("REGISTERED", "ATTRIBUTED", "READY")


def _fill() -> None:
    """Whoever has a lead now owns its next step; its clocks start with the next act."""
    lead = sa.table(
        "lead",
        sa.column("id", sa.Uuid),
        sa.column("site_id", sa.Uuid),
        sa.column("state", sa.String),
        sa.column("designer_id", sa.Uuid),
        sa.column("touched_at", sa.DateTime(timezone=True)),
    )
    owner = sa.table(
        "leadowner",
        *(sa.column(name, sa.Uuid) for name in ("id", "site_id", "lead_id")),
        *(sa.column(name, sa.Uuid) for name in ("holds_lead", "staff_id")),
        sa.column("role", sa.String),
        sa.column("since", sa.DateTime(timezone=True)),
        *(sa.column(name, sa.String) for name in ("how", "ended_how")),
    )
    connection = op.get_bind()
    state = sa.cast(lead.c.state, sa.String)
    leads = connection.execute(
        sa.select(lead).where(state.in_((*WITH_DESIGNER, *WAITING)))
    ).all()
    rows = [
        {
            "id": _new_id(),
            "site_id": one.site_id,
            "lead_id": one.id,
            "holds_lead": one.id,
            "staff_id": one.designer_id if one.state in WITH_DESIGNER else None,
            "role": None if one.state in WITH_DESIGNER else "customer_manager",
            "since": one.touched_at,
            "how": "upgraded",
            "ended_how": "",
        }
        for one in leads
    ]
    if rows:
        connection.execute(owner.insert(), rows)


def _new_id() -> UUID:
    raw = bytearray((time.time_ns() // 1_000_000).to_bytes(6, "big") + os.urandom(10))
    raw[6] = (raw[6] & 0x0F) | 0x70
    raw[8] = (raw[8] & 0x3F) | 0x80
    return UUID(bytes=bytes(raw))


def downgrade() -> None:
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_obligation_lapses",
            sqlite_where=sa.text(
                "met_at IS NULL AND dropped_at IS NULL AND lapses_at IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "met_at IS NULL AND dropped_at IS NULL AND lapses_at IS NOT NULL"
            ),
        )
        batch_op.drop_column("lapsed_at")
        batch_op.drop_column("lapses_at")

    with op.batch_alter_table("leadowner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leadowner_site_id"))
        batch_op.drop_index("ix_leadowner_lead")
        batch_op.drop_index("ix_leadowner_ended")

    op.drop_table("leadowner")
    with op.batch_alter_table("leadextension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leadextension_site_id"))
        batch_op.drop_index("ix_leadextension_lead")

    op.drop_table("leadextension")
