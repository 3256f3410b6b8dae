"""`narrator resume`: say again what is in new pictures."""

from narrator.terminal.replies import plain_verb

command = plain_verb("resume", "Say again what is in new pictures.")
