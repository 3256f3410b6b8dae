"""`narrator stop`: be silent at once."""

from narrator.terminal.replies import plain_verb

command = plain_verb("stop", "Be silent at once.")
