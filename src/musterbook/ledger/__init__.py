"""Claims kept: tables, writing, asking, history."""
