"""Musterbook: a sourced register of what is reported about armed forces."""

__version__ = "0.1.0"
