"""A look at one part of the program, which ends, whatever it meets."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLateError
from dataclasses import dataclass, replace
from threading import Thread
from typing import Self

from narrator.errors import NarratorError, fact_and_advice
from narrator.languages.catalogue import gettext

PATIENCE_SECONDS = 20.0
"""For each part: far more than a slow disk needs, and an end to waiting for what hangs."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found; both texts are sentences."""

    works: bool
    what: str
    mend: str = ""
    """What to do; empty when it works."""
    needed: bool = True
    """Whether nothing can be described and said aloud without it."""

    @classmethod
    def failed(cls, error: NarratorError) -> Self:
        """From an error's sentence, which says what happened and, after a semicolon, what to do."""
        what, mend = fact_and_advice(str(error))
        return cls(works=False, what=f"{what}.", mend=mend[:1].upper() + mend[1:])

    def __str__(self) -> str:
        if self.works:
            return gettext("ok: {what}").format(what=self.what)
        label = gettext("problem: {what}") if self.needed else gettext("optional: {what}")
        found = label.format(what=self.what)
        return gettext("{found} Mend: {mend}").format(found=found, mend=self.mend) if self.mend else found


@dataclass(frozen=True, kw_only=True)
class Check:
    """One part of the program, looked at by itself."""

    part: str
    run: Callable[[], Finding]
    needed: bool = True
    """Whether nothing can be described and said aloud without it."""

    def find(self, *, patience: float = PATIENCE_SECONDS) -> Finding:
        """Run the check; whatever it meets is a finding, and so is that it has not ended after `patience`.

        It runs on a thread that nobody waits for: a library, a bus or a desktop can hang for ever.
        """
        found: Future[Finding] = Future()
        name = f"narrator {self.part}"
        Thread(target=lambda: found.set_result(self._find()), name=name, daemon=True).start()
        try:
            finding = found.result(patience)
        except TooLateError:
            finding = Finding(
                works=False,
                what=gettext("The {part} did not answer within {patience:g} seconds.").format(
                    part=self.part, patience=patience
                ),
                mend=gettext("Log out and in again, or start this computer again."),
            )
        return replace(finding, needed=self.needed)

    def _find(self) -> Finding:
        try:
            return self.run()
        except NarratorError as error:
            return Finding.failed(error)
        except Exception as error:
            # Broad on purpose: an installation can be broken in ways that nobody has met yet, and the other
            # checks are to be heard all the same.
            what = f"The {self.part} cannot be checked ({type(error).__name__}: {error})."
            return Finding(works=False, what=what, mend=gettext("Install narrator again."))
