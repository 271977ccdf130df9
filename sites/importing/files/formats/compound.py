"""The directory of a compound file, in which office programs before 2007 kept their streams."""

import struct
from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES: Final = 512
_ENTRY_BYTES: Final = 128
_NONE: Final = 0xFFFFFFFF
_LAST_SECTOR: Final = 0xFFFFFFFA
_FATS_IN_HEAD: Final = 109


def root_streams(content: bytes) -> set[str]:
    """Return the names of what lies in the root of a compound file, not in folders below it.

    Raises ``ValueError`` for a damaged one, also one whose chains run in circles.
    """
    if len(content) < _HEAD_BYTES or not content.startswith(_SIGNATURE):
        raise ValueError("no head of a compound file")
    directory = b"".join(_sectors(content))
    names, waiting, seen = set(), [_child(directory, 0)], set()
    while waiting:
        number = waiting.pop()
        entry = directory[number * _ENTRY_BYTES : (number + 1) * _ENTRY_BYTES]
        if number == _NONE or number in seen or len(entry) < _ENTRY_BYTES:
            continue
        seen.add(number)
        length = struct.unpack_from("<H", entry, 64)[0]
        names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        waiting += struct.unpack_from("<LL", entry, 68)
    return names


def _child(directory: bytes, number: int) -> int:
    if len(directory) < (number + 1) * _ENTRY_BYTES:
        raise ValueError("no root")
    child: int = struct.unpack_from("<L", directory, number * _ENTRY_BYTES + 76)[0]
    return child


def _sectors(content: bytes) -> Iterator[bytes]:
    """Yield the sectors of the directory."""
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in {9, 12}:
        raise ValueError(f"sectors of 2^{shift} bytes")
    size = 1 << shift

    def sector(number: int) -> bytes:
        found = content[(number + 1) * size : (number + 2) * size]
        if not found:
            raise ValueError("a sector lies behind the end")
        return found

    fat_sectors = list(struct.unpack_from(f"<{_FATS_IN_HEAD}L", content, 76))
    number, left = struct.unpack_from("<LL", content, 68)
    most = len(content) // size + 1
    while number < _LAST_SECTOR and left and len(fat_sectors) <= most:
        entries = _numbers(sector(number))
        fat_sectors += entries[:-1]
        number, left = entries[-1], left - 1
    number = struct.unpack_from("<L", content, 48)[0]
    for _number in range(most):
        if number >= _LAST_SECTOR:
            return
        yield sector(number)
        place, index = divmod(number, size // 4)
        if place >= len(fat_sectors) or fat_sectors[place] >= _LAST_SECTOR:
            raise ValueError("a sector is in no table")
        table = _numbers(sector(fat_sectors[place]))
        if index >= len(table):
            raise ValueError("a sector is in no table")
        number = table[index]
    raise ValueError("the directory runs in a circle")


def _numbers(sector: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sector) // 4}L", sector[: len(sector) // 4 * 4]))
