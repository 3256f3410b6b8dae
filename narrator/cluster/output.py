"""`describe` into a folder of parts: from the listing to the last part, whatever interrupts it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from narrator.cluster.job import Job
from narrator.cluster.lease import Lease
from narrator.cluster.manifest import Manifest
from narrator.cluster.pictures import ListedPicture, listed_pictures
from narrator.cluster.pool import Pool
from narrator.cluster.shard import Shard
from narrator.cluster.storage import Storage
from narrator.collection.collection import Tally
from narrator.collection.names import Names
from narrator.collection.progress import Progress
from narrator.errors import NarratorError


def describe_into_parts(job: Job, pool: Pool, *, say: Callable[[str], None]) -> Tally:
    """Write each part that is not there yet; when all are there, look for pictures that are new.

    `say` takes sentences about the progress. Raises SettingsError for an output that cannot be used, and
    NarratorError when a part cannot be written. Parts that are there stay, and the next call goes on.
    """
    out = Storage(job.out)
    out.refuse_unwritable()
    with Lease(out):
        job.refuse_another(out)
        manifest = Manifest(out)
        missing = _missing(out, manifest)
        if not missing:
            say("Looking for pictures.")
            manifest.add(_new_pictures(job, manifest, say), shard_pictures=job.shard_pictures)
            missing = _missing(out, manifest)
        left = sum(shard.pictures for shard in missing)
        progress = Progress(say=say)
        progress.expect(left)
        tally, changed = _described(pool, missing, progress, before=manifest.pictures - left)
    if changed:
        say(f"{changed:,} of the pictures changed after they were listed; their notes say so.")
    return tally


def _described(pool: Pool, shards: list[Shard], progress: Progress, *, before: int) -> tuple[Tally, int]:
    """What it came to, and how many pictures have changed."""
    described = failed = changed = 0
    for receipt in pool.receipts(shards) if shards else ():
        if receipt.error:
            raise NarratorError(receipt.error)
        described += receipt.described
        failed += receipt.failed
        changed += receipt.changed
        progress.count(pictures=receipt.described + receipt.failed, failed=receipt.failed)
    tally = Tally(described=described, failed=failed, before=before, speed=progress.speed)
    return tally, changed


def _missing(out: Storage, manifest: Manifest) -> list[Shard]:
    """The shards without a part."""
    there = set(out.names())
    return [shard for shard in manifest.shards() if shard.part not in there]


def _new_pictures(job: Job, manifest: Manifest, say: Callable[[str], None]) -> Iterator[ListedPicture]:
    """Those that no listing has, each once."""
    known = Names(path.encode() for path in manifest.paths())
    seen: set[str] = set()

    def deny(folder: Path, error: OSError) -> None:
        say(f"The folder {folder} cannot be read ({error.strerror}); it is left out.")

    for picture in listed_pictures(job.what, recursive=job.recursive, denied=deny):
        if picture.path.encode() in known or picture.path in seen:
            continue
        if not job.names_one_place:
            seen.add(picture.path)
        yield picture
