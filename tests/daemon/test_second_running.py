"""A running Narrator, and `narrator ask` without one, with a server that stands in for a second describer."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from narrator.daemon.second_opinion import ASKED
from narrator.second.comparison import MAY_BE_WRONG
from tests.conftest import Narrate
from tests.daemon.conftest import Watch
from tests.daemon.running import save_picture
from tests.daemon.seconds import comes
from tests.second.server import STREAM, as_json, delta, silence, standing_in, streamed


@pytest.fixture
def asking(tmp_path: Path, person: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the second describer of everything that is started."""

    def ask(address: str) -> None:
        monkeypatch.setenv("NARRATOR_SECOND", address)
        monkeypatch.setenv("NARRATOR_TEXT", "never")

    return ask


def test_a_running_narrator_asks_and_more_prints_what_it_says(
    watch: Watch, narrate: Narrate, holiday: Path, asking: Callable[[str], None]
) -> None:
    with standing_in(streamed(["A brown dog ", "runs. It has a ball. "])) as standin:
        asking(str(standin.address))
        with watch(holiday, "--silent") as narrator:
            save_picture(holiday / "sea.png")
            narrator.wait_until_described("sea.png")
            narrator.wait_for("spoken")
            reply = json.loads(narrate("more", "--json").stdout)
            narrator.wait_for("spoken", lambda event: event["text"].endswith(MAY_BE_WRONG))
    assert reply["text"].endswith(ASKED)
    first, second, end = reply["second"]
    assert (first, second) == ("Your second describer says: A brown dog runs.", "It has a ball.")
    assert end.endswith(MAY_BE_WRONG)
    spoken = [event["text"] for event in narrator.of_kind("spoken")]
    assert spoken[-3:] == [first, second, end]
    assert narrator.errors == ""


def test_one_that_hangs_ends_with_stop(
    watch: Watch, narrate: Narrate, holiday: Path, asking: Callable[[str], None]
) -> None:
    with standing_in(silence(STREAM + delta("A d"))) as standin:
        asking(str(standin.address))
        with watch(holiday, "--silent") as narrator:
            save_picture(holiday / "sea.png")
            narrator.wait_until_described("sea.png")
            narrator.wait_for("spoken")
            assert ASKED in narrate("more").stdout
            comes(lambda: standin.asked[-1:] == ["POST /v1/chat/completions"])
            narrate("stop")
            assert standin.hung_up.wait(20)


def test_an_incognito_run_asks_nobody_on_another_machine(
    watch: Watch, narrate: Narrate, holiday: Path, asking: Callable[[str], None]
) -> None:
    asking("http://192.0.2.1:8080")
    with watch(holiday, "--silent", "--incognito") as narrator:
        save_picture(holiday / "sea.png")
        narrator.wait_until_described("sea.png")
        narrator.wait_for("spoken")
        assert ASKED not in narrate("more").stdout


def test_a_wrong_address_is_told_and_the_rest_works(
    watch: Watch, holiday: Path, asking: Callable[[str], None]
) -> None:
    asking("ollama")
    with watch(holiday, "--silent") as narrator:
        narrator.wait_for("told", lambda event: event["text"].startswith("second must be the address"))
        save_picture(holiday / "sea.png")
        narrator.wait_until_described("sea.png")


@pytest.mark.parametrize(
    ("question", "fault"),
    [("what does it say?", False), ("what does it say?", True), ("why is he sad?", False)],
)
def test_without_a_running_narrator_ask_asks_it_too(
    narrate: Narrate, tmp_path: Path, asking: Callable[[str], None], question: str, fault: bool
) -> None:
    picture = save_picture(tmp_path / "sea.png")
    with standing_in(as_json({}, "503 Busy") if fault else streamed(["Yes, a dog. "])) as standin:
        asking(str(standin.address))
        process = narrate("ask", question, str(picture), "--silent")
    ours, *theirs = process.stdout.splitlines()
    assert ours
    if fault:
        assert theirs == ["Your second describer is busy, or still loads its model; ask again later."]
    else:
        assert theirs[0] == "Your second describer says: Yes, a dog."
        assert theirs[1].endswith(MAY_BE_WRONG)
    sent = standin.questions[-1].record["messages"][0]["content"][0]["text"]
    assert sent.endswith(f"The question: {question}")
