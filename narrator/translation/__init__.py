"""Captions in another language: a small network translates what the captioner says in English."""
