"""how sources stand, pages to read, revisions"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host",
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("not_before", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_host")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        for name in ("edge", "days", "sizes"):
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column("health", sqltypes.AutoString(), nullable=False, server_default="well")
        )
        for name in ("since", "failing_since", "silent_since"):
            batch_op.add_column(sa.Column(name, sqltypes.UTCDateTime(), nullable=True))
        for name in ("redirect", "address", "address_of"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in ("redirects", "spells"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("definition", sqltypes.AutoString(), nullable=False, server_default="")
        )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("raw_hash", sqltypes.AutoString(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("fetched", sqltypes.UTCDateTime(), nullable=True))
    op.create_table(
        "alias",
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("article", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.key"]),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_alias")),
    )
    op.create_index(op.f("ix_alias_article"), "alias", ["article"])
    op.create_table(
        "revision",
        sa.Column("article", sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("until", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.key"]),
        sa.PrimaryKeyConstraint("article", "number", name=op.f("pk_revision")),
    )
    op.create_table(
        "page",
        sa.Column("article", sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.key"]),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_page")),
    )
    op.create_index(op.f("ix_page_state"), "page", ["state"])
    op.create_index(op.f("ix_page_next_try"), "page", ["next_try"])


def downgrade() -> None:
    for table in ("page", "revision", "alias", "host"):
        op.drop_table(table)
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_column("fetched")
        batch_op.drop_column("raw_hash")
    with op.batch_alter_table("source", schema=None) as batch_op:
        for name in (
            *("edge", "days", "sizes", "health", "since", "failing_since", "silent_since"),
            *("redirect", "address", "address_of", "redirects", "spells", "definition"),
        ):
            batch_op.drop_column(name)
