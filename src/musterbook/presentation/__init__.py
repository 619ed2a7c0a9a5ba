"""Charts, maps and briefs, one definition each."""
