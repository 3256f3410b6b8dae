"""What a machine of a cluster has of all that Narrator needs there.

The function is sent to the machine as it is, because nothing says that a Narrator is installed there. So it
imports what it needs inside, and nothing of the house but with care.
"""

from collections.abc import Sequence
from typing import Any


def node_report(model: str | None, folders: Sequence[str]) -> dict[str, Any]:
    """The machine's name, its Narrator's version, the checksum of its model, and the folders that it lacks.

    The version is empty where no Narrator is installed, the checksum where it does not have the model.
    """
    import socket
    from contextlib import suppress
    from pathlib import Path

    report: dict[str, Any] = {
        "name": socket.gethostname(),
        "version": "",
        "bundle": "",
        "lacks": [folder for folder in folders if not Path(folder).is_dir()],
    }
    try:
        from narrator import __version__
        from narrator.cluster.job import bundle_digest
        from narrator.errors import BundleError
    except ImportError:
        return report
    report["version"] = __version__
    with suppress(BundleError):
        report["bundle"] = bundle_digest(model)
    return report


def node_problem(report: dict[str, Any], *, version: str, bundle: str) -> str:
    """What a machine lacks, as a sentence; empty where it lacks nothing."""
    name = report["name"]
    if not report["version"]:
        return (
            f"The machine {name} of the cluster has no narrator {version}; "
            "install it there with its cluster extra."
        )
    if report["version"] != version:
        return (
            f"The machine {name} of the cluster has narrator {report['version']} and not {version}; "
            "install the same version everywhere."
        )
    if report["bundle"] != bundle:
        what = "another model" if report["bundle"] else "no model"
        return (
            f"The machine {name} of the cluster has {what} of this name; "
            "put the same model in the same place everywhere."
        )
    if report["lacks"]:
        return (
            f"The machine {name} of the cluster has no folder {report['lacks'][0]}; "
            "share it with all machines, or name the pictures by an address such as s3://."
        )
    return ""
