"""What is particular to HEIC: what its decoder does not check."""

import re


def refuse_items_without_text(data: bytes) -> None:
    """Refuse a HEIC file whose items have types or names that are not UTF-8: ISO/IEC 23008-12, box `infe`.

    pi_heif up to 1.4, its last release, does not check this and takes the whole process down with it.
    """
    for entry in re.finditer(rb"(.{4})infe", data, re.DOTALL):
        length = int.from_bytes(entry[1], "big")
        numbers = 10 if data.startswith(b"\x03", entry.end()) else 8
        if length < 8 + numbers:
            raise ValueError("an item without a length of its own")
        data[entry.end() + numbers : entry.start() + length].decode("utf-8")
