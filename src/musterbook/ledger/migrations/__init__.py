"""The ledger's schema, step by step, since its first version."""
