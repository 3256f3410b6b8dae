"""Ways to draw captions and to choose one, compared on the same network."""
