"""`narrator more`: say more about the last picture."""

from narrator.terminal.replies import plain_verb

command = plain_verb(
    "more", "Say more about the last picture.\n\nWhat else it may be, text in it, its size and date."
)
