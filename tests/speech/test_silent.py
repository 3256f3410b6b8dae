from narrator.speech.silent import SilentSpeaker
from narrator.speech.speaker import Speaker


def test_it_remembers_everything_and_is_done_at_once() -> None:
    with SilentSpeaker() as silent:
        speaker: Speaker = silent
        first, second = speaker.say("One."), speaker.say("Two.")
        assert first.wait(0)
        assert second.done
        assert second.error is None
        speaker.stop()
        assert not speaker.is_speaking
        assert speaker.available() is None
    assert silent.texts == ["One.", "Two."]
