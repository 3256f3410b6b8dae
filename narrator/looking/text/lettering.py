"""A quick look for what may be letters, so that photographs without any are not read."""

from narrator.picture.opening import Picture


def has_lettering(picture: Picture) -> bool:
    """Whether there is likely text in a picture."""
    return True
