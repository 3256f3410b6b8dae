"""What was found, in the sentences that are printed and said."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from narrator.days import spoken_day
from narrator.languages.catalogue import gettext, ngettext, pgettext, spoken, term_of
from narrator.languages.passages import filled, joined
from narrator.search.finding import Hit

_SAID_AT_MOST = 3
"""So many pictures are said aloud; a terminal has all of them."""
_PLACES = (
    term_of("the pictures that were found", "First: {picture}"),
    term_of("the pictures that were found", "Second: {picture}"),
    term_of("the pictures that were found", "Third: {picture}"),
)


def lines(hits: Sequence[Hit], today: date) -> Iterator[str]:
    """The list: "2, yesterday, dog.jpg: A dog runs on a beach."; beside others, what fits less says so."""
    some_fit = any(hit.fits for hit in hits)
    for number, hit in enumerate(hits, start=1):
        less = ", less near" if some_fit and not hit.fits else ""
        yield f"{number}{less}, {_where(hit, today)}: {hit.found.said}"


def summary(hits: Sequence[Hit], today: date) -> str:
    """What is said: "3 pictures. First: A dog runs on a beach. Yesterday, dog.jpg."."""
    fitting = [hit for hit in hits if hit.fits]
    if not hits:
        return gettext("No pictures were found.")
    if not fitting:
        return filled(gettext("Nothing fits well. The nearest: {picture}"), picture=_spoken(hits[0], today))
    count = ngettext("1 picture.", "{count} pictures.", len(fitting)).format(count=len(fitting))
    said = (
        filled(pgettext("the pictures that were found", place), picture=_spoken(hit, today))
        for place, hit in zip(_PLACES, fitting[:_SAID_AT_MOST], strict=False)
    )
    return spoken(joined([count, *said]))


def record(hit: Hit) -> dict[str, object]:
    """A picture as `--json` gives it."""
    return {
        "picture": hit.found.path,
        "entry": hit.found.entry,
        "when": datetime.fromtimestamp(hit.found.when).astimezone().isoformat(timespec="seconds"),
        "name": hit.found.name,
        "said": hit.found.said,
        "score": round(hit.score, 4),
        "nearness": None if hit.nearness is None else round(hit.nearness, 4),
        "fits": hit.fits,
    }


def _spoken(hit: Hit, today: date) -> str:
    where = _where(hit, today)
    return f"{hit.found.said.rstrip('.')}. {where[0].upper()}{where[1:]}."


def _where(hit: Hit, today: date) -> str:
    day = spoken_day(datetime.fromtimestamp(hit.found.when).date(), today)
    return f"{day}, {hit.found.name}" if hit.found.name else day
