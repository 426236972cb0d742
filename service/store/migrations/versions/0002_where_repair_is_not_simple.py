"""Where repair is not simple"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facilitator",
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("named_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_facilitator")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.add_column(sa.Column("no_exchange", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("careful", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("slow", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("needs_facilitator", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("way", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="direct")
        )
        batch_op.add_column(sa.Column("higher_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("repeats", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("facilitator_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("facilitator_serves", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("pauses", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("outcome_shown", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_review_facilitator_id"), ["facilitator_id"], unique=False)

    with op.batch_alter_table("words", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("audience", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("words", schema=None) as batch_op:
        batch_op.drop_column("audience")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_facilitator_id"))
        batch_op.drop_column("outcome_shown")
        batch_op.drop_column("stopped")
        batch_op.drop_column("pauses")
        batch_op.drop_column("facilitator_serves")
        batch_op.drop_column("facilitator_id")
        batch_op.drop_column("repeats")
        batch_op.drop_column("higher_id")
        batch_op.drop_column("way")

    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_column("seen_at")
        batch_op.drop_column("needs_facilitator")
        batch_op.drop_column("slow")
        batch_op.drop_column("careful")
        batch_op.drop_column("no_exchange")

    op.drop_table("facilitator")
