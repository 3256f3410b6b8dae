"""TIFFs of rare kinds, with the extra `formats`."""

import io

import numpy as np
import pytest

from narrator.picture.opening import open_picture
from tests.drawings import corners

pytestmark = pytest.mark.needs_rare_tiffs

PIXELS = np.asarray(corners())


@pytest.mark.parametrize(
    ("compression", "planes", "bits", "predictor"),
    [("lzw", True, 16, True), ("lzw", False, 32, False), ("webp", False, 8, False), ("zlib", True, 16, True)],
)
def test_what_tifffile_reads_with_it_is_right(
    compression: str, planes: bool, bits: int, predictor: bool
) -> None:
    """Pillow's own Tests/images has the first kind, of which Pillow makes noise (Pillow#5364)."""
    import tifffile

    whole = PIXELS.astype(f"u{bits // 8}") * (2**bits // 255)
    file = io.BytesIO()
    tifffile.imwrite(
        file,
        np.moveaxis(whole, -1, 0) if planes else whole,
        photometric="rgb",
        planarconfig="separate" if planes else "contig",
        compression=compression,
        predictor=predictor,
    )

    picture = open_picture(file.getvalue())

    assert picture.format == "TIFF"
    assert np.abs(np.asarray(picture.image).astype(int) - PIXELS).mean() < 4
