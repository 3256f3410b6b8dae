from threading import Event

from narrator.errors import JournalError
from narrator.health.check import Check, Finding


def found(run: object) -> Finding:
    assert callable(run)
    return Check(part="thing", run=run).find(patience=60)


def test_what_works_is_said_as_it_is() -> None:
    assert found(lambda: Finding(works=True, what="All is well.")) == Finding(works=True, what="All is well.")


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken() -> Finding:
        raise ImportError("libsomething is not there")

    finding = found(broken)
    what = "The thing cannot be checked (ImportError: libsomething is not there)."
    assert str(finding) == f"problem: {what} Mend: Install narrator again."


def test_an_errors_sentence_is_what_happened_and_what_to_do() -> None:
    def refused() -> Finding:
        raise JournalError("It rains; take an umbrella.")

    assert str(found(refused)) == "problem: It rains. Mend: Take an umbrella."


def test_a_check_that_hangs_is_a_finding_and_is_not_waited_for() -> None:
    end = Event()

    def hung() -> Finding:
        end.wait()
        return Finding(works=True, what="At last.")

    try:
        finding = Check(part="thing", run=hung).find(patience=0.01)
    finally:
        end.set()
    assert not finding.works
    assert finding.what == "The thing did not answer within 0.01 seconds."
    assert finding.mend
