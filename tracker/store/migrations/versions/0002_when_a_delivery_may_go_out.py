"""when a delivery may go out"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what is owed already has no time before which it must wait
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("not_before", sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("action", sqltypes.AutoString(), nullable=False, server_default="now")
        )
        batch_op.add_column(sa.Column("why", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_column("why")
        batch_op.drop_column("action")
        batch_op.drop_column("not_before")
