"""An entry of the journal as it is printed and heard, and as `--json` gives it."""

from datetime import date, datetime

from narrator.days import spoken_day
from narrator.journal.entry import Entry


def line(entry: Entry, today: date) -> str:
    """An entry as it is read and heard: "12, yesterday 14:05, Holiday, beach.jpg: A dog on a beach."."""
    moment = datetime.fromtimestamp(entry.when)
    day = spoken_day(moment.date(), today, with_year=True)
    where = [part for part in (entry.place or entry.origin, entry.name) if part]
    said = entry.correction or entry.said
    return f"{entry.id}, {day} {moment:%H:%M}, {', '.join(where)}: {said}"


def record(entry: Entry) -> dict[str, object]:
    """An entry as `--json` gives it; what `speak --json` gives has the same names."""
    evidence = entry.description
    return {
        "id": entry.id,
        "when": datetime.fromtimestamp(entry.when).astimezone().isoformat(timespec="seconds"),
        "origin": entry.origin,
        "place": entry.place,
        "name": entry.name,
        "picture": entry.path,
        "digest": entry.digest,
        "heard": entry.heard,
        "correction": entry.correction,
        "spoken": entry.said,
        **evidence.evidence(),
        "size": evidence.size,
        "notes": evidence.notes,
    }
