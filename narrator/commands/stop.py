"""`narrator stop`: be silent at once."""

from narrator.languages.catalogue import sentence_of
from narrator.terminal.replies import plain_verb

command = plain_verb("stop", sentence_of("Be silent at once."))
