"""Pictures a second of the crew beside those of the encoder alone, by turns, on the same cores."""

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from benchmarks.collection.pictures import photographs
from benchmarks.measurement import Measurement
from narrator.captioning.bundle import Bundle
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.shelves import find_bundle
from narrator.captioning.threads import physical_cores
from narrator.collection.crew import Crew
from narrator.collection.worker import Work
from narrator.picture.opening import open_picture, squeeze


class Encoder:
    """The encoder alone, in one process, with pictures that are arrays already."""

    network: OnnxNetwork
    pixels: list[NDArray[np.uint8]]

    @classmethod
    def load(cls, pictures: list[Path]) -> None:
        """Called once in each process."""
        cls.network = Bundle.open(find_bundle()).network(1)
        cls.pixels = [squeeze(open_picture(picture).image, cls.network.image_size) for picture in pictures]
        cls.encode(0)

    @classmethod
    def encode(cls, number: int) -> None:
        """Encode one picture."""
        cls.network.encode(cls.pixels[number % len(cls.pixels)])


def measure(folder: Path, count: int, turns: int) -> Iterator[object]:
    """Measure both, and say how far apart they are."""
    pictures, cores = photographs(folder / "album", count), physical_cores()
    alone, crewed, reading = [], [], []
    with (
        multiprocessing.get_context("spawn").Pool(cores, Encoder.load, (pictures[:20],)) as pool,
        Crew(Work(text="never"), hands=cores) as crew,
        Crew(Work(text="auto"), hands=cores) as reader,
    ):
        for _ in range(1 + turns):  # the first one warms up
            began = time.perf_counter()
            pool.map(Encoder.encode, range(count), chunksize=1)
            alone.append(count / (time.perf_counter() - began))
            crewed.append(_speed(crew, pictures))
            reading.append(_speed(reader, pictures))
    for what, values in (
        ("the encoder alone", alone),
        ("describe --text never", crewed),
        ("describe", reading),
    ):
        yield Measurement(what=what, unit="pictures a second", values=tuple(values[1:]))
    shares = [100 * one / limit for one, limit in zip(crewed[1:], alone[1:], strict=True)]
    yield f"describe --text never reaches {median(shares):.0f} % of the encoder's own limit"


def _speed(crew: Crew, pictures: list[Path]) -> float:
    began = time.perf_counter()
    rows = sum(not row.failed for row in crew.rows(pictures))
    return rows / (time.perf_counter() - began)
