"""Alerts: what is new in a scope, told once, to an Atom file, a webhook or a mailbox."""
