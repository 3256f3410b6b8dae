"""What a C2PA manifest store says of how a picture was made.

C2PA specification 2.2, the assertions "actions" and "ingredient". Signatures are not checked: what a store
says is told as what the picture is marked as. c2pa-python would check them. It weighs 69 MB with what it
needs, takes 65 ms to load, and opens the addresses that a picture names.
"""

from collections.abc import Iterator, Mapping

from narrator.picture.marks.cbor import read_cbor
from narrator.picture.marks.jumbf import Superbox, superboxes
from narrator.picture.marks.shares import Share, share_of_type

_ORIGINS = ("c2pa.created", "c2pa.opened")
"""Actions that say what the whole picture was. The source type of any other is that of what was added."""
_LONGEST_CHAIN = 16
"""Manifests. Each is what the one before was made from."""

_ROOM = 2**16
"""Bytes of the assertions of one name in a manifest. Hundreds of steps of an edit take less."""


def marked_share(store: bytes) -> Share:
    """What the active manifest says, and those of the pictures from which it was made by editing.

    An ingredient that was placed into the picture says nothing of the rest: a photograph with a generated
    sticker is a photograph. What was opened and edited is still what it was.
    """
    whole = next((box for box in superboxes(store) if box.label == "c2pa"), None)
    manifests = {box.label: box for box in whole.superboxes()} if whole else {}
    label = next(reversed(manifests), None)  # the last is the active one
    found = Share.NONE
    for _ in range(_LONGEST_CHAIN):
        manifest = manifests.pop(label, None) if label else None
        if manifest is None:
            break
        found = max(found, _own_share(manifest))
        label = _parent(manifest)
    return found


def _own_share(manifest: Superbox) -> Share:
    found = Share.NONE
    for assertion in _assertions(manifest, "c2pa.actions"):
        actions = assertion.get("actions")
        for action in actions if isinstance(actions, list) else []:
            if isinstance(action, Mapping):
                said = share_of_type(str(action.get("digitalSourceType", "")))
                is_origin = action.get("action") in _ORIGINS
                found = max(found, said if is_origin else min(said, Share.SOME))
    return found


def _parent(manifest: Superbox) -> str | None:
    """The label of the manifest of the picture that was opened, if it has one."""
    for ingredient in _assertions(manifest, "c2pa.ingredient"):
        # The second name is that of version 3.
        reference = ingredient.get("c2pa_manifest") or ingredient.get("activeManifest")
        if ingredient.get("relationship") == "parentOf" and isinstance(reference, Mapping):
            # self#jumbf=/c2pa/LABEL or self#jumbf=c2pa/LABEL
            address = str(reference.get("url", "")).rpartition("=")[2]
            return address.strip("/").removeprefix("c2pa/").split("/", 1)[0]
    return None


def _assertions(manifest: Superbox, name: str) -> Iterator[Mapping[object, object]]:
    """All assertions of that name, of any version: "c2pa.actions.v2", "c2pa.ingredient__1"."""
    store, room = manifest.find("c2pa.assertions"), _ROOM
    for assertion in store.superboxes() if store else ():
        if assertion.label.split("__", 1)[0].split(".v", 1)[0] != name:
            continue
        payload = assertion.payload(b"cbor") or b""
        room -= len(payload)
        if room < 0:
            return
        try:
            content = read_cbor(payload)
        except ValueError:
            continue
        if isinstance(content, Mapping):
            yield content
