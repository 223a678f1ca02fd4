"""The tables of the MVP stack. Related ids are stored in a card's row, so that reading it takes one query."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

METADATA = MetaData()

projects = Table(
    "projects",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("key", String(6), nullable=False),
)

members = Table(
    "members",
    METADATA,
    Column("project_id", ForeignKey(projects.c.id), primary_key=True),
    Column("user_id", UUID, primary_key=True),
    Column("role", String(8), nullable=False),
)

cards = Table(
    "cards",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("project_id", ForeignKey(projects.c.id), nullable=False),
    Column("column_id", UUID, nullable=False),
    Column("title", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("position", Text(collation="C"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("label_ids", JSONB, nullable=False),
    Column("assignee_ids", JSONB, nullable=False),
    Column("file_ids", JSONB, nullable=False),
    Column("due_at", DateTime(timezone=True)),
    Column("archived_at", DateTime(timezone=True)),
    Column("created_by", UUID, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("comment_count", Integer, nullable=False),
    Index("cards_by_place", "column_id", "position"),
)

audit = Table(
    "audit",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("project_id", ForeignKey(projects.c.id), nullable=False, index=True),
    Column("actor_id", UUID, nullable=False),
    Column("type", String(40), nullable=False),
    Column("event_id", UUID, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("changes", JSONB, nullable=False),
)
