"""A second describer: a vision model that the person runs, asked over the protocol of OpenAI's servers."""
