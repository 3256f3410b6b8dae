"""Which entries are to be forgotten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Entries and the corrections that go with them, as conditions in SQL; the class methods make it."""

    entries: str
    corrections: str
    values: Mapping[str, object] = field(default_factory=dict)
    everything: bool = False

    @classmethod
    def of(cls, ids: Sequence[int]) -> Self:
        """These entries, and the person's words for their pictures."""
        among = "id IN (SELECT value FROM json_each(:ids))"
        return cls(
            entries=among,
            corrections=f"digest IN (SELECT digest FROM entries WHERE {among})",
            values={"ids": json.dumps(list(ids))},
        )

    @classmethod
    def between(cls, since: float | None, until: float | None) -> Self:
        """What was described, and what was corrected, from one moment to just before another."""
        inside = "time >= :since AND time < :until"
        return cls(
            entries=inside,
            corrections=f"({inside}) OR digest IN (SELECT digest FROM entries WHERE {inside})",
            values={
                "since": -inf if since is None else since,
                "until": inf if until is None else until,
            },
        )

    @classmethod
    def all(cls) -> Self:
        """Whatever there is, damaged journals that were set aside included."""
        return cls(entries="true", corrections="true", everything=True)
