"""What the program costs: time, memory and silence, measured on the machine at hand."""

from training.missing import say_what_is_missing

say_what_is_missing()
