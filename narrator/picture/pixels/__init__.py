"""Pixels of any mode and any orientation made upright RGB."""
