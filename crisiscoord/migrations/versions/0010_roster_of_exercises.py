"""People of the roster who are asked by exercises alone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roster", sa.Column("for_exercises", sa.Boolean(), nullable=False, server_default=sa.false()))
