"""`narrator repeat`: say the last description once more."""

from narrator.languages.catalogue import sentence_of
from narrator.terminal.replies import plain_verb

command = plain_verb("repeat", sentence_of("Say the last description once more."))
