"""What Alembic runs: the steps, on the connection that `store.migrate` hands over."""

from alembic import context

from cxloop_tui.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
