"""`narrator pause`: say nothing about new pictures."""

from narrator.terminal.replies import plain_verb

command = plain_verb("pause", "Say nothing about new pictures until resume.")
