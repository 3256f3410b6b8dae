from datetime import date

from narrator.days import spoken_day

TODAY = date(2026, 1, 1)


def test_a_day_is_said_as_people_say_it() -> None:
    assert spoken_day(TODAY, TODAY) == "today"
    assert spoken_day(date(2025, 12, 31), TODAY) == "yesterday"
    assert spoken_day(date(2026, 7, 4), TODAY) == "4 July"
    assert spoken_day(date(2019, 7, 4), TODAY) == "4 July 2019"
