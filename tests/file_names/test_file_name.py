from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names import cases, wrong_of
from narrator.file_names.file_name import announced_name, spoken_name

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Screenshot From 2026-11-30 14-05-15.png", "a screenshot from today, 14:05"),
        ("Screenshot 2026-11-29 at 8.14.15\u202fPM.png", "a screenshot from yesterday, 20:14"),
        ("Bildschirmfoto vom 2026-07-04 08-14-15.png", "a screenshot from 4 July, 08:14"),
        (
            normalize("NFD", "Capture d’écran 2025-01-17 à 20.58.03.png"),
            "a screenshot from 17 January 2025, 20:58",
        ),
        ("Screenshot (12).png", "a screenshot"),
        ("WhatsApp Image 2026-11-29 at 08.14.15.jpg", "a picture from WhatsApp, yesterday, 08:14"),
        ("signal-2026-11-30-081415.jpg", "a picture from Signal, today, 08:14"),
        ("FB_IMG_1728226009673.jpg", "a picture from Facebook"),
        ("IMG-20190330-WA0002.jpg", "a picture from WhatsApp, 30 March 2019"),
        ("微信截图_20261130081415.png", "a screenshot from today, 08:14"),
        ("QQ图片20261130081415.jpg", "a picture from QQ, today, 08:14"),
        ("flameshot_2026-11-30_08-14.png", "a screenshot from today, 08:14"),
        ("2026-11-30-081415_1920x1080_scrot.png", "a screenshot from today, 08:14"),
        ("20261130_08h14m15s_grim.png", "a screenshot from today, 08:14"),
        ("Photo on 11-30-26 at 8.14 AM.jpg", "a picture from Photo Booth"),
        ("pexels-anna-miller-1234567.jpg", "a picture from Pexels"),
        ("لقطة الشاشة 2026-11-30 في 8.14.15 ص.png", "a screenshot from today"),
    ],
)
def test_what_a_programs_name_tells_is_said_in_words(name: str, spoken: str) -> None:
    assert spoken_name(name, TODAY) == spoken
    assert announced_name(name, TODAY) == spoken


@pytest.mark.parametrize(
    "name",
    [
        "9F5E8A7B-CBFF-4D8B-AEFC-F3DDBAAA6B1C.jpg",
        "d22db5be7594c17a18a047ca9264ea0a.jpg",
        "3f2a9c81.png",
        "___.jpg",
        "\udcff\udcfe.jpg",
    ],
)
def test_of_random_letters_nothing_is_said(name: str) -> None:
    assert spoken_name(name, TODAY) == announced_name(name, TODAY) == ""


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("beach.jpg", "beach"),
        ("été à Nîmes.png", "été à Nîmes"),
        ("孩子的生日.jpg", "孩子的生日"),
        ("Aunt May's birthday 2019.jpg", "Aunt May's birthday 2019"),
        ("Mia_2019-07-04.jpg", "Mia 2019 07 04"),
        ("Sam.jpg", "Sam"),
        ("a.png", "a"),
        ("Night.jpg", "Night"),
        ("Screenshot of my bank letter.png", "Screenshot of my bank letter"),
        ("Screenshot of my dad.png", "Screenshot of my dad"),
        ("WhatsApp group 2019.jpg", "WhatsApp group 2019"),
        ("Invoice 2026001234.png", "Invoice 2026001234"),
        ("10x12x16bit-CMYK.tif", "10x12x16bit CMYK"),
        ("Canon PowerShot S40 (2).jpg", "Canon PowerShot S40 (2)"),
        ("two\nlines\x1b[2J.jpg", "two lines [2J"),
        ("standard input", "standard input"),
    ],
)
def test_a_name_that_a_person_chose_is_said_as_it_is(name: str, spoken: str) -> None:
    assert spoken_name(name, TODAY) == announced_name(name, TODAY) == spoken


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Birthday 2019-07-04 12.30.00.jpg", "Birthday, from 4 July 2019, 12:30"),
        ("Screenshot of my bank 2019-07-04 12-30-00.png", "a screenshot from 4 July 2019, 12:30, bank"),
        ("Screenshot_20241212-205532_Facebook.jpg", "a screenshot from 12 December 2024, 20:55, Facebook"),
        ("IMG_20261130_081415 Oma am See.jpg", "Oma am See, from today, 08:14"),
        ("2026-11-30 08.14.15 Milo.jpg", "Milo, from today, 08:14"),
    ],
)
def test_words_beside_a_programs_time_are_said_with_it(name: str, spoken: str) -> None:
    assert spoken_name(name, TODAY) == spoken


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("IMG_20260704_101500.jpg", "a picture from 4 July, 10:15"),
        ("2014-08-25_17.15.33.jpg", "a picture from 25 August 2014, 17:15"),
        ("IMG_1234.HEIC", "IMG 1234"),
        ("DSCF0042.JPG", "DSCF0042"),
        ("Unbenannt 3.png", "Unbenannt 3"),
    ],
)
def test_times_and_counters_tell_pictures_apart_and_are_no_news(name: str, spoken: str) -> None:
    assert spoken_name(name, TODAY) == spoken
    assert announced_name(name, TODAY) == ""


def test_the_time_of_greenwich_is_not_said_as_the_local_one() -> None:
    """Google's camera writes it: simulot/immich-go#397."""
    assert spoken_name("PXL_20261130_081415123.jpg", TODAY) == ""


def test_a_name_that_nobody_would_listen_to_is_cut() -> None:
    assert spoken_name("f" * 200 + ".jpg", TODAY) == "f" * 60 + " and so on"


@given(st.text(max_size=255))
def test_any_name_can_be_said(name: str) -> None:
    for said in (spoken_name(name, TODAY), announced_name(name, TODAY)):
        assert said.isprintable()


def test_of_real_names_few_are_said_wrongly_and_none_that_a_person_chose() -> None:
    every = cases()
    wrong = wrong_of(every)
    assert not [case for case in wrong if case.by == "person"]
    assert len(wrong) <= len(every) / 30
