"""What is told at a start of pictures that came before it: pure rules, without a voice of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from narrator.languages.catalogue import gettext, ngettext
from narrator.sources.arrival import Arrival

FEW = 2
"""So many pictures are announced as if they came now: a question whether to hear them takes as long."""


@dataclass(frozen=True, kw_only=True)
class Returning:
    """Pictures that came while Narrator did not run, or that it could not tell of before it ended."""

    arrivals: Sequence[Arrival] = ()
    left_out: int = 0
    """How many more came that are not described."""
    untold: int = 0
    """How many were described before, and not announced."""

    def with_more(self, arrivals: Sequence[Arrival], left_out: int) -> Self:
        """The same with those of another folder."""
        return replace(self, arrivals=[*self.arrivals, *arrivals], left_out=self.left_out + left_out)

    @property
    def is_few(self) -> bool:
        """Whether they are announced one by one."""
        return len(self.arrivals) <= FEW and not self.left_out and not self.untold

    def sentence(self, wanted: int) -> str:
        """What is said of them; `wanted` is how many of the arrivals the person wants to hear of."""
        came = wanted + self.left_out
        if not came and not self.untold:
            return ""
        if not came:
            return ngettext(
                "1 picture was described and not announced before Narrator ended; narrator missed tells "
                "of it.",
                "{untold:,} pictures were described and not announced before Narrator ended; narrator missed "
                "tells of them.",
                self.untold,
            ).format(untold=self.untold)
        parts = [
            ngettext(
                "1 picture came while Narrator did not run",
                "{came:,} pictures came while Narrator did not run",
                came,
            ).format(came=came)
        ]
        if self.left_out:
            parts.append(gettext("of which the newest {wanted:,} are described").format(wanted=wanted))
        if self.untold:
            untold = ngettext(
                "and {untold:,} before was not announced",
                "and {untold:,} before were not announced",
                self.untold,
            )
            parts.append(untold.format(untold=self.untold))
        told = gettext("{what}; narrator missed tells what you missed.")
        return told.format(what=", ".join(parts))
