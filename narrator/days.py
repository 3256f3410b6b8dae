"""A day as it is said."""

from datetime import date, timedelta

from narrator.languages.catalogue import gettext, pgettext, term_of

_MONTHS = (
    term_of("a month after a day", "January"),
    term_of("a month after a day", "February"),
    term_of("a month after a day", "March"),
    term_of("a month after a day", "April"),
    term_of("a month after a day", "May"),
    term_of("a month after a day", "June"),
    term_of("a month after a day", "July"),
    term_of("a month after a day", "August"),
    term_of("a month after a day", "September"),
    term_of("a month after a day", "October"),
    term_of("a month after a day", "November"),
    term_of("a month after a day", "December"),
)


def spoken_day(day: date, today: date, *, with_year: bool = False) -> str:
    """A day seen from another: "today", "yesterday", "4 July", "4 July 2019".

    The year is said if it differs, or if that is asked for.
    """
    if day == today:
        return gettext("today")
    if day == today - timedelta(days=1):
        return gettext("yesterday")
    month = pgettext("a month after a day", _MONTHS[day.month - 1])
    if day.year == today.year and not with_year:
        return gettext("{day} {month}").format(day=day.day, month=month)
    return gettext("{day} {month} {year}").format(day=day.day, month=month, year=day.year)
