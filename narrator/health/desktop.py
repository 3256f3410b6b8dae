"""What the desktop lends: keys, the clipboard, cameras. Nothing here takes the focus or asks anything."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from narrator.errors import DaemonError, SettingsError
from narrator.health.check import Finding
from narrator.health.extras import missing_extra
from narrator.languages.catalogue import gettext
from narrator.settings.settings import Settings

# This room is for machines on which a part may not even import, so each check imports its own.

_BIND = "Or bind keys in the desktop's own settings, as narrator hotkeys tells."


def table_of_hotkeys(settings: Settings) -> Finding:
    """Which keys the settings ask for."""
    from narrator.daemon.hotkeys.bindings import read_bindings

    keys = [f"{key} for {action.value}" for action, key in read_bindings(settings.hotkeys).items()]
    what = gettext("The hotkeys are {keys}.") if keys else gettext("The settings leave no action a hotkey.")
    what = what.format(keys=", ".join(keys))
    return Finding(works=True, what=what)


def hotkeys(settings: Settings) -> Finding:
    """Whether the desktop would give these keys to `narrator watch`."""
    from narrator.daemon.hotkeys.bindings import DEFAULTS, read_bindings
    from narrator.daemon.hotkeys.bound.choice import bound_here
    from narrator.daemon.hotkeys.choice import hotkeys_for

    if sys.platform == "darwin":  # to try would have macOS ask for a permission
        return Finding(works=True, what=gettext("macOS may give hotkeys; narrator hotkeys asks it for them."))
    try:
        bindings = read_bindings(settings.hotkeys)
    except SettingsError:
        bindings = DEFAULTS  # reported by the check of the table
    desktop, bound = bound_here()
    own = {action: key for action, key in bindings.items() if action not in bound}
    if bound and not own:
        return Finding(
            works=True, what=gettext("{desktop} has these keys in its own settings.").format(desktop=desktop)
        )
    try:
        source = hotkeys_for(own)
        trouble = [Finding.failed(DaemonError(text)) for text in source.trouble().values()]
    except DaemonError as error:
        failed = Finding.failed(error)
        told = "narrator hotkeys" in failed.mend
        return failed if told else replace(failed, mend=f"{failed.mend} {_BIND}")
    if trouble:
        what = " ".join(each.what for each in trouble)
        return Finding(works=False, what=what, mend=" ".join(each.mend for each in trouble))
    name = source.name[:1].upper() + source.name[1:]
    return Finding(
        works=True, what=gettext("{name} gives these keys while narrator watch runs.").format(name=name)
    )


def clipboard() -> Finding:
    """Whether copied pictures can be had."""
    from narrator.sources.clipboard import reached_by

    return Finding(
        works=True,
        what=gettext("Copied pictures can be had through {reached_by}.").format(reached_by=reached_by()),
    )


def camera() -> Finding:
    """Whether cameras can be used, and which are connected."""
    try:
        from narrator.sources.camera.devices import cameras

        names = [camera.description or camera.name for camera in cameras()]
    except ImportError as error:
        return missing_extra("Cameras and videos need a part that is not installed", error, "camera")
    if names:
        return Finding(
            works=True, what=gettext("Cameras can be used: {names}.").format(names=", ".join(names))
        )
    if any(not os.access(device, os.R_OK | os.W_OK) for device in Path("/dev").glob("video*")):
        return Finding(
            works=False,
            what=gettext("There is a camera that may not be used by you."),
            mend=gettext("Have yourself added to the group video."),
        )
    return Finding(works=True, what=gettext("Cameras can be used, but none is connected."))
