"""ICC profiles of a matrix and curves: those of screens, cameras and scanners, read without LittleCMS.

They are simple enough to be read here (ICC.1:2022, sections 8.3.2, 10.6 and 10.18), in a tenth of the time
that importing LittleCMS takes, and with less for a hostile file to reach.
"""

import struct

import numpy as np
import numpy.typing as npt

from narrator.picture.pixels.primaries import SRGB, matrix_of

Floats = npt.NDArray[np.float64]

HEADER = 132
"""Bytes in front of the list of tags, the number of tags included."""

_TAGS = 100
"""More tags than any profile has."""

_PARAMETERS = (1, 3, 4, 5, 7)
"""How many each type of parametric curve has."""

_COLUMNS, _CURVES, _GREY_CURVE = (b"rXYZ", b"gXYZ", b"bXYZ"), (b"rTRC", b"gTRC", b"bTRC"), b"kTRC"


def srgb_of(profile: bytes, colours: Floats) -> Floats | None:
    """Colours [N, 3] or greys [N, 1] of a profile as sRGB [N, 3], all from 0 to 1; None for another kind.

    Raises ValueError for a profile that contradicts itself.
    """
    tags = tags_of(profile)
    if profile[20:24] != b"XYZ " or any(name.startswith(b"A2B") for name in tags):
        return None
    if colours.shape[1] == 1:
        if _GREY_CURVE not in tags:
            return None
        return _encoded(np.repeat(_light(tags[_GREY_CURVE], colours), 3, axis=1))
    if not tags.keys() >= {*_COLUMNS, *_CURVES}:
        return None
    light = np.column_stack([_light(tags[name], colours[:, place]) for place, name in enumerate(_CURVES)])
    xyz = light @ np.array([_xyz(tags[name]) for name in _COLUMNS])
    return _encoded(xyz @ np.linalg.inv(matrix_of(SRGB)).T)


def tags_of(profile: bytes) -> dict[bytes, bytes]:
    """The tags by their names. Raises ValueError for a list that leads further than the profile."""
    count = int.from_bytes(profile[HEADER - 4 : HEADER], "big")
    if count > _TAGS or HEADER + 12 * count > len(profile):
        raise ValueError("a list of tags without end")
    tags = {}
    for place in range(HEADER, HEADER + 12 * count, 12):
        name, start, length = struct.unpack_from(">4sII", profile, place)
        if start + length > len(profile):
            raise ValueError("a tag behind the end")
        tags[name] = profile[start : start + length]
    return tags


def _xyz(tag: bytes) -> Floats:
    return np.frombuffer(_long_enough(tag, 20)[8:20], ">i4") / 65536


def _light(tag: bytes, values: Floats) -> Floats:
    """What a curve makes of values, both from 0 to 1."""
    if tag[:4] == b"para":
        return _parametric(tag, values)
    if tag[:4] != b"curv":
        raise ValueError("a curve of no known type")
    count = int.from_bytes(_long_enough(tag, 12)[8:12], "big")
    steps = np.frombuffer(_long_enough(tag, 12 + 2 * count)[12 : 12 + 2 * count], ">u2")
    if count == 0:
        return values
    if count == 1:
        return np.asarray(values ** (steps[0] / 256))
    return np.interp(values, np.linspace(0, 1, count), steps / 65535)


def _parametric(tag: bytes, values: Floats) -> Floats:
    """(a x + b) ** g + e from d on, and c x + f below; the simpler types leave some of these out."""
    kind = int.from_bytes(_long_enough(tag, 12)[8:10], "big")
    if kind >= len(_PARAMETERS):
        raise ValueError("a curve of no known function")
    end = 12 + 4 * _PARAMETERS[kind]
    given: list[float] = (np.frombuffer(_long_enough(tag, end)[12:end], ">i4") / 65536).tolist()
    if kind >= 3:
        g, a, b, c, d, e, f = (*given, 0.0, 0.0)[:7]
    else:
        g, a, b, e = (*given, *(1.0, 0.0, 0.0)[len(given) - 1 :])
        if a <= 0:
            raise ValueError("a curve that falls")
        c, d, f = 0.0, -b / a, e
    power = (a * values + b).clip(0) ** g + e
    return np.asarray(np.where(values >= d, power, c * values + f).clip(0, 1))


def _encoded(light: Floats) -> Floats:
    """IEC 61966-2-1; what lies outside of sRGB is cut off."""
    light = light.clip(0, 1)
    return np.asarray(np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055))


def _long_enough(tag: bytes, length: int) -> bytes:
    if len(tag) < length:
        raise ValueError("a tag that is too short")
    return tag
