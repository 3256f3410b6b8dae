"""One section of a bundle's model card, written anew: figures are printed by a command, never by hand."""

import hashlib
import json
import re
from pathlib import Path

from narrator.captioning.shelves import MANIFEST
from training.errors import TrainingError

CARD = "MODEL_CARD.md"
_MADE_FROM = "## Made from"


def replace_section(card: str, heading: str, body: str) -> str:
    """The card with the text below `## heading` replaced. Raises TrainingError if it has no such heading."""
    before, found, after = f"\n{card}".partition(f"\n## {heading}\n")
    if not found:
        raise TrainingError(f"The model card has no section {heading!r}; write the heading into it.")
    _, next_heading, rest = after.partition("\n## ")
    return f"{before}{found}\n{body.strip()}\n{next_heading}{rest}".removeprefix("\n")


def with_section(card: str, section: str) -> str:
    """A card with the section in place of one of that heading, else before what the bundle was made from."""
    heading = re.escape(section.split("\n", 1)[0])
    if re.search(rf"^{heading}$", card, flags=re.MULTILINE):
        pattern = re.compile(rf"^{heading}\n.*?(?=^## |\Z)", flags=re.DOTALL | re.MULTILINE)
        return pattern.sub(lambda _: f"{section.rstrip()}\n\n", card).rstrip() + "\n"
    head, made_from, tail = card.partition(_MADE_FROM)
    return f"{head.rstrip()}\n\n{section.rstrip()}\n\n{made_from}{tail}".rstrip() + "\n"


def write_section(folder: Path, heading: str, body: str) -> None:
    """Replace a section of a bundle's card, and its size and checksum in the manifest."""
    try:
        card = (folder / CARD).read_text(encoding="utf-8")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(
            f"{error.filename} cannot be read: {error.strerror}. Is it a bundle's folder?"
        ) from error
    written = replace_section(card, heading, body).encode()
    manifest["files"][CARD] = {"size": len(written), "sha256": hashlib.sha256(written).hexdigest()}
    (folder / CARD).write_bytes(written)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
