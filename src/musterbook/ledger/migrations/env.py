"""How Alembic runs the steps: over the connection it is handed, inside that connection's transaction."""

from alembic import context

from musterbook.ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
