"""What is said of a picture: a Description becomes sentences for the ear, in the listener's language."""

from narrator.phrasing.kinds import NO_SCENE
from narrator.phrasing.reading import read_later, short_text, spoken_text, unread, whole_text
from narrator.phrasing.scene import by_its_author, caption_sentence
from narrator.phrasing.telling import (
    alternatives,
    announcement,
    answer,
    background,
    burst_sentence,
    comparison,
    hints,
    measures,
    sentence,
)
from narrator.phrasing.trust import chance, doubtful, seen, weighed_captions

__all__ = [
    "NO_SCENE",
    "alternatives",
    "announcement",
    "answer",
    "background",
    "burst_sentence",
    "by_its_author",
    "caption_sentence",
    "chance",
    "comparison",
    "doubtful",
    "hints",
    "measures",
    "read_later",
    "seen",
    "sentence",
    "short_text",
    "spoken_text",
    "unread",
    "weighed_captions",
    "whole_text",
]
