"""Videos that tests encode themselves, with FFmpeg, of drawings and of the photographs."""

import io
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from PIL import Image

from tests.drawings import scene, tinted
from tests.places import PHOTOGRAPHS

SIZE = (320, 240)


def photograph(name: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """One of the photographs, squeezed to a frame."""
    return Image.open(PHOTOGRAPHS / f"{name}.jpg").convert("RGB").resize(size)


def coloured(colour: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """A drawing with crisp edges in which one colour rules, which is all that the tiny model sees."""
    return Image.composite(Image.new("RGB", size, colour), scene(*size).convert("RGB"), _grid(size))


def tinted_frame(colour: str) -> Image.Image:
    """A frame in which one colour rules and that is a photograph, so that it is described."""
    return tinted(colour, SIZE)


def _grid(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size, 255)
    for x in range(0, size[0], 40):
        mask.paste(64, (x, 0, x + 6, size[1]))
    return mask


def film(
    file: Path,
    shots: Sequence[tuple[Image.Image, float]],
    *,
    rate: int = 10,
    codec: str = "libx264",
    starts: Sequence[float] | None = None,
) -> Path:
    """Encode (picture, seconds) one after the other; with `starts`, one frame each at these seconds."""
    with av.open(str(file), "w") as container:
        stream = cast(av.VideoStream, container.add_stream(codec, rate=rate))
        stream.width, stream.height = shots[0][0].size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        frames = (picture for picture, seconds in shots for _ in range(round(seconds * rate)))
        if starts is not None:
            frames = (picture for picture, _ in shots)
        for i, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
            frame.pts = i if starts is None else round(starts[i] * rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file


def recorded(file: Path, shots: Sequence[tuple[Image.Image, float]]) -> Path:
    """One frame a shot, written as a browser's MediaRecorder does: nowhere stands how long it is."""
    out = _Pipe()
    with av.open(out, "w", format="webm", options={"live": "1"}) as container:
        stream = container.add_stream("libvpx", rate=10, options={"crf": "4"})
        stream.bit_rate = 8_000_000
        stream.width, stream.height = shots[0][0].size
        stream.pix_fmt = "yuv420p"
        start = 0.0
        for picture, seconds in shots:
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
            frame.pts = round(start * 10)
            container.mux(stream.encode(frame))
            start += seconds
        container.mux(stream.encode(None))
    file.write_bytes(out.written)
    return file


class _Pipe(io.RawIOBase):
    """Takes what is written, and never lets anybody go back to mend the beginning."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: Any) -> int:
        self.written += bytes(data)
        return len(bytes(data))

    def writable(self) -> bool:
        return True


def sound_only(file: Path) -> Path:
    """A second of silence."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("aac", rate=8000, layout="mono")
        for _ in range(8):
            frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            frame.sample_rate = 8000
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file


# What turns a frame clockwise, in units of a track's header (ISO 14496-12, 8.3.2): 16.16 and 2.30 numbers.
_MATRICES = {
    90: (0, 1, 0, -1, 0, 0, 0, 0, 1),
    180: (-1, 0, 0, 0, -1, 0, 0, 0, 1),
    270: (0, -1, 0, 1, 0, 0, 0, 0, 1),
}


def held(file: Path, clockwise: int) -> Path:
    """Write into an MP4 file how far its pictures are to be turned, as phones do."""
    content = bytearray(file.read_bytes())
    matrix = content.find(b"tkhd") + 44
    units = (1 << 16, 1 << 16, 1 << 30) * 3
    values = [number * unit for number, unit in zip(_MATRICES[clockwise], units, strict=True)]
    content[matrix : matrix + 36] = struct.pack(">9i", *values)
    file.write_bytes(content)
    return file


def scratched(file: Path) -> Path:
    """Overwrite the small of three frames in the middle of a video."""
    with av.open(str(file)) as container:
        places = sorted(packet.pos for packet in container.demux(video=0) if packet.pos is not None)
    content = bytearray(file.read_bytes())
    for place in places[len(places) // 2 :][:3]:
        content[place : place + 8] = b"\xff" * 8
    file.write_bytes(content)
    return file


def torn(file: Path, share: float) -> Path:
    """Leave only the first part of a file, as a download that broke off."""
    content = file.read_bytes()
    file.write_bytes(content[: round(len(content) * share)])
    return file
