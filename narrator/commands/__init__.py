"""The commands, one file each and nothing else; narrator.cli loads a file when its command is called.

A command's function returns its exit code: 0 done, 1 nothing could be described, 2 wrong usage.
"""
