"""How a sentence becomes sound: speakers, our own voice's synthesizer and player, voices, checks."""
