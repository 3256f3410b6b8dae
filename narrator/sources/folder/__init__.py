"""Folders: each picture that appears in one is delivered once it is finished."""
