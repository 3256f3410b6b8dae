"""Parts that only some people install."""

from narrator.health.check import Finding
from narrator.languages.catalogue import gettext


def missing_extra(what: str, error: ImportError, extra: str) -> Finding:
    """What to say where the import of such a part has failed."""
    from narrator.installation.choice import this_installation

    return Finding(
        works=False,
        what=gettext("{what} ({name} is missing).").format(what=what, name=error.name),
        mend=gettext("Run {to_add} if you want that.").format(to_add=this_installation().to_add(extra)),
    )
