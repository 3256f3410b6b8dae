"""`narrator resume`: announce new pictures again."""

from narrator.terminal.replies import plain_verb

command = plain_verb("resume", "Announce new pictures again.")
