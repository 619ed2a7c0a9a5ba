"""Bytes become documents: HTML, text, feeds, JSONL, PDF, archives; fetching."""
