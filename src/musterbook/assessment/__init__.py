"""Claims compared, as pure functions of claims."""
