"""`narrator resume`: announce new pictures again."""

from narrator.languages.catalogue import sentence_of
from narrator.terminal.replies import plain_verb

command = plain_verb("resume", sentence_of("Announce new pictures again."))
