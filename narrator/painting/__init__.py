"""The captioner's task the other way round: a small picture from words. An experiment."""
