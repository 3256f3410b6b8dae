"""ICC profiles for colours that a file describes by primaries and a curve: one way of converting serves all.

PNG states gamma and primaries in chunks of their own (gAMA, cHRM), video's relatives HEIC and AVIF, and PNG's
cICP, numbers of ITU-T H.273. A profile of a matrix and a curve is made of them (ICC.1:2022, section 8.3.2).
"""

import struct
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]
"""Light, from 0 to 1, of 1,024 values that are spread evenly from 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Primaries:
    """What the colours are mixed of, as CIE 1931 x and y."""

    white: tuple[float, float] = (0.3127, 0.3290)
    red: tuple[float, float]
    green: tuple[float, float]
    blue: tuple[float, float]


SRGB = Primaries(red=(0.64, 0.33), green=(0.30, 0.60), blue=(0.15, 0.06))
ADOBE_RGB = Primaries(red=(0.64, 0.33), green=(0.21, 0.71), blue=(0.15, 0.06))
DISPLAY_P3 = Primaries(red=(0.680, 0.320), green=(0.265, 0.690), blue=(0.150, 0.060))
BT2020 = Primaries(red=(0.708, 0.292), green=(0.170, 0.797), blue=(0.131, 0.046))

_PRIMARIES = {1: SRGB, 9: BT2020, 12: DISPLAY_P3}
"""ITU-T H.273, table 2."""

_D50 = (0.9642, 1.0, 0.8249)
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])

_WHITE = 203.0
"""cd/m2 of white paper in pictures of high dynamic range (ITU-R BT.2408)."""

_KNEE = 0.75
"""Light above which highlights are pressed together, so that the brightest still differ from white paper."""


def profile_of_code_points(primaries: int, transfer: int) -> bytes | None:
    """The profile for numbers of H.273; None where they mean sRGB, are left open or are not known."""
    curve = _curve_of(transfer)
    known = _PRIMARIES.get(primaries)
    if known is None or curve is None or (known is SRGB and transfer in _AS_SRGB):
        return None
    return rgb_profile(known, curve)


def rgb_profile(primaries: Primaries, curve: Curve) -> bytes:
    """An ICC profile of version 4. Raises ValueError for primaries that span no colours."""
    steps = np.rint(curve.clip(0, 1) * 65535).astype(">u2")
    table = b"curv" + struct.pack(">II", 0, len(steps)) + steps.tobytes()
    columns = matrix_of(primaries).T
    tags = {name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), table) | {b"wtpt": _xyz(_D50)}
    place = 132 + 12 * len(tags)
    directory, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        directory += name + struct.pack(">II", place + len(body), len(content))
        body += content
    size = struct.pack(">I", place + len(body))
    kind = b"\x04\x20\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28) + _xyz(_D50)[8:] + bytes(48)
    return size + bytes(4) + kind + directory + body


def gamma(exponent: float) -> Curve:
    """Light as a power of the value."""
    return np.linspace(0, 1, 1024) ** exponent


@cache
def srgb_curve() -> Curve:
    """IEC 61966-2-1."""
    value = np.linspace(0, 1, 1024)
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


_AS_SRGB = frozenset({1, 6, 13, 14, 15})
"""Curves of video cameras (BT.709 and its kin); whoever shows stills shows them as sRGB."""


def _curve_of(transfer: int) -> Curve | None:
    """ITU-T H.273, table 3."""
    if transfer in _AS_SRGB:
        return srgb_curve()
    value = np.linspace(0, 1, 1024)
    if transfer == 8:
        return value
    if transfer == 16:  # SMPTE ST 2084, "PQ"
        power = value ** (1 / 78.84375)
        ratio = (power - 0.8359375).clip(0) / (18.8515625 - 18.6875 * power)
        return _pressed(10000 / _WHITE * ratio ** (1 / 0.1593017578125))
    if transfer == 18:  # ITU-R BT.2100, "HLG", on a screen of 1,000 cd/m2
        scene = np.where(
            value <= 0.5, value**2 / 3, (np.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
        )
        return _pressed(1000 / _WHITE * scene**1.2)
    return None


def _pressed(light: Curve) -> Curve:
    over = (light - _KNEE).clip(0) / (1 - _KNEE)
    return np.where(light <= _KNEE, light, 1 - (1 - _KNEE) * np.exp(-over))


def matrix_of(primaries: Primaries) -> npt.NDArray[np.float64]:
    """What turns light of the primaries into XYZ under D50 (Lindbloom, "RGB/XYZ Matrices")."""
    corners = (primaries.red, primaries.green, primaries.blue)
    if min(y for _, y in (*corners, primaries.white)) <= 0:
        raise ValueError("a colour without brightness")
    columns = np.array([(x / y, 1, (1 - x - y) / y) for x, y in corners]).T
    x, y = primaries.white
    white = np.array([x / y, 1, (1 - x - y) / y])
    if abs(np.linalg.det(columns)) < 1e-3:
        raise ValueError("primaries that span no colours")
    cones = np.diag(_BRADFORD @ _D50 / (_BRADFORD @ white))
    adaption = np.linalg.inv(_BRADFORD) @ cones @ _BRADFORD
    result: npt.NDArray[np.float64] = adaption @ (columns * np.linalg.solve(columns, white))
    return result


def _xyz(values: npt.ArrayLike) -> bytes:
    fixed: npt.NDArray[np.int32] = np.rint(np.asarray(values) * 65536).astype(">i4")
    return b"XYZ \0\0\0\0" + fixed.tobytes()
