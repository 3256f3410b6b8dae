"""`narrator repeat`: say the last description once more."""

from narrator.terminal.replies import plain_verb

command = plain_verb("repeat", "Say the last description once more.")
