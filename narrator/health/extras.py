"""Parts that only some people install."""

from narrator.health.check import Finding


def missing_extra(what: str, error: ImportError, extra: str) -> Finding:
    """What to say where the import of such a part has failed."""
    from narrator.installation.choice import this_installation

    return Finding(
        works=False,
        what=f"{what} ({error.name} is missing).",
        mend=f"Run {this_installation().to_add(extra)} if you want that.",
    )
