"""Whole collections: every picture of folders, patterns and lists becomes a row of one file."""
