"""What an example of the documentation can need that the test of the documentation does not have."""

from collections.abc import Mapping

NEEDS: Mapping[str, str] = {
    "aws": "an account at AWS",
    "camera": "a camera",
    "containers": "Docker or Podman",
    "data": "data sets that are downloaded",
    "desktop": "a desktop with a clipboard and keys",
    "gpu": "a graphics processor, or several",
    "minutes": "minutes",
    "network": "the network",
    "port": "a port that others on this machine may use",
    "screenreader": "a screen reader",
    "sound": "loudspeakers",
    "system": "a system that may be changed",
    "systemd": "a systemd of the person's own",
    "you": "somebody to answer a question",
}
"""Word after `needs=` -> what that is, as the end of a sentence. Other tests try most of these commands."""
