"""Scoring against a gold corpus."""
