"""How good captions are, measured as COCO Captions does it and equal to its evaluation code."""
