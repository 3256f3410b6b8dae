"""`python -m benchmarks.finding`: how well and how fast pictures are found.

    python -m benchmarks.finding recall CONFIG --data ROOT
    python -m benchmarks.finding speed

The first describes a development split and takes each caption that people wrote of it as a query: which share
of them finds its own picture first, among five, among ten. The second fills an index with made-up pictures
and asks it, and compares what searches vectors: numpy, and sqlite-vec and usearch where they are installed.
"""

import importlib.util
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import click
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from narrator.captioning.bundle import Bundle
from narrator.captioning.captioner import Captioner
from narrator.captioning.finder import rounded
from narrator.captioning.likelihood import Likelihood, without_picture
from narrator.captioning.network import State
from narrator.captioning.shelves import find_bundle
from narrator.search.document import Document, query_words
from narrator.search.finding import BY_WORDS, READ_AGAIN, Search, reordered
from narrator.search.index import Index
from narrator.search.ranking import Ranked, nearness, ranked
from training.config import load_config
from training.data.datasets import Example, read_source
from training.finding.recall import Recall
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table

_WAYS = ("words (FTS5)", "vectors", "words and vectors", "the same, read again by the captioner")
_SIZE = 256
_MOST = 1000


@click.group()
def main() -> None:
    """Measure narrator find."""


@main.command()
@config_argument
@data_option
@click.option("--bundle", help="The folder or the name of a bundle.")
@click.option("--pictures", default=1000, show_default=True, help="Of the first validation set.")
@click.option(
    "--read", default=READ_AGAIN, show_default=True, help="Pictures that the captioner reads again."
)
@click.option("--every", default=1, show_default=True, help="Ask only every so many-th caption.")
@click.option("--threads", default=1, show_default=True)
def recall(
    config: Path, root: Path, bundle: str | None, pictures: int, read: int, every: int, threads: int
) -> None:
    """Print the recall of each way of ranking."""
    examples = read_source(load_config(config).data.validate[0], root)[:pictures]
    opened = Bundle.open(find_bundle(bundle))
    captioner = Captioner.load(str(opened.folder), threads)
    with tempfile.TemporaryDirectory() as folder, Index(Path(folder) / "pictures.sqlite") as index:
        states = list(_described(captioner, index, examples))
        ranks = _ranks(opened, index, examples, states, read=read, every=every)
    rows = [[way, *Recall.of(np.array(ranks[way])).cells()] for way in _WAYS]
    click.echo(markdown_table(["ranked by", "R@1", "R@5", "R@10", "median rank"], rows))


def _described(captioner: Captioner, index: Index, examples: Sequence[Example]) -> Iterator[State]:
    """Picture number i gets the id i + 1, and its captions are sampled with the seed i."""
    for seed, example in enumerate(tqdm(examples, desc="described")):
        look = captioner.look(example.picture)
        description = captioner.describe_as(look, "photo", seed=seed)
        index.add([Document.of_file(example.picture, description, float(seed))])
        half = {name: array.astype(np.float16) for name, array in look.state.features.items()}
        yield State(features=half, recurrent=look.state.recurrent)


def _ranks(
    bundle: Bundle,
    index: Index,
    examples: Sequence[Example],
    states: Sequence[State],
    *,
    read: int,
    every: int,
) -> dict[str, list[int]]:
    finder = bundle.found_by()
    if finder is None:
        raise click.ClickException("This bundle has no finder: run python -m training.finder first.")
    queries = [(caption, number) for number, each in enumerate(examples) for caption in each.captions]
    queries = queries[::every]
    ids, embeddings = index.embeddings(_name(bundle), _SIZE)
    ranks: dict[str, list[int]] = {way: [] for way in _WAYS}
    firsts: list[list[Ranked]] = []
    for query, number in tqdm(queries, desc="asked"):
        # The name of a file would not help here, for it says nothing; words that people wrote are not in it.
        by_words = index.with_words(query_words(query), BY_WORDS)
        vector = finder.query(query)
        near = np.zeros(len(ids), np.float32) if vector is None else nearness(embeddings, vector)
        nothing = np.zeros(0, np.float32)
        orders = (
            ranked(np.zeros(0, np.int64), nothing, by_words, _MOST),
            ranked(ids, near, {}, _MOST),
            ranked(ids, near, by_words, _MOST),
        )
        for way, order in zip(_WAYS, orders, strict=False):
            ranks[way].append(_rank(order, number + 1, len(examples)))
        firsts.append(orders[2])
    gains = _gains(bundle, states, [query for query, _ in queries], firsts, read)
    for (_, number), first, gain in zip(queries, firsts, gains, strict=True):
        order = [*reordered(list(zip(first[:read], gain, strict=True))), *first[read:]]
        ranks[_WAYS[3]].append(_rank(order, number + 1, len(examples)))
    return ranks


