"""Feeds followed: each visited politely, its new articles read and kept once."""
