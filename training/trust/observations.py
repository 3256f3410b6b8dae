"""What a bundle sees and says of many pictures, kept in a file, so that no picture is shown to it twice."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.bundle import VOCABULARY
from narrator.captioning.captioner import Captioner, Source
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.witness import CLASSES, WORDS
from narrator.description import Candidate
from narrator.looking.kinds import look_at
from training.errors import DatasetError


@dataclass(frozen=True, kw_only=True, eq=False)
class Observation:
    """One picture as a bundle sees it."""

    kind: str
    """What `narrator.looking` takes it for."""
    candidates: tuple[Candidate, ...]
    """In the network's own words, the one that is spoken first; none where nobody asked for any."""
    features: NDArray[np.float32]
    """The encoder's, as a unit vector [D]."""
    seen: NDArray[np.float32] | None = None
    """The witness's log-odds of words [W]; None where the bundle has no witness."""
    classes: NDArray[np.float32] | None = None
    """Its logits of classes [C]; None likewise."""


class Observer:
    """Shows pictures to a bundle, or remembers what came of it.

    The file has one picture a line, as JSON; the first line names the network. It grows while the work goes
    on, so that work that was cut short goes on where it was.
    """

    def __init__(self, bundle: Path, file: Path | None = None, *, threads: int | None = None) -> None:
        """Without a file everything is forgotten at the end. Raises BundleError and DatasetError."""
        self._captioner = Captioner.load(str(bundle), threads)
        self._file = file
        self._known = {} if file is None else _read(file, _mark(bundle))

    def observe(self, name: str, picture: Callable[[], Source], *, seed: int | None) -> Observation:
        """Look at the picture of that name and caption it, or only look at it if there is no seed."""
        if name not in self._known:
            look = self._captioner.look(picture())
            captioned = () if seed is None else self._captioner.caption(look, seed=seed).candidates
            words, classes = (look.state.witness.get(name) for name in (WORDS, CLASSES))
            observation = Observation(
                kind=look_at(look.picture).kind,
                candidates=captioned,
                features=look.features,
                seen=None if words is None else words[0],
                classes=None if classes is None else classes[0],
            )
            self._known[name] = observation
            if self._file:
                with self._file.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(_to_record(name, observation)) + "\n")
        return self._known[name]


def _mark(bundle: Path) -> str:
    """What changes when the network of a bundle does."""
    digest = hashlib.sha256()
    for name in (ENCODER, DECODER, VOCABULARY):
        digest.update((bundle / name).read_bytes())
    return digest.hexdigest()


def _read(file: Path, mark: str) -> dict[str, Observation]:
    """What this network saw, by the pictures' names. Raises `DatasetError` for a file of another network."""
    first = json.dumps({"network": mark})
    lines = file.read_text(encoding="utf-8").split("\n") if file.exists() else []
    if lines and not lines[0].startswith('{"network": '):
        raise DatasetError(f"{file} holds no observations of a bundle; name another file.")
    if not lines:
        file.write_text(first + "\n", encoding="utf-8")
        return {}
    if lines[0] != first:
        raise DatasetError(f"{file} holds what another network saw; name another file, or delete it.")
    whole = lines[1:-1]  # what follows the last line break was cut short
    file.write_text("\n".join([first, *whole, ""]), encoding="utf-8")
    return dict(_from_record(json.loads(line)) for line in whole)


def _to_record(name: str, observation: Observation) -> dict[str, object]:
    return {
        "picture": name,
        "kind": observation.kind,
        "candidates": [vars(candidate) for candidate in observation.candidates],
        "features": _encoded(observation.features),
        "seen": None if observation.seen is None else _encoded(observation.seen),
        "classes": None if observation.classes is None else _encoded(observation.classes),
    }


def _encoded(values: NDArray[np.float32]) -> str:
    return b64encode(values.tobytes()).decode("ascii")


def _decoded(text: str) -> NDArray[np.float32]:
    return np.frombuffer(b64decode(text), np.float32)


def _from_record(record: dict[str, Any]) -> tuple[str, Observation]:
    return record["picture"], Observation(
        kind=record["kind"],
        candidates=tuple(Candidate(**candidate) for candidate in record["candidates"]),
        features=_decoded(record["features"]),
        seen=None if record["seen"] is None else _decoded(record["seen"]),
        classes=None if record["classes"] is None else _decoded(record["classes"]),
    )
