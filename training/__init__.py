"""How a captioning network is made: data, features, training, metrics, evaluation, export."""
