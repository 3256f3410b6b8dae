"""All checks, in the order in which a person would mend things."""

from collections.abc import Iterator

from narrator.health import describing, desktop, keeping, languages, speaking
from narrator.health.check import Check
from narrator.languages.catalogue import ENGLISH, chosen
from narrator.settings.settings import Settings


def checks() -> Iterator[Check]:
    """What describing and speaking need comes first; without the rest they work, too."""
    loaded: list[Settings] = []
    yield Check(part="program", run=describing.program)
    yield Check(part="settings", run=lambda: describing.settings_in_use(loaded.append))
    # Whoever asks for the next check has run this one. Where it failed, the others look at the defaults.
    settings = loaded[0] if loaded else Settings()
    yield Check(part="language", run=lambda: languages.language(settings), needed=False)
    yield Check(part="table of hotkeys", run=lambda: desktop.table_of_hotkeys(settings))
    yield Check(part="model", run=lambda: describing.model(settings))
    yield Check(part="choice of the speaker", run=lambda: speaking.speaker(settings))
    yield Check(part="synthesizer", run=lambda: speaking.synthesizer(settings))
    yield Check(part="list of voices", run=speaking.list_of_voices)
    yield Check(part="sound output", run=speaking.output)
    if chosen(settings.language) != ENGLISH:
        yield Check(part="translator", run=lambda: describing.translator(settings), needed=False)
    yield Check(part="reader of text", run=describing.reader_of_text, needed=False)
    yield Check(part="reader of HEIC pictures", run=describing.heic, needed=False)
    yield Check(part="reader of AVIF pictures", run=describing.avif, needed=False)
    yield Check(part="second describer", run=lambda: describing.second_describer(settings), needed=False)
    yield Check(part="desktop's hotkeys", run=lambda: desktop.hotkeys(settings), needed=False)
    yield Check(part="clipboard", run=desktop.clipboard, needed=False)
    yield Check(part="camera", run=desktop.camera, needed=False)
    yield Check(part="folder for pictures", run=keeping.pictures, needed=False)
    yield Check(part="autostart", run=keeping.autostart, needed=False)
    yield Check(part="journal", run=lambda: keeping.journal(settings), needed=False)
    yield Check(part="web service", run=keeping.web_service, needed=False)
    yield Check(part="token of the web service", run=keeping.web_token, needed=False)
