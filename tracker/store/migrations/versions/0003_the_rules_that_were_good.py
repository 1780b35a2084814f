"""the rules that were good"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_set",
        sa.Column("version", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rule_set")),
    )
    with op.batch_alter_table("rule_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_set_since"), ["since"], unique=False)
    _forget_note()


def downgrade() -> None:
    op.drop_table("rule_set")
    _forget_note()


def _forget_note() -> None:
    """What the service notes of its rules has another form; it is written at every start."""
    op.execute("DELETE FROM pulse WHERE name = 'rules'")
