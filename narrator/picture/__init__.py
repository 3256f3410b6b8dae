"""Bytes, a path or an array become a checked, upright RGB picture; and what somebody wrote into its file."""
