"""How a network learns: stages, objectives, steps, several processes, and what a run keeps."""
