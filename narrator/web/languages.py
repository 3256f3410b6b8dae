"""In which language a request is answered."""

import re
from urllib.parse import parse_qs

from starlette.types import Scope

from narrator.languages.catalogue import LANGUAGES, best_of

_MOST_CHOICES = 20
"""Languages of a header that are looked at; browsers send a handful."""
_PAGES = frozenset({"/", "/enter", "/leave"})
"""Paths that people look at, in the language of their browser."""


def tongue_of(scope: Scope) -> str | None:
    """What the query asks for; for the page, what the browser prefers. None leaves it to the service."""
    query: bytes = scope.get("query_string", b"")
    wanted = parse_qs(query.decode("latin-1")).get("language", [""])[-1]
    if wanted in LANGUAGES:
        return wanted
    headers = dict(scope["headers"])
    preferred = accepted_languages(headers.get(b"accept-language", b"").decode("latin-1"))
    return best_of(preferred) if scope["path"] in _PAGES and preferred else None


def accepted_languages(header: str) -> tuple[str, ...]:
    """The tags of an Accept-Language header, the dearest first (RFC 9110, 12.5.4)."""
    weighed: list[tuple[float, str]] = []
    for choice in header.split(",")[:_MOST_CHOICES]:
        tag, _, weight = choice.partition(";")
        matched = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight)
        if tag.strip():
            weighed.append((float(matched[1]) if matched else 1.0, tag.strip()))
    return tuple(tag for weight, tag in sorted(weighed, key=lambda each: -each[0]) if weight > 0)
