"""`narrator pause`: say nothing about new pictures."""

from narrator.languages.catalogue import sentence_of
from narrator.terminal.replies import plain_verb

command = plain_verb("pause", sentence_of("Say nothing about new pictures until resume."))