def _gains(
    bundle: Bundle,
    states: Sequence[State],
    queries: Sequence[str],
    firsts: Sequence[Sequence[Ranked]],
    read: int,
) -> list[list[float]]:
    """How much each of the first pictures speaks for its query, all queries of a picture in one batch."""
    network = bundle.network(1)
    likelihood = Likelihood(network, bundle.vocabulary, without_picture(network))
    gains = [[0.0] * len(first[:read]) for first in firsts]
    asked: dict[int, list[tuple[int, int]]] = {}
    for number, first in enumerate(firsts):
        for place, each in enumerate(first[:read]):
            asked.setdefault(each.id - 1, []).append((number, place))
    for picture, places in tqdm(asked.items(), desc="read again"):
        full = {name: array.astype(np.float32) for name, array in states[picture].features.items()}
        state = State(features=full, recurrent=states[picture].recurrent)
        found = likelihood.given(state, [queries[number] for number, _ in places])
        for (number, place), gain in zip(places, found, strict=True):
            gains[number][place] = float(gain)
    return gains


def _rank(order: Sequence[Ranked], wanted: int, otherwise: int) -> int:
    return next((place for place, each in enumerate(order, start=1) if each.id == wanted), otherwise)


@main.command()
@click.option("--pictures", default=100_000, show_default=True)
@click.option("--runs", default=9, show_default=True)
def speed(pictures: int, runs: int) -> None:
    """Print what a query costs, what a picture takes, and what else could search vectors."""
    bundle = Bundle.open(find_bundle(None))
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(pictures, _SIZE)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    click.echo(
        f"{len(os.sched_getaffinity(0))} cores, {pictures:,} pictures, processor time, best of {runs} runs"
    )
    with tempfile.TemporaryDirectory() as folder, Index(Path(folder) / "pictures.sqlite") as index:
        documents = _made_up(bundle, rounded(vectors), rng)
        began = perf_counter()
        index.add(documents)
        click.echo(f"filled in {perf_counter() - began:.1f} s")
        click.echo(f"index: {index.file.stat().st_size / pictures:.0f} bytes a picture")
        search = Search(index, bundle)
        for query in ("dog on a beach", "a man in a red shirt rides a bicycle down the street", "zebra"):
            click.echo(f"{query!r}: {_milliseconds(partial(search.by_words, query, 10), runs):.0f} ms")
        read = partial(index.embeddings, _name(bundle), _SIZE)
        _, embeddings = read()
        click.echo(f"read all vectors: {_milliseconds(read, runs):.0f} ms")
        click.echo(
            f"numpy, all vectors: {_milliseconds(lambda: nearness(embeddings, vectors[0]), runs):.0f} ms"
        )
    _compare(vectors, runs)


def _name(bundle: Bundle) -> str:
    return f"{bundle.name} {bundle.version}"


def _made_up(bundle: Bundle, vectors: NDArray[np.int8], rng: np.random.Generator) -> Iterator[Document]:
    """Pictures whose words are as frequent as those of captions: the n-th word with a share of 1 / n."""
    words = np.array(bundle.vocabulary.words[4:])
    share = 1 / np.arange(1, len(words) + 1)
    chosen = rng.choice(len(words), size=(len(vectors), 45), p=share / share.sum())
    for number, vector in enumerate(vectors):
        said = " ".join(words[chosen[number, :10]])
        yield Document(
            entry=None,
            path=f"/home/somebody/Pictures/2026/holiday/picture-{number:06}.jpg".encode(),
            time=1_700_000_000.0 + number,
            name=f"picture-{number:06}.jpg",
            said=said,
            words=" ".join(dict.fromkeys(words[chosen[number]])),
            bundle=_name(bundle),
            embedding=vector.tobytes(),
        )


def _compare(vectors: NDArray[np.float32], runs: int) -> None:
    """The ten nearest by other libraries, where they are installed."""
    kept = rounded(vectors)
    exact = set(np.argsort(-(kept.astype(np.int32) @ kept[0].astype(np.int32)))[:10].tolist())
    if importlib.util.find_spec("usearch"):
        from usearch.index import Index as Graph

        graph = Graph(ndim=_SIZE, metric="cos", dtype="i8")
        began = perf_counter()
        graph.add(np.arange(len(kept)), kept)
        built = perf_counter() - began
        query = kept[0]
        shared = len(exact & set(graph.search(query, 10).keys.tolist()))
        took = _milliseconds(lambda: graph.search(query, 10), runs)
        size = graph.memory_usage / len(kept)
        click.echo(
            f"usearch: {took:.1f} ms, built in {built:.0f} s, {size:.0f} bytes, {shared} of the 10 nearest"
        )
    if importlib.util.find_spec("sqlite_vec"):
        import sqlite_vec

        connection = sqlite3.connect(":memory:")
        if not hasattr(connection, "enable_load_extension"):
            click.echo("sqlite-vec: this Python's SQLite loads no extensions")
            return
        connection.enable_load_extension(True)
        sqlite_vec.load(connection)
        connection.execute(f"CREATE VIRTUAL TABLE v USING vec0(e int8[{_SIZE}])")
        connection.executemany("INSERT INTO v(e) VALUES (vec_int8(?))", [(row.tobytes(),) for row in kept])
        asked = "SELECT rowid FROM v WHERE e MATCH vec_int8(?) AND k = 10"
        took = _milliseconds(lambda: connection.execute(asked, (kept[0].tobytes(),)).fetchall(), runs)
        click.echo(f"sqlite-vec: {took:.0f} ms")


def _milliseconds(call: Callable[[], object], runs: int) -> float:
    """Of processor time, for nobody else's work counts there: all of this runs on one thread."""
    times = []
    for _ in range(runs):
        began = process_time()
        call()
        times.append(process_time() - began)
    return 1000 * min(times)


if __name__ == "__main__":
    main()
