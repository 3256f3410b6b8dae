"""The nouns of this room: a picture within a document, and the words that are written beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Inner:
    """A picture within a document. One that is used several times is one picture."""

    key: str
    """What it is known by in its document, and at the next run too: "slide=3&picture=image2.png"."""
    place: str
    """Where it is used first, as it is said: "slide 3, Results"."""
    alt: str = ""
    """What its author wrote there; empty where nobody did."""
    missing: bool = True
    """Whether a place where it is used has no alternative text, and could have one."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Alternative text that a machine made."""

    text: str
    """Empty for a picture that is decorative."""
    mark: str
    """Who made it: "narrator 0.1.0; default 3; 2026-11-30; 0.87"."""


def mark_of(version: str, bundle: str, day: str, confidence: float | None) -> str:
    """Program, bundle, day and, where it is known, the probability that the words are right."""
    sure = "" if confidence is None else f"{confidence:.2f}"
    return "; ".join(filter(None, (f"narrator {version}", bundle, day, sure)))
