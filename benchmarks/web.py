"""`python -m benchmarks.web`: how much narrator serve does, and whether batches would help it.

Clients and service share this machine's processors. The captioner's own throughput is measured before and
after the load, in this process, on the same pictures: one after the other, opened from the same bytes.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from threading import local
from time import perf_counter

import click
import numpy as np
import psutil

from benchmarks.measurement import Measurement, repeat
from narrator.captioning.bundle import Bundle
from narrator.captioning.captioner import Captioner
from narrator.captioning.shelves import find_bundle
from narrator.captioning.threads import default_threads

PHOTOGRAPHS = Path(__file__).parent.parent / "tests" / "data" / "photographs"
_WARM = 20
_BATCHES = (1, 2, 4, 8)
_PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A service that listens."""

    process: psutil.Process
    port: int
    token: str

    @property
    def megabytes(self) -> float:
        """Of memory that the service and its synthesizer have to themselves or share."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(each.memory_full_info().pss for each in family) / 2**20)


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    """`narrator serve` at any port, ended at the end of the `with`."""
    file = folder / "token"
    command = [sys.executable, "-m", "narrator", "serve", "--port", "0", "--token-file", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r"http://[\d.]+:(\d+)/", process.stdout.readline())
            if not found:
                raise click.ClickException("narrator serve does not start; run it by hand to see why.")
            yield Serving(
                process=psutil.Process(process.pid), port=int(found[1]), token=file.read_text().strip()
            )
        finally:
            process.terminate()


class Clients:
    """So many clients of a service, each with one connection that it keeps."""

    def __init__(self, service: Serving, count: int) -> None:
        self._service = service
        self._count = count
        self._kept = local()

    def describe(self, pictures: Sequence[bytes]) -> tuple[list[float], float, int]:
        """Send all pictures: the seconds of each answer, the seconds in all, and how many were refused."""
        with ThreadPoolExecutor(self._count) as pool:
            began = perf_counter()
            answers = list(pool.map(self._describe, pictures))
            elapsed = perf_counter() - began
        return [seconds for seconds, _ in answers], elapsed, sum(status != 200 for _, status in answers)

    def _describe(self, picture: bytes) -> tuple[float, int]:
        began = perf_counter()
        line = self._connection()
        line.request("POST", "/v1/describe", picture, {"Authorization": f"Bearer {self._service.token}"})
        response = line.getresponse()
        response.read()
        return perf_counter() - began, response.status

    def _connection(self) -> HTTPConnection:
        line: HTTPConnection | None = getattr(self._kept, "line", None)
        if line is None:
            line = HTTPConnection("127.0.0.1", self._service.port, timeout=_PATIENCE_SECONDS)
            self._kept.line = line
        return line


def measure(folder: Path, *, clients: int, requests: int) -> Iterator[Measurement]:
    """All figures of the service under load."""
    photographs = [file.read_bytes() for file in sorted(PHOTOGRAPHS.glob("*.jpg"))]
    pictures = list(islice(cycle(photographs), requests))
    before = _own(pictures[: requests // 4])
    with serving(folder) as service:
        Clients(service, clients).describe(pictures[:_WARM])
        memory = service.megabytes
        seconds, elapsed, refused = Clients(service, clients).describe(pictures)
        throughput = (requests - refused) / elapsed
        yield _one("requests that were not answered with 200", f"of {requests}", refused)
        yield _one(f"throughput with {clients} clients", "pictures/s", throughput)
        yield _one("median of an answer", "ms", 1000 * median(seconds))
        yield _one("99th percentile of an answer", "ms", 1000 * quantiles(seconds, n=100)[98])
        yield _one("memory of the service before", "MB", memory)
        yield _one("memory of the service after", "MB", service.megabytes)
    own = (before, _own(pictures[: requests // 4]))
    yield Measurement(what="throughput of the captioner alone", unit="pictures/s", values=own)
    yield _one("throughput of the service, of the captioner's", "%", 100 * throughput / median(own))


def measure_batches(runs: int) -> Iterator[Measurement]:
    """What the encoder takes for a picture when it sees several at once, the graph changed to allow that."""
    import onnxruntime

    bundle = find_bundle(None)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = default_threads()
    options.log_severity_level = 3  # it warns of what no picture changes, which still has one row
    side = Bundle.open(bundle).image_size
    for batch in _BATCHES:
        pixels = np.random.default_rng(0).integers(0, 256, (batch, side, side, 3), np.uint8)
        session = onnxruntime.InferenceSession(_of_batch(bundle / "encoder.onnx", batch), options)
        run = partial(session.run, None, {"pixels": pixels})

        def once(run: Callable[[], object] = run, batch: int = batch) -> tuple[float]:
            began = perf_counter()
            run()
            return (1000 * (perf_counter() - began) / batch,)

        (values,) = repeat(runs, once)
        yield Measurement(what=f"encoder, a picture in a batch of {batch}", unit="ms", values=values)


def _of_batch(graph: Path, batch: int) -> bytes:
    """The graph with its batch of one made larger, wherever it is written down."""
    import onnx

    model = onnx.load(graph)
    for value in (*model.graph.input, *model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_value = batch
    del model.graph.value_info[:]
    shapes = {node.input[-1] for node in model.graph.node if node.op_type in ("Reshape", "Resize")}
    for constant in model.graph.initializer:
        if constant.name in shapes:
            shape = onnx.numpy_helper.to_array(constant)
            constant.CopyFrom(onnx.numpy_helper.from_array(np.array([batch, *shape[1:]]), constant.name))
    content: bytes = model.SerializeToString()
    return content


def _own(pictures: Sequence[bytes]) -> float:
    """Pictures a second of the captioner in this process."""
    captioner = Captioner.load(people="neutral")
    for picture in pictures[:_WARM]:
        captioner.describe(picture)
    began = perf_counter()
    for picture in pictures:
        captioner.describe(picture)
    return len(pictures) / (perf_counter() - began)


def _one(what: str, unit: str, value: float) -> Measurement:
    return Measurement(what=what, unit=unit, values=(value,))


@click.command()
@click.option("--clients", default=50, show_default=True, help="Clients at once.")
@click.option("--requests", default=1000, show_default=True, help="Requests of all of them together.")
@click.option("--runs", default=7, show_default=True, help="Runs of the encoder with each batch.")
@click.option("--batches", is_flag=True, help="Measure only what batches would bring.")
def main(clients: int, requests: int, runs: int, batches: bool) -> None:
    """Measure the web service under load."""
    click.echo(f"cores: {len(os.sched_getaffinity(0))}, load before: {os.getloadavg()[0]:.1f}")
    if not batches:
        import_module("narrator.web.server")  # what it lacks is known before anything is measured
        with tempfile.TemporaryDirectory() as folder:
            for measurement in measure(Path(folder), clients=clients, requests=requests):
                click.echo(str(measurement))
    for measurement in measure_batches(runs):
        click.echo(str(measurement))


if __name__ == "__main__":
    main()
