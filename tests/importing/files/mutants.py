"""Files that were sound: with bytes flipped, cut, doubled, and with members of others in them."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.importing.documents import content, document
from tests.importing.files.making import (
    ROWS,
    Paper,
    archive,
    changed,
    ods,
    page,
    pdf,
    xls,
    xlsb,
    xlsx,
    xml_workbook,
)

_ODD: Final = (b"\x00", b"\xff", b"<", b">", b'"', b"&", b"%", b"-1", b"99999999999", b"\r\n", b"(")


def corpus() -> Mapping[str, bytes]:
    """Return a sound file of each format; packed ones also unpacked, so that texts are hit."""
    sound = {
        "CSV": "\n".join(",".join(map(str, row)) for row in ROWS).encode(),
        "CSV in GB18030": "\r\n".join(",".join(map(str, row)) for row in ROWS).encode("gb18030"),
        "text in UTF-16": "\n".join("\t".join(map(str, row)) for row in ROWS).encode("utf-16"),
        "Markdown": "\n".join("|" + "|".join(map(str, row)) + "|" for row in ROWS).encode(),
        "page": page(ROWS, ROWS).encode(),
        "XML": xml_workbook(ROWS, ROWS).encode(),
        "XLS": xls(ROWS, ROWS, merged=[(0, 1, 0, 1)]),
        "XLSX": xlsx(ROWS, ROWS),
        "XLSB": xlsb(ROWS, ROWS),
        "ODS": ods(ROWS, ROWS),
        "DOCX": content(document(ROWS, ROWS)),
        "PDF": pdf(),
        "PDF without lines": Paper().table(30, ROWS, has_lines=False).content(),
    }
    packed = ("XLSX", "XLSB", "ODS", "DOCX")
    return {**sound, **{f"{name}, not packed": _stored(sound[name]) for name in packed}}


def _stored(packed: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as old:
        return archive({name: old.read(name) for name in old.namelist()}, packed=False)


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many mutants, of each format in turn, with its name; always the same for a seed."""
    sound = corpus()
    chance = random.Random(seed)  # noqa: S311 - it has to come again
    names = list(sound)
    for number in range(count):
        name = names[number % len(names)]
        yield name, _mutant(sound[name], list(sound.values()), chance)


def _mutant(sound: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return a file changed in one to three ways; archives mostly stay archives."""
    is_archive = sound.startswith(b"PK")
    for _change in range(chance.choice((1, 1, 2, 3))):
        change = _swap_members if is_archive and chance.random() < 0.8 else chance.choice(_CHANGES)
        sound = change(sound, others, chance)
    return sound


def _flip(sound: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    made = bytearray(sound)
    for _byte in range(chance.choice((1, 1, 2, 8, 64))):
        if made:
            made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _cut(sound: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    return sound[: chance.randrange(len(sound) + 1)]


def _drop(sound: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(sound) + 1) for _end in range(2))
    return sound[:first] + sound[last:]


def _double(sound: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(sound) + 1) for _end in range(2))
    return sound[:last] + sound[first:]


def _insert(sound: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    place = chance.randrange(len(sound) + 1)
    return sound[:place] + chance.choice(_ODD) * chance.choice((1, 3, 200)) + sound[place:]


def _splice(sound: bytes, others: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    place = chance.randrange(len(sound) + 1)
    return sound[:place] + other[chance.randrange(len(other)) :]


def _swap_members(sound: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Put a changed member, or one of another archive, into this one."""
    try:
        with zipfile.ZipFile(io.BytesIO(sound)) as old:
            names = old.namelist()
            name = chance.choice(names)
            inside = old.read(name)
        other = chance.choice([one for one in others if one.startswith(b"PK")])
        with zipfile.ZipFile(io.BytesIO(other)) as lender:
            lent = lender.read(chance.choice(lender.namelist()))
        change = chance.choice((_flip, _cut, _drop, _double, _insert))
        return changed(sound, {name: chance.choice((lent, change(inside, others, chance)))})
    except (
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
    ):
        return _flip(sound, others, chance)


_CHANGES: Final[tuple[Callable[[bytes, list[bytes], random.Random], bytes], ...]] = (
    *(_flip, _flip, _flip, _cut, _drop, _double, _insert, _insert, _splice),
)
