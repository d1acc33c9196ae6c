"""phones backwards, to find a client by the end of his number"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "phone_key", sa.String(length=20), nullable=False, server_default=""
            )
        )
        batch_op.create_index(
            "ix_client_phone_key", ["site_id", "phone_key"], unique=False
        )
    _fill()


def _fill() -> None:
    # As portal.services.contact.phone_key did when this step was written.
    client = sa.table(
        "client", sa.column("phone", sa.String), sa.column("phone_key", sa.String)
    )
    connection = op.get_bind()
    phones = connection.execute(sa.select(client.c.phone).distinct()).scalars().all()
    for phone in phones:
        connection.execute(
            client.update()
            .where(client.c.phone == phone)
            .values(phone_key=phone.removeprefix("+")[::-1])
        )


def downgrade() -> None:
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.drop_index("ix_client_phone_key")
        batch_op.drop_column("phone_key")
