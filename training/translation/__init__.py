"""How captions are translated: pairs of sentences, subwords, batches, and the score of what was learned."""
