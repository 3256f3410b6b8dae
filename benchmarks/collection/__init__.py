"""What `narrator describe` costs: its speed beside the encoder's own, its memory, and how soon it goes on."""
