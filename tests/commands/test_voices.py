from tests.conftest import Draw, Narrate


def test_the_voices_are_listed_one_a_line_and_a_listed_one_can_speak(narrate: Narrate, draw: Draw) -> None:
    process = narrate("voices")
    assert (process.returncode, process.stderr) == (0, "")
    ids = [line.split(": ")[0] for line in process.stdout.splitlines()]
    assert len(ids) == len(set(ids)) > 10

    options = ("--voice", ids[-1], "--silent", "--save", "speech.wav")
    assert narrate("speak", draw("photo.png", "red"), *options).returncode == 0


def test_without_a_synthesizer_there_is_one_sentence(narrate: Narrate, voiceless: None) -> None:
    process = narrate("voices")
    assert (process.returncode, process.stdout) == (1, "")
    assert "synthesizer" in process.stderr
    assert process.stderr.count("\n") == 1


def test_the_voices_of_a_language_begin_with_the_one_that_says_it(narrate: Narrate) -> None:
    process = narrate("voices", "de-AT")
    assert (process.returncode, process.stderr) == (0, "")
    assert all("de" in line.split(", ")[1:] for line in process.stdout.splitlines())

    process = narrate("voices", "zu")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == "No voice speaks zu; install one, or see all with narrator voices.\n"
