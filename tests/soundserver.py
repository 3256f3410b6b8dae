"""Fixtures for tests that listen.

The fixture `ear` leads this process and its children to a private sound server; `ear.heard()` is what was
played there since the test began.
"""

from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks.ear import RATE, Ear, Samples, listening_ear
from benchmarks.soundserver import SoundServer, running_server

__all__ = [
    "RATE",
    "Ear",
    "Samples",
    "SoundServer",
    "ear",
    "likeness",
    "listening_ear",
    "running_server",
    "shared_ear",
]


@pytest.fixture(scope="session")
def shared_ear() -> Iterator[Ear]:
    """The one server of all tests that leave it as it was."""
    with running_server() as server, listening_ear(server) as ear:
        yield ear


@pytest.fixture
def ear(shared_ear: Ear, monkeypatch: pytest.MonkeyPatch) -> Ear:
    """Leads this process and its children to the server; hears what they play from now on."""
    for variable, value in shared_ear.server.environment.items():
        monkeypatch.setenv(variable, value)
    shared_ear.begin()
    return shared_ear


def likeness(heard: Samples, expected: Samples) -> tuple[float, int]:
    """The highest normalised cross-correlation of `expected` with a part of `heard`, and where it begins."""
    size = 1 << (len(heard) + len(expected)).bit_length()
    products = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(expected, size)), size)
    places = len(heard) - len(expected) + 1
    if places < 1:
        raise ValueError("Less was heard than is expected.")
    energy = np.concatenate([[0.0], np.cumsum(heard**2)])
    energies = energy[len(expected) :][:places] - energy[:places]
    norms = np.sqrt(np.maximum(energies, 1.0) * max(float(np.sum(expected**2)), 1.0))
    likenesses = products[:places] / norms
    best = int(np.argmax(likenesses))
    return float(likenesses[best]), best
