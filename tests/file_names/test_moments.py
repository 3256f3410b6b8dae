from datetime import date

import pytest

from narrator.file_names.moments import Moment, stamp_in

JULY = date(2026, 7, 24)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2026-07-24 08-14-15", "08:14"),
        ("20260724_081415", "08:14"),
        ("20260724081415", "08:14"),
        ("20260724_081415123", "08:14"),
        ("2026-07-24-08-14-15-123", "08:14"),
        ("2026-07-24 at 8.14.15 PM", "20:14"),
        ("2026-07-24 at 12.14.15 AM", "00:14"),
        ("2026-07-24 a la(s) 11.07.14a.m.", "11:07"),
        ("2026-07-24 오후 7.33.35", "19:33"),
        ("2026-07-24下午6.06.26", "18:06"),
        ("2026-07-24 um 12.11.56 nachm.", "12:11"),
        ("24.07.2026 08.14", "08:14"),
        ("24-07-2026 08-14-15", "08:14"),
        ("07-24-2026 08-14-15", "08:14"),
        ("2026-07-24", None),
        ("2026-07-24 8.46.56 пп", None),
        ("2026-07-24 99-99-99", None),
    ],
)
def test_days_and_times_are_found_in_the_common_orders(text: str, clock: str | None) -> None:
    stamp = stamp_in(f"x {text} y")
    assert stamp and stamp.moment == Moment(day=JULY, clock=clock)


@pytest.mark.parametrize("text", ["04-07-2026 08-14-15", "2026-07-24T08.14.15Z"])
def test_what_can_be_read_in_two_ways_is_not_known(text: str) -> None:
    stamp = stamp_in(text)
    assert stamp and stamp.moment is None


@pytest.mark.parametrize("text", ["1234567890123", "2026-13-45", "room 2019", "3893187_25", ""])
def test_other_numbers_are_no_day(text: str) -> None:
    assert stamp_in(text) is None


def test_the_last_day_is_the_pictures_own() -> None:
    stamp = stamp_in("20251210184803_Captura de pantalla 2026-07-24 193217")
    assert stamp and stamp.moment == Moment(day=JULY, clock="19:32")
