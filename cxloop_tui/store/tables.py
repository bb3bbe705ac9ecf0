"""The schema, as SQLAlchemy has it; `migrations/` reproduces it step by step and a test compares the two.

Of which rows an index is, is said to SQLite alone: a word for PostgreSQL loads all that SQLAlchemy knows of it.
`postgresql/schema.py` passes it on.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy import Text as _Text

from cxloop_tui.store.list_rows import ASCENDING, SORT_KEYS, SORTED_BY, TRAITS

REVISION: Final = "0011"
"""The newest migration, in Alembic's own table."""

ALEMBIC_VERSION: Final = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
"""Alembic's table as Alembic makes it: a new store is laid out without loading Alembic."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Text: Final = _Text().with_variant(_Text(collation="C"), "postgresql")
"""Text compared by code point, as SQLite does, whatever the language of the database."""

_Rowid = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key that SQLite takes as its own row id."""

facts = Table(
    "facts",
    metadata,
    Column("key", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("key"),
)
"""What is true of this file alone: its epoch, whose desk it is."""

operations = Table(
    "operations",
    metadata,
    Column("seq", _Rowid, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("number", Integer),
    Column("wire", Text, nullable=False),
    Column("group", Text),
    Column("replayed", Text),
    UniqueConstraint("id"),
    Index(None, "subject", "seq"),
)
_GROUPED: Final = text('"group" IS NOT NULL')
Index(None, operations.c.group, operations.c.seq, sqlite_where=_GROUPED)
_DONE_HERE: Final = text("replayed IS NULL")
Index(None, operations.c.by, operations.c.seq, sqlite_where=_DONE_HERE)
"""Everything that ever happened, in the authority's order; `wire` is the operation, exact.

`received_at` is when it came in here, and never goes back as `seq` rises. `replayed` is what an operation out of
another store's history had there, as JSON: when it was received, the rules for deadlines then in force, and the
number of its ticket, if that is another one here.
"""

tickets = Table(
    "tickets",
    metadata,
    Column("id", Text, nullable=False),
    Column("number", Integer),
    Column("status", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("segment", Text, nullable=False),
    Column("owner", Text),
    Column("customer_email", Text),
    Column("customer_name", Text),
    Column("customer_phone", Text),
    Column("score", Integer),
    Column("score_kind", Text),
    Column("channel", Text),
    Column("touchpoint", Text),
    Column("account", Text),
    Column("category", Text),
    Column("root_cause", Text),
    Column("action_taken", Text),
    Column("told", Text),
    Column("origin_segment", Text),
    Column("response", Text),
    Column("respondent", Text),
    Column("tags", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("resolved_at", BigInteger),
    Column("reopened", Integer, nullable=False),
    Column("first_contact_at", BigInteger),
    Column("clock_from", BigInteger, nullable=False),
    Column("contact_due_at", BigInteger, nullable=False),
    Column("resolve_due_at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Column("return_segment", Text),
    Column("return_owner", Text),
    Column("withdrawn", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("place", _Rowid, primary_key=True, autoincrement=False),
    Column("handle", Text, nullable=False),
    Column("customer_sort", Text),
    Column("waiting_for", Text),
    Column("waiting_until", BigInteger),
    Column("paused", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("id"),
    UniqueConstraint("number"),
    CheckConstraint("status IN ('new', 'open', 'escalated', 'resolved')", name="status"),
    CheckConstraint("priority BETWEEN 0 AND 3", name="priority"),
    CheckConstraint("withdrawn IN (0, 1)", name="withdrawn"),
)
"""The tickets as they stand: what their operations, applied in order, lead to."""

_LISTED: Final = text("withdrawn = 0")

for _name in SORTED_BY:
    Index(
        f"ix_tickets_by_{_name}",
        tickets.c.status,
        text(SORT_KEYS[_name]) if _name in SORT_KEYS else tickets.c[_name],
        tickets.c.place.desc() if _name in ASCENDING else tickets.c.place,
        *(tickets.c[name] for name in ("priority", "segment", "owner") if name != _name),
        sqlite_where=_LISTED,
    )
"""One walk for each order of a list, status by status; what the filter bar filters by is tested on the way.

`store.windows` says how a list is put together of these.
"""

for _columns in (
    ("owner", "status", "priority", "segment"),
    ("segment", "status", "priority", "owner"),
    ("customer_email", "place"),
):
    Index(
        f"ix_tickets_{_columns[0]}",
        *(tickets.c[name] for name in _columns),
        sqlite_where=_LISTED,
    )
Index(
    "ix_tickets_traits",
    text("place + 0"),
    *(tickets.c[name] for name in ("status", "priority", "segment", "owner", *TRAITS, "withdrawn")),
    sqlite_where=_LISTED,
).ddl_if(dialect="sqlite")
"""What tickets are filtered by without a way to them: where few have it, this is read from end to end.

It begins with the place, so that new tickets come at its end, and in a form that nobody looks a place up by.

PostgreSQL has no such index: it refuses a row of one that is longer than a third of a page, and reads a table with
several processes.
"""
Index(None, tickets.c.handle)
for _name, _is_who in (
    ("customer_phone", "customer_email IS NULL AND customer_phone IS NOT NULL"),
    ("respondent", "customer_email IS NULL AND customer_phone IS NULL AND respondent IS NOT NULL"),
):
    Index(None, tickets.c[_name], tickets.c.place, sqlite_where=text(_is_who))
"""A customer is known by e-mail, else by telephone, else by the survey's respondent id."""

counters = Table(
    "counters",
    metadata,
    Column("segment", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("tickets", Integer, nullable=False),
    PrimaryKeyConstraint("segment", "owner", "status", "priority"),
)
"""How many tickets there are of each; an owner of '' is nobody."""

words_used = Table(
    "words_used",
    metadata,
    Column("field", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("tickets", Integer, nullable=False),
    PrimaryKeyConstraint("field", "word"),
    Index(None, "field", "tickets"),
    Index(None, "field", "folded"),
)
"""How many tickets have each value of the fields WORDS_COUNTED: what people are offered when they type another."""

texts = Table(
    "texts",
    metadata,
    Column("seq", _Rowid, primary_key=True, autoincrement=False),
    Column("place", BigInteger, nullable=False),
    Index(None, "place"),
)
"""Which ticket a document of the full-text index belongs to."""

FULLTEXT: Final = (
    "CREATE VIRTUAL TABLE fulltext USING fts5(body, content='', columnsize=0, tokenize='ascii', prefix='1 2 3 4')"
)
"""The index holds folded words only (`domain.folding`), so it has to split at spaces and nothing more.

Its row id is the sequence number of the text. Beginnings of up to four characters have their own index: a search
runs at every key. How long texts are is not kept, for nothing is ranked by it.
"""

segments = Table(
    "segments",
    metadata,
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("parent", Text),
    Column("managers", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Integer, nullable=False, server_default="1"),
    Column("merged_into", Text),
    PrimaryKeyConstraint("code"),
)

people = Table(
    "people",
    metadata,
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("segments", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("away_until", Text),
    Column("deputy", Text),
    PrimaryKeyConstraint("email"),
    CheckConstraint("role IN ('agent', 'manager', 'admin')", name="role"),
)

policy = Table(
    "policy",
    metadata,
    Column("key", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("key"),
)
"""The rules somebody changed, as JSON; the rest have their defaults."""

responses = Table(
    "responses",
    metadata,
    Column("id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("score_kind", Text),
    Column("score", Integer),
    Column("customer_email", Text),
    Column("customer", Text),
    PrimaryKeyConstraint("id"),
    Index(None, "customer", "seq"),
)
"""Survey responses, whatever their score; the whole of each is in its operation."""

refusals = Table(
    "refusals",
    metadata,
    Column("operation", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    PrimaryKeyConstraint("operation"),
)
"""What was said of operations that others sent and that were refused, as JSON: sent again, each has the same fate."""

epochs = Table(
    "epochs",
    metadata,
    Column("epoch", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    PrimaryKeyConstraint("epoch"),
)
"""Former names of the order, each with the last sequence number up to which it was this one."""

digests = Table(
    "digests",
    metadata,
    Column("segment", Text, nullable=False),
    Column("tickets", Integer, nullable=False),
    Column("marks", Text, nullable=False),
    PrimaryKeyConstraint("segment"),
)
"""The checksum of the tickets of each segment as the authority has them, kept by stores that sync."""

bases = Table(
    "bases",
    metadata,
    Column("id", Text, nullable=False),
    Column("ticket", Text),
    PrimaryKeyConstraint("id"),
)
"""Tickets on which something waits, as the authority has them: TICKET_COLUMNS as JSON; empty for one it has not."""

aliases = Table(
    "aliases",
    metadata,
    Column("number", Integer, nullable=False),
    Column("ticket", Text, nullable=False),
    PrimaryKeyConstraint("number", "ticket"),
    Index(None, "ticket"),
)
"""What tickets were called in the store where they were made, where they are called otherwise here."""

waiting = Table(
    "waiting",
    metadata,
    Column("place", _Rowid, primary_key=True, autoincrement=False),
    Column("acknowledged", BigInteger),
    Column("held", Text, nullable=False),
)
"""What was made here under another authority and is not in its order yet; the operation is at this place."""

cards = Table(
    "cards",
    metadata,
    Column("operation", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("wire", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("operation"),
    Index(None, "subject"),
)
"""What the authority refused and its maker has not decided about: the operation and its receipt, as JSON."""

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("revoked_at", BigInteger),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("hash"),
)
"""Which devices may speak to this store as a hub, each for one person; of a token only its hash is known."""

letters = Table(
    "letters",
    metadata,
    Column("id", Text, nullable=False),
    Column("ticket", Text),
    Column("state", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("made_seq", BigInteger, nullable=False),
    Column("letter", Text, nullable=False),
    PrimaryKeyConstraint("id"),
    Index(None, "state", "due_at"),
    Index(None, "ticket", "made_seq"),
    Index(None, "made_seq"),
)
"""Letters as their operations left them; what nobody looks for is in `letter`, as JSON."""

followups = Table(
    "followups",
    metadata,
    Column("id", Text, nullable=False),
    Column("ticket", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_at", BigInteger),
    Column("done", Integer, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("made_seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("id"),
    Index(None, "ticket", "made_seq"),
    Index(None, "done", "owner", "due_at"),
)
"""What is to be done about tickets, as the operations left it."""

tellings = Table(
    "tellings",
    metadata,
    Column("seq", _Rowid, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""What was done here and nobody was told of by mail yet; of this file alone, for it is the authority that tells."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("letter", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("said", Text, nullable=False),
    PrimaryKeyConstraint("letter", "recipient"),
)
"""How far a letter has come on its way to each recipient; of the store that sends it alone."""

drafts = Table(
    "drafts",
    metadata,
    Column("ticket", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("ticket", "form", "by"),
)
"""Words typed and not sent; of this file alone, never an operation."""

shelves = Table(
    "shelves",
    metadata,
    Column("by", Text, nullable=False),
    Column("shelf", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("thing", Text, nullable=False),
    PrimaryKeyConstraint("by", "shelf", "name"),
)
"""What is one person's own on this file, as JSON: saved views, remembered mappings, what they have looked at."""
