"""How far a caption can be trusted: what is right and what is claimed, and pictures that are no photographs."""
