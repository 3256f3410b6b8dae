"""The desktop of these tests: its Orca says what the real one says."""

from tests.real_orca.desktop import OrcaDesktop


def test_typed_letters_are_spoken(orca_desktop: OrcaDesktop) -> None:
    with orca_desktop.text_field():
        orca_desktop.types("hello")
        orca_desktop.hearing.wait_for_silence()
        assert orca_desktop.hearing.texts[-5:] == list("hello")


def test_what_a_program_prints_in_a_terminal_is_read(orca_desktop: OrcaDesktop) -> None:
    with orca_desktop.terminal():
        orca_desktop.types("echo a dog\n")
        orca_desktop.hearing.wait_for("end", "a dog")
