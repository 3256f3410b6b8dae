"""How far a caption can be trusted: what is right, what is claimed, and what is no photograph."""
