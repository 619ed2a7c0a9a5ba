"""What goes out and what comes in, by file format."""
