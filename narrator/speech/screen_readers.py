"""Whether somebody listens to this machine through a screen reader."""

import sys


def screen_reader_runs() -> bool:
    """Whether one of those runs that Narrator knows; up to a tenth of a second."""
    if sys.platform == "win32":
        from narrator.speech.nvda import Nvda

        return Nvda().missing() is None
    if sys.platform == "darwin":
        from narrator.speech.voiceover import VoiceOver

        return VoiceOver().missing() is None
    from narrator.speech.orca import Orca, runs_without_service

    return Orca().missing() is None or runs_without_service()
