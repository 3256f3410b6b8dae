"""How what was trained becomes a bundle: graphs, integers, the gate's comparison and the card."""
