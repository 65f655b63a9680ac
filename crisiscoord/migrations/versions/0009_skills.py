"""What a body says it is good at."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("body", sa.Column("skills", sa.Text(), nullable=False, server_default=""))
