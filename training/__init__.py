"""How a captioning network is made: data, features, training, metrics, evaluation, export."""

from training.missing import say_what_is_missing

say_what_is_missing()
