"""Pixels of any mode, range, colours and orientation made upright RGB in sRGB."""
