"""How often `narrator.looking` is right: a table of kinds, and the share of photographs that it refuses.

    python -m training.looking --data ROOT

ROOT holds `flickr8k/images` and `coco/images`. The renderings are those of `training.renderings`, with a seed
that the thresholds were not set on.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from PIL import Image

from narrator.looking.kinds import look_at
from narrator.picture import open_picture
from training.errors import DatasetError
from training.renderings import RENDERINGS, blurred, brightened, darkened, through_jpeg

DEGRADED = {"blurred": blurred, "darkened": darkened, "brightened": brightened}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--photographs", type=int, default=2000)
    parser.add_argument("--renderings", type=int, default=50, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = Random(options.seed)
    files = random.sample(photographs(options.data), options.photographs)

    refused = []
    kinds: Counter[str] = Counter()
    for file in files:
        looked = look_at(open_picture(file))
        kinds[looked.kind] += 1
        refused += [] if looked.describable else [file.name]
    print(_line("photograph", kinds))
    for name, images in _others(files, options.renderings, random):
        print(_line(name, Counter(look_at(open_picture(image)).kind for image in images)))
    share = len(refused) / len(files)
    print(f"Photographs wrongly refused: {len(refused)} of {len(files)}, {share:.2%}. {' '.join(refused)}")


def photographs(root: Path) -> list[Path]:
    """All photographs of the data sets, in an order that is always the same. Raises DatasetError."""
    files = [file for name in ("flickr8k", "coco") for file in sorted((root / name / "images").glob("*.jpg"))]
    if not files:
        raise DatasetError(
            f"There are no photographs in {root}; name the folder that holds flickr8k and coco."
        )
    return files


def _others(files: list[Path], count: int, random: Random) -> Iterator[tuple[str, Iterator[Image.Image]]]:
    for name, draw in RENDERINGS.items():
        yield name, (through_jpeg(draw(random), random) for _ in range(count))
    for name, degrade in DEGRADED.items():
        yield (
            name,
            (
                through_jpeg(degrade(Image.open(file).convert("RGB"), random), random)
                for file in files[:count]
            ),
        )


def _line(name: str, kinds: Counter[str]) -> str:
    return f"{name}: {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}"


if __name__ == "__main__":
    main()
