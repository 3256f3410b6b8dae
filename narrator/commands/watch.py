"""`narrator watch FOLDER...`: describe every new picture, aloud, until it is told to quit."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import click

from narrator.languages.catalogue import gettext
from narrator.picture.addresses import local_file
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.daemon.serving import Run
    from narrator.daemon.watching import Watching


_HAND_OVER_POLL_SECONDS = 0.1


@click.command("watch")
@click.argument("folders", metavar="[FOLDER]...", nargs=-1, callback=not_empty)
@click.option("--recursive", is_flag=True, help="Watch the folders inside the folders too.")
@click.option("--backlog", is_flag=True, help="Describe the pictures that are there already, too.")
@click.option("--clipboard", is_flag=True, help="Describe every picture that is copied.")
@click.option(
    "--camera",
    metavar="[WHERE]",
    is_flag=False,
    flag_value="",
    help="Describe what a camera sees: the usual one, or a device, an address or a video file.",
)
@click.option("--incognito", is_flag=True, help="Keep nothing of what is described.")
@click.option("--no-hotkeys", is_flag=True, help="Leave all keys to other programs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each event.")
@click.option("--silent", is_flag=True, help="Print only, say nothing.")
@setting_options("verbosity")
@click.option("--quiet-hours", metavar="FROM-TO", help="Announce nothing between these times of day.")
@click.option("--speaker", metavar="NAME", help="Speak with this, whatever else there is.")
@setting_options("samples", "seed", "language", "voice", "rate", "volume", "model")
@debug_option
def command(**params: Any) -> int:
    """Describe each new picture in every FOLDER, aloud, until narrator quit.

    If Narrator runs already, it watches these folders too, and this command ends. --incognito, --silent,
    --verbosity and --quiet-hours hold for these folders then.
    """
    return _hand_over_or_serve(asked(**params))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What one command line asks for."""

    watching: "Watching"
    settings: Settings
    run: "Run"
    as_json: bool
    given: Mapping[str, object]
    """The options that stand on it, by their settings' names."""

    def would_be_heard_twice(self) -> bool:
        """Whether a screen reader would say what is announced once more, if it were printed now."""
        from narrator.terminal.twice import would_be_heard_twice

        return not self.run.silent and would_be_heard_twice(self.settings.printing)


def asked(
    *,
    folders: tuple[str, ...],
    recursive: bool,
    backlog: bool,
    clipboard: bool,
    camera: str | None,
    incognito: bool,
    no_hotkeys: bool,
    as_json: bool,
    silent: bool,
    **options: str | None,
) -> Asked:
    """What the parameters of the command ask for. Raises for what is known to be wrong before it begins."""
    from narrator.captioning.shelves import find_bundle
    from narrator.daemon.serving import Run
    from narrator.daemon.watching import Watching
    from narrator.sources.camera.feed import from_everywhere

    settings = load_settings(options)
    if settings.model:
        find_bundle(settings.model)
    if not folders and not clipboard and camera is None:
        raise click.UsageError(
            gettext("There is nothing to watch: name a folder, or give --clipboard or --camera")
        )
    switches = {"incognito": incognito, "no_hotkeys": no_hotkeys, "json": as_json, "silent": silent}
    return Asked(
        watching=Watching(
            folders=tuple(str(_path(folder).absolute()) for folder in folders),
            recursive=recursive,
            backlog=backlog,
            clipboard=clipboard,
            camera=from_everywhere(camera) if camera else camera,
        ),
        settings=settings,
        run=Run(incognito=incognito, hotkeys=not no_hotkeys, silent=silent),
        as_json=as_json,
        given={name: value for name, value in (switches | options).items() if value not in (None, False)},
    )


def _path(folder: str) -> Path:
    """A folder by its path, or by the file:// address that a file manager copies."""
    return local_file(os.fsencode(folder)) or Path(folder)


def _hand_over_or_serve(asked: Asked) -> int:
    from narrator.daemon.control.client import NoDaemonError
    from narrator.daemon.serving import serve
    from narrator.daemon.single import AlreadyRunningError
    from narrator.terminal.discretion import discreet
    from narrator.terminal.events import PrintedEvents
    from narrator.terminal.handing_over import HAND_OVER_SECONDS, hand_over

    deadline = monotonic() + HAND_OVER_SECONDS
    while True:
        try:
            tell(hand_over(asked.watching, asked.given))
            return 0
        except NoDaemonError:
            pass
        try:
            with discreet(as_json=asked.as_json) as explain:
                events = PrintedEvents(
                    as_json=asked.as_json, on_ready=explain, only_heard=asked.would_be_heard_twice
                )
                serve(asked.watching, asked.settings, asked.run, events)
            return 0
        except AlreadyRunningError:  # started at the same moment; it may not listen yet
            if monotonic() > deadline:
                raise
            sleep(_HAND_OVER_POLL_SECONDS)
