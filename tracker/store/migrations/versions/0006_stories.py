"""what articles are to each other, and how they are found again"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What relations were called before; to those who were told, a copy is a copy.
NAMES = {
    "new": "different",
    "amended": "revision_material",
    "same_url": "copy",
    "same_title": "copy",
    "same_text": "copy",
}


def upgrade() -> None:
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("telling", sqltypes.AutoString(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("share", sa.Float(), nullable=False, server_default="0"))
        for name in ("change", "marks"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_article_number"), ["number"], unique=True)
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changes", sa.JSON(), nullable=False, server_default="[]"))
    for table in ("sketch", "mark"):
        op.create_table(
            table,
            sa.Column("hash", sa.Integer(), nullable=False, autoincrement=False),
            sa.Column("article", sa.BigInteger(), nullable=False, autoincrement=False),
            sa.PrimaryKeyConstraint("hash", "article", name=op.f(f"pk_{table}")),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "apart",
        sa.Column("source", sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_apart")),
    )
    article = sa.table("article", sa.column("relation", sa.String))
    for old, new in NAMES.items():
        op.execute(article.update().where(article.c.relation == old).values(relation=new))


def downgrade() -> None:
    for table in ("apart", "mark", "sketch"):
        op.drop_table(table)
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("changes")
    article = sa.table("article", sa.column("relation", sa.String))
    for old, new in {
        "new": "different",
        "amended": "revision_material",
        "same_text": "copy",
    }.items():
        op.execute(article.update().where(article.c.relation == new).values(relation=old))
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_number"))
        for name in ("number", "marks", "change", "share", "telling"):
            batch_op.drop_column(name)
