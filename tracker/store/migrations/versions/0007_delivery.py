"""what became of every message, what is muted, what was said of it, and who may ask"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WORDS = (
    *("watch", "story", "article", "source", "anchor", "part_of", "gathered_by"),
    *("address", "space", "seen_by"),
)
TIMES = ("tried", "edit_at", "edited", "escalate_at", "seen_at")
KNOWN = ("address", "not_before", "moved_to", "closed", "holder")
INDEXED = ("story", "anchor", "part_of", "gathered_by", "edit_at", "escalate_at")


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("form", sqltypes.AutoString(), nullable=False, server_default="notice")
        )
        for name in WORDS:
            batch_op.add_column(
                sa.Column(name, sqltypes.AutoString(), nullable=False, server_default="")
            )
        for name, default in (("rank", "2"), ("severity", "1"), ("cooldown", "0")):
            batch_op.add_column(
                sa.Column(name, sa.Integer(), nullable=False, server_default=default)
            )
        for name in TIMES:
            batch_op.add_column(sa.Column(name, sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("floor", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("is_repeat", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("escalate_to", sa.JSON(), nullable=False, server_default="[]")
        )
        for name in INDEXED:
            batch_op.create_index(batch_op.f(f"ix_delivery_{name}"), [name], unique=False)
        batch_op.create_index("ix_delivery_channel_tried", ["channel", "tried"], unique=False)
        batch_op.create_index("ix_delivery_address_remote_id", ["address", "remote_id"])
    op.execute("UPDATE delivery SET form = 'alert' WHERE card LIKE '%\"reasons\":[{%'")
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery", sqltypes.AutoString(), nullable=False),
        sa.Column("address", sqltypes.AutoString(), nullable=False),
        sa.Column("act", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("outcome", sqltypes.AutoString(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_address_at", "attempt", ["address", "at"], unique=False)
    op.create_index(op.f("ix_attempt_delivery"), "attempt", ["delivery"], unique=False)
    _chats_by_address()
    op.create_table(
        "silence",
        sa.Column("id", sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("channel", sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_by", sqltypes.AutoString(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
    )
    op.create_index(op.f("ix_silence_until"), "silence", ["until"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("delivery", sqltypes.AutoString(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("article", sqltypes.AutoString(), nullable=False),
        sa.Column("watches", sa.JSON(), nullable=False),
        sa.Column("verdict", sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("delivery", "author", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_article"), "feedback", ["article"], unique=False)
    op.create_table(
        "reader",
        sa.Column("id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader")),
    )
    op.create_table(
        "invite",
        sa.Column("hash", sqltypes.AutoString(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_invite")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("holder", sqltypes.AutoString(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def _chats_by_address() -> None:
    """Channels that share a chat share its state: what one of them knew holds for all."""
    known = op.get_bind().execute(
        sa.text(
            "SELECT address, max(not_before), max(moved_to), max(closed) FROM destination "
            "GROUP BY address"
        ).columns(sa.column("address"), sa.column("not_before", sqltypes.UTCDateTime()))
    )
    rows = known.all()
    op.drop_table("destination")
    op.create_table(
        "destination",
        sa.Column("address", sqltypes.AutoString(), nullable=False),
        sa.Column("not_before", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("moved_to", sqltypes.AutoString(), nullable=False),
        sa.Column("closed", sa.Text(), nullable=False),
        sa.Column("holder", sqltypes.AutoString(), nullable=False),
        sa.Column("held_until", sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_destination")),
    )
    into = sa.table("destination", *map(sa.column, KNOWN))
    for row in rows:
        op.execute(into.insert().values(dict(zip(KNOWN, (*row, ""), strict=True))))


def downgrade() -> None:
    for table in ("lease", "invite", "reader", "feedback", "silence", "attempt"):
        op.drop_table(table)
    op.drop_table("destination")
    op.create_table(
        "destination",
        sa.Column("channel", sqltypes.AutoString(), nullable=False),
        sa.Column("address", sqltypes.AutoString(), nullable=False),
        sa.Column("not_before", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("moved_to", sqltypes.AutoString(), nullable=False),
        sa.Column("closed", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address", name=op.f("pk_destination")),
    )
    op.execute("UPDATE delivery SET state = 'pending' WHERE state IN ('unknown', 'sending')")
    op.execute("UPDATE delivery SET state = 'dead' WHERE state IN ('superseded', 'suppressed')")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        for name in INDEXED:
            batch_op.drop_index(batch_op.f(f"ix_delivery_{name}"))
        batch_op.drop_index("ix_delivery_channel_tried")
        batch_op.drop_index("ix_delivery_address_remote_id")
        for name in (
            *WORDS, *TIMES, "form", "rank", "severity", "cooldown", "floor", "is_repeat", "escalate_to",
        ):  # fmt: skip
            batch_op.drop_column(name)
